"""Which days a filter speaks of: 'this year', 'in March', 'last 30 days', 'прошлый квартал', 'od stycznia'."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.time.day_grammar import (
    DAY_NUMBER,
    MONTH_DAY,
    NEXT,
    PERIOD,
    WORD_FOR_YEAR,
    YEAR,
    YEAR_FIRST,
)
from handlers.parsing.time.days import MAX_DAYS
from handlers.parsing.time.durations import COUNT, MONTHS, UNIT_AT
from handlers.parsing.time.month_days import month_at
from handlers.parsing.time.patterns import any_number, one_of, only_before, opt, regex, rule, seq
from handlers.parsing.time.reference_time import LAST_YEAR
from handlers.parsing.time.times import Scene, moment_of
from handlers.parsing.time.tokens import HAN, Token, kinds_of
from handlers.working_time import local

QUARTER_LONG, YEAR_LONG = 3, 12  # months
MONTH_LONG = 30  # days: half a month is 15
QUARTERS = range(1, 5)
UNITS = (Kind.WEEKS, Kind.MONTHS, Kind.MONTH_AFTER)
HAN_UNIT = lazy_regex(f"[{HAN}]")  # "周" and "年" are names, too: they count only with a number
FIRST_YEAR = 1970
WITH_YEAR = (Kind.FOUR_DIGITS, Kind.ISO_DATE)
NUMBERS = (
    *(Kind.NUMBER, Kind.ORDINAL, Kind.QUANTITY, Kind.HOUR_NAME, Kind.DECIMAL, Kind.ARTICLE),
    Kind.QUARTER,
)

OF_YEAR = rule(seq(any_number(Ask.AT), Kind.FOUR_DIGITS, opt(WORD_FOR_YEAR)), "2026", "в 2026 году")
DATE = rule(
    one_of(
        *(Kind.ISO_DATE, Kind.SLASH_DATE, Kind.DOT_DATE),
        seq(DAY_NUMBER, Kind.MONTH, opt(YEAR)),
        MONTH_DAY,
        seq(opt(YEAR_FIRST), COUNT, Kind.MONTH_AFTER, COUNT, opt(Kind.OF_MONTH)),
    ),
    "1 february 2026",
    "2026年3月15日",
    "15.03",
)
LENGTH = rule(
    one_of(
        seq(
            opt(one_of(Kind.NEXT, Ask.LATELY)),
            one_of(Kind.NUMBER, Kind.QUANTITY, Kind.DECIMAL, Kind.ARTICLE),
            one_of(
                *(Kind.DAYS, Kind.WEEKS, Kind.MONTHS, Kind.WEEKS_OR_AT),
                *(Kind.AFTERNOON_DAYS, Kind.YEAR_OR_HOURS),
            ),
        ),
        seq(opt(Ask.LATELY), one_of(Kind.WEEKS, Kind.MONTHS, Kind.YEAR_OR_HOURS)),
    ),
    "30 days",
    "последние 7 дней",
    "квартал",
)
QUARTER_OF_YEAR = rule(
    one_of(
        seq(
            opt(YEAR_FIRST),
            opt(Ask.AT),
            one_of(
                seq(Ask.QUARTER, COUNT),
                Kind.QUARTER,
                seq(
                    one_of(Kind.NUMBER, Kind.QUANTITY, Kind.HOUR_NAME, Kind.ORDINAL),
                    Kind.MONTHS,
                    only_before(seq(any_number(Ask.AT), Kind.FOUR_DIGITS)),
                ),
            ),
            opt(OF_YEAR),
        ),
        seq(YEAR_FIRST, opt(Ask.AT), one_of(seq(COUNT, Kind.MONTHS), Kind.QUARTER)),
    ),
    "Q1 2025",
    "1 квартал 2025 года",
    "третий квартал 2025",
)
MONTH_OF_YEAR = rule(
    seq(opt(YEAR_FIRST), one_of(Kind.MONTH, seq(COUNT, Kind.MONTH_AFTER)), opt(OF_YEAR)),
    "march 2025",
    "марта",
    "三月",
)
THIS_OR_NEXT = rule(
    seq(one_of(Ask.THIS, NEXT), one_of(PERIOD, Kind.YEAR_OR_HOURS)),
    "this week",
    "прошлый месяц",
)
YEAR_ALONE = rule(one_of(seq(Kind.FOUR_DIGITS, opt(WORD_FOR_YEAR)), Ask.YEAR), "2025 года", "今年")
DAY_ALONE = rule(Kind.DAY, "yesterday", "вчера")


@dataclass(frozen=True)
class Span:
    """Days of the rep's calendar, both of them counted."""

    first: date
    last: date
    until_now: bool = False
    yearless: bool = False  # it may be the same days of another year
    is_gone: bool = False  # it is plainly past: "last 30 days", "since May"
    quarter: "Span | None" = None  # what it is where nothing is that long: "2 квартала", "2 квартал"


def span_at(tokens: Sequence[Token], scene: Scene) -> tuple[Span | None, int]:
    """The days that the first words speak of, and how many words do; None where there are no such days."""
    is_since = tokens[0].kind == Ask.FROM
    span, size = _best_span(tokens[1:] if is_since else tokens, scene)
    if size and is_since:
        return _since(span, scene), size + 1
    if size and kinds_of(tokens[size : size + 1]) == Ask.SINCE:
        return _since(span, scene), size + 1
    return span, size


