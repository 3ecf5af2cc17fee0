"""Attachments of Slack messages: files and forwarded messages."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.channels.slack.payloads.unescape import unescape
from handlers.chat import Attached, shorten
from handlers.chat.hidden_links import Link
from handlers.text import NAME, clean
from storage.models import FileKind

MAX_FILES = 20  # per message; Slack sends 10
REMOVED_FILE_MODES = ("tombstone", "hidden_by_limit")  # https://docs.slack.dev/reference/objects/file-object
KINDS = {"image": FileKind.PHOTO, "audio": FileKind.AUDIO, "video": FileKind.VIDEO}
SUBTYPES = {"slack_audio": FileKind.VOICE, "slack_video": FileKind.VIDEO_NOTE}


def files(event: Mapping[str, Any]) -> tuple[Attached, ...]:
    """The files, each as a link to Slack: downloading needs another scope (decision 0033)."""
    found = [each for each in _dicts(event.get("files")) if each.get("mode") not in REMOVED_FILE_MODES]
    return tuple(_file(each) for each in found[:MAX_FILES])


def links_forwarded(event: Mapping[str, Any]) -> tuple[Link, ...]:
    """Links to forwarded messages."""
    return tuple(("", str(each.get("from_url") or "")) for each in _shared(event))


def forwarded_message(event: Mapping[str, Any]) -> tuple[str, str]:
    """Author, and text with link, of a message forwarded without a comment; else empty."""
    first = next(_shared(event), None)
    if first is None or str(event.get("text") or "").strip():
        return "", ""
    said = unescape(str(first.get("text") or first.get("fallback") or "")).strip()
    author = str(first.get("author_name") or first.get("author_subname") or "")
    return author, "\n".join(filter(None, (said, str(first.get("from_url") or ""))))


def _shared(event: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in _dicts(event.get("attachments")) if each.get("is_share"))


def _file(file: Mapping[str, Any]) -> Attached:
    mime = clean(str(file.get("mimetype") or ""))
    kind = SUBTYPES.get(str(file.get("subtype"))) or KINDS.get(mime.partition("/")[0], FileKind.DOCUMENT)
    name = clean(str(file.get("name") or file.get("title") or ""))
    size = file.get("size")
    link = str(file.get("permalink") or "")
    return Attached(kind, link, shorten(name, NAME), mime, size if isinstance(size, int) else None)


def _dicts(found: Any) -> Iterator[Mapping[str, Any]]:
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())
