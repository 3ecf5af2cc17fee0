"""A second channel for the same person, and a code that somebody else has seen, told as a chat."""

import re

import pytest
from sqlalchemy import select

import storage
from storage.models import Rep, Role
from storage.team import accounts, teams
from tests.support.chat import Person

CODE = re.compile(r"\w{4}-\w{4}-\w{4}")


async def _link_code(ann: Person) -> str:
    await ann.says("/link")
    found = CODE.search(ann.news[-1].text)
    assert found, ann.news
    return found.group()


async def test_a_code_lives_a_quarter_of_an_hour(ann: Person) -> None:
    code = await _link_code(ann)
    ann.sees("within 15 minutes")
    phone = ann.beside("Annie")
    await ann.world.wait(minutes=16)
    await phone.says(f"/start {code}")
    phone.sees("not valid")
    await phone.says(f"/start {await _link_code(ann)}")
    phone.sees("Hello again, Ann!")


async def test_a_new_code_ends_the_one_before(ann: Person) -> None:
    first, second = await _link_code(ann), await _link_code(ann)
    phone = ann.beside("Annie")
    await phone.says(f"/start {first}")
    phone.sees("not valid")
    await phone.says(f"/start {second}")
    phone.sees("Hello again, Ann!")


async def test_a_stolen_code_is_told_of_at_once_and_locks_nobody_out(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    mallory = ann.beside("Mallory")
    await mallory.says(f"/start {await _link_code(ann)}")
    mallory.sees("Hello again, Ann!")
    await ann.looks()
    ann.sees("(Mallory) was just linked to your account", "Press the button")
    warning = ann.news[-1]

    await mallory.says("/link")
    stolen = CODE.search(mallory.news[-1].text)
    first = next(label for label in mallory.news[-1].buttons if label.startswith("Unlink"))
    await mallory.presses(first)
    mallory.sees("This channel was just linked", "or later")
    await ann.says("/today")
    ann.sees("due")

    await ann.presses_again(warning, next(label for label in warning.buttons if label.startswith("Unlink")))
    ann.sees("Unlinked")
    await mallory.says("/today")
    mallory.sees("You don't have access yet")
    assert stolen
    await mallory.says(f"/start {stolen.group()}")
    mallory.sees("not valid")


async def test_an_hour_later_any_channel_unlinks_any_other(ann: Person) -> None:
    phone = ann.beside("Annie")
    await phone.says(f"/start {await _link_code(ann)}")
    await ann.world.wait(minutes=61)
    await phone.says("/link")
    await phone.presses(next(label for label in phone.news[-1].buttons if label.startswith("Unlink")))
    phone.sees("Unlinked")
    await ann.says("/today")
    ann.sees("You don't have access yet")


@pytest.mark.parametrize("leaves", [False, True], ids=["suspended", "removed"])
async def test_whoever_is_suspended_or_removed_takes_their_codes_along(ann: Person, leaves: bool) -> None:
    await ann.is_now(Role.ADMIN)
    boris = ann.beside("Boris")
    await boris.joins(Role.ADMIN)
    link = await _link_code(boris)
    await boris.says("/invite rep")
    invitation = CODE.search(boris.news[-1].text)
    assert invitation
    async with storage.transaction(ann.world.database) as db:
        people = {rep.name: rep for rep in await accounts.active(db)}
        now = ann.world.clock()
        if leaves:
            assert await teams.remove(db, people["Ann"], people["Boris"].id, now)
        else:
            assert await teams.suspend(db, people["Ann"], people["Boris"].id, now)
            assert await teams.bring_back(db, people["Ann"], people["Boris"].id)
    mallory = ann.beside("Mallory")
    for code in (link, invitation.group()):
        await mallory.says(f"/start {code}")
        mallory.sees("not valid")
    async with storage.reading(ann.world.database) as db:
        assert (await db.scalars(select(Rep.name).order_by(Rep.id))).all() == ["Ann", "Boris"]
