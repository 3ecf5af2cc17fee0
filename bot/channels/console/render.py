"""Render a card as lines of text. Buttons are numbers: before the line they are about, else in rows below."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.bidi import isolate_text
from handlers.chat import Button, Card
from handlers.text import clean, colon

Part = tuple[str, str]  # a prompt_toolkit style, and a text

INDENT = "  "  # of the lines of a field
BULLET = "• "
NUMBER, BAR, FOOTER = "ansicyan", "ansigreen", "fg:ansibrightblack"
BARS = re.compile("([▁-█▰▱]+)")
COUNTED = re.compile(r"\s*\(\d+\)\Z")  # "Lead (2)" is about the line "Lead: 2 · £900"
NUMBERED = re.compile(r"(\d+)(?:\. (.*))?\Z")  # "7", "7. Ivan Petrov"
BETWEEN = " · "  # parts of a label, of which all stand in its line
MIN_LISTED = 2  # buttons about lines; a single one must begin its line


@dataclass
class _Line:
    """A line of the card, and the buttons about it: before it, and after it."""

    parts: list[Part]
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    is_heading: bool = False

    @property
    def text(self) -> str:
        return "".join(text for _style, text in self.parts)


def card_lines(card: Card, first: int = 1) -> list[Part]:
    """The card as lines; its buttons are numbered from `first`, row by row."""
    head = (("bold", card.title), ("", card.subtitle), *(("", contact.text) for contact in card.contacts))
    lines = [_Line([(style, plain(text))]) for style, text in (*head, ("bold", card.lead)) if text]
    listed = [line for label, value in card.fields for line in _field(plain(label), plain(value))]
    listed += [_Line([("", text)]) for text in plain(card.body).split("\n")] if card.body else []
    rows = _number_rows(card.buttons, first)
    about = _lines_of_buttons(rows, listed)
    below = [left for row in rows if (left := _place(row, about))]
    footer = [_Line([(FOOTER, plain(card.footer))])] if card.footer else []
    lines += [*listed, *footer, *(_Line([(NUMBER, "  ".join(map(_label, row)))]) for row in below)]
    return [part for line in lines for part in (("", "\n"), *_line_parts(line))][1:]


def plain(text: str) -> str:
    """Remove control characters that would affect the terminal: names may contain anything."""
    return isolate_text(clean("".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")))


_Numbered = tuple[int, str]


def _number_rows(rows: Sequence[Sequence[Button]], first: int) -> list[list[_Numbered]]:
    numbered = []
    for row in rows:
        numbered.append([(first + at, plain(button.label)) for at, button in enumerate(row)])
        first += len(row)
    return numbered


def _lines_of_buttons(rows: Sequence[Sequence[_Numbered]], lines: Sequence[_Line]) -> Mapping[int, _Line]:
    """The line that each button is about, by its number, in the same order. Another row ends the list."""
    found: dict[int, _Line] = {}
    at = 0
    for row in rows:
        count = len(found)
        for number, label in row:
            after = next((i for i in range(at, len(lines)) if _is_of(label, lines[i])), None)
            if after is not None:
                found[number], at = lines[after], after + 1
        if found and len(found) == count:
            break
    labels = dict(each for row in rows for each in row)
    is_list = len(found) >= MIN_LISTED
    return found if is_list or all(found[n].text.startswith(labels[n]) for n in found) else {}


def _is_of(label: str, line: _Line) -> bool:
    """Whether the button is about the line; a heading has to say the same."""
    return _heading(COUNTED.sub("", label)) == line.text if line.is_heading else is_about(label, line.text)


def is_about(label: str, line: str) -> bool:
    """Whether all that the label says stands in the line, which begins with its number if it has one."""
    if numbered := NUMBERED.match(label):
        number, said = numbered.groups("")
        return line.lstrip().startswith(f"{number}. ") and said.rstrip("…") in line
    return all(part in line for part in COUNTED.sub("", label).split(BETWEEN))


def _place(row: Sequence[_Numbered], about: Mapping[int, _Line]) -> list[_Numbered]:
    """Put the row's buttons at their lines, and what follows one in the row after it; return the others."""
    left: list[_Numbered] = []
    line = None
    for number, label in row:
        if number in about:
            line = about[number]
            line.before.append(f"[{number}] ")
        elif line is not None:
            line.after.append(f"  {_label((number, label))}")
        else:
            left.append((number, label))
    return left


def _label(button: _Numbered) -> str:
    number, label = button
    return f"[{number}] {label}"


def _line_parts(line: _Line) -> list[Part]:
    before = [(NUMBER, text) for text in line.before]
    after = [(NUMBER, text) for text in line.after]
    [(style, text), *others] = line.parts
    first = (style, text.removeprefix(INDENT).removeprefix(BULLET) if before else text)
    return [*before, *(part for each in (first, *others) for part in _with_bars(each)), *after]


def _with_bars(part: Part) -> list[Part]:
    style, text = part
    pieces = BARS.split(text)
    return [(BAR if at % 2 else style, piece) for at, piece in enumerate(pieces) if piece]


def _field(label: str, value: str) -> list[_Line]:
    if "\n" not in value:
        return [_Line([("", colon(label, value) if label else value)])]
    heading = [_Line([("bold", _heading(label))], is_heading=True)] if label else []
    indent = INDENT if label else ""
    return [*heading, *(_Line([("", f"{indent}{line}")]) for line in value.strip("\n").split("\n"))]


def _heading(label: str) -> str:
    return colon(label, "").rstrip()
