"""How long, how much, with what outcome: as people wrote it before anybody had looked at the words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from handlers.parsing.activities import interaction_line
from handlers.parsing.activities.interaction_kinds import stated_kind
from handlers.parsing.activities.mentioned_time import find_mentioned_time
from handlers.parsing.activities.planned_talk import Planned, read_interaction
from handlers.parsing.activities.sentences import time_first
from handlers.parsing.money.amounts import split_money
from handlers.parsing.time.times import when
from handlers.resolve.client_words import without_client
from storage.models import Client, InteractionKind
from tests.handlers.parsing.test_phrases import ASKED, PLACES, scene
from tests.paths import DATA
from tests.running.tables import each_row

FOLDER = DATA / "talks"
DOLLARS = "USD"  # where no currency is said


def _told(section: str) -> Sequence[tuple[str, str, str]]:
    return list(_read(section))


def _read(section: str) -> Iterator[tuple[str, str, str]]:
    """Language, words, and what they mean; "?" where they stay words."""
    for language in PLACES:
        here = ""
        for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                here = line[1:-1]
            elif line and here == section:
                text, _mark, meant = line.rpartition(" = ")
                yield language, text, meant


@each_row(("language", "text", "seconds"), _told("took"))
def test_how_long_it_took_is_understood(language: str, text: str, seconds: str) -> None:
    got = interaction_line.read_logged(f"{text}, wants a discount", scene(language))
    assert (str(got.seconds or ASKED), got.at, got.next) == (seconds, None, None)
    assert got.text.endswith("wants a discount" if got.seconds else f"{text}, wants a discount")


@each_row(("language", "text", "meant"), _told("worth"))
def test_what_it_is_worth_is_understood(language: str, text: str, meant: str) -> None:
    money, title = split_money(f"plan {text}", DOLLARS, language)
    assert money, title
    amount = f"{money.amount / 100:.2f}".removesuffix(".00")
    assert f"{amount} {money.currency}" == meant


@each_row(("language", "text", "outcome"), _told("outcome"))
def test_how_it_went_is_understood(language: str, text: str, outcome: str) -> None:
    got = interaction_line.read_logged(text, scene(language))
    assert str(got.outcome or ASKED) == outcome


# A number of which not all is read, a common word, or an outcome of something else: they stay words.
@each_row(
    "text",
    ["two hundred thousand", "сто двадцать тысяч", "million dollar idea", "百度推广", "一二三项目", "万达项目"],
)
def test_what_is_no_amount_in_words_is_left(text: str) -> None:
    assert split_money(f"plan {text}", DOLLARS) == (None, f"plan {text}")


NO_OUTCOME = [
    *("the answer is no", "not busy", "he answered no", "no answer yet from legal"),
    *("он занят ремонтом", "сбросил цену", "не взял скидку", "nie odebrał przesyłki", "jest zły", "没接受"),
]


@each_row("text", NO_OUTCOME)
def test_what_is_no_outcome_is_left(text: str) -> None:
    assert interaction_line.read_logged(text, scene("en")).outcome is None


BESIDE = {
    "опять не берет трубку": "no_answer",
    "до нее не дозвонилась": "no_answer",
    "she didn't answer again": "no_answer",
    "电话打不通": "no_answer",
    "nadal zajęte": "busy",
    "телефон занят": "busy",
}


@each_row(("text", "outcome"), BESIDE.items())
def test_words_beside_an_outcome_do_not_hide_it(text: str, outcome: str) -> None:
    assert interaction_line.read_logged(text, scene("en")).outcome == outcome


@each_row("day", [date(2026, 3, 14), date(2026, 3, 15)])
def test_on_a_weekend_it_is_asked_which(day: date) -> None:
    here = replace(scene("en"), now=datetime.combine(day, time(10), UTC))
    assert when("on the weekend", here) is None
    assert when("next weekend", here) == datetime(2026, 3, 21, 9, tzinfo=UTC)


@each_row(("language", "text", "meant"), _told("sentences"))
def test_a_sentence_tells_the_kind_of_talk_how_it_went_and_what_was_said(
    language: str, text: str, meant: str
) -> None:
    named, _mark, said = text.partition(" | ")
    name, _comma, company = named.partition(", ")
    expected, _mark, left = (part.strip() for part in meant.partition("|"))
    kind = stated_kind(said)
    client = Client(name=name, company=company)
    got = interaction_line.read_logged(
        without_client(time_first(said, scene(language)), client, kind or InteractionKind.CALL), scene(language)
    )
    told = [kind or ASKED, got.outcome or ASKED, *([str(got.seconds)] if got.seconds else [])]
    assert (" ".join(told), got.text) == (expected, left)


@each_row(("language", "text", "meant"), _told("promises"))
def test_a_promise_in_the_midst_of_a_talk_is_seen(language: str, text: str, meant: str) -> None:
    step = find_mentioned_time(interaction_line.read_logged(text, scene(language)).text, scene(language))
    if step is None or step.due_at is None:
        assert meant == ASKED
    else:
        at = step.due_at.astimezone(ZoneInfo(scene(language).zone))
        assert f"{at:%Y-%m-%d %H:%M} {step.text}" == meant


@pytest.mark.parametrize(
    ("language", "text", "due_at", "rest"),
    [
        ("en", "tomorrow 15:00", "2026-03-12 15:00", ""),
        ("en", "back tomorrow 10:00", "2026-03-12 10:00", ""),
        ("en", "tomorrow 15:00 send the offer, he waits", "2026-03-12 15:00", "send the offer, he waits"),
        ("ru", "завтра в 10 показать демо", "2026-03-12 10:00", "показать демо"),
        ("uk", "у п'ятницю о 14", "2026-03-13 14:00", ""),
        ("pl", "jutro o 15", "2026-03-12 15:00", ""),
        ("zh", "明天下午3点", "2026-03-12 15:00", ""),
        ("en", "back on Friday 10:15 re the packs", "2026-03-13 10:15", "re the packs"),
        ("en", "on apr 9 at 2pm, his warehouse", "2026-04-09 14:00", "his warehouse"),
        ("ru", "9 апреля в 14:00 у него на складе", "2026-04-09 14:00", "у него на складе"),
        ("uk", "9 квітня о 14:00 у нього на складі", "2026-04-09 14:00", "у нього на складі"),
        ("pl", "9 kwietnia o 14:00 u nich w fabryce", "2026-04-09 14:00", "u nich w fabryce"),
        ("zh", "4月9号下午2点，他的仓库", "2026-04-09 14:00", "他的仓库"),
    ],
)
def test_a_line_about_a_talk_to_come_is_planned(language: str, text: str, due_at: str, rest: str) -> None:
    got = read_interaction(text, scene(language))
    assert isinstance(got, Planned)
    assert f"{got.due_at.astimezone(ZoneInfo(scene(language).zone)):%Y-%m-%d %H:%M}" == due_at
    assert got.text == rest


@pytest.mark.parametrize(
    "text",
    [
        *("15 min, wants a discount", "yesterday 15:00 liked it", "no answer, call back tomorrow"),
        *("next: tomorrow 10:00 send the offer", "back in the office, wants a discount", ""),
        "friday 10:15 went well",
        "mar 2 at 2pm, his warehouse",
    ],
)
def test_a_line_about_a_talk_that_is_over_is_logged(text: str) -> None:
    got = read_interaction(text, scene("en"))
    assert got == interaction_line.read_logged(text, scene("en"))
