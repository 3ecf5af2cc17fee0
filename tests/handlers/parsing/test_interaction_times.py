"""When a talk began, how long it took and what was promised in it, said in one line: in five languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from handlers.parsing.activities import interaction_line
from handlers.parsing.activities.mentioned_time import find_mentioned_time
from handlers.parsing.time.times import when
from tests.handlers.parsing.test_phrases import PLACES, scene
from tests.running.tables import each_row

T = TypeVar("T")
# What is said: when it began on the rep's clock (it is Wednesday 11 March 2026, 12:30), and the minutes.
FROM_TO: dict[str, dict[str, tuple[str, int | None]]] = {
    "en": {
        "yesterday 10:00-11:30, showed the demo": ("2026-03-10 10:00", 90),
        "yesterday 10:00–11:30 showed the demo": ("2026-03-10 10:00", 90),
        "from 9:00 to 9:20, x": ("2026-03-11 09:00", 20),
        "yesterday from 2 to 3, x": ("2026-03-10 14:00", 60),
        "9am to 10am, x": ("2026-03-11 09:00", 60),
        "yesterday 11:30-1pm, x": ("2026-03-10 11:30", 90),
        "lunch 10-11, ok": ("2026-03-11 10:00", 60),
        "yesterday 10:00, x": ("2026-03-10 10:00", None),
    },
    "ru": {
        "вчера 10:00-11:30, показал демо": ("2026-03-10 10:00", 90),
        "с 9:00 до 9:20, x": ("2026-03-11 09:00", 20),
        "вчера с 10 до 11, обсудили": ("2026-03-10 10:00", 60),
        "обед 10-11, ок": ("2026-03-11 10:00", 60),
    },
    "uk": {
        "вчора 10:00-11:30, показав демо": ("2026-03-10 10:00", 90),
        "з 9:00 до 9:20, x": ("2026-03-11 09:00", 20),
        "вчора з 10 до 11, обговорили": ("2026-03-10 10:00", 60),
        "зустріч 10-11, так": ("2026-03-11 10:00", 60),
    },
    "pl": {
        "wczoraj 10:00-11:30, pokazałem demo": ("2026-03-10 10:00", 90),
        "od 9:00 do 9:20, x": ("2026-03-11 09:00", 20),
        "wczoraj od 10 do 11.30, omówiliśmy": ("2026-03-10 10:00", 90),
        "spotkanie 10-11, ok": ("2026-03-11 10:00", 60),
    },
    "zh": {
        "昨天10:00到11:30，演示": ("2026-03-10 10:00", 90),
        "从9点到9点20分，x": ("2026-03-11 09:00", 20),
        "昨天10点到11点半，演示": ("2026-03-10 10:00", 90),
    },
}
COUNTS = ["sold 12-13, ok", "pages 10-11, ok", "продали 10-11, да", "kupił 10-11, tak"]
AGREED = {
    "en": {
        "asked to call after new year": "2027-01-04",
        "call back mid january": "2027-01-15",
        "he said early feb is fine": "2027-02-01",
        "call in Q1": "2027-01-04",
        "decides at the end of the quarter": "2026-12-31",
        "asked to call back mid january": "2027-01-15",
        "wants a call in Q1, then samples": "2027-01-04",
        "wants the report at the end of the month": "2026-11-30",
    },
    "ru": {
        "просил позвонить после нового года": "2027-01-04",
        "сказал, что в середине января решит": "2027-01-15",
        "вернуться к этому в первом квартале": "2027-01-04",
        "думает, решит в начале февраля": "2027-02-01",
        "просил позвонить в середине января": "2027-01-15",
        "решат в первом квартале, просил образцы": "2027-01-04",
    },
    "uk": {
        "просив подзвонити після нового року": "2027-01-04",
        "сказав, що в середині січня вирішить": "2027-01-15",
        "повернутися до цього в першому кварталі": "2027-01-04",
        "просив зателефонувати в середині січня": "2027-01-15",
        "просив набрати в першому кварталі": "2027-01-04",
    },
    "pl": {
        "prosił o telefon po nowym roku": "2027-01-04",
        "powiedział, że w połowie stycznia zdecyduje": "2027-01-15",
        "wrócić do tego w pierwszym kwartale": "2027-01-04",
        "prosił o telefon w połowie stycznia": "2027-01-15",
        "zdecydują w I kwartale, chcą próbki": "2027-01-04",
    },
    "zh": {
        "客户说元旦后再联系": "2027-01-04",
        "他说一月中旬再说": "2027-01-15",
        "客户希望在第一季度再谈": "2027-01-04",
        "请一月中旬再打电话": "2027-01-15",
        "客户希望月底再谈": "2026-11-30",
    },
}


def _each(table: Mapping[str, Mapping[str, T]]) -> list[tuple[str, str, T]]:
    return [(language, text, meant) for language, phrases in table.items() for text, meant in phrases.items()]


@each_row(("language", "text", "meant"), _each(FROM_TO))
def test_of_two_times_of_day_the_first_is_when_it_began_and_both_tell_how_long_it_took(
    language: str, text: str, meant: tuple[str, int | None]
) -> None:
    got = interaction_line.read_logged(text, scene(language))
    at, minutes = meant
    local = got.at and got.at.astimezone(ZoneInfo(PLACES[language][0])).strftime("%Y-%m-%d %H:%M")
    assert (local, got.seconds) == (at, minutes and minutes * 60)


@each_row("text", COUNTS)
def test_numbers_of_something_are_no_hours(text: str) -> None:
    got = interaction_line.read_logged(text, scene("en"))
    assert (got.text, got.at, got.seconds) == (text, None, None)


@each_row(("language", "text", "meant"), _each(AGREED))
def test_a_promise_of_about_when_is_offered(language: str, text: str, meant: str) -> None:
    here = replace(scene(language), now=datetime(2026, 11, 29, 12, tzinfo=UTC))
    logged = interaction_line.read_logged(text, here)
    step = logged.next or find_mentioned_time(logged.text, here)
    assert step
    assert step.due_at
    assert str(step.due_at.astimezone(ZoneInfo(here.zone)).date()) == meant


# Said on a Sunday: it falls on a working day, as "in 3 days" does.
IN_A_WEEK = {"en": "in a week", "ru": "через неделю", "uk": "за тиждень", "pl": "za tydzień", "zh": "一周后"}


@each_row(("language", "text"), IN_A_WEEK.items())
def test_so_many_weeks_from_a_sunday_is_a_working_day(language: str, text: str) -> None:
    here = replace(scene(language), now=datetime(2026, 11, 29, 9, tzinfo=UTC))
    at = when(text, here)
    assert at
    assert str(at.astimezone(ZoneInfo(here.zone)).date()) == "2026-12-07"
    saturdays_too = replace(here, working_days="7123456")
    at = when(text, saturdays_too)
    assert at
    assert str(at.astimezone(ZoneInfo(here.zone)).date()) == "2026-12-06"


def test_working_days_are_the_rep_s_own() -> None:
    here = replace(scene("en"), working_days="7123")  # Sunday to Wednesday, and it is Wednesday
    at = when("in 2 business days", here)
    assert at
    assert str(at.date()) == "2026-03-16"
