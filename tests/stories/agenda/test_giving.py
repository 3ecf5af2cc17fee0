"""A follow-up is given to a colleague, who is told, and can decline; the giver is told what becomes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.models import Role
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
        ann.sees("Boris has done what you gave", "call them")


async def test_it_is_declined_with_a_word(ann: Person) -> None:
    async with _a_team(ann) as boris:
        await ann.says(ACME)
        await ann.says("/remind boris: buy coffee tomorrow")
        ann.sees("Given to Boris", "buy coffee")
        await boris.looks()
        drawn = boris.last("Decline")
        await boris.presses("Decline")
        await boris.fills({"Why not?": "I'm on holiday"})
        boris.sees("Declined", "Ann is told, and has it again.")
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
