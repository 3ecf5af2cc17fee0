"""Render a card as lines of text, with numbered buttons."""

import itertools
import unicodedata
from collections.abc import Sequence

from bot.channels.bidi import isolate_text
from handlers.chat import Card
from handlers.text import clean

Part = tuple[str, str]  # a prompt_toolkit style, and a text


def card_lines(card: Card, first: int = 1) -> list[Part]:
    """The card as lines; its buttons are numbered from `first`, row by row."""
    numbers = itertools.count(first)
    blocks: list[list[Part]] = []
    if card.title:
        blocks.append([("bold", plain(card.title))])
    contacts = (contact.text for contact in card.contacts)
    blocks += [[("", plain(line))] for line in (card.subtitle, *contacts) if line]
    if card.lead:
        blocks.append([("bold", plain(card.lead))])
    if card.fields:
        blocks.append(_fields(card.fields))
    if card.body:
        blocks.append([("", plain(card.body))])
    if card.footer:
        blocks.append([("fg:ansibrightblack", plain(card.footer))])
    for row in card.buttons:
        labels = (f"[{next(numbers)}] {plain(button.label)}" for button in row)
        blocks.append([("ansicyan", "  ".join(labels))])
    return [part for block in blocks for part in (("", "\n"), *block)][1:]


def _fields(fields: Sequence[tuple[str, str]]) -> list[Part]:
    lines = [_field(plain(label), plain(value)) for label, value in fields]
    return [part for line in lines for part in (("", "\n"), *line)][1:]


def _field(label: str, value: str) -> list[Part]:
    if "\n" not in value:
        return [("", f"{label}: {value}" if label else value)]
    return [("bold", f"{label}:"), ("", "".join(f"\n  {line}" for line in value.split("\n")))]


def plain(text: str) -> str:
    """Remove control characters that would affect the terminal: names may contain anything."""
    return isolate_text(clean("".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")))
