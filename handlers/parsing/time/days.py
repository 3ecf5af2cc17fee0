"""Which day that is: 'friday', '15 марта', 'end of month', 'in 3 days', '下周二'."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from handlers.parsing.lexicon import OWN_UNITS, WEEKEND, Ask, Kind, plain
from handlers.parsing.time.durations import DAY_LONG, NUMBER_KINDS, UNIT_AT, length_of
from handlers.parsing.time.grammar import HAS_DATE, date_of
from handlers.parsing.time.month_days import after_new_year, edge_of, in_quarter, monday, month_at, nth_days
from handlers.parsing.time.patterns import ANYTHING, one_of, regex, rule, seq
from handlers.parsing.time.reference_time import Look
from handlers.parsing.time.time_context import HAS_NTH_DAY
from handlers.parsing.time.tokens import Token, kinds_of
from handlers.working_time import working_day, working_days_from

SPANS = {Kind.IN, Kind.IN_HERE, Kind.AGO, Kind.BEFORE, Kind.HENCE}
OTHER_UNITS = (
    *(Kind.MINUTES, Kind.HOURS, Kind.AFTERNOON_DAYS, Kind.DAYS, Kind.WEEKS, Kind.MONTHS),
    *(Kind.WEEKS_OR_AT, Kind.YEAR_OR_HOURS, Kind.SPAN),
)
UNITS_BESIDE_WORKING_DAYS = rule(
    one_of(
        seq(one_of(*OTHER_UNITS), ANYTHING, Kind.WORKING_DAYS),
        seq(Kind.WORKING_DAYS, ANYTHING, one_of(*OTHER_UNITS)),
        seq(Kind.WORKING_DAYS, ANYTHING, Kind.WORKING_DAYS),
    ),
    "week and 2 working days",
    "рабочий день и 2 часа",
)
HAS_UNITS_BESIDE = regex(UNITS_BESIDE_WORKING_DAYS)
EDGES = (Kind.START_OF, Kind.END_OF, Kind.MIDDLE_OF)
BY_PLACE = {*EDGES, Kind.QUARTER, Kind.AFTER_NEW_YEAR}
NUMBERS_IN_MONTH = (Kind.ORDINAL, Kind.NUMBER, Kind.DAY_NAME, Kind.QUANTITY)
DATES_WITH_DOTS = (Kind.DOT_DATE, Kind.LOOSE_DATE)
BACK = {Kind.AGO, Kind.BEFORE}
JUST_GONE = 60  # days
MAX_DAYS = 100_000  # days, so that no sum overflows
MONTHS = 12  # a greater number is a day
SATURDAY = 5  # 0 = Monday


def days_of(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    """Possible days, the nearest first. Raises ValueError if they contradict each other."""
    today = look.now.date()
    by = {token.kind: token for token in tokens}
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    for day in _candidates(tokens, look, timed=timed):
        if weekday and day.weekday() != weekday.value % 7:
            raise ValueError(f"{day} is no {weekday.text}")
        if Kind.DAY in by and day != today + timedelta(by[Kind.DAY].value):
            raise ValueError(f"{day} is not {by[Kind.DAY].text}")
        yield day


def _candidates(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    today = look.now.date()
    by = {token.kind: token for token in tokens}
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    away = by.get(Kind.NEXT) or by.get(Kind.WEEK_AWAY)
    if not tokens:
        yield from (today, today + timedelta(look.way))
    elif BY_PLACE & by.keys() or HAS_NTH_DAY.search(kinds_of(tokens)):
        yield from _by_place(tokens, by, look)
    elif HAS_DATE.search(kinds_of(tokens)) or Kind.ISO_DATE in by:
        yield from _dates(tokens, look)
    elif Kind.ORDINAL in by or Kind.OF_MONTH in by:
        number = next(by[kind] for kind in NUMBERS_IN_MONTH if kind in by)
        yield from _days_of_month(int(number.value), by, look)
    elif by.keys() & {Kind.DAY, Kind.LATER, Kind.DAY_AND_PART}:
        yield today + timedelta(_days_away(by))
    elif weekday and weekday.value == WEEKEND and today.weekday() >= SATURDAY and not (away and away.value > 0):
        raise ValueError(f"this {weekday.text} or another")
    elif weekday and away:
        week = monday(today, away.value) + timedelta(weekday.value % 7)
        just_gone = today - timedelta((today.weekday() - weekday.value) % 7 or 7)
        yield just_gone if away.kind == Kind.NEXT and away.value < 0 and Kind.WEEKS not in by else week
    elif weekday:
        days = look.way * (int(look.way * (weekday.value - today.weekday())) % 7)
        # "friday" on a friday is in a week; "friday 18:00" may be today.
        yield from (today + timedelta(days + 7 * look.way * n) for n in (0, 1) if days or timed or n)
    elif away:
        yield _next(look, tokens[-1], away.value)


def _by_place(tokens: Sequence[Token], by: Mapping[Kind | Ask, Token], look: Look) -> Iterator[date]:
    """The days that are named by their place in a month, a quarter or a year."""
    if HAS_NTH_DAY.search(kinds_of(tokens)):
        yield from nth_days(tokens, by, look)
    elif Kind.QUARTER in by:
        yield in_quarter(by, look)
    elif Kind.AFTER_NEW_YEAR in by:
        yield from after_new_year(look)
    elif Kind.START_OF in by and look.past:
        raise ValueError("nobody says so")
    else:
        yield edge_of(next(by[kind] for kind in EDGES if kind in by), by, look)


def _days_away(by: Mapping[Kind | Ask, Token]) -> float:
    if Kind.DAY_AND_PART in by:
        return by[Kind.DAY_AND_PART].value // 24
    return by[Kind.DAY].value if Kind.DAY in by else 0


def _next(look: Look, unit: Token, way: float) -> date:
    today = look.now.date()
    if way == 0:
        raise ValueError(f"any time in this {unit.text}")
    match unit.kind:
        case Kind.WEEKS:
            return monday(today, way)
        case Kind.WORKING_DAYS:
            return working_days_from(today, int(way), look.working_days, look.country)
        case Kind.MONTHS | Kind.MONTH_AFTER:
            month, size = today.year * 12 + today.month - 1, int(unit.value)
            return month_at(month - month % size + int(way) * size, 1)
        case _:
            if unit.value != 1:
                raise ValueError(f"the next {unit.text}")
            return today + timedelta(way)


def _dates(tokens: Sequence[Token], look: Look) -> Iterator[date]:
    year, month, day = date_of(tokens)
    either_way = year is None and day <= MONTHS and any(token.kind in DATES_WITH_DOTS for token in tokens)
    if either_way and look.month_first:
        month, day = day, month
    if year is not None:
        yield date(int(f"20{year}" if len(year) == 2 else year), month, day)
        return
    today, found = look.now.date(), []
    for away in range(-1, 9):  # 29 February may be eight years away
        with suppress(ValueError):
            found.append(date(today.year + away * look.way, month, day))
    if not look.past and any(0 < (today - on).days <= JUST_GONE for on in found):
        raise ValueError(f"{day}.{month}. has just gone by")  # hardly in a year
    for on in (on for on in found if on == today or (on < today) is look.past):
        yield on
        if on == today and not look.past:  # that hour has gone by
            return


def _days_of_month(number: int, by: Mapping[Kind | Ask, Token], look: Look) -> Iterator[date]:
    """That day of this month and of those around it; not all months have a 31st."""
    first = look.now.date().replace(day=1)
    if away := by.get(Kind.NEXT) or by.get(Kind.WEEK_AWAY):
        yield month_at(first.year * 12 + first.month - 1 + int(away.value), 1).replace(day=number)
        return
    for _ in range(3):
        with suppress(ValueError):
            yield first.replace(day=number)
        first = (first + timedelta(31) if look.way > 0 else first - timedelta(1)).replace(day=1)


def span_of(tokens: Sequence[Token], look: Look) -> tuple[date, float]:
    """The day that is so far away, and the seconds from this time of that day."""
    if any(token.kind == Kind.WORKING_DAYS for token in tokens):
        return _working_days_away(tokens, look), 0
    months, days, seconds = length_of(tokens)
    if months % 1 or max(months * 31, days, seconds / DAY_LONG) > MAX_DAYS:
        raise ValueError(f"not {months} months, {days} days, {seconds} seconds away")
    kinds = {token.kind for token in tokens}
    _check_own(tokens)
    if any(unit.kind == Kind.YEAR_OR_HOURS and number.value == 1 for number, unit in pairwise(tokens)):
        raise ValueError("a year to some, an hour to others")
    way = -1 if BACK & kinds else 1
    today = look.now.date()
    on = month_at(today.year * 12 + today.month - 1 + way * int(months), today.day)
    if days > 1:  # a week and a half is a day, not an hour
        days = ceil(days)
    on += timedelta(way * int(days))
    if way > 0 and days >= 1 and not (months or seconds):
        on = working_day(on, look.working_days, look.country)
    return on, way * (seconds + days % 1 * DAY_LONG)


def _working_days_away(tokens: Sequence[Token], look: Look) -> date:
    """Raises ValueError where something else is counted, too."""
    _check_own(tokens)
    kinds = kinds_of(tokens)
    counted = [token.value for token in tokens if token.kind in NUMBER_KINDS]
    if (
        HAS_UNITS_BESIDE.search(kinds)
        or len(counted) > 1
        or (counted and counted[0] % 1)
        or sum(counted) > MAX_DAYS
    ):
        raise ValueError(f"not {counted} working days away")
    way = -1 if BACK & set(kinds) else 1
    return working_days_from(
        look.now.date(), way * int(counted[0] if counted else 1), look.working_days, look.country
    )


def _check_own(tokens: Sequence[Token]) -> None:
    """Raises ValueError if a word that is "in" in one language comes before units of another."""
    if any(token.kind == Kind.IN_HERE for token in tokens) and not all(_is_own(token) for token in tokens):
        raise ValueError("that word says something else in another language")


def _is_own(token: Token) -> bool:
    return token.kind not in (*UNIT_AT, Kind.WORKING_DAYS) or plain(token.text.rstrip(".")) in OWN_UNITS
