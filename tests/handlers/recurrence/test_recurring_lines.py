"""What recurs, as people type it in five languages, and what does not."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from handlers.parsing.recurrence.recurrence_line import Recurring, read_recurring
from handlers.parsing.time.times import Scene
from storage.activities.recurrence_days import first_day
from tests.paths import DATA
from tests.running.tables import each_row

SUNDAY = Scene(datetime(2026, 11, 29, 12, tzinfo=UTC), "UTC", "en", "US", "USD")
LINES = [
    line.split(" = ") for line in (DATA / "recurring.txt").read_text(encoding="utf-8").splitlines() if line
]
TYPED = (
    "every other each daily monday 2 weeks on the 1st of month at 9:00 until march starting friday last day"
    " 31 december next каждый раз в неделю co drugi wtorek щопонеділка 每 周 一 次 隔 月 1 号 , : . ivan"
)
WORDS = st.sampled_from(sorted(set(TYPED.split())))


@each_row(("line", "meant"), LINES)
def test_a_line_is_read_as_it_is_meant(line: str, meant: str) -> None:
    assert _told(read_recurring(line, SUNDAY)) == meant


@given(st.lists(WORDS, max_size=14))
def test_whatever_is_typed_a_rule_has_a_day_to_come(words: list[str]) -> None:
    recurring = read_recurring(" ".join(words), SUNDAY)
    assert recurring is None or first_day(recurring.rule, SUNDAY.now, "UTC")


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    read_recurring(f"every {text} monday {text}", SUNDAY)


def _told(recurring: Recurring | None) -> str:
    if recurring is None:
        return "nothing"
    rule = recurring.rule
    first = first_day(rule, SUNDAY.now, "UTC")
    parts = (
        f"{rule.unit.value} {rule.every}",
        f"weekdays={rule.weekdays}" if rule.weekdays else "",
        f"day={rule.day}" if rule.day else "",
        f"{rule.at:%H:%M} first={first:%d.%m.%y}",
        f"until={rule.until:%d.%m.%y}" if rule.until else "",
        "bare" if recurring.is_bare else "",
        f"| {recurring.text}" if recurring.text else "",
    )
    return " ".join(filter(None, parts))
