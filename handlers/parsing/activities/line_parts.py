"""Split a text into parts at commas, semicolons and line ends."""

import re

from handlers.parsing.time.grammar import HAS_DAY, is_without_day
from handlers.parsing.time.tokens import kinds_of, read

SEPARATORS = " ,;\n，；、"
PART_SEPARATOR = re.compile(r"([;\n，；。]|,(?!\d)|(?<!\d),)")  # "1,5 hours" is one
MAX_PARTS = 40  # of a text with more, those in the middle are taken as one


def split_parts(told: str) -> list[tuple[str, str]]:
    """The parts between commas, semicolons and line ends, each with the mark after it.

    A time of day is not separated from the day before it: "yesterday, 15:00", "agreed on friday, 15:00".
    """
    split = _outer([*PART_SEPARATOR.split(told.strip(SEPARATORS)), ""])
    pieces: list[tuple[str, str]] = []
    for part, mark in zip(split[::2], split[1::2], strict=True):
        if pieces and is_without_day(part) and HAS_DAY.search(kinds_of(read(pieces[-1][0]))):
            before, comma = pieces.pop()
            pieces.append((before + comma + part, mark))
        else:
            pieces.append((part, mark))
    return pieces


def _outer(split: list[str]) -> list[str]:
    """Parts and marks in turn: the first ones, the middle as one part, and the last ones."""
    if len(split) <= 2 * MAX_PARTS:
        return split
    begin, middle, end = split[:MAX_PARTS], split[MAX_PARTS:-MAX_PARTS], split[-MAX_PARTS:]
    return [*begin, "".join(middle[:-1]), middle[-1], *end]
