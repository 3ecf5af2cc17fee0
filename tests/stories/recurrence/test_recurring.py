"""Follow-ups that recur: set in a line, done, skipped, moved for one or for all, and stopped."""

import pytest

from storage.models import Role
from tests.support.chat import Person


async def test_every_monday(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: every monday 9:00 ask for the numbers")
    ann.sees("I'll remind you", "Ivan Petrov", "every Monday 09:00", "Mon, Mar 9 09:00", "ask for the numbers")
    ann.sees_button("Undo", "Open card")
    await ann.presses("Open card")
    ann.sees("Mon, Mar 9 09:00, ask for the numbers")
    await ann.world.wait(days=7)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov", "every Monday 09:00", "ask for the numbers")
    await ann.presses("Done")
    ann.sees("Done: Ivan Petrov")
    await ann.says("/find Ivan Petrov")
    ann.sees("Mon, Mar 16 09:00, ask for the numbers")


async def test_undo_of_done_takes_the_next_one_back(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: every monday 9:00 ask for the numbers")
    await ann.world.wait(days=7)
    await ann.looks()
    await ann.presses("Done")
    await ann.presses("Undo")
    await ann.says("/find Ivan Petrov")
    ann.sees("today 09:00, ask for the numbers")


async def test_one_is_open_after_weeks_of_holiday(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 report")
    ann.sees("every Monday 09:00", "report")
    for _week in range(4):
        await ann.world.wait(days=7)
    await ann.looks()
    await ann.says("/find my follow-ups")
    ann.sees("1 open follow-up", "Overdue (1)", "today 09:00 report")


async def test_drop_asks_which_and_this_one_is_skipped(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: on the 31st of every month 10:00 invoice")
    ann.sees("on day 31 of every month 10:00", "Tue, Mar 31 10:00")
    await ann.says("/find my follow-ups")
    await ann.presses("1. Ivan Petrov")
    await ann.presses("Drop")
    ann.sees("Drop which?", "on day 31 of every month 10:00")
    await ann.presses("This one")
    ann.sees("Skipped this time", "on day 31 of every month 10:00")
    await ann.says("/find my follow-ups")
    ann.sees("1 open follow-up", "Thu, Apr 30", "10:00")


async def test_drop_all_stops_it_and_undo_brings_it_back(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: every 3 weeks until june: look in")
    ann.sees("every 3 weeks: Mon 09:00, until Sun, May 31", "look in")
    await ann.says("/find my follow-ups")
    await ann.presses("1. Ivan Petrov")
    await ann.presses("Drop")
    await ann.presses("All")
    ann.sees("It won't repeat any more")
    await ann.presses("Undo")
    await ann.says("/find my follow-ups")
    ann.sees("1 open follow-up", "Mon, Mar 23", "09:00")


async def test_moved_for_all(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 report")
    await ann.says("/find my follow-ups")
    await ann.presses("1. report")
    await ann.presses("Pick a date")
    ann.sees("Move which?")
    await ann.presses("All")
    await ann.fills({"When?": "thursday 16:00"})
    ann.sees("Moved from now on", "every Thursday 16:00")
    await ann.world.wait(days=10, hours=7)
    await ann.says("/find my follow-ups")
    ann.sees("16:00 report")


async def test_moved_this_time(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 report")
    await ann.says("/find my follow-ups")
    await ann.presses("1. report")
    await ann.presses("Pick a date")
    await ann.presses("This one")
    await ann.fills({"When?": "10.03 16:00"})
    ann.sees("Moved this time", "Tue, Mar 10 16:00")
    await ann.says("/find my follow-ups")
    await ann.presses("1. report")
    ann.sees("every Monday 09:00")
    await ann.presses("Done")
    await ann.says("/find my follow-ups")
    ann.sees("Mon, Mar 16", "09:00 report")


async def test_a_next_step_recurs(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/call Ivan: 10 min, wants news; next: every friday 15:00 call with news")
    ann.sees("Call logged", "wants news", "every Friday 15:00, call with news")


async def test_the_local_time_is_kept_after_a_move(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 report")
    await ann.says("/settings")
    await ann.changes("Time zone", "Asia/Shanghai")
    await ann.says("/find my follow-ups")
    ann.sees("Mon, Mar 9", "09:00 report")


async def test_a_manager_hears_of_what_nobody_is_reminded_of(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.says("/new Ivan Petrov, Acme")
    await boris.says("/remind Ivan: every monday 9:00 numbers")
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Suspend")
    await ann.world.wait(days=15)
    await ann.looks()
    ann.sees("Nobody is reminded", "Boris", "Ivan Petrov", "every Monday 09:00", "numbers")
    ann.sees_button("Reassign")


@pytest.mark.parametrize(
    "said",
    [
        "Ivan Petrov is out on mondays",
        "Ivan Petrov trains every tuesday at 9",
        "по средам Ivan Petrov не работает",
        "Petrov pracuje w soboty",
        "王伟每周一休息",
    ],
)
async def test_what_a_client_does_every_week_is_no_follow_up(ann: Person, said: str) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/new 王伟")
    await ann.says(said)
    ann.sees("Did this happen?")
    await ann.says("/find my follow-ups")
    ann.sees("No open follow-ups")


@pytest.mark.parametrize(
    "said",
    [
        "every friday 10:00 report to Petrov",
        "Ivan Petrov: every friday 10:00 send prices",
        "visit Petrov every friday 10:00",
    ],
)
async def test_what_is_to_be_done_for_a_client_every_week_is_one(ann: Person, said: str) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says(said)
    ann.sees("I'll remind you", "Ivan Petrov", "every Friday 10:00")


async def test_moved_for_all_by_somebody_in_another_zone(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.says("/settings")
    await boris.changes("Time zone", "Asia/Shanghai")
    await boris.says("/new Ivan Petrov, Acme")
    await boris.says("/remind Ivan: every monday 9:00 numbers")
    await ann.says("/find Ivan Petrov")
    await ann.presses("Follow-ups")
    await ann.presses("1. Ivan Petrov")
    await ann.presses("Pick a date")
    await ann.presses("All")
    await ann.fills({"When?": "thursday 10:00"})
    ann.sees("Moved from now on", "every Thursday 18:00")
    await boris.says("my follow-ups")
    boris.sees("Thu, Mar 5", "18:00")


async def test_what_is_to_be_done_says_its_kind_anew(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 call the bank")
    was = "call the bank"
    for scope, said, sign in (("All", "meet the board", "👥"), ("This one", "email the board", "✉️")):
        await ann.says("my follow-ups")
        await ann.presses(f"1. {was}")
        await ann.presses("Edit")
        await ann.presses(scope)
        await ann.fills({"What needs to be done?": said})
        ann.sees("Changed", said)
        await ann.says("my follow-ups")
        ann.sees(f"09:00 {sign} {said}")
        was = said
    await ann.presses("Done")
    await ann.says("my follow-ups")
    ann.sees("09:00 👥 meet the board")


async def test_a_line_that_moves_it_asks_which(ann: Person) -> None:
    await ann.says("/remind: every monday 9:00 report")
    await ann.says("move report to wednesday 15:00")
    ann.sees("Move which to Wed, Mar 4 15:00?", "every Monday 09:00")
    await ann.presses("All")
    ann.sees("Moved from now on", "every Wednesday 15:00")
    await ann.says("move report to thursday 15:00")
    await ann.presses("This one")
    ann.sees("Moved this time", "Thu, Mar 5 15:00")
