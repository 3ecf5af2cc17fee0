"""The day by which a deal is to be decided, in the line that opens it."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from handlers.parsing.deals.line_ends import COMMAS, join_around
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.deal_words import any_of
from handlers.parsing.time.times import Scene, when
from handlers.parsing.time.tokens import kinds_of, read_phrase
from handlers.working_time import local

MAX_TRIES = 12  # words after which the day may stand
MAX_DAY = 60  # letters
CLOSING = any_of(lambda each: each.closing)
CLOSE = lazy_regex(  # only after a word that says so: "maintenance 12k march" is what it is called
    rf"(?:\A|[,;]?\s+|(?<=[,;]))(?:{CLOSING})(?:\s+(?:on|by|in|до|к|do|w|у|в|во))?[\s:]+(?=\S)"
    r"|[,;，；]?\s*(?:预计成交|成交日期|截止)\s*[:：]?\s*",
    re.IGNORECASE,
)
BY_THEN = "前"
END = "end of"  # in any language
CLOSE_AFTER = lazy_regex(
    r"(?:\A|[,;，；])\s*(?:预计|预期|计划|争取)?(?P<day>[^,;，；]{1,30})(?:成交|签约|签单|签合同)[。.]?\Z"
)


def expected_close(scene: Scene, line: str) -> tuple[str, date | None]:
    """ "audit 300k by 15 January", "pilot, close 20.12": the line without the day, and the day (local)."""
    for start, end, day in _days(line):
        if at := when(_by_its_end(day), scene):
            return join_around(line, start, end), local(at, scene.zone).date()
    return line, None


def _days(line: str) -> Iterator[tuple[int, int, str]]:
    """Where a day may stand, with the words that announce it: up to the end of the line, or to a comma."""
    for found in islice(CLOSE.finditer(line), MAX_TRIES):
        tail = line[found.end() :]
        yield found.start(), len(line), tail[:MAX_DAY] if len(tail) <= MAX_DAY else ""
        comma = next((at for at, letter in enumerate(tail[:MAX_DAY]) if letter in COMMAS), 0)
        if comma:
            yield found.start(), found.end() + comma, tail[:comma]
    if after := CLOSE_AFTER.search(line):
        yield after.start(), after.end(), after["day"].removesuffix(BY_THEN)


def _by_its_end(day: str) -> str:
    """A deal that is to close in a quarter closes by its end: "Q1" is the last of March."""
    tokens = read_phrase(day)
    kinds = kinds_of(tokens)
    if Kind.QUARTER not in kinds or Kind.START_OF in kinds or Kind.END_OF in kinds:
        return day
    return " ".join((END, *(token.text for token in tokens if token.kind in (Kind.QUARTER, Kind.FOUR_DIGITS))))
