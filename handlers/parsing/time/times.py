"""'tomorrow 10:00', 'in 3 days', 'через час': which moment that is, for whom and from when on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind, is_month_first
from handlers.parsing.time.days import SPANS, days_of, span_of
from handlers.parsing.time.durations import COUNT
from handlers.parsing.time.grammar import shape_of
from handlers.parsing.time.hour_grammar import AT
from handlers.parsing.time.patterns import BEGINNING, one_of, opt, regex, rule, seq
from handlers.parsing.time.reference_time import FIRST_YEAR, LAST_YEAR, Look
from handlers.parsing.time.time_context import IS_IN_A_MONTH
from handlers.parsing.time.tokens import Token, kinds_of, read_phrase, without_fillers
from handlers.working_time import whole_minute

MORNING, NOON = time(9), time(12)  # a day to come, a day gone by
NIGHT = 3  # as a part of a day: it needs an hour
AFTERNOON = range(1, 7)  # without a word or a nought: "at 3" is 15:00, "03:00" is in the night
SHORT_HOUR = lazy_regex(r"\D*$|\d(?!\d)")
HOURS = (
    *(Kind.NUMBER, Kind.TIME, Kind.QUANTITY, Kind.LOOSE_TIME),
    *(Kind.DOT_DATE, Kind.FOUR_DIGITS, Kind.HOUR_NAME, Kind.DAY_NAME),
)
MIDNIGHT = 24  # o'clock: at the end of the day
NAMED = (Kind.QUANTITY, Kind.HOUR_NAME, Kind.DAY_NAME)
# Of the parts of a day (by the hour they begin with, if nothing else is said) which hours they have.
HOURS_IN = {
    NIGHT: range(7),
    9: range(13),
    12: range(11, 15),
    13: range(11, 17),
    15: range(12, 20),
    17: range(15, 20),
    18: range(16, 24),
    20: range(18, 24),
}
MIN_MINUTES_ALONE = 10  # minutes
LATER, LATE, LAST_HOUR = timedelta(hours=3), time(18), time(20)
HALF_AFTER_HOUR = rule(seq(COUNT, Kind.HALF_POINT), "两点半", "3点半")
MINUTES_AFTER_POINT = rule(seq(COUNT, Kind.POINT, COUNT), "3点15", "三点十五")
MINUTES_APART = rule(
    one_of(
        seq(
            AT,
            one_of(
                seq(Kind.NUMBER, Kind.NUMBER),
                seq(one_of(Kind.QUANTITY, Kind.HOUR_NAME), Kind.QUANTITY),
            ),
        ),
        seq(BEGINNING, opt(one_of(Kind.PART, Kind.LOOSE_PART)), Kind.NUMBER, Kind.NUMBER),
    ),
    "at ten thirty",
    "в 14 30",
)
HAS_HALF, HAS_POINT, HAS_MINUTES_APART = map(regex, (HALF_AFTER_HOUR, MINUTES_AFTER_POINT, MINUTES_APART))
BETWEEN_TIMES = (Kind.DASH, Kind.BOUND, Kind.ON, Kind.UNTIL, Kind.UP_TO, Kind.FILLER)
HALF_A_DAY, MAX_TALK = 12 * 60, 8 * 60  # minutes
EDGES = " \t\n,;:-–—，；：、"


@dataclass(frozen=True)
class Scene:
    """Who types, when and where: what a text means hangs on it."""

    now: datetime  # UTC
    zone: str  # IANA
    locale: str
    region: str  # ISO country, for national phone numbers
    currency: str  # ISO 4217
    working_days: str = "12345"  # ISO weekdays
    country: str = ""  # ISO 3166: its holidays are no working days


def when(text: str, scene: Scene, *, past: bool = False) -> datetime | None:
    """The moment (UTC, to the minute) that the whole of `text` means: in the future or, if `past`, in the past.

    A day without a time is its morning, or its noon if `past`. None where it means no such moment.
    """
    return moment_of(read_phrase(text), scene, past)


def moment_of(tokens: Sequence[Token], scene: Scene, past: bool) -> datetime | None:
    """The moment (UTC) that these words are; None where they are none."""
    tokens = without_fillers(tokens)
    here, month_first = scene.now.astimezone(ZoneInfo(scene.zone)), is_month_first(scene.locale)
    look = Look(here, past, scene.working_days, month_first, scene.country)
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


def length_between(text: str) -> int | None:
    """The seconds between the two times of day in a time: "yesterday 10:00-11:30". None where it has one."""
    tokens = read_phrase(text)
    shape = shape_of(plain := without_fillers(tokens))
    clock = plain[slice(*shape.span("time"))] if shape else []
    hours = [token for token in clock if token.kind in HOURS]
    for at, token in enumerate(tokens):
        if token.kind in BETWEEN_TIMES and hours and hours[0] in tokens[:at] and hours[-1] in tokens[at:]:
            return _seconds_between(clock, without_fillers(tokens[at + 1 :]))
    return None


def _seconds_between(clock: Sequence[Token], last: Sequence[Token]) -> int | None:
    try:
        begin, end = _clock(clock), _clock(last)
    except ValueError:
        return None
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    if minutes <= 0 and end.hour < NOON.hour:  # "11:30 to 1"
        minutes += HALF_A_DAY
    return minutes * 60 if 0 < minutes <= MAX_TALK else None


def _later_today(look: Look) -> datetime:
    if look.now.time() > LATE:
        at = look.now + timedelta(hours=1)
    else:
        at = min(look.now + LATER, look.now.replace(hour=LAST_HOUR.hour, minute=0))
    return whole_minute(at).astimezone(UTC)


def _moment(day: Sequence[Token], clock: Sequence[Token], look: Look) -> datetime | None:
    """Raises ValueError or OverflowError where there is no such day or time."""
    with_part = [*day[-1:], *clock] if kinds_of(day[-1:]) == Kind.DAY_AND_PART else clock
    at_time = _clock(with_part) if with_part and not _is_midnight(clock) else None
    if _is_midnight(clock):
        if day and not _is_today(day):
            raise ValueError("that which the day begins with, or that which it ends with")
        return _first((on + timedelta(1) for on in days_of(day, look, timed=True)), time(), look)
    if IS_IN_A_MONTH.search(kinds_of(day)) or not SPANS & {token.kind for token in day}:
        return _first(days_of(day, look, timed=bool(clock)), at_time, look)
    on, seconds = span_of(day, look)
    if not seconds:
        return _first([on], at_time, look)
    exactly = look.at(on, look.now.time()) + timedelta(seconds=seconds)
    at = exactly.replace(second=0, microsecond=0) if look.past else whole_minute(exactly)
    return at if not clock and look.reaches(at) else None


def _is_midnight(clock: Sequence[Token]) -> bool:
    return any(token.kind == Kind.TIME and token.value == MIDNIGHT for token in clock)


def _is_today(day: Sequence[Token]) -> bool:
    """Whether that is "today", "tonight": only for those it is clear which midnight is meant."""
    kind, value = day[0].kind, day[0].value
    return len(day) == 1 and (
        value == 0 if kind == Kind.DAY else kind == Kind.DAY_AND_PART and 0 <= value < MIDNIGHT
    )


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
    """The time of day; of "10:00-11:00" when it begins. Raises ValueError where there is no such time."""
    by = {token.kind: token for token in reversed(tokens)}  # the first of each kind
    part = by.get(Kind.PART) or by.get(Kind.LOOSE_PART) or by.get(Kind.DAY_AND_PART)
    hours = [token for token in tokens if token.kind in HOURS]
    if part and part.value % 24 == NIGHT and not hours:
        raise ValueError(f"any time in the {part.text}")
    if not hours:
        return time(int(part.value % 24) if part else 0)
    hour, minute = _hour_and_minute(hours[0], tokens)
    half = by.get(Kind.HALF_OF_DAY)
    if half and half.start > hours[-1].start and hour > _hour_and_minute(hours[-1], tokens)[0]:
        half = None  # "11-1 pm"
    if half or Kind.AFTERNOON_DAYS in by:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour} o'clock in half a day")
        hour = hour % 12 + int(half.value if half else 12)
    elif part:
        hour = _hour_in(hour, int(part.value % 24))
    elif hour in AFTERNOON and SHORT_HOUR.match(hours[0].text):
        hour += 12
    return time(hour, minute)


def _hour_in(hour: int, part: int) -> int:
    """The hour in that part of the day. Raises ValueError where it has none: "in the evening at 12"."""
    found = [each for each in (hour, hour + 12) if each in HOURS_IN[part]]
    if not found:
        raise ValueError(f"{hour} o'clock at {part}")
    return found[0]


def _hour_and_minute(token: Token, tokens: Sequence[Token]) -> tuple[int, int]:
    if token.kind == Kind.FOUR_DIGITS:  # "1030"
        return divmod(_not_a_year(token.value), 100)
    if token.kind == Kind.TIME and token.text.isdecimal():  # "230pm"
        return divmod(int(token.text), 100)
    if token.kind in NAMED or (token.kind == Kind.TIME and token.value):
        hour, minute = int(token.value), int(token.value % 1 * 60)
    else:
        hour, minute = ([int(number) for number in re.findall(r"\d+", token.text)] + [0])[:2]
    before, after = _beside(token, tokens)
    if kinds_of(before) == Kind.PAST_OR_TO:
        hour, minute = divmod(hour * 60 + int(before[0].value), 60)
        return hour or 12, minute  # "quarter to one"
    return hour, minute + _minutes(token, before, after)


def _minutes(token: Token, before: Sequence[Token], after: Sequence[Token]) -> int:
    """The minutes that stand apart from their hour: "3点半", "at ten thirty", "в 14 30".

    Raises ValueError where what follows may count something.
    """
    kinds = kinds_of([*before, token, *after])
    if HAS_HALF.search(kinds):
        return int(after[0].value)
    if HAS_POINT.search(kinds):
        return int(after[1].value)
    if not HAS_MINUTES_APART.search(kinds):
        return 0
    if after[0].start > token.end + 1 or (after[0].value < MIN_MINUTES_ALONE and after[0].text != "00"):
        raise ValueError(f"{after[0].text} may count something")
    return int(after[0].value)


def _beside(token: Token, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The token directly before a token, and the two after it."""
    at = tokens.index(token)
    return tokens[max(at - 1, 0) : at], tokens[at + 1 : at + 3]


def _not_a_year(number: float) -> int:
    if FIRST_YEAR <= number <= LAST_YEAR:
        raise ValueError(f"{number} may be a year")
    return int(number)
