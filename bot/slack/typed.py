"""What somebody has typed in Slack, before Slack escaped it and made links of it."""

import re

LINK = re.compile(r"<((?:[@#!]\w|https?:|mailto:|tel:)[^<>|]*)(?:\|([^<>]*))?>")
BARE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")  # never in a text that Slack has escaped
SCHEMES = ("mailto:", "tel:")


def typed(text: str) -> str:
    """As it was typed."""
    return _unescaped(LINK.sub(_label, text))


def commanded(text: str) -> str:
    """The same of a command, which Slack may hand on escaped or as it is."""
    plain = LINK.sub(lambda link: link.group() if link.group(1).startswith("!") else _label(link), text)
    return plain if BARE.search(plain) else _unescaped(plain)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2)
    sign = {"@": "@", "#": "#", "!": "@"}.get(target[:1], "")
    if label:
        return sign + label.removeprefix(sign)
    if target.startswith("!"):
        return sign + target[1:]
    for scheme in SCHEMES:
        target = target.removeprefix(scheme)
    return target
