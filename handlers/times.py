"""'tomorrow 10:00', 'in 3 days', 'через час': which moment that is, for whom and from when on."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.grammar import (
    DAY_LONG,
    Token,
    date_of,
    kinds_of,
    length_of,
    read_phrase,
    shape_of,
    without_fillers,
)
from handlers.rules import whole_minute
from handlers.words import Kind

MORNING, NOON = time(9), time(12)  # a day to come, a day gone by
AFTERNOON = range(1, 7)  # without a word or a nought: "at 3" is 15:00, "03:00" is in the night
SHORT_HOUR = re.compile(r"\D*$|\d(?!\d)")
HOURS = "TtdNqy"
LATER, LATE, LATEST = timedelta(hours=3), time(18), time(20)
FIRST_YEAR, LAST_YEAR = 1900, 2100
JUST_GONE = 60  # days
FARTHEST = 100_000  # days, so that no sum overflows
EDGES = " \t\n,;:-–—"


@dataclass(frozen=True)
class Scene:
    """Who types, when and where: what a text means hangs on it."""

    now: datetime  # UTC
    zone: str  # IANA
    locale: str
    region: str  # ISO country, for national phone numbers
    currency: str  # ISO 4217
    working_days: str = "12345"  # ISO weekdays


class Look(NamedTuple):
    """Where one stands (local time), and which way one looks."""

    now: datetime
    past: bool

    @property
    def way(self) -> int:
        return -1 if self.past else 1

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.now.tzinfo).astimezone(UTC)

    def reaches(self, at: datetime) -> bool:
        return FIRST_YEAR <= at.year <= LAST_YEAR and (at <= self.now if self.past else at > self.now)


def when(text: str, scene: Scene, *, past: bool = False) -> datetime | None:
    """The moment (UTC, to the minute) that the whole of `text` means: one to come or, if `past`, one gone by.

    A day without a time is its morning, or its noon if `past`. None where it means no such moment.
    """
    return meant(read_phrase(text), scene, past)


def meant(tokens: Sequence[Token], scene: Scene, past: bool) -> datetime | None:
    """The moment (UTC) that these words are; None where they are none."""
    tokens = without_fillers(tokens)
    look = Look(scene.now.astimezone(ZoneInfo(scene.zone)), past)
    if kinds_of(tokens) == Kind.LATER:
        return None if past else _later_today(look)
    shape = shape_of(tokens)
    if shape is None:
        return None
    day, clock = (tokens[slice(*shape.span(name))] for name in ("day", "time"))
    try:
        return _moment(day, clock, look)
    except (ValueError, OverflowError):  # 31.02, 25:00, in 999999999 weeks, friday 26.11 on a thursday
        return None


def _later_today(look: Look) -> datetime:
    if look.now.time() > LATE:
        at = look.now + timedelta(hours=1)
    else:
        at = min(look.now + LATER, look.now.replace(hour=LATEST.hour, minute=0))
    return whole_minute(at).astimezone(UTC)


def _moment(day: Sequence[Token], clock: Sequence[Token], look: Look) -> datetime | None:
    """Raises ValueError or OverflowError where there is no such day or time."""
    at_time = _clock(clock) if clock else None
    if not {Kind.IN, Kind.AGO} & {token.kind for token in day}:
        return _first(_days(day, look, timed=bool(clock)), at_time, look)
    on, seconds = _span(day, look)
    if not seconds:
        return _first([on], at_time, look)
    exactly = look.at(on, look.now.time()) + timedelta(seconds=seconds)
    at = exactly.replace(second=0, microsecond=0) if look.past else whole_minute(exactly)
    return at if not clock and look.reaches(at) else None


def _first(days: Iterable[date], clock: time | None, look: Look) -> datetime | None:
    """The first of `days` on which the time lies ahead (or behind)."""
    for day in days:
        at = look.at(day, clock or (NOON if look.past else MORNING))
        if look.reaches(at):
            return at
        if clock is None and day == look.now.date():
            return _now_or_soon(look)
    return None


def _now_or_soon(look: Look) -> datetime:
    if look.past:
        return look.now.replace(second=0, microsecond=0).astimezone(UTC)
    soon = look.now.replace(tzinfo=None, minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return look.at(soon.date(), soon.time())


def _clock(tokens: Sequence[Token]) -> time:
    """The time of day; of "10:00-11:00" when it begins."""
    by = {token.kind: token for token in reversed(tokens)}  # the first of each kind
    part = by.get(Kind.PART) or by.get(Kind.LOOSE_PART)
    told = [token for token in tokens if token.kind in HOURS]
    if not told:
        return time(int(part.value) if part else 0)
    hour, minute = _hour_and_minute(told[0])
    half = by.get(Kind.HALF_OF_DAY)
    if half and half.start > told[-1].start and hour > _hour_and_minute(told[-1])[0]:
        half = None  # "11-1 pm"
    if half or Kind.AFTERNOON_DAYS in by:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} o'clock in half a day")
        hour = hour % 12 + int(half.value if half else 12)
    elif hour < 12 and (part.value >= 12 if part else SHORT_HOUR.match(told[0].text) and hour in AFTERNOON):
        hour += 12
    return time(hour, minute)


def _hour_and_minute(token: Token) -> tuple[int, int]:
    if token.kind == Kind.QUANTITY:
        return int(token.value), int(token.value % 1 * 60)
    if token.kind == "y":  # "1030"
        return divmod(_not_a_year(token.value), 100)
    hour, minute = ([int(number) for number in re.findall(r"\d+", token.text)] + [0])[:2]
    return hour, minute


def _not_a_year(number: float) -> int:
    if FIRST_YEAR <= number <= LAST_YEAR:
        raise ValueError(f"{number} may be a year")
    return int(number)


def _days(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    """The days that may be meant, the nearest first. Raises ValueError where they contradict each other."""
    today = look.now.date()
    by = {token.kind: token for token in tokens}
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    for day in _candidates(tokens, look, timed=timed):
        if weekday and day.weekday() != weekday.value:
            raise ValueError(f"{day} is no {weekday.text}")
        if Kind.DAY in by and day != today + timedelta(by[Kind.DAY].value):
            raise ValueError(f"{day} is not {by[Kind.DAY].text}")
        yield day


def _candidates(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    today = look.now.date()
    by = {token.kind: token for token in tokens}
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    if not tokens:
        yield from (today, today + timedelta(look.way))
    elif by.keys() & {"I", "d", "e", Kind.MONTH}:
        yield from _dates(tokens, look)
    elif by.keys() & {"O", Kind.OF_MONTH}:
        yield from _days_of_month(int((by.get("O") or by["N"]).value), look)
    elif by.keys() & {Kind.DAY, Kind.LATER}:
        yield today + timedelta(by[Kind.DAY].value if Kind.DAY in by else 0)
    elif weekday and Kind.NEXT in by:
        week = _monday(today, by[Kind.NEXT].value) + timedelta(weekday.value)
        just_gone = today - timedelta((today.weekday() - weekday.value) % 7 or 7)
        yield just_gone if by[Kind.NEXT].value < 0 and Kind.WEEKS not in by else week
    elif weekday:
        away = look.way * (int(look.way * (weekday.value - today.weekday())) % 7)
        # "friday" on a friday is in a week; "friday 18:00" may be today.
        yield from (today + timedelta(away + 7 * look.way * n) for n in (0, 1) if away or timed or n)
    else:
        yield _next(today, tokens[-1], by[Kind.NEXT].value)


def _monday(today: date, weeks: float) -> date:
    """The monday of this week, or of one that is so many weeks from it."""
    return today + timedelta(7 * weeks - today.weekday())


def _next(today: date, unit: Token, way: float) -> date:
    match unit.kind:
        case Kind.WEEKS:
            return _monday(today, way)
        case Kind.MONTHS:
            month, size = today.year * 12 + today.month - 1, int(unit.value)
            return _month(month - month % size + int(way) * size, 1)
        case _:
            return today + timedelta(way)


def _dates(tokens: Sequence[Token], look: Look) -> Iterator[date]:
    year, month, day = date_of(tokens)
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


def _days_of_month(number: int, look: Look) -> Iterator[date]:
    """That day of this month and of those around it; not all months have a 31st."""
    first = look.now.date().replace(day=1)
    for _ in range(3):
        with suppress(ValueError):
            yield first.replace(day=number)
        first = (first + timedelta(31) if look.way > 0 else first - timedelta(1)).replace(day=1)


def _span(tokens: Sequence[Token], look: Look) -> tuple[date, float]:
    """The day that is so far away, and the seconds from this time of that day."""
    months, days, seconds = length_of(tokens)
    if months % 1 or max(months * 31, days, seconds / DAY_LONG) > FARTHEST:
        raise ValueError(f"not {months} months, {days} days, {seconds} seconds away")
    way = -1 if Kind.AGO in kinds_of(tokens) else 1
    today = look.now.date()
    on = _month(today.year * 12 + today.month - 1 + way * int(months), today.day)
    if days > 1:  # a week and a half is a day, not an hour
        days = ceil(days)
    return on + timedelta(way * int(days)), way * (seconds + days % 1 * DAY_LONG)


def _month(count: int, day: int) -> date:
    """The day of the month that is `count` months after the year 0; its last day where it is shorter."""
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
