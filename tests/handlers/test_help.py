"""/help fits a phone, leaves no command out, and what it lists is understood."""

import re
import textwrap
from collections.abc import Iterator
from datetime import time

import pytest

from handlers.chat import COMMANDS
from handlers.i18n import _, languages, speaking
from handlers.parsing.activities.deletion_line import read_deletion
from handlers.parsing.activities.follow_up_line import read_follow_up_line
from handlers.parsing.activities.interaction_line import read_logged
from handlers.parsing.activities.outcomes import outcome_of
from handlers.parsing.deals.close_date import expected_close
from handlers.parsing.money.amount_reader import money
from handlers.parsing.recurrence.recurrence_line import read_recurring
from handlers.parsing.time.durations import duration
from handlers.parsing.time.times import Scene, when
from handlers.routing import help_guides
from handlers.routing.help import commands_about, day_card
from handlers.working_time import local
from storage.models import InteractionKind, Rep, Role
from tests.support.world import BEGINNING

WIDTH, MAX_LINES = 40, 24  # of a phone's screen
OUTCOMES, TOOK, WHEN_IT_WAS, NEXT, WHEN, AMOUNTS, CLOSES = (
    "How it went: reached, no answer, voicemail, busy, wrong number",
    "How long: 15 min, 1h 20m, half an hour",
    "When, if not now: yesterday 15:00, 2 hours ago",
    "What comes next: next: friday 10:00 send the offer",
    "When: tomorrow 10:00, friday, in 3 days, in 2 hours, 15.03, end of month",
    "Amount: 12 000 USD, 12k, 1.2m, €500",
    "Expected close: close 15 december, by friday, close Q2",
)
AGAIN, CONTACT, MOVES = (
    "Again and again: every monday 9:00, on the 1st of every month, every 3 weeks until june",
    "To keep in touch: /remind Petrov: keep in touch every 6 weeks",
    "A follow-up moves to another time: /move Petrov to wed 15:00",
)
EVERY_MONDAY = "/remind Acme: every monday 9:00 ask for the numbers"
LAST_CALL, REMINDER = "/delete the last call with Petrov", "/delete the reminder for Petrov"
LINES = [line for guide in help_guides.GUIDES.values() for line in guide]


@pytest.fixture(params=languages())
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    with speaking(request.param):
        yield Scene(BEGINNING, "UTC", request.param, "US", "USD", "12345")


@pytest.mark.usefixtures("scene")
def test_the_first_page_fits_a_phone() -> None:
    card = day_card(Rep(name="Ann", role=Role.ADMIN))
    lines = [part for line in card.body.splitlines() for part in textwrap.wrap(line, _width(line))]
    assert len(lines) <= MAX_LINES, "\n".join(lines)


def test_every_command_is_listed_under_one_subject() -> None:
    boss = Rep(name="Boss", role=Role.ADMIN)
    listed = [c.name for subject in help_guides.SUBJECTS for c in commands_about(boss, subject)]
    assert sorted(listed) == sorted(COMMANDS)


def test_a_rep_is_shown_only_what_reps_may_do() -> None:
    rep = Rep(name="Ann", role=Role.REP)
    assert [c.name for c in commands_about(rep, "team")] == []


def test_guides_are_of_commands() -> None:
    assert set(help_guides.GUIDES) <= set(COMMANDS)
    assert {OUTCOMES, TOOK, WHEN_IT_WAS, NEXT, WHEN, AMOUNTS, CLOSES, AGAIN, CONTACT, MOVES} <= set(LINES)
    assert EVERY_MONDAY in COMMANDS["remind"].more
    assert {LAST_CALL, REMINDER} <= {*COMMANDS["delete"].more}


def test_what_it_lists_is_understood(scene: Scene) -> None:
    assert [text for text in _proposed(OUTCOMES) if not outcome_of(text)] == []
    assert [text for text in _proposed(TOOK) if not duration(text, hour=scene.locale == "uk")] == []
    assert [text for text in _proposed(WHEN_IT_WAS) if not when(text, scene, past=True)] == []
    assert [text for text in _proposed(WHEN) if not when(text, scene)] == []
    assert [text for text in _proposed(AMOUNTS) if not money(text, "USD", scene.locale)] == []
    assert [text for text in _proposed(CLOSES) if not expected_close(scene, f"x 9k, {text}")[1]] == []
    [said] = _proposed(NEXT)
    assert read_logged(f"ok; {said}", scene).next


def test_what_recurs_is_understood(scene: Scene) -> None:
    rules = [read_recurring(f"{text} report", scene) for text in _proposed(AGAIN)]
    assert all(rule and rule.text == "report" for rule in rules)
    monday, first = rules[0], rules[1]
    assert monday and (monday.rule.weekdays, monday.rule.at) == ("1", time(9))
    assert first and first.rule.day == 1
    every_monday = read_recurring(re.split(r"[:：]\s*", _(EVERY_MONDAY), maxsplit=1)[1], scene)
    assert every_monday and (every_monday.rule.weekdays, every_monday.rule.at) == ("1", time(9))
    contact = read_recurring(re.split(r"[:：]\s*", _(CONTACT))[-1], scene)
    assert contact and contact.is_contact and contact.days == 42


def test_what_moves_and_deletes_is_understood(scene: Scene) -> None:
    moved = read_follow_up_line(f"move {_(MOVES).partition('/move ')[2]}", scene)
    assert moved and moved.when and local(moved.when, "UTC").weekday() == 2
    last, reminder = (read_deletion(_(line).partition(" ")[2]) for line in (LAST_CALL, REMINDER))
    assert last and last.is_last and last.kind is InteractionKind.CALL and len(last.words.split()) == 1
    assert reminder and reminder.is_follow_up and len(reminder.words.split()) == 1


def test_the_next_step_of_the_first_example_is_understood(scene: Scene) -> None:
    _command, said = re.split("[:：]", _(help_guides.DAY[1][1]), maxsplit=1)
    assert read_logged(said, scene).next


def _proposed(line: str) -> list[str]:
    """What is listed after the colon. A comma inside a number ends nothing: "1,2 млн"."""
    text = re.split(r"[:：]\s*", _(line), maxsplit=1)[1]
    return re.split(r",\s|、", text)


def _width(line: str) -> int:
    return WIDTH // 2 if re.search("[\u4e00-\u9fff]", line) else WIDTH
