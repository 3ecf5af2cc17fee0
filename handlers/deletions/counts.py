"""How much is deleted with something, in words: "3 deals, 12 interactions"."""

from collections.abc import Mapping
from typing import Any

from handlers.i18n import _, commas, ngettext


def counted(details: Mapping[str, Any]) -> str:
    """What belongs to a client or a deal; "" if nothing does."""
    deals, talks, promised, files = (
        int(details.get(name, 0)) for name in ("deals", "interactions", "follow_ups", "files")
    )
    parts = (
        ngettext("{n} deal", "{n} deals", deals).format(n=deals) if deals else "",
        ngettext("{n} interaction", "{n} interactions", talks).format(n=talks) if talks else "",
        ngettext("{n} follow-up", "{n} follow-ups", promised).format(n=promised) if promised else "",
        ngettext("{n} file", "{n} files", files).format(n=files) if files else "",
    )
    return commas(*parts)


def with_it(details: Mapping[str, Any]) -> str:
    said = counted(details)
    return _("Deleted with it: {what}.").format(what=said) if said else ""
