"""The days of a rule: what the calendar says, also on the 31st, on 29 February and when the clocks change."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from storage.activities.recurrence_days import (
    LAST,
    Rule,
    days_after,
    first_day,
    moment_on,
    newest_day,
    next_day,
)
from storage.models import RecurrenceUnit

DAY, WEEK, MONTH = RecurrenceUnit.DAY, RecurrenceUnit.WEEK, RecurrenceUnit.MONTH
WARSAW, NINE = "Europe/Warsaw", time(9)
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
WEEKDAYS = st.sets(st.sampled_from("1234567")).map(sorted).map("".join)
ONE_WEEKDAY = st.fixed_dictionaries({"weekdays": st.sampled_from("1234567"), "day": st.integers(1, LAST)})
DAY_OF_MONTH = st.fixed_dictionaries({"weekdays": st.just(""), "day": st.integers(1, 31)})


def _rule(unit: RecurrenceUnit, every: int, starts_on: date, weekdays: str = "", day: int = 0) -> Rule:
    return Rule(unit, every, starts_on, NINE, weekdays, day)


def _days(rule: Rule, count: int, after: date | None = None) -> list[date]:
    return [*islice(days_after(rule, after or rule.starts_on - timedelta(1)), count)]


RULES = st.one_of(
    st.builds(_rule, st.just(DAY), st.integers(1, 40), DAYS),
    st.builds(_rule, st.just(WEEK), st.integers(1, 60), DAYS, WEEKDAYS),
    st.builds(
        lambda every, starts_on, by: _rule(MONTH, every, starts_on, **by),
        st.integers(1, 24),
        DAYS,
        st.one_of(ONE_WEEKDAY, DAY_OF_MONTH),
    ),
)


@given(RULES)
def test_days_come_in_order_and_never_before_the_start(rule: Rule) -> None:
    days = _days(rule, 20)
    assert len(days) == 20
    assert days[0] >= rule.starts_on
    assert all(earlier < later for earlier, later in pairwise(days))


@given(RULES, st.integers(0, 15))
def test_from_any_day_on_they_are_the_same(rule: Rule, skipped: int) -> None:
    days = _days(rule, 20)
    assert _days(rule, 19 - skipped, days[skipped]) == days[skipped + 1 :]
    assert next(days_after(rule, days[skipped] - timedelta(1))) == days[skipped]


@given(RULES)
def test_every_day_is_one_of_the_rule(rule: Rule) -> None:
    for day in _days(rule, 20):
        if rule.unit is DAY:
            assert (day - rule.starts_on).days % rule.every == 0
        elif rule.unit is WEEK:
            assert str(day.isoweekday()) in (rule.weekdays or str(rule.starts_on.isoweekday()))
            monday, first = (on - timedelta(on.weekday()) for on in (day, rule.starts_on))
            assert (monday - first).days % (7 * rule.every) == 0
        else:
            months = (day.year - rule.starts_on.year) * 12 + day.month - rule.starts_on.month
            assert months % rule.every == 0
            assert _is_its_day(rule, day)


def _is_its_day(rule: Rule, day: date) -> bool:
    size = calendar.monthrange(day.year, day.month)[1]
    if not rule.weekdays:
        return day.day == min(rule.day, size)
    is_last = day.day + 7 > size
    return str(day.isoweekday()) == rule.weekdays and (
        is_last if rule.day == LAST else (day.day - 1) // 7 + 1 == rule.day
    )


@given(RULES, st.integers(-400, 4000), st.sampled_from((WARSAW, "America/St_Johns", "Pacific/Apia", "UTC")))
def test_what_is_next_is_ahead_and_what_was_last_is_not(rule: Rule, away: int, zone: str) -> None:
    now = datetime.combine(rule.starts_on, time(12, 30), UTC) + timedelta(away)
    ahead = next_day(rule, rule.starts_on - timedelta(1), now, zone)
    assert ahead and moment_on(rule, ahead, zone) > now
    assert ahead == first_day(rule, now, zone)
    passed = newest_day(rule, rule.starts_on - timedelta(1), now, zone)
    if passed:
        assert moment_on(rule, passed, zone) <= now
        assert next(days_after(rule, passed)) == ahead


def test_the_31st_is_the_last_day_of_a_shorter_month_and_the_31st_afterwards() -> None:
    days = _days(_rule(MONTH, 1, date(2027, 1, 31), day=31), 5)
    assert [f"{day:%d.%m}" for day in days] == ["31.01", "28.02", "31.03", "30.04", "31.05"]


def test_the_29th_of_february_is_the_28th_in_a_common_year() -> None:
    days = _days(_rule(MONTH, 12, date(2028, 2, 29), day=29), 5)
    assert [f"{day:%d.%m.%y}" for day in days] == ["29.02.28", "28.02.29", "28.02.30", "28.02.31", "29.02.32"]


def test_weekdays_of_a_month() -> None:
    first, last = (_rule(MONTH, 1, date(2026, 12, 1), "5", number) for number in (1, LAST))
    assert [f"{day:%d.%m}" for day in _days(first, 3)] == ["04.12", "01.01", "05.02"]
    assert [f"{day:%d.%m}" for day in _days(last, 3)] == ["25.12", "29.01", "26.02"]


def test_every_other_week_on_two_days() -> None:
    days = _days(_rule(WEEK, 2, date(2026, 12, 1), "24"), 4)
    assert [f"{day:%d.%m}" for day in days] == ["01.12", "03.12", "15.12", "17.12"]


def test_it_ends_with_its_last_day() -> None:
    rule = Rule(WEEK, 3, date(2026, 12, 1), NINE, until=date(2027, 1, 12))
    assert [f"{day:%d.%m}" for day in days_after(rule, date(2026, 11, 30))] == ["01.12", "22.12", "12.01"]


def test_the_local_time_is_kept_when_the_clocks_change() -> None:
    rule = _rule(WEEK, 1, date(2027, 3, 22))
    hours = [moment_on(rule, day, WARSAW).hour for day in _days(rule, 2)]
    assert hours == [8, 7]
    in_the_gap = Rule(DAY, 1, date(2027, 3, 28), time(2, 30))
    at = moment_on(in_the_gap, date(2027, 3, 28), WARSAW)
    assert at.astimezone(ZoneInfo(WARSAW)).time() == time(3, 30)


def test_the_calendar_ends_without_an_error() -> None:
    assert _days(_rule(MONTH, 1, date(9999, 11, 30), day=30), 5) == [date(9999, 11, 30), date(9999, 12, 30)]
    assert len(_days(_rule(DAY, 1, date(9999, 12, 30)), 5)) == 2
    assert len(_days(_rule(WEEK, 1, date(9999, 12, 20)), 5)) == 2
