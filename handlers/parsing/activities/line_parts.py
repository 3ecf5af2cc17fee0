"""Split a text into parts at commas, semicolons and line ends."""

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.grammar import is_without_day
from handlers.parsing.time.time_context import HAS_DAY
from handlers.parsing.time.tokens import kinds_of, read

SEPARATORS = " ,;\n，；、"
MARKS = lazy_regex(r"([;\n，；。]|,(?!\d)|(?<!\d),)")  # "1,5 hours" is one
MAX_PARTS = 40  # of what has more, those in the middle are read as one


def split_parts(text: str) -> list[tuple[str, str]]:
    """The parts between commas, semicolons and line ends, each with the mark after it.

    A time of day is not separated from the day before it: "yesterday, 15:00", "agreed on friday, 15:00".
    """
    split = _outer([*MARKS.split(text.strip(SEPARATORS)), ""])
    parts: list[tuple[str, str]] = []
    for part, mark in zip(split[::2], split[1::2], strict=True):
        if parts and is_without_day(part) and HAS_DAY.search(kinds_of(read(parts[-1][0]))):
            before, comma = parts.pop()
            parts.append((before + comma + part, mark))
        else:
            parts.append((part, mark))
    return parts


def _outer(split: list[str]) -> list[str]:
    """Parts and marks in turn: the first ones, the middle as one part, and the last ones."""
    if len(split) <= 2 * MAX_PARTS:
        return split
    begin, middle, end = split[:MAX_PARTS], split[MAX_PARTS:-MAX_PARTS], split[-MAX_PARTS:]
    return [*begin, "".join(middle[:-1]), middle[-1], *end]
