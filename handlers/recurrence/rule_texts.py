"""Rules in words: "every Monday 9:00", "every 2 weeks: Tue, Thu 15:00, until 31 March"."""

from datetime import date

from handlers.i18n import N_, _, birthday, clock, day, ngettext, weekday_names
from storage.activities.recurrence_days import LAST, YEAR, Rule
from storage.models import RecurrenceUnit

DAY, WEEK, MONTH = RecurrenceUnit.DAY, RecurrenceUnit.WEEK, RecurrenceUnit.MONTH
WORKING_DAYS = "12345"
WEEKDAYS = (
    N_("every Monday"),
    N_("every Tuesday"),
    N_("every Wednesday"),
    N_("every Thursday"),
    N_("every Friday"),
    N_("every Saturday"),
    N_("every Sunday"),
)
# Their ordinals agree with the weekday in some languages.
NTH_WEEKDAYS = (
    N_("the {nth} Monday"),
    N_("the {nth} Tuesday"),
    N_("the {nth} Wednesday"),
    N_("the {nth} Thursday"),
    N_("the {nth} Friday"),
    N_("the {nth} Saturday"),
    N_("the {nth} Sunday"),
)
LAST_WEEKDAYS = (
    N_("the last Monday"),
    N_("the last Tuesday"),
    N_("the last Wednesday"),
    N_("the last Thursday"),
    N_("the last Friday"),
    N_("the last Saturday"),
    N_("the last Sunday"),
)
ORDINALS = (N_("1st"), N_("2nd"), N_("3rd"), N_("4th"))


def rule_text(rule: Rule, today: date) -> str:
    """How often, on which day and when: as it is shown on cards. `today`: local."""
    said = f"{_days_text(rule)} {clock(rule.at)}"
    return said + (", " + _("until {day}").format(day=day(rule.until, today)) if rule.until else "")


def interval_text(days: int) -> str:
    """ "every 6 weeks" for 42 days."""
    if days % 365 == 0:
        return _every_years(days // 365)
    if days % 30 == 0:
        return _every_months(days // 30)
    return _every_weeks(days // 7) if days % 7 == 0 else _every_days(days)


def _days_text(rule: Rule) -> str:
    match rule.unit:
        case RecurrenceUnit.DAY:
            return _every_days(rule.every)
        case RecurrenceUnit.WEEK:
            return _week_text(rule)
        case RecurrenceUnit.MONTH:
            return _month_text(rule)


def _week_text(rule: Rule) -> str:
    weekdays = rule.weekdays or str(rule.starts_on.isoweekday())
    if rule.every == 1 and weekdays == WORKING_DAYS:
        return _("every working day")
    if rule.every == 1 and len(weekdays) == 1:
        return _(WEEKDAYS[int(weekdays) - 1])
    names = weekday_names(weekdays)
    return _("{interval}: {days}").format(interval=_every_weeks(rule.every), days=names)


def _month_text(rule: Rule) -> str:
    if rule.weekdays:
        on = _nth_weekday_text(int(rule.weekdays) - 1, rule.day)
        return _("{interval}: {days}").format(interval=_every_months(rule.every), days=on)
    if rule.every % YEAR == 0:
        on = birthday(rule.starts_on.month, rule.day or rule.starts_on.day, None)
        return _("{interval}: {days}").format(interval=_every_years(rule.every // YEAR), days=on)
    if rule.every == 1:
        return _("on day {n} of every month").format(n=rule.day)
    on = _("on day {n}").format(n=rule.day)
    return _("{interval}: {days}").format(interval=_every_months(rule.every), days=on)


def _nth_weekday_text(weekday: int, which: int) -> str:
    if which == LAST:
        return _(LAST_WEEKDAYS[weekday])
    return _(NTH_WEEKDAYS[weekday]).format(nth=_(ORDINALS[which - 1]))


def _every_days(count: int) -> str:
    return _("every day") if count == 1 else ngettext("every {n} day", "every {n} days", count).format(n=count)


def _every_weeks(count: int) -> str:
    if count == 1:
        return _("every week")
    return ngettext("every {n} week", "every {n} weeks", count).format(n=count)


def _every_months(count: int) -> str:
    if count == 1:
        return _("every month")
    return ngettext("every {n} month", "every {n} months", count).format(n=count)


def _every_years(count: int) -> str:
    if count == 1:
        return _("every year")
    return ngettext("every {n} year", "every {n} years", count).format(n=count)
