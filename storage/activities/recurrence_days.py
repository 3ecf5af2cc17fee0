"""The days on which something recurs: calendar arithmetic on local days, pure."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from storage.models import RecurrenceUnit

YEAR = 12  # months
LAST = 5  # as the number of a weekday in a month
WEEK = 7  # days


@dataclass(frozen=True)
class Rule:
    """When something recurs. Days are local.

    `weekdays`: ISO weekdays; by month it is one, and `day` says which in the month (LAST: the last). Without
    weekdays `day` is that of the month: the 31st is the last day of a shorter one.
    """

    unit: RecurrenceUnit
    every: int
    starts_on: date
    at: time
    weekdays: str = ""
    day: int = 0
    until: date | None = None


def days_after(rule: Rule, after: date) -> Iterator[date]:
    """The days of the rule later than `after`, in order; they end with the rule, or with the calendar."""
    last = rule.until or date.max
    for day in takewhile(lambda day: day <= last, _days(rule, max(after, rule.starts_on - timedelta(1)))):
        if day > after and day >= rule.starts_on:
            yield day


def first_day(rule: Rule, now: datetime, zone: str) -> date | None:
    """The first day whose moment is still to come. `now` is UTC."""
    days = days_after(rule, now.astimezone(ZoneInfo(zone)).date() - timedelta(1))
    return next((day for day in days if moment_on(rule, day, zone) > now), None)


def next_day(rule: Rule, after: date, now: datetime, zone: str) -> date | None:
    """The first day after that day whose moment is still to come. `now` is UTC."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = days_after(rule, max(after, today - timedelta(1)))
    return next((day for day in days if moment_on(rule, day, zone) > now), None)


def newest_day(rule: Rule, after: date, now: datetime, zone: str) -> date | None:
    """The last day after that day whose moment has passed. `now` is UTC."""
    passed = takewhile(lambda day: moment_on(rule, day, zone) <= now, days_after(rule, after))
    return max(passed, default=None)


def moment_on(rule: Rule, day: date, zone: str) -> datetime:
    """When it is due that day (UTC). In the spring gap it is later by as much as the clocks go forward."""
    return datetime.combine(day, rule.at, ZoneInfo(zone)).astimezone(UTC)


def _days(rule: Rule, after: date) -> Iterator[date]:
    try:
        match rule.unit:
            case RecurrenceUnit.DAY:
                yield from _by_day(rule, after)
            case RecurrenceUnit.WEEK:
                yield from _by_week(rule, after)
            case RecurrenceUnit.MONTH:
                yield from _by_month(rule, after)
    except (OverflowError, ValueError):  # the calendar ends in the year 9999
        return


def _by_day(rule: Rule, after: date) -> Iterator[date]:
    passed = max(0, (after - rule.starts_on).days // rule.every)
    day = rule.starts_on + timedelta(passed * rule.every)
    while True:
        yield day
        day += timedelta(rule.every)


def _by_week(rule: Rule, after: date) -> Iterator[date]:
    weekdays = rule.weekdays or str(rule.starts_on.isoweekday())
    first = rule.starts_on - timedelta(rule.starts_on.weekday())
    monday = first + timedelta((after - first).days // (WEEK * rule.every) * WEEK * rule.every)
    while True:
        yield from (monday + timedelta(int(weekday) - 1) for weekday in sorted(weekdays))
        monday += timedelta(WEEK * rule.every)


def _by_month(rule: Rule, after: date) -> Iterator[date]:
    first, here = _month_number(rule.starts_on), _month_number(after)
    month = first + max(0, (here - first) // rule.every) * rule.every
    while True:
        if (day := _day_in(rule, *divmod(month, YEAR))) is not None:
            yield day
        month += rule.every


def _day_in(rule: Rule, year: int, month: int) -> date | None:
    """The day of the rule in that month (0 to 11); None: it has no such weekday."""
    size = calendar.monthrange(year, month + 1)[1]
    if not rule.weekdays:
        return date(year, month + 1, min(rule.day or rule.starts_on.day, size))
    first = date(year, month + 1, 1)
    day = 1 + (int(rule.weekdays) - first.isoweekday()) % WEEK + WEEK * (rule.day - 1)
    if day > size and rule.day == LAST:
        day -= WEEK
    return date(year, month + 1, day) if day <= size else None


def _month_number(day: date) -> int:
    return day.year * YEAR + day.month - 1
