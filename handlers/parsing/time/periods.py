"""Which days a filter speaks of: 'this year', 'in March', 'last 30 days', 'прошлый квартал', 'od stycznia'."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.time.days import FARTHEST
from handlers.parsing.time.durations import MONTHS, UNIT_AT
from handlers.parsing.time.month_days import month_at
from handlers.parsing.time.reference_time import LAST_YEAR
from handlers.parsing.time.times import Scene, meant
from handlers.parsing.time.tokens import HAN, Token, kinds_of
from handlers.working_time import local

QUARTER, YEAR = 3, 12  # months
MONTH_LONG = 30  # days: half a month is 15
QUARTERS = range(1, 5)
UNITS = (Kind.WEEKS, Kind.MONTHS, Kind.MONTH_AFTER)
HAN_UNIT = re.compile(f"[{HAN}]")  # "周" and "年" are names, too: they count only with a number
FIRST_YEAR = 1970
NUMBERS = "NOqQfA>"

# In the letters of words.Kind, words.Ask and handlers/parsing/time/tokens.py.
OF_YEAR = "(?:ϡ*y[rY3]?)?"
DATE = "(?:I|S|d|[NO]M(?:,?y[rY3]?)?|M[NO](?:,?y[rY3]?)?|(?:yY)?[Nq]C[Nq]v?)"


@dataclass(frozen=True)
class Span:
    """Days of the rep's calendar, both of them counted."""

    first: date
    last: date
    until_now: bool = False
    yearless: bool = False  # it may be the same days of another year
    is_gone: bool = False  # it is said to lie behind: "last 30 days", "since May"
    quarter: "Span | None" = None  # what it is where nothing is that long: "2 квартала", "2 квартал"


def span_at(tokens: Sequence[Token], scene: Scene) -> tuple[Span | None, int]:
    """The days that the first words speak of, and how many words do; None where there are no such days."""
    is_since = tokens[0].kind == Ask.FROM
    span, size = _longest(tokens[1:] if is_since else tokens, scene)
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
    first, end = (month_at((on.year + 1) * YEAR + on.month - 1, on.day) for on in (span.first, after))
    return first, end - timedelta(1)


def ahead(span: Span, today: date) -> tuple[date, date]:
    """The same of what is to come: "in 30 days" is from today on."""
    if span.until_now and not span.is_gone:
        return today, today + (span.last - span.first)
    return to_come(span, today)


def _since(span: Span | None, scene: Scene) -> Span | None:
    return span and Span(span.first, max(span.first, _today(scene)), until_now=True, is_gone=True)


def _longest(tokens: Sequence[Token], scene: Scene) -> tuple[Span | None, int]:
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
    at = meant(tokens, scene, past=True)
    on = at and local(at, scene.zone).date()
    return Span(on, on, yearless=not _has_year(tokens)) if on else None


def _quarter(tokens: Sequence[Token], scene: Scene) -> Span | None:
    number = _number(tokens)
    if number not in QUARTERS or any(token.kind == Kind.MONTHS and token.value == 1 for token in tokens):
        return None
    return _of_year(tokens, (number - 1) * QUARTER, QUARTER, scene)


def _month(tokens: Sequence[Token], scene: Scene) -> Span | None:
    named = [token for token in tokens if token.kind == Kind.MONTH]
    return _of_year(tokens, int(named[0].value if named else _number(tokens)) - 1, 1, scene)


def _of_year(tokens: Sequence[Token], month: int, months: int, scene: Scene) -> Span | None:
    """Months of a year; where none is said, the last that has begun."""
    years = [int(token.text) for token in tokens if token.kind == "y"]
    today = _today(scene)
    year = years[0] if years else today.year - (month >= today.month)
    return replace(_months(year * YEAR + month, months), yearless=not years)


def _unit(tokens: Sequence[Token], scene: Scene) -> Span | None:
    """ "this week", "last quarter" """
    which, unit = tokens
    away, today = 0 if which.kind == Ask.THIS else int(which.value), _today(scene)
    if unit.kind == Kind.WEEKS:
        monday = today + timedelta(7 * away - today.weekday())
        return Span(monday, monday + timedelta(6))
    size, month = int(unit.value), today.year * YEAR + today.month - 1
    return _months(month - month % size + away * size, size)


def _year(tokens: Sequence[Token], scene: Scene) -> Span | None:
    told = tokens[0]
    year = int(told.text) if told.kind == "y" else _today(scene).year + int(told.value)
    return _months(year * YEAR, YEAR)


def _day(tokens: Sequence[Token], scene: Scene) -> Span | None:
    on = _today(scene) + timedelta(tokens[0].value)
    return Span(on, on)


def _length(tokens: Sequence[Token], scene: Scene) -> Span | None:
    """So long ago. A quarter may be counted, or be the number of one."""
    unit, today = tokens[-1], _today(scene)
    told = [token.value for token in tokens if token.kind in NUMBERS]
    count = (told[0] if told else 1) * unit.value
    in_months = UNIT_AT.get(unit.kind, MONTHS) == MONTHS
    months, days = divmod(count, 1) if in_months else (0, count)
    if count > FARTHEST:
        return None
    first = month_at(today.year * YEAR + today.month - 1 - int(months), today.day)
    first -= timedelta(ceil(days * MONTH_LONG if in_months else days))
    quarter = _quarter(tokens, scene) if told and unit.value == QUARTER and in_months else None
    is_gone = tokens[0].kind == Ask.LATELY or (tokens[0].kind == Kind.NEXT and tokens[0].value < 0)
    return Span(first, today, until_now=True, is_gone=is_gone, quarter=quarter)


def _has_year(tokens: Sequence[Token]) -> bool:
    return any(token.kind in "yI" or len(re.findall(r"\d+", token.text)) > 2 for token in tokens)


def _number(tokens: Sequence[Token]) -> int:
    return next(int(token.value) for token in tokens if token.kind in NUMBERS)


def _months(count: int, months: int) -> Span:
    """So many months from the one that is `count` months after the year 0."""
    return Span(month_at(count, 1), month_at(count + months, 1) - timedelta(1))


def _today(scene: Scene) -> date:
    return local(scene.now, scene.zone).date()


Read = Callable[[Sequence[Token], Scene], Span | None]
SHAPES: list[tuple[re.Pattern[str], Read]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (DATE, _date),
        ("(?:[nι]?[NqfA][UKYRg3]|ι?[KY3])", _length),
        (f"(?:yY)?ϡ?(?:ϟ[Nq]|>|[NqQO]Y(?=ϡ*y)){OF_YEAR}|yYϡ?(?:[Nq]Y|>)", _quarter),
        (f"(?:yY)?(?:M|[Nq]C){OF_YEAR}", _month),
        ("[θn1][KYC3]", _unit),
        ("y[rY3]?|ϝ", _year),
        ("D", _day),
    )
]
