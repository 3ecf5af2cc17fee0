"""Break long lines between words at the terminal's width, also where letters are two columns wide."""

import re
from collections.abc import Iterator, Sequence

from bot.channels.console.render import INDENT, Part

WORDS = re.compile(r"\S+\s*|\s+")
MIN_WIDTH = 20  # columns


def wrapped(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts with line ends where a word would cross the edge. `width`: columns."""
    return [*_wrapped(parts, width)] if width >= MIN_WIDTH else [*parts]


def _wrapped(parts: Sequence[Part], width: int) -> Iterator[Part]:
    column = 0
    for style, text in parts:
        for number, line in enumerate(text.split("\n")):
            if number:
                yield "", "\n"
                column = 0
            for word in _words(line, width):
                if column and column + _columns(word.rstrip()) > width:
                    yield "", f"\n{INDENT}"
                    column = len(INDENT)
                yield style, word
                column += _columns(word)


def _words(line: str, width: int) -> Iterator[str]:
    """The words of the line; what has no blanks for a whole line, as Chinese has not, letter by letter."""
    for word in WORDS.findall(line):
        if _columns(word) > min(len(word), width):
            yield from word
        else:
            yield word


def _columns(text: str) -> int:
    from prompt_toolkit.utils import get_cwidth

    return int(get_cwidth(text))
