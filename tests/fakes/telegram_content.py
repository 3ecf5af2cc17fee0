"""What Telegram accepts as a message: its markup, its length, its buttons."""

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

MOST_OF_A_CAPTION = 1024
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


def parsed(html: str, most: int = MOST_UNITS) -> str:
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
    return _checked((text + html[at:]).strip(), most)


def rows(markup: str) -> list[list[Button]]:
    """The inline keyboard. Raises Refused."""
    keyboard = json.loads(markup or "{}").get("inline_keyboard", [])
    drawn = [
        [(button["text"], button.get("url") or button["callback_data"]) for button in row] for row in keyboard
    ]
    for label, data in (button for row in drawn for button in row):
        if not label.strip():
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if not data.startswith("https://") and not 1 <= len(data.encode()) <= 64:
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


def _checked(text: str, most: int) -> str:
    if not any(letter.isprintable() and not letter.isspace() for letter in text):
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > most:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _unparsable(why: str) -> Refused:
    return Refused(400, f"Bad Request: can't parse entities: {why}")


@dataclass(frozen=True)
class Inline:
    """One of the things offered for an inline query, and what it puts into the chat."""

    id: str
    title: str
    description: str
    text: str
    rows: list[list[Button]]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Inline":
        """Raises Refused."""
        content = told["input_message_content"]
        html = content["parse_mode"] == "HTML"
        if told["type"] != "article" or not 1 <= len(told["id"].encode()) <= 64 or not told["title"].strip():
            raise Refused(400, "Bad Request: RESULT_ID_INVALID or no title")
        text = parsed(content["message_text"]) if html else content["message_text"]
        drawn = rows(json.dumps(told.get("reply_markup", {})))
        return cls(told["id"], told["title"], told.get("description", ""), text, drawn)


def inline(params: dict[str, str]) -> list[Inline]:
    """What is offered. Raises Refused."""
    offered = [Inline.of(each) for each in json.loads(params["results"])]
    if len(offered) > 50 or len({each.id for each in offered}) < len(offered):
        raise Refused(400, "Bad Request: RESULTS_TOO_MUCH or the same id twice")
    if len(params.get("next_offset", "").encode()) > 64:
        raise Refused(400, "Bad Request: NEXT_OFFSET_INVALID")
    button = json.loads(params.get("button", "{}"))
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
        raise Refused(400, "Bad Request: START_PARAM_INVALID")
    return offered
