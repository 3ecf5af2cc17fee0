"""A form: a modal in Slack, one question at a time elsewhere."""

from collections.abc import AsyncIterator
from datetime import time

import pytest
from sqlalchemy import select

import storage
from storage.clients import clients
from storage.clients.new_client import NewClient, Point
from storage.models import PointKind, Rep
from storage.team import accounts
from tests.support.chat import OnSlack, OnTelegram, Person, on_slack, on_telegram
from tests.support.world import World


@pytest.fixture
async def in_slack(world: World) -> AsyncIterator[OnSlack]:
    async with on_slack(world) as person:
        await person.joins()
        yield person


@pytest.fixture
async def in_telegram(world: World) -> AsyncIterator[OnTelegram]:
    async with on_telegram(world) as person:
        await person.joins()
        yield person


async def test_slack_says_under_the_field_what_is_wrong(in_slack: OnSlack) -> None:
    await in_slack.says("/new")
    errors = await in_slack.fake.submit(in_slack.user, {"Name": "Bo Li", "Phone": "none"})
    assert list(errors) == ["phones"] and "not a phone number" in errors["phones"]
    await in_slack.fills({"Name": "Bo Li", "Phone": "+46 8 123 456"})
    in_slack.sees("Bo Li")


async def test_slack_finds_the_client_while_one_types(in_slack: OnSlack) -> None:
    await in_slack.says("/new Bo Li, Volvo")
    in_slack.world.clock.now = in_slack.world.clock.now.replace(hour=12)
    await in_slack.says("/remind")
    await in_slack.fills({"Which client?": "volvo", "When?": "tomorrow 10:00"})
    in_slack.sees("I'll remind you", "Bo Li")


async def test_slack_changes_what_was_changed_and_nothing_else(in_slack: OnSlack) -> None:
    world = in_slack.world
    phone = Point(PointKind.PHONE, "55417", "internal 55 417")  # as it came out of a file
    async with storage.transaction(world.database) as db:
        rep = (await accounts.active(db))[0]
        await clients.add(db, rep, NewClient("Bo Li", company="Volvo", points=(phone,)), world.clock())
    await in_slack.says("/find bo li")
    await in_slack.presses("Edit")
    await in_slack.changes("Company", "")
    in_slack.sees("Bo Li", "internal 55 417")
    assert "Volvo" not in in_slack.news[-1].text
    await in_slack.presses("Undo")
    await in_slack.says("/find bo li")
    in_slack.sees("Volvo", "internal 55 417")


async def test_a_wrong_answer_leaves_the_question_open(in_telegram: OnTelegram) -> None:
    await in_telegram.says("/new")
    await in_telegram.says("Bo Li")
    await in_telegram.presses("Skip")
    await in_telegram.says("none")
    in_telegram.sees("not a phone number")
    in_telegram.sees_button("Skip", "Cancel")
    await in_telegram.says("+46 8 123 456")
    await in_telegram.presses("Skip")
    await in_telegram.presses("Skip")
    in_telegram.sees("Bo Li", "+46 8 12 34 56")


async def test_back_and_cancel(in_telegram: OnTelegram) -> None:
    await in_telegram.says("/new")
    await in_telegram.says("Bo")
    await in_telegram.presses("‹ Back")
    await in_telegram.says("Bo Li")
    in_telegram.sees("Company")
    await in_telegram.presses("Cancel")
    in_telegram.sees("Cancelled")
    await in_telegram.says("/find Bo Li")
    in_telegram.sees("No client called")


async def test_a_day_that_was_chosen_has_to_be_said(ann: Person) -> None:
    await ann.says("/new Bo Li, Volvo")
    await ann.says("/call")
    if isinstance(ann, OnSlack):
        await ann.fake.until(lambda: ann.fake.view(ann.user))
        errors = await ann.fake.submit(ann.user, {"Next step": "Pick a date"})
        assert errors == {"when": "This field is required."}
    else:
        for answer in ("Skip", "Skip", "Pick a date"):
            await ann.presses(answer)
        assert "Skip" not in ann.news[-1].buttons
    await ann.fills({"When?": "tomorrow 10:00"})
    ann.sees("Call logged", "Tue, Mar 3 10:00")


