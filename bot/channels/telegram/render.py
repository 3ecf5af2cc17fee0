"""Render a card for Telegram: bold text, split into messages at the length limit, buttons below the last."""

import re
from collections.abc import Iterator
from html import escape

from bot.channels.bidi import isolate_text
from bot.channels.telegram.limits import (
    BUTTONS_IN_A_ROW,
    LABEL_LENGTH,
    MAX_BUTTONS,
    MAX_CAPTION_UNITS,
    MAX_TEXT_UNITS,
)
from handlers.chat import Button, Card
from handlers.text import clean as cleaned
from handlers.text import colon, is_visible

BESIDE_BAR = re.compile(r" (?=[▰▱])|(?<=[▰▱]) (?=\d)")  # a bar stays on the line of what it measures
NOTHING = "—"  # Telegram refuses a text without visible characters

Span = tuple[int, int]  # start and end of bold text
Run = tuple[str, bool]  # a piece of text, and whether it is bold
Keyboard = dict[str, list[list[dict[str, str]]]]  # https://core.telegram.org/bots/api#inlinekeyboardmarkup


def pages(card: Card) -> list[str]:
    """The card's text as HTML, in as many messages as necessary; none is empty."""
    text, bold = _written(card)
    shown = [span for span in _cut(text) if is_visible(text[slice(*span)])]
    return [_html(text, bold, span) for span in shown] or [NOTHING]


def caption(card: Card) -> str:
    """The card's text as HTML below a file; what is too long for that is left out."""
    text, bold = _written(card)
    span = next(_cut(text, MAX_CAPTION_UNITS), (0, 0))
    return _html(text, bold, span)


def keyboard(card: Card) -> Keyboard | None:
    rows: list[list[dict[str, str]]] = []
    left = MAX_BUTTONS
    for row in card.buttons:
        drawn = [_button(button) for button in row[:left]]
        left -= len(drawn)
        rows += [drawn[i : i + BUTTONS_IN_A_ROW] for i in range(0, len(drawn), BUTTONS_IN_A_ROW)]
    return {"inline_keyboard": rows} if rows else None


def shorten_units(text: str, most: int) -> str:
    """The text on one line, of at most `most` UTF-16 code units."""
    line, room = " ".join(clean(text).split()), most
    while _units(shown := isolate_text(_shortened(line, room))) > most:
        room -= max(1, (_units(shown) - most) // 2)
    return shown


def clean(text: str) -> str:
    """Remove what Telegram refuses: control characters except line breaks, and half surrogate pairs."""
    return cleaned(text).replace("\t", " ")


def _shortened(line: str, most: int) -> str:
    return line if _units(line) <= most else line[: _fitting(line, 0, most - 1)].rstrip() + "…"


def _shown(text: str) -> str:
    return isolate_text(BESIDE_BAR.sub("\u00a0", clean(text)))


def _written(card: Card) -> tuple[str, list[Span]]:
    """The card's text, and its bold parts."""
    text, bold = "", []
    for letters, is_bold in _runs(card):
        if is_bold and letters:
            bold.append((len(text), len(text) + len(letters)))
        text += letters
    return text, bold


def _runs(card: Card) -> Iterator[Run]:
    gap = ""
    for part in (_heading(card), _middle(card), [(_shown(card.body), False)], [(_shown(card.footer), False)]):
        if any(letters for letters, _is_bold in part):
            yield gap, False
            yield from part
            gap = "\n\n"


def _heading(card: Card) -> list[Run]:
    lines = (card.subtitle, *(contact.text for contact in card.contacts))
    return _lines((card.title, True), *((line, False) for line in lines))


def _middle(card: Card) -> list[Run]:
    """What to act on, and the fields: a list stands below its heading, with blank lines around."""
    runs = _lines((card.lead, True))
    was_list = False
    for label, value in card.fields:
        is_list = "\n" in value
        gap = "\n\n" if is_list or was_list else "\n"
        runs.append((gap if runs else "", False))
        if label:
            runs.append((_shown(label), True) if is_list else (colon(_shown(label), ""), False))
        runs.append((("\n" if is_list and label else "") + _shown(value.strip("\n")), False))
        was_list = is_list
    return runs


def _lines(*runs: Run) -> list[Run]:
    """Each on a line of its own; empty ones are left out."""
    shown = [(_shown(text), is_bold) for text, is_bold in runs if text]
    gaps: list[Run] = [("\n", False)] * len(shown)
    return [run for pair in zip(gaps, shown, strict=True) for run in pair][1:]


def _cut(text: str, most: int = MAX_TEXT_UNITS) -> Iterator[Span]:
    """Start and end of each message: split at a line break, else at a space, else anywhere."""
    start = 0
    while start < len(text):
        end = _fitting(text, start, most)
        if end < len(text):
            end = _good_end(text, start, end)
        yield start, end
        start = end


def _fitting(text: str, start: int, most: int) -> int:
    """The furthest end of a part from `start` with at most `most` UTF-16 code units."""
    end = min(len(text), start + most)
    while (over := _units(text[start:end]) - most) > 0:
        end -= (over + 1) // 2  # a character has at most two units
    return end


def _good_end(text: str, start: int, end: int) -> int:
    half = (start + end) // 2
    for mark in ("\n", " "):
        if (found := text.rfind(mark, half, end)) > start:
            return found + 1
    return end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _html(text: str, bold: list[Span], within: Span) -> str:
    """That part of the text as HTML. Escaping happens only here."""
    at, end = within
    parts: list[str] = []
    for opens, closes in bold:
        first, last = max(opens, at), min(closes, end)
        if first < last:
            parts += escape(text[at:first], quote=False), f"<b>{escape(text[first:last], quote=False)}</b>"
            at = last
    parts.append(escape(text[at:end], quote=False))
    return "".join(parts).strip()


def _button(button: Button) -> dict[str, str]:
    label = shorten_units(button.label, LABEL_LENGTH)
    drawn = {"text": label if is_visible(label) else NOTHING, "callback_data": button.data}
    return drawn | ({"style": button.style} if button.style else {})
