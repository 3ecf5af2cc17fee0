"""A follow-up is given to a colleague, who is told, and can decline; the giver is told what becomes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

import storage
from storage import rights
from storage.models import Role, Visibility
from tests.support.chat import Person

ACME = "/new Ivan Petrov, Acme Ltd"


@asynccontextmanager
async def _a_team(ann: Person) -> AsyncIterator[Person]:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.is_now(Role.REP, "North")
    await ann.is_now(Role.REP, "North")
    yield boris


async def test_a_follow_up_is_given_and_done(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says("/remind @boris: Acme: friday call them")
        ann.sees("Given to Boris", "Ivan Petrov", "Fri, Mar 6 09:00", "call them")
        await boris.looks()
        boris.sees("Ann gave you a task", "Ivan Petrov", "call them")
        boris.sees_button("Decline", "Open")
        await boris.says("my follow-ups")
        boris.sees("1 open follow-up", "Ivan Petrov: call them")
        await boris.presses("Done")
        await ann.looks()
        ann.sees("Boris has done your task", "call them")


async def test_it_is_declined_with_a_word(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says("/remind boris: buy coffee tomorrow")
        ann.sees("Given to Boris", "buy coffee")
        await boris.looks()
        drawn = boris.last("Decline")
        await boris.presses("Decline")
        await boris.fills({"Why not?": "I'm on holiday"})
        boris.sees("Declined", "It's back with Ann. I'll let them know.")
        await ann.looks()
        ann.sees("Boris declined, so it is yours again", "buy coffee", "I'm on holiday")
        await boris.presses_again(drawn, "Decline")
        boris.sees("That follow-up is gone.")
        await ann.says("my follow-ups")
        ann.sees("1 open follow-up", "buy coffee")


async def test_a_manager_gives_and_sees_it_in_the_rep_s_agenda(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.is_now(Role.MANAGER, "North")
        await ann.says("/remind @boris buy coffee tomorrow")
        ann.sees("Given to Boris", "buy coffee")
        await ann.says("boris tomorrow")
        ann.sees("Boris · Tue, Mar 3: 1 follow-up", "buy coffee")
        await boris.is_now(Role.REP, "South")
        await ann.is_now(Role.REP, "North")
        await ann.says("/remind @boris: tomorrow 10:00 buy tea")
        ann.sees("You can give tasks to people in your team.")


async def test_a_due_reminder_says_who_gave_it(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says("/remind @boris: Acme: friday 10:00 call them")
        await ann.says("/remind: friday 10:00 buy coffee")
        await ann.world.wait(days=4, hours=1)
        await boris.looks()
        boris.sees("Follow up with Ivan Petrov", "call them", "From: Ann")
        await boris.presses("Decline")
        await boris.fills({"Why not?": "no time"})
        boris.sees("Declined")
        await ann.looks()
        ann.sees("Boris declined, so it is yours again", "no time", "Reminder")
        assert "From" not in "".join(seen.text for seen in ann.news)


@pytest.mark.parametrize(
    "line",
    [
        "/remind @boris: Acme: every monday 9:00 call them",
        "/remind @boris: Acme: каждый понедельник в 9:00 call them",
        "/remind @boris: Acme: щопонеділка о 9:00 call them",
        "/remind @boris: Acme: co poniedziałek o 9:00 call them",
        "/remind @boris: Acme: 每周一上午9点 call them",
    ],
)
async def test_what_recurs_is_given(ann: Person, line: str) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says(line)
        ann.sees("Given to Boris", "Ivan Petrov", "every Monday 09:00", "Mon, Mar 9 09:00", "call them")
        await boris.looks()
        boris.sees("Ann gave you a task", "Ivan Petrov", "every Monday 09:00", "call them")
        boris.sees_button("Decline", "Open")
        await ann.says("my follow-ups")
        ann.sees("No open follow-ups")
        await ann.world.wait(days=7)
        await boris.looks()
        boris.sees("Follow up with Ivan Petrov", "every Monday 09:00", "From: Ann")
        await boris.presses("Done")
        await ann.looks()
        ann.sees("Boris has done your task", "call them")
        await boris.says("my follow-ups")
        boris.sees("1 open follow-up", "Mon, Mar 16", "09:00 📞 Ivan Petrov: call them")
        await boris.presses("1. Ivan Petrov")
        boris.sees("From: Ann")


async def test_what_recurs_is_declined_as_a_whole(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/remind @boris: every monday 9:00 report")
        ann.sees("Given to Boris", "every Monday 09:00", "report")
        await boris.looks()
        told = boris.last("Decline")
        await ann.world.wait(days=7)
        await boris.looks()
        await boris.presses("Done")
        await boris.presses_again(told, "Decline")
        await boris.fills({"Why not?": "I'm leaving"})
        boris.sees("Declined", "Mon, Mar 16 09:00", "every Monday 09:00")
        await ann.looks()
        ann.sees("Boris declined, so it is yours again", "every Monday 09:00", "I'm leaving")
        await boris.says("my follow-ups")
        boris.sees("No open follow-ups")
        await ann.says("my follow-ups")
        ann.sees("Mon, Mar 16", "09:00 report")
        await ann.presses("Done")
        await ann.says("my follow-ups")
        ann.sees("Mon, Mar 23", "09:00 report")


async def test_what_recurs_does_so_at_the_local_time_of_who_does_it(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await boris.says("/settings")
        await boris.changes("Time zone", "Asia/Shanghai")
        await ann.says("/remind @boris: every monday 9:00 report")
        ann.sees("every Monday 09:00", "Repeats at Boris's local time (Shanghai).", "Mon, Mar 9 01:00")
        await boris.looks()
        boris.sees("Ann gave you a task", "Mon, Mar 9 09:00")


async def test_giving_what_recurs_is_undone(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/remind @boris: every monday 9:00 report")
        await ann.presses("Undo")
        ann.sees("Undone")
        await boris.says("my follow-ups")
        boris.sees("No open follow-ups")


async def test_whom_nobody_knows_is_said(ann: Person) -> None:
    await ann.says("/remind @zoe: tomorrow 10:00 buy tea")
    ann.sees("I don't know which colleague “@zoe” is")


async def test_the_time_is_asked_for_and_it_is_still_given(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/remind @boris: buy coffee")
        ann.sees("When is “buy coffee”?")
        await ann.says("tomorrow 10:00")
        ann.sees("Given to Boris", "Tue, Mar 3 10:00", "buy coffee")
        await boris.looks()
        boris.sees("Ann gave you a task", "buy coffee")


async def test_a_client_of_that_name_is_meant_without_the_sign(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/new Boris Godunov")
        await ann.says("/remind boris: tomorrow 10:00 call him")
        ann.sees("I'll remind you", "Boris Godunov")
        await boris.looks()
        boris.sees_nothing()


async def test_logging_it_completes_it_and_tells_the_giver(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says("/remind @boris: Acme: friday call them")
        await boris.looks()
        await boris.presses("Open")
        await boris.presses("Log a call")
        await boris.fills({"What did you talk about?": "wants an offer"})
        boris.sees("Call logged", "wants an offer")
        await ann.looks()
        ann.sees("Boris has done your task", "call them")


async def test_it_is_not_declined_to_somebody_who_no_longer_sees_the_client(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await boris.says(ACME)
        await ann.says("/remind @boris: Acme: friday call them")
        async with storage.transaction(ann.world.database) as db:
            await rights.set_visibility(db, Visibility.OWN)
        await boris.looks()
        await boris.presses("Decline")
        boris.sees("Ann can't see Ivan Petrov.")


@pytest.mark.parametrize(
    "said",
    ["can't, on leave", "не могу, on leave", "не можу: on leave", "nie mogę, on leave", "没空，on leave"],
)
async def test_what_was_given_is_declined_with_a_word(ann: Person, said: str) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/remind @boris: tomorrow 10:00 buy tea")
        await boris.looks()
        await boris.says(said)
        boris.sees("Declined", "buy tea", "It's back with Ann")
        await ann.looks()
        ann.sees("Boris declined", "buy tea", "on leave")


async def test_which_one_is_declined_is_asked(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says("/remind @boris: tomorrow 10:00 buy tea")
        await ann.says("/remind @boris: tomorrow 11:00 buy milk")
        await boris.looks()
        await boris.says("can't")
        boris.sees("Which one do you decline?")


async def test_a_word_declines_nothing_where_nothing_was_given(ann: Person) -> None:
    await ann.says("/remind: tomorrow 10:00 buy tea")
    await ann.says("no time")
    await ann.says("my follow-ups")
    ann.sees("buy tea")
