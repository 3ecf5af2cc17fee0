"""/help fits a phone, leaves no command out, and what it lists is understood."""

import re
import textwrap
from collections.abc import Iterator

import pytest

from handlers.chat import COMMANDS
from handlers.i18n import _, languages, speaking
from handlers.parsing.activities.interaction_line import read_logged
from handlers.parsing.activities.outcomes import outcome_of
from handlers.parsing.deals.close_date import expected_close
from handlers.parsing.money.amount_reader import money
from handlers.parsing.time.durations import duration
from handlers.parsing.time.times import Scene, when
from handlers.routing import help_guides
from handlers.routing.help import commands_about, day_card
from storage.models import Rep, Role
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
    assert {OUTCOMES, TOOK, WHEN_IT_WAS, NEXT, WHEN, AMOUNTS, CLOSES} <= set(LINES)


def test_what_it_lists_is_understood(scene: Scene) -> None:
    assert [text for text in _proposed(OUTCOMES) if not outcome_of(text)] == []
    assert [text for text in _proposed(TOOK) if not duration(text, hour=scene.locale == "uk")] == []
    assert [text for text in _proposed(WHEN_IT_WAS) if not when(text, scene, past=True)] == []
    assert [text for text in _proposed(WHEN) if not when(text, scene)] == []
    assert [text for text in _proposed(AMOUNTS) if not money(text, "USD", scene.locale)] == []
    assert [text for text in _proposed(CLOSES) if not expected_close(scene, f"x 9k, {text}")[1]] == []
    [said] = _proposed(NEXT)
    assert read_logged(f"ok; {said}", scene).next


def test_the_next_step_of_the_first_example_is_understood(scene: Scene) -> None:
    _command, said = re.split("[:：]", _(help_guides.DAY[1][1]), maxsplit=1)
    assert read_logged(said, scene).next


def _proposed(line: str) -> list[str]:
    """What is listed after the colon. A comma inside a number ends nothing: "1,2 млн"."""
    text = re.split(r"[:：]\s*", _(line), maxsplit=1)[1]
    return re.split(r",\s|、", text)


def _width(line: str) -> int:
    return WIDTH // 2 if re.search("[\u4e00-\u9fff]", line) else WIDTH
