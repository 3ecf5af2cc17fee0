"""Restore typed text from Slack's escaping, formatting and links."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.chat.hidden_links import Link, says_the_same, with_addresses

LINK = re.compile(r"<((?:[@#!]\w|https?:|mailto:|tel:)[^<>|]*)(?:\|([^<>]*))?>")
BARE = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")  # never in text escaped by Slack
SCHEMES = ("mailto:", "tel:")
# https://docs.slack.dev/messaging/formatting-message-text: marks at word boundaries, never within words.
FORMATTED = [
    re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^{mark}\n]+)(?<=\S){mark}(?![\w{mark}])")
    for mark in ("`", r"\*", "_", "~")
]
ADDRESS = re.compile(r"https?://\S+")
STAND_IN = "\ue000"  # private use area: nobody types it
MAX_DEPTH = 12  # of nested blocks


def unescape(text: str) -> str:
    """The text as typed."""
    return _unescaped(LINK.sub(_label, text))


def without_formatting(text: str) -> str:
    """Remove marks for bold, italic, strikethrough and code, which Slack does not display."""
    if STAND_IN in text:
        return text
    addresses = iter(ADDRESS.findall(text))  # marks in addresses are ordinary characters
    text = ADDRESS.sub(STAND_IN, text)
    for mark in FORMATTED:
        text = mark.sub(r"\1", text)
    return re.sub(STAND_IN, lambda _found: next(addresses), text)


def links(message: Mapping[str, Any]) -> tuple[Link, ...]:
    """The addresses behind words, in a message's text or its blocks."""
    text = str(message.get("text") or "")
    plain = _unescaped(text)
    told = [*_of_text(text), *(link for link in _of_blocks(message.get("blocks")) if link[1] not in plain)]
    return tuple((words, _address(to)) for words, to in told if words and not says_the_same(words, to))


def text_with_links(message: Mapping[str, Any]) -> str:
    """A message's text, including the addresses behind words."""
    return with_addresses(unescape(str(message.get("text") or "")).strip(), links(message))


def unescape_command(text: str) -> str:
    """Like `unescape` for a command's text, which Slack may send escaped or not."""
    plain = LINK.sub(lambda link: link.group() if link.group(1).startswith("!") else _label(link), text)
    return plain if BARE.search(plain) else _unescaped(plain)


def _of_text(text: str) -> Iterator[Link]:
    for to, words in LINK.findall(text):
        if to[0] not in "@#!":
            yield _unescaped(words), _unescaped(to)


def _of_blocks(blocks: Any, depth: int = 0) -> Iterator[Link]:
    """Links in rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""
    for block in blocks if isinstance(blocks, list) and depth < MAX_DEPTH else ():
        match block:
            case {"type": "link", "url": str(url)}:
                yield str(block.get("text") or ""), url
            case {"elements": list(elements)}:
                yield from _of_blocks(elements, depth + 1)
            case {"text": {"type": "mrkdwn", "text": str(text)}}:
                yield from _of_text(text)


def _address(target: str) -> str:
    for scheme in SCHEMES:
        target = target.removeprefix(scheme)
    return target


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2)
    sign = {"@": "@", "#": "#", "!": "@"}.get(target[:1], "")
    if label:
        return sign + label.removeprefix(sign)
    if target.startswith("!"):
        return sign + target[1:]
    return _address(target)
