"""Holidays are no working days, in the country they are of, and have names in one's language."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.holidays import has_holidays, holiday_name, is_holiday
from handlers.i18n import speaking
from handlers.parsing.time.times import Scene, when
from handlers.working_time import Step, is_working, local, step_time, working_day, working_days_from
from reminders.activities import digest
from storage.models import Rep

COUNTRIES = ("", "PL", "US", "CN", "RU", "GB", "DE")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "country", "language", "name"),
    (
        (date(2026, 11, 11), "PL", "pl", "Narodowe Święto Niepodległości"),
        (date(2026, 11, 11), "PL", "ru", "National Independence Day"),
        (date(2026, 11, 11), "DE", "en", ""),
        (date(2026, 6, 12), "RU", "ru", "День России"),
        (date(2026, 10, 1), "CN", "zh", "国庆节"),
        (date(2026, 11, 26), "US", "en", "Thanksgiving Day"),
        (date(2026, 11, 26), "", "en", ""),
        (date(2026, 11, 26), "XX", "en", ""),
    ),
)
def test_a_holiday_has_a_name(day: date, country: str, language: str, name: str) -> None:
    with speaking(language):
        assert holiday_name(day, country) == name
    assert is_holiday(day, country) == bool(name)


def test_where_none_are_known() -> None:
    assert has_holidays("PL", 2026)
    assert not has_holidays("UA", 2026)  # none are days off while martial law lasts
    assert not has_holidays("XX", 2026)


@given(DAYS, st.integers(-30, 60), st.sampled_from(("12345", "71234", "1234567")), st.sampled_from(COUNTRIES))
def test_so_many_working_days_away_are_counted_one_by_one(
    day: date, count: int, working_days: str, country: str
) -> None:
    found = working_days_from(day, count, working_days, country)
    assert is_working(found, working_days, country)
    first, last = sorted((day, found))
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    between.remove(day)
    passed = sum(is_working(each, working_days, country) for each in between)
    if is_working(day, working_days, country) or count > 0:
        assert passed == abs(count)


@given(DAYS, st.sampled_from(COUNTRIES))
def test_the_first_working_day_is_no_holiday(day: date, country: str) -> None:
    found = working_day(day, "12345", country)
    assert found >= day
    assert is_working(found, "12345", country)
    assert not any(is_working(day + timedelta(n), "12345", country) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("text", "day"),
    (
        ("in 3 days", date(2026, 12, 28)),  # Friday 25 December is a holiday, and so is Saturday
        ("in 2 working days", date(2026, 12, 28)),
        ("end of month", date(2026, 12, 31)),
        ("first working day of january", date(2027, 1, 4)),
        ("friday", date(2026, 12, 25)),  # as it was said: the working day after it is offered
    ),
)
def test_times_in_words(text: str, day: date) -> None:
    scene = Scene(datetime(2026, 12, 22, 12, tzinfo=UTC), "Europe/Warsaw", "en", "PL", "PLN", "12345", "PL")
    at = when(text, scene)
    assert at
    assert local(at, "Europe/Warsaw").date() == day


def test_a_step_skips_holidays() -> None:
    now = datetime(2026, 12, 22, 12, tzinfo=UTC)
    at = step_time(Step.THREE_DAYS, now, "UTC", "12345", "PL")
    assert at.date() == date(2026, 12, 28)
    assert step_time(Step.THREE_DAYS, now, "UTC", "12345").date() == date(2026, 12, 25)


@pytest.mark.parametrize(("day", "is_sent"), ((3, True), (6, False), (7, True)))  # Easter Monday is 6 April
def test_no_digest_on_a_holiday(day: int, is_sent: bool) -> None:
    rep = Rep(timezone="UTC", working_days="12345", digest_at=time(9), country="PL")
    rep.quiet_from, rep.quiet_to = time(21), time(8)
    assert digest.is_time(rep, datetime(2026, 4, day, 9, 30, tzinfo=UTC)) is is_sent
