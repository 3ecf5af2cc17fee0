"""'tomorrow 10:00', 'in 3 days', 'через час': which moment that is, for whom and from when on."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers import words
from handlers.grammar import (
    BARE,
    DAY_LONG,
    ENDS,
    HAN,
    HAS_TIME,
    LOOSE,
    MORE_AFTER,
    MORE_BEFORE,
    NEAR,
    Token,
    date_of,
    is_all_of_it,
    kinds_of,
    length_of,
    read,
    read_phrase,
    shape_of,
    without_fillers,
)
from handlers.rules import whole_minute
from handlers.words import Kind

MORNING, NOON = time(9), time(12)  # a day to come, a day gone by
AFTERNOON = range(1, 7)  # without a word or a nought: "at 3" is 15:00, "03:00" is in the night
SHORT_HOUR = re.compile(r"\D*$|\d(?!\d)")
HOURS = "TtdNq"
LATER, LATE, LATEST = timedelta(hours=3), time(18), time(20)
FIRST_YEAR, LAST_YEAR = 1900, 2100
FARTHEST = 100_000  # days, so that no sum overflows
LONGEST = 12  # words in a time
PLAIN_TIME = {"T", Kind.AT, Kind.NEAR, Kind.HALF_OF_DAY}  # what no number that counts something has
EDGES = " \t\n,;:-–—"

BEFORE_A_TIME = re.compile(rf"\Z|[\s,;:({HAN}]")
AFTER_A_TIME = re.compile(rf"[{ENDS}]*\Z|[\s,;:){HAN}]|[-–—.!]\s")
# "tomorrow 3 contracts" counts them; "tomorrow 10, contracts" and "tomorrow 10 send contracts" do not.
AFTER_AN_HOUR = re.compile(rf"[{ENDS}]*\Z|[,;:)]|[.!]\s|\s[-–—]\s")
DEED = re.compile(rf"\s+(?:{words.DEEDS})(?!\w)", re.IGNORECASE)


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
    """The moment (UTC) that `text` begins or ends with, in as many words as it has, and the text without it.

    None where more is said of the time than is understood: half of it would be another time.
    """
    at = when(text, scene, past=past)
    if at is not None:
        return at, ""
    tokens = read(text.rstrip(ENDS))
    if apart := _day_and_time_apart(tokens, text):
        moment, between = apart
        at = _meant(moment, scene, past) if _is_plain_text(between) else None
        said = text[between[0].start : between[-1].end]
    else:
        at, said = _at_an_edge(tokens, text, scene, past)
    return (at, said.strip(EDGES)) if at is not None else (None, text.strip())


def _at_an_edge(tokens: Sequence[Token], text: str, scene: Scene, past: bool) -> tuple[datetime | None, str]:
    for first, last in _edges(len(tokens)):
        before, piece, after = tokens[:first], tokens[first:last], tokens[last:]
        shape = shape_of(without_fillers(piece))
        if shape is None or not _stands_alone(shape, before, piece, after, text):
            continue
        at = _meant(piece, scene, past)
        if at is not None or (shape["day"] and shape["time"]):
            said = text[: piece[0].start] if before else text[piece[-1].end :]
            return (at if is_all_of_it(shape, before, after) else None), said
    return None, text


def _day_and_time_apart(tokens: Sequence[Token], text: str) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """ "tomorrow ring at 12" is tomorrow at 12: the day at the beginning, a plain time of day at the end."""
    for size in range(min(len(tokens) - 2, LONGEST), 0, -1):
        for last in range(min(len(tokens) - size - 1, LONGEST), 0, -1):
            day, said, clock = tokens[:size], tokens[size:-last], tokens[-last:]
            between = text[day[-1].end : clock[0].start]
            plain = {token.kind for token in clock} & PLAIN_TIME
            if plain and AFTER_A_TIME.match(between) and BEFORE_A_TIME.match(between[-1:]):
                moment = [*day, *clock]
                if _says_day_and_time(moment) and not _says_day_and_time(clock):
                    return moment, said
    return None


def _is_plain_text(said: Sequence[Token]) -> bool:
    """Whether what stands between a day and a time says nothing of either."""
    kinds = kinds_of(said)
    return not (HAS_TIME.search(kinds) or MORE_AFTER.match(kinds) or MORE_BEFORE.search(kinds[-NEAR:]))


def _says_day_and_time(tokens: Sequence[Token]) -> bool:
    shape = shape_of(without_fillers(tokens))
    return bool(shape and shape["day"] and shape["time"])


def _edges(count: int) -> Iterator[tuple[int, int]]:
    """Where a piece at the beginning or the end begins and ends, the longest first."""
    for size in range(min(count, LONGEST), 0, -1):
        yield 0, size
        yield count - size, count


def _stands_alone(
    shape: re.Match[str], before: Sequence[Token], piece: Sequence[Token], after: Sequence[Token], text: str
) -> bool:
    left, right = text[: piece[0].start][-1:], text[piece[-1].end :]
    if not (BEFORE_A_TIME.match(left) and AFTER_A_TIME.match(right)) or LOOSE.fullmatch(kinds_of(piece)):
        return False
    if kinds_of(after[:1]) == "%" or (shape["day"] and BARE.fullmatch(shape["time"] or "")):
        return bool(AFTER_AN_HOUR.match(right) or DEED.match(right))
    return True


def _meant(tokens: Sequence[Token], scene: Scene, past: bool) -> datetime | None:
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
    hour, minute = ([int(number) for number in re.findall(r"\d+", token.text)] + [0])[:2]
    return hour, minute


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
    return on + timedelta(way * int(days)), way * (seconds + days % 1 * DAY_LONG)


def _month(count: int, day: int) -> date:
    """The day of the month that is `count` months after the year 0; its last day where it is shorter."""
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
