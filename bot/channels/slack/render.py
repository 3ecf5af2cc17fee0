"""Render a card for Slack: blocks within Slack's limits, and a text for notifications.

Client data goes where Slack parses no markup (plain_text, rich_text); the fallback text is escaped.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from bot.channels.bidi import isolate_text, isolate_within
from bot.channels.slack.limits import (
    MAX_BLOCKS,
    MAX_BLOCKS_JSON,
    MAX_BUTTON,
    MAX_FALLBACK,
    MAX_HEADER,
    MAX_MENU,
    MAX_ROW,
    MAX_TEXT,
    MAX_VIEW_BLOCKS,
)
from handlers.chat import COMMANDS, Button, Card, Contact, Menu, Row
from handlers.text import clean, colon, is_visible

Block = dict[str, Any]

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escape(text: str) -> str:
    """Escape text that Slack would parse as markup: https://docs.slack.dev/messaging/formatting-message-text"""
    return text.translate(ESCAPES)


def messages(card: Card) -> list[Block]:
    """The card as one message, or as several if one would be too long."""
    return [{"text": _fallback(blocks), "blocks": blocks} for blocks in _parted(_blocks(card))]


def home(card: Card) -> Block:
    """The card as a home page: https://docs.slack.dev/reference/views/home-tab-views"""
    return {"type": "home", "blocks": list(_blocks(card))[:MAX_VIEW_BLOCKS]}


def link_preview(card: Card) -> Block:
    """The card as a link preview: https://docs.slack.dev/messaging/unfurling-links-in-messages"""
    return {"blocks": list(_blocks(replace(card, address="")))}


def notice(text: str) -> Block:
    """A short notice as a message."""
    return messages(Card(body=text))[0]


def plain(text: str, most: int = MAX_TEXT) -> Block:
    """Text of at most `most` characters."""
    return {"type": "plain_text", "text": isolate_within(clean(text), most)}


