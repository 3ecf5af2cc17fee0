"""The day by which a deal is to be decided, in the line that opens it."""

import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from itertools import islice

from handlers.parsing import lexicon
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
    rf"(?:\A|[,;]?\s+|(?<=[,;]))(?:{CLOSING})(?:\s+(?:on|by|before|in|до|к|перед|do|przed|w|у|в"
    rf"|во))?[\s:]+(?=\S)"
    r"|[,;，；]?\s*(?:预计成交|成交日期|截止)\s*[:：]?\s*",
    re.IGNORECASE,
)
BY_THEN = "前"
END = "end of"  # in any language
NEW_YEAR = lazy_regex(
    r"(?:the )?new year(?:'s)?(?: eve)?|нов(?:ого года|ым годом|ый год)|нов(?:ого року|им роком|ий рік)"
    r"|now(?:ego roku|ym rokiem|y rok)|元旦|新年|年底",
    re.IGNORECASE,
)
MONTHS = {  # every form of a month: its name in English
    form: month_name[number]
    for number, forms in lexicon.month_names().items()
    for form in (*forms, *(each.months_in.split()[number - 1] for each in lexicon.LANGUAGES if each.months_in))
}
BY_WHEN, SIGNED = "(?:预计|预期|计划|争取)?", r"(?:成交|签约|签单|签合同)[。.]?\Z"
CLOSE_AFTER = (
    lazy_regex(rf"(?:\A|[,;，；]|\s)\s*{BY_WHEN}(?P<day>[^,;，；\s]{{1,30}}){SIGNED}"),
    lazy_regex(rf"(?:\A|[,;，；])\s*{BY_WHEN}(?P<day>[^,;，；]{{1,30}}){SIGNED}"),
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
    for after in filter(None, (pattern.search(line) for pattern in CLOSE_AFTER)):
        yield after.start(), after.end(), after["day"].removesuffix(BY_THEN)


def _by_its_end(day: str) -> str:
    """A deal that is to close in a quarter or a month closes by its end: "Q1" is the last of March."""
    if NEW_YEAR.fullmatch(day.strip(f" {COMMAS}.")):
        return f"{END} year"
    if month := MONTHS.get(lexicon.plain(day).strip(f" {COMMAS}.")):
        return f"{END} {month}"
    tokens = read_phrase(day)
    kinds = kinds_of(tokens)
    if Kind.QUARTER not in kinds or Kind.START_OF in kinds or Kind.END_OF in kinds:
        return day
    return " ".join((END, *(token.text for token in tokens if token.kind in (Kind.QUARTER, Kind.FOUR_DIGITS))))
