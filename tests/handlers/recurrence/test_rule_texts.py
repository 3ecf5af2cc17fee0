"""A rule as it is said on cards, in five languages."""

from datetime import date, time

import pytest

from handlers.i18n import speaking
from handlers.recurrence.rule_texts import rule_text
from storage.activities.recurrence_days import LAST, Rule
from storage.models import RecurrenceUnit

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("locale", "weekdays", "which", "said"),
    [
        ("en", "5", 1, "every month: the 1st Friday 09:00"),
        ("en", "1", LAST, "every month: the last Monday 09:00"),
        ("ru", "3", 2, "каждый месяц: 2-я среда 09:00"),
        ("ru", "1", 1, "каждый месяц: 1-й понедельник 09:00"),
        ("ru", "7", LAST, "каждый месяц: последнее воскресенье 09:00"),
        ("uk", "5", 3, "щомісяця: III п’ятниця 09:00"),
        ("uk", "6", LAST, "щомісяця: остання субота 09:00"),
        ("pl", "5", 4, "co miesiąc: 4. piątek 09:00"),
        ("pl", "3", LAST, "co miesiąc: ostatnia środa 09:00"),
        ("zh", "2", 1, "每月：第 1 个周二 09:00"),
        ("zh", "5", LAST, "每月：最后一个周五 09:00"),
    ],
)
def test_a_weekday_of_the_month(locale: str, weekdays: str, which: int, said: str) -> None:
    rule = Rule(RecurrenceUnit.MONTH, 1, TODAY, time(9), weekdays, which)
    with speaking(locale):
        assert rule_text(rule, TODAY) == said
