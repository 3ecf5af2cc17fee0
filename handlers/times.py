"""'tomorrow 10:00', 'in 3 days', 'через час': which moment that is, for whom and from when on."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.grammar import (
    DAY_FIRST,
    DAY_LONG,
    ENDS,
    HAN,
    LOOSE,
    TIME_FIRST,
    Token,
    date_of,
    kinds_of,
    length_of,
    read,
    read_phrase,
    without_fillers,
)
from handlers.words import Kind

MORNING, NOON = time(9), time(12)  # a day to come, a day gone by
AFTERNOON = range(1, 7)  # without minutes or a word: "at 3" is 15:00
LATER, LATE, LATEST = timedelta(hours=3), time(18), time(20)
FIRST_YEAR, LAST_YEAR = 1900, 2100
FARTHEST = 100_000  # days, so that no sum overflows
LONGEST = 12  # words in a time
PLAIN_TIME = {"T", Kind.AT, Kind.HALF_OF_DAY}  # what no number that counts something has
EDGES = " \t\n,;:-–—"

BEFORE_A_TIME = re.compile(rf"\Z|[\s,;:({HAN}]")
AFTER_A_TIME = re.compile(rf"[{ENDS}]*\Z|[\s,;:){HAN}]|[-–—.!]\s")


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
    return _meant(read_phrase(text), scene, past)


def split_when(text: str, scene: Scene, *, past: bool = False) -> tuple[datetime | None, str]:
    """The moment (UTC) that `text` begins or ends with, in as many words as it has, and the text without it."""
    at = when(text, scene, past=past)
    if at is not None:
        return at, ""
    tokens = read(text.rstrip(ENDS))
    if apart := _day_and_time_apart(tokens, text):
        moment, said = apart
        at = _meant(moment, scene, past)
        return (at, said) if at is not None else (None, text.strip())
    for first, last in _edges(len(tokens)):
        piece, (before, after) = tokens[first:last], (text[: tokens[first].start], text[tokens[last - 1].end :])
        if _stands_alone(piece, before, after):
            at = _meant(piece, scene, past)
            if at is not None:
                return at, (before if before.strip() else after).strip(EDGES)
            if _says_day_and_time(piece):  # and it has gone by: half of it would be another time
                break
    return None, text.strip()


def _day_and_time_apart(tokens: Sequence[Token], text: str) -> tuple[Sequence[Token], str] | None:
    """ "tomorrow ring at 12" is tomorrow at 12: the day at the beginning, a plain time of day at the end."""
    for size in range(min(len(tokens) - 2, LONGEST), 0, -1):
        for last in range(min(len(tokens) - size - 1, LONGEST), 0, -1):
            day, clock = tokens[:size], tokens[-last:]
            between = text[day[-1].end : clock[0].start]
            plain = {token.kind for token in clock} & PLAIN_TIME
            if plain and AFTER_A_TIME.match(between) and BEFORE_A_TIME.match(between[-1:]):
                moment = [*day, *clock]
                if _says_day_and_time(moment) and not _says_day_and_time(clock):
                    return moment, between.strip(EDGES)
    return None


def _says_day_and_time(tokens: Sequence[Token]) -> bool:
    kinds = kinds_of(without_fillers(tokens))
    found = DAY_FIRST.fullmatch(kinds) or TIME_FIRST.fullmatch(kinds)
    return bool(found and found["day"] and found["time"])


def _edges(count: int) -> Iterator[tuple[int, int]]:
    """Where a piece at the beginning or the end begins and ends, the longest first."""
    for size in range(min(count, LONGEST), 0, -1):
        yield 0, size
        yield count - size, count


def _stands_alone(piece: Sequence[Token], before: str, after: str) -> bool:
    apart = BEFORE_A_TIME.match(before[-1:]) and AFTER_A_TIME.match(after)
    return bool(apart) and not LOOSE.fullmatch(kinds_of(piece))


def _meant(tokens: Sequence[Token], scene: Scene, past: bool) -> datetime | None:
    tokens = without_fillers(tokens)
    kinds = kinds_of(tokens)
    look = Look(scene.now.astimezone(ZoneInfo(scene.zone)), past)
    if kinds == Kind.LATER:
        return None if past else _later_today(look)
    for order in (DAY_FIRST, TIME_FIRST):
        if found := order.fullmatch(kinds):
            day, clock = (tokens[slice(*found.span(name))] for name in ("day", "time"))
            try:
                return _moment(day, clock, look)
            except (ValueError, OverflowError):  # 31.02, 25:00, in 999999999 weeks
                return None
    return None


def _later_today(look: Look) -> datetime:
    if look.now.time() > LATE:
        at = look.now + timedelta(hours=1)
    else:
        at = min(look.now + LATER, look.now.replace(hour=LATEST.hour, minute=0))
    return at.replace(second=0, microsecond=0).astimezone(UTC)


def _moment(day: Sequence[Token], clock: Sequence[Token], look: Look) -> datetime | None:
    """Raises ValueError or OverflowError where there is no such day or time."""
    at_time = _clock(clock) if clock else None
    if not {Kind.IN, Kind.AGO} & {token.kind for token in day}:
        return _first(_days(day, look, timed=bool(clock)), at_time, look)
    on, seconds = _span(day, look)
    if not seconds:
        return _first([on], at_time, look)
    at = (look.at(on, look.now.time()) + timedelta(seconds=seconds)).replace(second=0, microsecond=0)
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
    by = {token.kind: token for token in tokens}
    part = by.get(Kind.PART) or by.get(Kind.LOOSE_PART)
    told = by.get("T") or by.get("d") or by.get("N")
    if told is None:
        return time(int(part.value) if part else 0)
    hour, minute = ([int(number) for number in re.findall(r"\d+", told.text)] + [0])[:2]
    half = by.get(Kind.HALF_OF_DAY)
    if half or Kind.AFTERNOON_DAYS in by:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} o'clock in half a day")
        hour = hour % 12 + int(half.value if half else 12)
    elif hour < 12 and (part.value >= 12 if part else told.kind == "N" and hour in AFTERNOON):
        hour += 12
    return time(hour, minute)


def _days(tokens: Sequence[Token], look: Look, *, timed: bool) -> Iterator[date]:
    """The days that may be meant, the nearest first."""
    today = look.now.date()
    by = {token.kind: token for token in tokens}
    weekday = by.get(Kind.WEEKDAY) or by.get(Kind.LOOSE_WEEKDAY)
    if not tokens:
        yield from (today, today + timedelta(look.way))
    elif Kind.DAY in by:
        yield today + timedelta(by[Kind.DAY].value)
    elif by.keys() & {"I", "d", "e", Kind.MONTH}:
        yield from _dates(tokens, look)
    elif weekday and Kind.NEXT in by:
        yield _monday(today, by[Kind.NEXT].value) + timedelta(weekday.value)
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
    for away in range(9):  # 29 February may be eight years away
        with suppress(ValueError):
            yield date(look.now.year + away * look.way, month, day)


def _span(tokens: Sequence[Token], look: Look) -> tuple[date, float]:
    """The day that is so far away, and the seconds from this time of that day."""
    months, days, seconds = length_of(tokens)
    if months % 1 or max(months * 31, days, seconds / DAY_LONG) > FARTHEST:
        raise ValueError(f"not {months} months, {days} days, {seconds} seconds away")
    way = -1 if Kind.AGO in kinds_of(tokens) else 1
    today = look.now.date()
    on = _month(today.year * 12 + today.month - 1 + way * int(months), today.day)
    return on + timedelta(way * int(days)), way * (seconds + days % 1 * DAY_LONG)


def _month(count: int, day: int) -> date:
    """The day of the month that is `count` months after the year 0; its last day where it is shorter."""
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
