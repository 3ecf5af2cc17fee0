"""Days of the week, as people write which ones they work."""

from handlers.parsing.time.weekdays import weekdays
from tests.running.tables import each_row

TEXTS = [
    ("mon-sat", "123456"),
    ("from monday to friday", "12345"),
    ("tuesday to saturday", "23456"),
    ("sun-thu", "71234"),
    ("fri-mon", "5671"),
    ("mon wed fri", "135"),
    ("пн–сб", "123456"),
    ("понедельник, среда и пятница", "135"),
    ("с понедельника по пятницу", "12345"),
    ("середа, п'ятниця та субота", "356"),
    ("від понеділка до п'ятниці", "12345"),
    ("pon-sob", "123456"),
    ("poniedziałek do piątku", "12345"),
    ("周一到周五", "12345"),
    ("周二、周四", "24"),
    ("23456", "23456"),
    ("1123", ""),
    ("89", ""),
    ("next friday", ""),
    ("mon banana", ""),
    ("", ""),
]


@each_row(("text", "days"), TEXTS)
def test_days_of_the_week_are_read(text: str, days: str) -> None:
    assert weekdays(text) == days