async def test_what_a_form_has_done_is_taken_back_by_its_name(ann: Person) -> None:
    await ann.says("/new")
    await ann.fills({"Name": "Bo Li"})
    await ann.says("/call: we talked it over")
    ann.sees("Call logged", "Bo Li")
    await ann.says("/undo")
    ann.sees("A logged call, Bo Li")
    await ann.says("/undo")
    ann.sees("A new client, Bo Li")


async def test_what_a_button_has_finished_is_taken_back_whole_and_by_its_name(ann: Person) -> None:
    await ann.says("/call Bo Li: talked")
    await ann.presses("Add Bo Li")
    ann.sees("Call logged")
    await ann.says("/undo")
    ann.sees("A logged call, Bo Li")
    await ann.says("/find Bo Li")
    ann.sees("No client called")


async def test_another_form_leaves_a_half_filled_one_as_it_was(in_telegram: OnTelegram) -> None:
    await in_telegram.says("/new")
    await in_telegram.says("Bo Li")
    question = in_telegram.news[-1]
    await in_telegram.says("/new")
    await in_telegram.fills({"Name": "Ann Lee"})
    await in_telegram.says("Bo Li")
    in_telegram.sees("No client called")
    await in_telegram.presses_again(question, "Skip")
    await in_telegram.says("+46 8 123 456")
    await in_telegram.presses("Skip")
    await in_telegram.presses("Skip")
    in_telegram.sees("Bo Li", "+46 8 12 34 56")


async def test_a_form_that_was_left_takes_nothing_unasked(ann: Person) -> None:
    """Once another card is open, what is typed is a search again, and the form is a press away."""
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/new")
    await ann.says("Wang Wei")
    ann.sees("Company")
    await ann.world.wait(minutes=5)
    await ann.says("/find ivan")
    await ann.says("Tencent")
    ann.sees("No client called “Tencent”")
    await ann.presses("Answer “New client” with “Tencent”")
    ann.sees("Phone")
    await ann.says("+86 138 0013 8000")
    await ann.presses("Skip")
    await ann.presses("Skip")
    ann.sees("Wang Wei", "Tencent", "+86 138 0013 8000")