def cut_text(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _blocks(card: Card) -> Iterator[Block]:
    title = clean(card.title).strip()
    if title and len(isolate_text(title)) <= MAX_HEADER:
        yield {"type": "header", "text": plain(title, MAX_HEADER)}
    elif title:
        yield from _sections(title)
    # Client data is unchanged; in our texts '/call' becomes '/crm call'.
    spoken = _escaped if card.client is None else str
    yield from _heading(spoken(card.subtitle), card.contacts)
    if is_visible(card.lead):
        yield _rich([{"type": "text", "text": cut_text(clean(card.lead), MAX_TEXT), "style": {"bold": True}}])
    yield from _fields(tuple((label, spoken(value)) for label, value in card.fields))
    yield from _sections(spoken(card.body))
    if is_visible(card.footer):
        yield {"type": "context", "elements": [plain(spoken(card.footer))]}
    rows = tuple(tuple(replace(b, label=spoken(b.label)) for b in row) for row in card.buttons)
    # A card with a menu is about one thing: its buttons stand in one row, which a window breaks where it must.
    yield from _actions((tuple(chain.from_iterable(rows)),) if card.menu else rows, card.menu)
    if card.address:  # for copying
        yield _rich([{"type": "link", "url": card.address, "text": card.address}])


def _escaped(text: str) -> str:
    names = "|".join(map(re.escape, COMMANDS))
    return re.sub(rf"(?<![^\s(“\"])/({names})\b", r"/crm \1", text) if names else text


def _sections(text: str) -> Iterator[Block]:
    for piece in _split_text(text):
        yield {"type": "section", "text": {"type": "plain_text", "text": piece}}


def _heading(subtitle: str, contacts: tuple[Contact, ...]) -> Iterator[Block]:
    """Who or what it is; phones and addresses as links."""
    elements: list[Block] = [_text(subtitle)] if is_visible(subtitle) else []
    elements += [_link(each) if each.url else _text(each.text) for each in contacts if is_visible(each.text)]
    gap: Block = {"type": "text", "text": "\n"}
    if elements:
        lines = [part for element in elements for part in (gap, element)][1:]
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": lines}]}


def _text(text: str) -> Block:
    return {"type": "text", "text": isolate_within(clean(text), MAX_TEXT)}


def _link(contact: Contact) -> Block:
    return {"type": "link", "url": contact.url, "text": isolate_within(clean(contact.text), MAX_TEXT)}


def _fields(fields: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    """Fields as one block of lines, or several if it gets too long; a list is a block with a heading."""
    line: list[Block] = []
    length = 0
    for label, value in fields:
        is_list = "\n" in value
        for piece in list(_split_text(value)) or ["—"]:
            if line and (is_list or length + len(label) + len(piece) > MAX_TEXT):
                yield _rich(line)
                line, length = [], 0
            line += [*_label_of(label, is_heading=is_list), {"type": "text", "text": f"{piece}\n"}]
            length += len(label) + len(piece)
            label = ""  # noqa: PLW2901 a long value goes on without its label
        if is_list:
            yield _rich(line)
            line, length = [], 0
    if line:
        yield _rich(line)


def _label_of(label: str, *, is_heading: bool) -> list[Block]:
    if not label:
        return []
    if is_heading:
        return [{"type": "text", "text": f"{label}\n", "style": {"bold": True}}]
    return [{"type": "text", "text": colon(label, "")}]


def _rich(elements: list[Block]) -> Block:
    elements[-1]["text"] = elements[-1]["text"].rstrip("\n")
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _actions(rows: tuple[Row, ...], menu: Menu | None = None) -> Iterator[Block]:
    """Rows of buttons; the button of a menu becomes Slack's own menu, if that can hold it."""
    number = 0
    is_short = menu is not None and len(menu.items) <= MAX_MENU
    for row in rows:
        for start in range(0, len(row), MAX_ROW):
            part = row[start : start + MAX_ROW]
            buttons = [
                _menu(menu, number + place)
                if menu and is_short and button.data == menu.button.data
                else _button(button, number + place)
                for place, button in enumerate(part)
            ]
            number += len(part)
            yield {"type": "actions", "elements": buttons}


def _button(button: Button, number: int) -> Block:
    drawn = {"type": "button", "action_id": f"press.{number}", "value": button.data, "text": _label(button)}
    return drawn | ({"style": button.style} if button.style else {})


def _menu(menu: Menu, number: int) -> Block:
    """https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element"""
    options = [{"text": _label(button), "value": button.data} for button in menu.items]
    return {"type": "overflow", "action_id": f"press.{number}", "options": options}


def _label(button: Button) -> Block:
    return plain(button.label.strip() if is_visible(button.label) else "…", MAX_BUTTON)


def _split_text(text: str) -> Iterator[str]:
    """Split a text to fit, at a line break or a space if possible."""
    text = isolate_text(clean(text).strip())
    while len(text) > MAX_TEXT:
        at = max(text.rfind("\n", 1, MAX_TEXT), 0) or max(text.rfind(" ", 1, MAX_TEXT), 0) or MAX_TEXT
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _parted(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    size = 0
    for block in blocks:
        more = len(json.dumps(block, ensure_ascii=False))
        if part and (len(part) == MAX_BLOCKS or size + more > MAX_BLOCKS_JSON):
            yield part
            part, size = [], 0
        part.append(block)
        size += more
    if part:
        yield part


def _fallback(blocks: list[Block]) -> str:
    words = "\n".join(filter(None, map(_words, blocks)))
    return escape(cut_text(words or " · ".join(_labels(blocks)), MAX_FALLBACK))


def _labels(blocks: list[Block]) -> list[str]:
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    return [button["text"]["text"] for row in rows for button in row if "text" in button]


def _words(block: Block) -> str:
    if block["type"] == "rich_text":
        return "".join(element["text"] for element in block["elements"][0]["elements"])
    if block["type"] == "context":
        return str(block["elements"][0]["text"])
    return str(block["text"]["text"]) if "text" in block else ""
