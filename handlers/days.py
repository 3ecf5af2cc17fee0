"""Which day that is: 'friday', '15 марта', 'end of month', 'in 3 days', '下周二'."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from handlers.grammar import HAS_DATE, date_of
from handlers.lengths import DAY_LONG, UNIT_AT, length_of
from handlers.rules import is_working, working_day
from handlers.tokens import Token, kinds_of
from handlers.words import OWN_UNITS, WEEKEND, Kind, plain

SPANS = {Kind.IN, Kind.IN_HERE, Kind.AGO, Kind.BEFORE, Kind.HENCE}
COUNTED_IN_WEEKS = {Kind.WEEKS, Kind.WEEKS_OR_AT}
BACK = {Kind.AGO, Kind.BEFORE}
FIRST_YEAR, LAST_YEAR = 1900, 2100
JUST_GONE = 60  # days
FARTHEST = 100_000  # days, so that no sum overflows
EVERY_DAY = "1234567"  # ISO weekdays
MONTHS = 12  # a greater number is a day
SATURDAY = 5  # 0 = Monday


class Look(NamedTuple):
    """Where one stands (local time), and which way one looks."""

    now: datetime
    past: bool
    working_days: str
    month_first: bool

    @property
    def way(self) -> int:
        return -1 if self.past else 1

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.now.tzinfo).astimezone(UTC)

    def reaches(self, at: datetime) -> bool:
        return FIRST_YEAR <= at.year <= LAST_YEAR and (at <= self.now if self.past else at > self.now)


def days_of(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    """The days that may be meant, the nearest first. Raises ValueError where they contradict each other."""
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
    elif Kind.START_OF in by and look.past:
        raise ValueError("nobody says so")
    elif edge := by.get(Kind.START_OF) or by.get(Kind.END_OF):
        yield _edge(edge, by, look)
    elif HAS_DATE.search(kinds_of(tokens)) or "I" in by:
        yield from _dates(tokens, look)
    elif by.keys() & {"O", Kind.OF_MONTH}:
        yield from _days_of_month(
            int((by.get("O") or by.get("N") or by.get(Kind.DAY_NAME) or by["q"]).value), by, look
        )
    elif by.keys() & {Kind.DAY, Kind.LATER, Kind.DAY_AND_PART}:
        yield today + timedelta(_days_away(by))
    elif weekday and weekday.value == WEEKEND and today.weekday() >= SATURDAY and not (away and away.value > 0):
        raise ValueError(f"this {weekday.text} or another")
    elif weekday and away:
        week = _monday(today, away.value) + timedelta(weekday.value % 7)
        just_gone = today - timedelta((today.weekday() - weekday.value) % 7 or 7)
        yield just_gone if away.kind == Kind.NEXT and away.value < 0 and Kind.WEEKS not in by else week
    elif weekday:
        days = look.way * (int(look.way * (weekday.value - today.weekday())) % 7)
        # "friday" on a friday is in a week; "friday 18:00" may be today.
        yield from (today + timedelta(days + 7 * look.way * n) for n in (0, 1) if days or timed or n)
    elif away:
        yield _next(today, tokens[-1], away.value)


def _days_away(by: Mapping[str, Token]) -> float:
    if Kind.DAY_AND_PART in by:
        return by[Kind.DAY_AND_PART].value // 24
    return by[Kind.DAY].value if Kind.DAY in by else 0


def _edge(edge: Token, by: Mapping[str, Token], look: Look) -> date:
    """The first or last working day of the week, the month or the year. Raises ValueError where it has none."""
    today, away = look.now.date(), by.get(Kind.NEXT) or by.get(Kind.WEEK_AWAY)
    way = int(away.value) if away else 0
    if Kind.WEEKS in by or edge.value == 7:
        first, after = _monday(today, way), _monday(today, way + 1)
    elif Kind.MONTH in by or "N" in by:
        month = int((by.get(Kind.MONTH) or by["N"]).value)
        count = (today.year + (month < today.month)) * 12 + month
        first, after = month_at(count - 1, 1), month_at(count, 1)
    else:
        size = int((by.get(Kind.MONTHS) or by.get(Kind.MONTH_AFTER) or edge).value)
        if size == 0:
            raise ValueError("the end of what?")
        count = today.year * 12 + today.month - 1
        count += way * size - count % size
        first, after = month_at(count, 1), month_at(count + size, 1)
    if edge.kind == Kind.START_OF:
        days = (first + timedelta(on) for on in range(7))
    else:
        days = (after - timedelta(back) for back in range(1, 8))
    return next(day for day in days if is_working(day, look.working_days or EVERY_DAY))


def _monday(today: date, weeks: float) -> date:
    """The monday of this week, or of one that is so many weeks from it."""
    return today + timedelta(7 * weeks - today.weekday())


def _next(today: date, unit: Token, way: float) -> date:
    if way == 0:
        raise ValueError(f"any time in this {unit.text}")
    match unit.kind:
        case Kind.WEEKS:
            return _monday(today, way)
        case Kind.MONTHS | Kind.MONTH_AFTER:
            month, size = today.year * 12 + today.month - 1, int(unit.value)
            return month_at(month - month % size + int(way) * size, 1)
        case _:
            if unit.value != 1:
                raise ValueError(f"the next {unit.text}")
            return today + timedelta(way)


def _dates(tokens: Sequence[Token], look: Look) -> Iterator[date]:
    year, month, day = date_of(tokens)
    either_way = year is None and day <= MONTHS and {"d", "e"} & {token.kind for token in tokens}
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


def _days_of_month(number: int, by: Mapping[str, Token], look: Look) -> Iterator[date]:
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
    months, days, seconds = length_of(tokens)
    if months % 1 or max(months * 31, days, seconds / DAY_LONG) > FARTHEST:
        raise ValueError(f"not {months} months, {days} days, {seconds} seconds away")
    kinds = {token.kind for token in tokens}
    if Kind.IN_HERE in kinds and not all(_is_own(token) for token in tokens):
        raise ValueError("that word says something else in another language")
    if any(unit.kind == Kind.YEAR_OR_HOURS and number.value == 1 for number, unit in pairwise(tokens)):
        raise ValueError("a year to some, an hour to others")
    way = -1 if BACK & kinds else 1
    today = look.now.date()
    on = month_at(today.year * 12 + today.month - 1 + way * int(months), today.day)
    if days > 1:  # a week and a half is a day, not an hour
        days = ceil(days)
    on += timedelta(way * int(days))
    if way > 0 and days >= 1 and not (months or seconds or COUNTED_IN_WEEKS & kinds):
        on = working_day(on, look.working_days)  # "in a week" is on this weekday
    return on, way * (seconds + days % 1 * DAY_LONG)


def _is_own(token: Token) -> bool:
    return token.kind not in UNIT_AT or plain(token.text.rstrip(".")) in OWN_UNITS


def month_at(count: int, day: int) -> date:
    """The day of the month that is `count` months after the year 0; its last day where it is shorter."""
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