async def test_what_a_button_says_can_be_typed(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal has its own buttons")
    await ann.says("/new")
    await ann.says("Wang Wei")
    await ann.says("skip")
    ann.sees("Phone")
    await ann.says("cancel")
    ann.sees("Cancelled. Nothing changed.")


async def test_a_command_leaves_a_form_and_shows_the_way_back(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new")
    await ann.says("Kate")
    await ann.says("/today")
    ann.sees("My day")
    await ann.says("Bolt")
    ann.sees("No client called “Bolt”")
    await ann.presses("Answer “New client” with “Bolt”")
    ann.sees("Phone")


async def test_a_command_without_a_slash_is_no_answer_to_a_choice(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new Bo Li")
    await ann.says("/call")
    ann.sees("How did it go?")
    await ann.says("today")
    ann.sees("My day")
    ann.sees_button("Answer “Log” with “today”")
    await ann.says("/call")
    await ann.says("reached")
    ann.sees("What did you talk about?")
    await ann.says("pipeline")
    ann.sees("No open deals")
    await ann.presses("Answer “Log” with “pipeline”")
    ann.sees("Next step")


async def test_the_buttons_of_a_form_can_be_typed_as_commands(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new")
    await ann.says("Kate")
    await ann.says("/skip")
    ann.sees("Phone")
    await ann.says("/back")
    ann.sees("Company")
    await ann.says("/cancel")
    ann.sees("Cancelled. Nothing changed.")


async def test_a_day_and_an_hour_are_chosen_with_buttons(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new Bo Li")
    await ann.says("/remind")
    await ann.presses("Calendar")
    ann.sees_button("Wed, Mar 4", "Later dates ›")
    await ann.presses("Later dates ›")
    await ann.presses("Thu, Mar 19")
    ann.sees("Thu, Mar 19", "What time?")
    ann.sees_button("08:00", "19:00")
    await ann.says("10:30")
    await ann.says("send the offer")
    ann.sees("I'll remind you", "Thu, Mar 19 10:30", "send the offer")
    await ann.says("/remind")
    await ann.presses("Calendar")
    await ann.presses("Wed, Mar 4")
    await ann.presses("14:00")
    await ann.presses("Skip")
    ann.sees("I'll remind you", "Wed, Mar 4 14:00")


async def test_a_form_that_another_one_interrupted_is_a_press_away(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal is on top of everything")
    await ann.says("/new Bo Li")
    await ann.says("/deal Bo")
    await ann.says("big contract")
    await ann.says("/remind Bo")
    await ann.says("tomorrow 10:00")
    await ann.presses("Skip")
    ann.sees("I'll remind you")
    await ann.presses("Back to: New deal")
    await ann.presses("Skip")
    await ann.presses("Skip")
    ann.sees("big contract", "Lead")


async def test_going_back_forgets_nothing(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal shows all of it at once")
    await ann.says("/new")
    await ann.says("Bo Li")
    await ann.says("Volvo")
    ann.sees("Phone")
    await ann.presses("‹ Back")
    ann.sees("Company", "Now: Volvo")
    await ann.presses("Keep")
    for _question in range(3):
        await ann.presses("Skip")
    ann.sees("Bo Li", "Volvo")


async def test_an_older_question_takes_no_answer_away(in_telegram: OnTelegram) -> None:
    await in_telegram.says("/new")
    await in_telegram.says("Bo Li")
    company = in_telegram.news[-1]
    await in_telegram.says("Volvo")
    await in_telegram.presses_again(company, "Skip")
    in_telegram.sees("You've already answered that. Nothing changed.")
    for _question in range(3):
        await in_telegram.presses("Skip")
    in_telegram.sees("Bo Li", "Volvo")


async def test_a_time_typed_at_the_next_step_is_the_date_it_asks_for(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new Bo Li")
    await ann.says("/call")
    for typed in ("reached", "wants a discount", "friday 10:00"):
        await ann.says(typed)
    ann.sees("What needs to be done?")
    await ann.says("send the offer")
    ann.sees("Call logged", "Next: Fri, Mar 6 10:00, send the offer")


@pytest.mark.parametrize("typed", ["friday 10:00 send the offer", "в пятницу в 10 send the offer"])
async def test_what_is_to_be_done_then_can_be_typed_with_the_time(ann: Person, typed: str) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await ann.says("/new Bo Li")
    await ann.says("/call")
    for line in ("reached", "wants a discount", typed):
        await ann.says(line)
    ann.sees("Call logged", "Next: Fri, Mar 6 10:00, send the offer")


@pytest.mark.parametrize(
    "typed",
    [
        *("22:00-07:00", "с 22 до 7", "10pm to 7 a.m.", "22点到7点", "22 – 7"),
        *("10 in the evening to 7 in the morning", "с 10 вечера до 7 утра", "з 10 вечора до 7 ранку"),
        *("od 10 wieczorem do 7 rano", "晚上10点到早上7点"),
    ],
)
async def test_quiet_hours_as_they_are_said(ann: Person, typed: str) -> None:
    await ann.says("/settings")
    await ann.changes("Quiet hours", typed)
    async with storage.reading(ann.world.database) as db:
        rep = (await db.scalars(select(Rep))).one()
        assert (rep.quiet_from, rep.quiet_to) == (time(22), time(7))


@pytest.mark.parametrize("typed", ["sometimes", "10 o'clock", "from 10 bananas to 7", "22-7-9"])
async def test_quiet_hours_that_are_not_understood_are_asked_again(ann: Person, typed: str) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("the modal says so under the field")
    await ann.says("/settings")
    await ann.changes("Quiet hours", typed)
    async with storage.reading(ann.world.database) as db:
        rep = (await db.scalars(select(Rep))).one()
        assert (rep.quiet_from, rep.quiet_to) == (time(21), time(8))
    ann.sees("Try:")


@pytest.mark.parametrize("typed", ["off", "нет", "brak", "无"])
async def test_there_may_be_no_quiet_hours(ann: Person, typed: str) -> None:
    await ann.says("/settings")
    await ann.changes("Quiet hours", typed)
    async with storage.reading(ann.world.database) as db:
        rep = (await db.scalars(select(Rep))).one()
        assert rep.quiet_from == rep.quiet_to


async def test_an_empty_form_logs_nothing_unless_that_is_meant(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.presses("Log a call")
    await ann.fills({})
    ann.sees("You left everything empty, so nothing was logged.")
    await ann.presses("Log it anyway")
    ann.sees("Call logged", "Ivan Petrov")
