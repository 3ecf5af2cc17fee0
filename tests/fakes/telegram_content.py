"""What Telegram accepts as a message: its markup, its length, its buttons."""

import json
import re
from html import unescape

MOST_UNITS = 4096  # UTF-16 code units, counted after the markup is parsed
# fmt: off
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote"}
# fmt: on
MARKUP = re.compile(r"<(/?)([a-z-]*)([^<>]*)>|<|&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);|&")

Button = tuple[str, str]  # label, data


class Refused(Exception):
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def parsed(html: str) -> str:
    """The text without its markup. As strict as Telegram, and stricter with a bare &. Raises Refused."""
    text, at, opened = "", 0, list[str]()
    for found in MARKUP.finditer(html):
        text += html[at : found.start()]
        at = found.end()
        if found.group().startswith("&"):
            text += _entity(found.group())
        else:
            _tag(found, opened)
    if opened:
        raise _unparsable(f"Can't find end tag corresponding to start tag {opened[-1]!r}")
    return _checked((text + html[at:]).strip())


def rows(markup: str) -> list[list[Button]]:
    """The inline keyboard. Raises Refused."""
    keyboard = json.loads(markup or "{}").get("inline_keyboard", [])
    drawn = [[(button["text"], button["callback_data"]) for button in row] for row in keyboard]
    for label, data in (button for row in drawn for button in row):
        if not label.strip():
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if not 1 <= len(data.encode()) <= 64:
            raise Refused(400, f"Bad Request: BUTTON_DATA_INVALID {data}")
    if max(map(len, drawn), default=0) > 8 or sum(map(len, drawn)) > 100:
        raise Refused(400, "Bad Request: reply markup is too long")
    return drawn


def _entity(whole: str) -> str:
    if whole == "&":
        raise _unparsable("an & is not escaped")
    return unescape(whole)


def _tag(found: re.Match[str], opened: list[str]) -> None:
    closing, tag, rest = found.groups()
    if tag not in TAGS or rest:
        raise _unparsable(f"Unsupported start tag {found.group()!r}")
    if not closing:
        opened.append(tag)
    elif not opened or opened.pop() != tag:
        raise _unparsable(f"Unexpected end tag {found.group()!r}")


def _checked(text: str) -> str:
    if not any(letter.isprintable() and not letter.isspace() for letter in text):
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > MOST_UNITS:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _unparsable(why: str) -> Refused:
    return Refused(400, f"Bad Request: can't parse entities: {why}")
