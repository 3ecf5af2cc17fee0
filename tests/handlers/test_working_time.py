"""The rep's time: what the clock on the wall says, whatever the season and wherever it hangs."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.working_time import (
    Step,
    after_quiet,
    at_local,
    birthday_in,
    born_on,
    is_quiet,
    is_working,
    local,
    next_birthday,
    step_time,
    working_day,
)

WARSAW, SHANGHAI, LOS_ANGELES, KATHMANDU = (
    "Europe/Warsaw",
    "Asia/Shanghai",
    "America/Los_Angeles",
    "Asia/Kathmandu",
)
ZONES = (
    WARSAW,
    SHANGHAI,
    LOS_ANGELES,
    KATHMANDU,
    "UTC",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/St_Johns",
)
# Warsaw: 2026-03-29 from 02:00 to 03:00, 2026-10-25 from 03:00 back to 02:00.
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "utc"),
    [
        (date(2026, 3, 2), time(9), "UTC", "2026-03-02 09:00"),
        (date(2026, 3, 2), time(9), WARSAW, "2026-03-02 08:00"),
        (date(2026, 7, 2), time(9), WARSAW, "2026-07-02 07:00"),
        (date(2026, 3, 2), time(9), SHANGHAI, "2026-03-02 01:00"),
        (date(2026, 3, 2), time(9), LOS_ANGELES, "2026-03-02 17:00"),
        (date(2026, 3, 2), time(0), KATHMANDU, "2026-03-01 18:15"),
        (SPRING, time(1, 59), WARSAW, "2026-03-29 00:59"),
        (SPRING, time(2, 30), WARSAW, "2026-03-29 01:30"),  # there is no such time: it is 03:30 then
        (SPRING, time(3), WARSAW, "2026-03-29 01:00"),
        (SPRING, time(9), WARSAW, "2026-03-29 07:00"),
        (AUTUMN, time(1, 59), WARSAW, "2026-10-24 23:59"),
        (AUTUMN, time(2, 30), WARSAW, "2026-10-25 00:30"),  # it comes twice: the first one
        (AUTUMN, time(3), WARSAW, "2026-10-25 02:00"),
        (AUTUMN, time(9), WARSAW, "2026-10-25 08:00"),
    ],
)
def test_a_time_on_the_wall_is_that_moment(day: date, clock: time, zone: str, utc: str) -> None:
    assert at_local(day, clock, zone) == _utc(utc)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))
def test_a_moment_is_the_same_one_in_any_zone(moment: datetime, zone: str) -> None:
    now = moment.replace(tzinfo=UTC)
    here = local(now, zone)
    assert here.astimezone(UTC) == now  # "==" across zones is never true of an hour that comes twice (PEP 495)
    back = at_local(here.date(), here.time(), zone)
    assert back == now or here.fold, "only what comes twice is ambiguous"


@pytest.mark.parametrize(
    ("clock", "start", "end", "quiet"),
    [
        ("20:59", time(21), time(8), False),
        ("21:00", time(21), time(8), True),
        ("23:59", time(21), time(8), True),
        ("00:00", time(21), time(8), True),
        ("07:59", time(21), time(8), True),
        ("08:00", time(21), time(8), False),
        ("12:30", time(12), time(13), True),
        ("13:00", time(12), time(13), False),
        ("11:59", time(12), time(13), False),
        ("00:00", time(0), time(8), True),
        ("23:59", time(0), time(8), False),
        ("23:00", time(22), time(0), True),
        ("00:00", time(22), time(0), False),
        ("03:00", time(8), time(8), False),
        ("08:00", time(8), time(8), False),
        ("00:00", time(0), time(0), False),
    ],
)
def test_quiet_hours(clock: str, start: time, end: time, quiet: bool) -> None:
    now = _utc(f"2026-03-02 {clock}")
    assert is_quiet(now, "UTC", start, end) is quiet
    if not quiet:
        assert after_quiet(now, "UTC", start, end) == now


@pytest.mark.parametrize(
    ("now", "zone", "start", "end", "until"),
    [
        ("2026-03-02 22:00", "UTC", time(21), time(8), "2026-03-03 08:00"),
        ("2026-03-03 07:59", "UTC", time(21), time(8), "2026-03-03 08:00"),
        ("2026-03-02 00:00", "UTC", time(21), time(8), "2026-03-02 08:00"),
        ("2026-03-02 23:30", "UTC", time(23), time(0), "2026-03-03 00:00"),
        ("2026-03-02 12:30", "UTC", time(12), time(13), "2026-03-02 13:00"),
        ("2026-12-31 23:00", "UTC", time(21), time(8), "2027-01-01 08:00"),
        ("2026-03-02 15:00", SHANGHAI, time(21), time(8), "2026-03-03 00:00"),  # it is 23:00 there
        ("2026-03-02 08:00", LOS_ANGELES, time(21), time(8), "2026-03-02 16:00"),  # it is midnight there
        ("2026-03-28 22:00", WARSAW, time(21), time(8), "2026-03-29 06:00"),  # the night is an hour shorter
        ("2026-10-24 22:00", WARSAW, time(21), time(8), "2026-10-25 07:00"),  # and longer
        (
            "2026-03-29 00:30",
            WARSAW,
            time(21),
            time(2, 30),
            "2026-03-29 01:30",
        ),  # there is no 02:30
        ("2026-10-25 01:10", WARSAW, time(21), time(2, 30), "2026-10-25 01:10"),  # 02:30 comes twice
    ],
)
def test_after_the_quiet_hours(now: str, zone: str, start: time, end: time, until: str) -> None:
    assert is_quiet(_utc(now), zone, start, end)
    assert after_quiet(_utc(now), zone, start, end) == _utc(until)


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), st.sampled_from(ZONES), clocks, clocks)
def test_what_waits_for_the_end_of_the_quiet_hours_waits_a_day_at_most(
    moment: datetime, zone: str, start: time, end: time
) -> None:
    now = moment.replace(tzinfo=UTC)
    until = after_quiet(now, zone, start, end)
    assert timedelta(0) <= until - now <= timedelta(hours=25)
    assert until == now or local(until, zone).time() >= end


def test_working_days_are_those_of_the_rep() -> None:
    monday = date(2026, 3, 2)
    week = [monday + timedelta(days=n) for n in range(7)]
    assert [is_working(day, "12345") for day in week] == [True] * 5 + [False] * 2
    assert [is_working(day, "71234") for day in week] == [True] * 4 + [False] * 2 + [True]
    assert not any(is_working(day, "") for day in week)


@pytest.mark.parametrize(
    ("day", "working_days", "first"),
    [
        (date(2026, 3, 6), "12345", date(2026, 3, 6)),
        (date(2026, 3, 7), "12345", date(2026, 3, 9)),
        (date(2026, 3, 8), "12345", date(2026, 3, 9)),
        (date(2026, 3, 6), "71234", date(2026, 3, 8)),
        (date(2026, 3, 7), "6", date(2026, 3, 7)),
        (date(2026, 3, 8), "6", date(2026, 3, 14)),
        (date(2026, 3, 8), "", date(2026, 3, 8)),  # who never works is not made to wait for ever
    ],
)
def test_the_first_working_day(day: date, working_days: str, first: date) -> None:
    assert working_day(day, working_days) == first


@pytest.mark.parametrize(
    ("step", "now", "zone", "when"),
    [
        (Step.HOUR, "2026-03-02 10:00", "UTC", "2026-03-02 11:00"),
        (Step.HOUR, "2026-03-02 10:00:01", "UTC", "2026-03-02 11:01"),  # never sooner than an hour
        (Step.LATER, "2026-03-02 10:00:59", "UTC", "2026-03-02 13:01"),
        (Step.LATER, "2026-03-02 10:00", "UTC", "2026-03-02 13:00"),
        (Step.TOMORROW, "2026-03-02 10:00", "UTC", "2026-03-03 09:00"),
        (Step.TOMORROW, "2026-03-02 17:00", SHANGHAI, "2026-03-04 01:00"),  # it is Tuesday there
        (Step.TOMORROW, "2026-03-03 05:00", LOS_ANGELES, "2026-03-03 17:00"),  # it is Monday there
        (Step.TOMORROW, "2026-03-28 10:00", WARSAW, "2026-03-29 07:00"),  # 09:00, an hour sooner
        (Step.TOMORROW, "2026-10-24 10:00", WARSAW, "2026-10-25 08:00"),
        (Step.THREE_DAYS, "2026-03-02 10:00", "UTC", "2026-03-05 09:00"),
        (Step.THREE_DAYS, "2026-03-04 10:00", "UTC", "2026-03-09 09:00"),  # a Saturday becomes a Monday
        (Step.WEEK, "2026-03-02 10:00", "UTC", "2026-03-09 09:00"),
        (Step.WEEK, "2026-03-25 10:00", WARSAW, "2026-04-01 07:00"),
        (Step.WEEK, "2026-03-01 10:00", "UTC", "2026-03-09 09:00"),  # a Sunday becomes a Monday
    ],
)
def test_a_step_is_that_far_off(step: Step, now: str, zone: str, when: str) -> None:
    assert step_time(step, _utc(now), zone, "12345") == _utc(when)


@pytest.mark.parametrize(
    ("year", "month", "day", "on"),
    [
        (2026, 3, 12, date(2026, 3, 12)),
        (2026, 2, 29, date(2026, 2, 28)),
        (2028, 2, 29, date(2028, 2, 29)),
        (2100, 2, 29, date(2100, 2, 28)),  # no leap year, though divisible by four
        (2000, 2, 29, date(2000, 2, 29)),
        (2026, 12, 31, date(2026, 12, 31)),
    ],
)
def test_a_birthday_in_a_year(year: int, month: int, day: int, on: date) -> None:
    assert birthday_in(year, month, day) == on


@pytest.mark.parametrize(
    ("today", "month", "day", "on"),
    [
        (date(2026, 3, 12), 3, 12, date(2026, 3, 12)),
        (date(2026, 3, 13), 3, 12, date(2027, 3, 12)),
        (date(2026, 12, 31), 1, 1, date(2027, 1, 1)),
        (date(2026, 2, 28), 2, 29, date(2026, 2, 28)),
        (date(2026, 3, 1), 2, 29, date(2027, 2, 28)),
        (date(2027, 3, 1), 2, 29, date(2028, 2, 29)),
        (date(2028, 2, 28), 2, 29, date(2028, 2, 29)),
    ],
)
def test_the_next_birthday(today: date, month: int, day: int, on: date) -> None:
    assert next_birthday(today, month, day) == on


@pytest.mark.parametrize(
    ("day", "born"),
    [
        (date(2026, 3, 12), [(3, 12)]),
        (date(2026, 2, 28), [(2, 28), (2, 29)]),
        (date(2028, 2, 28), [(2, 28)]),
        (date(2028, 2, 29), [(2, 29)]),
        (date(2026, 3, 1), [(3, 1)]),
    ],
)
def test_who_is_celebrated_on_a_day(day: date, born: list[tuple[int, int]]) -> None:
    assert born_on(day) == born


@given(st.integers(2024, 2110), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_everybody_is_celebrated_exactly_once_a_year(year: int, born: date) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    celebrated = [day for day in days if day.year == year and (born.month, born.day) in born_on(day)]
    assert celebrated == [birthday_in(year, born.month, born.day)]


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_the_next_birthday_is_ahead_and_never_more_than_a_year(today: date, born: date) -> None:
    ahead = (next_birthday(today, born.month, born.day) - today).days
    assert 0 <= ahead <= 366


def test_nine_in_the_morning_comes_once_a_day_everywhere() -> None:
    for zone in ZONES:
        mornings = [at_local(date(2026, 1, 1) + timedelta(days=n), time(9), zone) for n in range(365)]
        assert all(
            timedelta(hours=22.9) < late - early < timedelta(hours=25.1) for early, late in pairwise(mornings)
        )
        assert all(morning.astimezone(ZoneInfo(zone)).hour == 9 for morning in mornings)