def to_come(span: Span, today: date) -> tuple[date, date]:
    """Its first and last day; in December "January" is the next one, where it is of what lies ahead."""
    if not span.yearless or span.last >= today:
        return span.first, span.last
    after = span.last + timedelta(1)
    first, end = (month_at((on.year + 1) * YEAR_LONG + on.month - 1, on.day) for on in (span.first, after))
    return first, end - timedelta(1)


def ahead(span: Span, today: date) -> tuple[date, date]:
    """The same for the future: "in 30 days" starts today."""
    if span.until_now and not span.is_gone:
        return today, today + (span.last - span.first)
    return to_come(span, today)


def _since(span: Span | None, scene: Scene) -> Span | None:
    return span and Span(span.first, max(span.first, _today(scene)), until_now=True, is_gone=True)


def _best_span(tokens: Sequence[Token], scene: Scene) -> tuple[Span | None, int]:
    kinds = kinds_of(tokens)
    if not tokens or (HAN_UNIT.fullmatch(tokens[0].text) and tokens[0].kind in UNITS):
        return None, 0
    found = [(match.end(), read) for pattern, read in SHAPES if (match := pattern.match(kinds))]
    if not found:
        return None, 0
    size, read = max(found, key=lambda each: each[0])
    try:
        span = read(tokens[:size], scene)
        return (span if span and FIRST_YEAR <= span.first.year <= LAST_YEAR else None), size
    except (ValueError, OverflowError):  # 31.02, in the year 20260, 99999999 months
        return None, size


def _date(tokens: Sequence[Token], scene: Scene) -> Span | None:
    at = moment_of(tokens, scene, past=True)
    on = at and local(at, scene.zone).date()
    return Span(on, on, yearless=not _has_year(tokens)) if on else None


def _quarter(tokens: Sequence[Token], scene: Scene) -> Span | None:
    number = _number(tokens)
    if number not in QUARTERS or any(token.kind == Kind.MONTHS and token.value == 1 for token in tokens):
        return None
    return _of_year(tokens, (number - 1) * QUARTER_LONG, QUARTER_LONG, scene)


def _month(tokens: Sequence[Token], scene: Scene) -> Span | None:
    named = [token for token in tokens if token.kind == Kind.MONTH]
    return _of_year(tokens, int(named[0].value if named else _number(tokens)) - 1, 1, scene)


def _of_year(tokens: Sequence[Token], month: int, months: int, scene: Scene) -> Span | None:
    """Months of a year; without a year, the last that has begun."""
    years = [int(token.text) for token in tokens if token.kind == Kind.FOUR_DIGITS]
    today = _today(scene)
    year = years[0] if years else today.year - (month >= today.month)
    return replace(_months(year * YEAR_LONG + month, months), yearless=not years)


def _unit(tokens: Sequence[Token], scene: Scene) -> Span | None:
    """ "this week", "last quarter" """
    which, unit = tokens
    away, today = 0 if which.kind == Ask.THIS else int(which.value), _today(scene)
    if unit.kind == Kind.WEEKS:
        monday = today + timedelta(7 * away - today.weekday())
        return Span(monday, monday + timedelta(6))
    size, month = int(unit.value), today.year * YEAR_LONG + today.month - 1
    return _months(month - month % size + away * size, size)


def _year(tokens: Sequence[Token], scene: Scene) -> Span | None:
    word = tokens[0]
    is_number = word.kind == Kind.FOUR_DIGITS
    year = int(word.text) if is_number else _today(scene).year + int(word.value)
    return _months(year * YEAR_LONG, YEAR_LONG)


def _day(tokens: Sequence[Token], scene: Scene) -> Span | None:
    on = _today(scene) + timedelta(tokens[0].value)
    return Span(on, on)


def _length(tokens: Sequence[Token], scene: Scene) -> Span | None:
    """So long ago. A quarter may be counted, or be the number of one."""
    unit, today = tokens[-1], _today(scene)
    counts = [token.value for token in tokens if token.kind in NUMBERS]
    count = (counts[0] if counts else 1) * unit.value
    in_months = UNIT_AT.get(unit.kind, MONTHS) == MONTHS
    months, days = divmod(count, 1) if in_months else (0, count)
    if count > MAX_DAYS:
        return None
    first = month_at(today.year * YEAR_LONG + today.month - 1 - int(months), today.day)
    first -= timedelta(ceil(days * MONTH_LONG if in_months else days))
    quarter = _quarter(tokens, scene) if counts and unit.value == QUARTER_LONG and in_months else None
    is_gone = tokens[0].kind == Ask.LATELY or (tokens[0].kind == Kind.NEXT and tokens[0].value < 0)
    return Span(first, today, until_now=True, is_gone=is_gone, quarter=quarter)


def _has_year(tokens: Sequence[Token]) -> bool:
    return any(token.kind in WITH_YEAR or len(re.findall(r"\d+", token.text)) > 2 for token in tokens)


def _number(tokens: Sequence[Token]) -> int:
    return next(int(token.value) for token in tokens if token.kind in NUMBERS)


def _months(count: int, months: int) -> Span:
    """So many months from the one that is `count` months after the year 0."""
    return Span(month_at(count, 1), month_at(count + months, 1) - timedelta(1))


def _today(scene: Scene) -> date:
    return local(scene.now, scene.zone).date()


Read = Callable[[Sequence[Token], Scene], Span | None]
SHAPES: list[tuple[re.Pattern[str], Read]] = [
    (regex(pattern), read)
    for pattern, read in (
        (DATE, _date),
        (LENGTH, _length),
        (QUARTER_OF_YEAR, _quarter),
        (MONTH_OF_YEAR, _month),
        (THIS_OR_NEXT, _unit),
        (YEAR_ALONE, _year),
        (DAY_ALONE, _day),
    )
]
