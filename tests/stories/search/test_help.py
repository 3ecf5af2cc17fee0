"""/help: six things for the day, the rest by subject, each command with what it understands."""

import pytest

from storage.models import Role
from tests.support.chat import OnSlack, Person


async def test_help_shows_a_day_and_the_rest_by_subject(ann: Person) -> None:
    await ann.says("/help")
    ann.sees("What I can do", "Add a client", "Log a call", "wants a discount; next: tuesday 10:00", "petrov")
    assert "handover" not in ann.news[-1].text
    await ann.presses("Deals")
    ann.sees("pipeline - Pipeline: deals and totals by stage", "lost - Mark a deal as lost")
    await ann.presses(_here(ann, "/lost"))
    ann.sees("/lost", "too expensive", "The reason after a colon; without one I ask.")
    await ann.presses("All subjects")
    ann.sees("What I can do")


async def test_help_with_one_command_lists_what_is_understood(ann: Person) -> None:
    await ann.says("/help call")
    ann.sees("How it went: reached, no answer, voicemail", "How long: 15 min", "What comes next: next: friday")
    await ann.says("/help remind")
    ann.sees("When: tomorrow 10:00, friday, in 3 days")


async def test_help_with_a_subject_opens_it(ann: Person) -> None:
    await ann.says("/help clients")
    ann.sees("Find clients, deals", "Upcoming birthdays")


async def test_help_with_an_unknown_word_says_there_is_none(ann: Person) -> None:
    await ann.says("/help xyz")
    ann.sees("There is no command “xyz”.", "What I can do")
    await ann.says("/help cal")
    ann.sees("There is no command “cal”. Did you mean", "call?")
    await ann.presses(_here(ann, "/call"))
    ann.sees("How it went: reached")


async def test_a_rep_is_not_shown_what_managers_do(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/help")
    assert "Team" not in ann.news[-1].buttons
    await ann.says("/help invite")
    ann.sees("There is no command “invite”.")


def _here(ann: Person, command: str) -> str:
    return command.replace("/", "/crm ") if isinstance(ann, OnSlack) else command


async def test_a_chinese_question_how_leads_to_the_help(ann: Person) -> None:
    await ann.says("昨天打的电话怎么补记？")
    ann.sees("Log a call", "When, if not now: yesterday 15:00")


@pytest.mark.parametrize("said", ["звонок", "дзвінок", "rozmowa", "电话"])
async def test_help_for_a_command_is_asked_for_in_any_language(ann: Person, said: str) -> None:
    await ann.says(f"/help {said}")
    ann.sees("Log a call", "For example:", "How long: 15 min")
