"""Working time of a rep: local days, working days, quiet hours, birthdays. Pure functions; times are UTC."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.holidays import is_holiday

MORNING = time(9)
EVERY_DAY = "1234567"  # ISO weekdays
MAX_IDLE = 40  # days without a working one: a week off, or a long holiday
MAX_COUNTED = 500  # working days counted one by one; of more, holidays are left out


class Step(StrEnum):
    """Time until the next step, as offered on buttons."""

    HOUR = "hour"
    LATER = "later"
    TOMORROW = "tomorrow"
    THREE_DAYS = "3days"
    WEEK = "week"


def local(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone))


def at_local(day: date, clock: time, zone: str) -> datetime:
    """That local time in UTC. In the spring gap it is later by as much as the clocks go forward."""
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def whole_minute(at: datetime) -> datetime:
    """Rounded up to a whole minute: a reminder “in 1 hour” never comes early."""
    return (at + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


def step_time(step: Step, now: datetime, zone: str, working_days: str, country: str = "") -> datetime:
    """The time of a step (UTC): days begin at nine, and “in 3 days” or “next week” falls on a working day."""
    whole, today = whole_minute(now), local(now, zone).date()
    match step:
        case Step.HOUR:
            return whole + timedelta(hours=1)
        case Step.LATER:
            return whole + timedelta(hours=3)
        case Step.TOMORROW:
            return at_local(today + timedelta(days=1), MORNING, zone)
        case Step.THREE_DAYS:
            return at_local(working_day(today + timedelta(days=3), working_days, country), MORNING, zone)
        case Step.WEEK:
            return at_local(working_day(today + timedelta(days=7), working_days, country), MORNING, zone)


def working_day(day: date, working_days: str, country: str = "") -> date:
    """The first working day from `day` on; `working_days` are ISO weekdays, '12345'; `country`: ISO 3166."""
    for ahead in range(MAX_IDLE):
        if is_working(day + timedelta(days=ahead), working_days, country):
            return day + timedelta(days=ahead)
    return day


def working_days_from(day: date, count: int, working_days: str, country: str = "") -> date:
    """The day `count` working days after `day`, or before it if `count` is negative."""
    working_days, left, way = working_days or EVERY_DAY, abs(count), 1 if count > 0 else -1
    if left > MAX_COUNTED:
        weeks, left = divmod(left, len(working_days))
        day, country = day + timedelta(days=7 * weeks * way), ""
    while left or not is_working(day, working_days, country):
        day += timedelta(days=way)
        left -= is_working(day, working_days, country) and left > 0
    return day


def is_working(day: date, working_days: str, country: str = "") -> bool:
    """Whether it is a working day, and no holiday in that country (ISO 3166)."""
    return str(day.isoweekday()) in working_days and not is_holiday(day, country)


def is_quiet(now: datetime, zone: str, quiet_from: time, quiet_to: time) -> bool:
    """Whether it is quiet hours for the rep; they may span midnight, and equal ends mean none."""
    clock = local(now, zone).time()
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def after_quiet(now: datetime, zone: str, quiet_from: time, quiet_to: time) -> datetime:
    """`now`, or the end of the quiet hours it falls into (UTC)."""
    if not is_quiet(now, zone, quiet_from, quiet_to):
        return now
    here = local(now, zone)
    ends = here.date() + timedelta(days=1 if here.time() >= quiet_to else 0)
    return max(now, at_local(ends, quiet_to, zone))  # in autumn that local time may occur twice


def birthday_in(year: int, month: int, day: int) -> date:
    """The birthday in that year; 29 February becomes the 28th in a common year, as on phones."""
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return date(year, month, day)


def next_birthday(today: date, month: int, day: int) -> date:
    this_year = birthday_in(today.year, month, day)
    return this_year if this_year >= today else birthday_in(today.year + 1, month, day)


def born_on(day: date) -> list[tuple[int, int]]:
    """The birthdays (month, day) that are celebrated on that day."""
    born = [(day.month, day.day)]
    if born == [(2, 28)] and not calendar.isleap(day.year):
        born.append((2, 29))
    return born


def tomorrow(now: datetime, timezone: str) -> datetime:
    """The next local midnight of the rep (UTC)."""
    on = local(now, timezone).date() + timedelta(days=1)
    return at_local(on, time(0), timezone)
