"""Who works here, told as a chat: roles, teams, and those who are let in no more."""

import asyncio

import pytest
from sqlalchemy import select

import storage
from storage import rights
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.models import Change, Rep, Role
from storage.team import accounts, teams
from tests.support import people
from tests.support.chat import Person
from tests.support.world import BEGINNING, World


async def _as_admin(ann: Person) -> Person:
    """Ann, and Boris beside her."""
    await ann.is_now(Role.ADMIN)
    boris = ann.beside("Boris")
    await boris.joins()
    return boris


async def _boris(ann: Person) -> Rep:
    async with storage.reading(ann.world.database) as db:
        return (await db.scalars(select(Rep).where(Rep.name == "Boris"))).one()


async def test_an_admin_sees_who_is_there_and_changes_a_role(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await people.rep(db, "Boris", BEGINNING)
    await ann.is_now(Role.ADMIN)
    await ann.says("/team")
    ann.sees("Ann: Admin", "Boris: Rep")
    await ann.presses("Boris")
    ann.sees("Role: Rep")
    await ann.presses("Role")
    await ann.presses("Manager")
    ann.sees("Role: Manager")
    assert (await _boris(ann)).role is Role.MANAGER
    await ann.presses("Undo")
    ann.sees("A new role, Boris, ")
    assert (await _boris(ann)).role is Role.REP


async def test_people_are_put_into_teams(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await people.rep(db, "Boris", BEGINNING)
    await ann.is_now(Role.ADMIN)
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Team")
    await ann.presses("New team")
    await ann.fills({"What's the team called?": "North"})
    ann.sees("Team: North")
    await ann.says("/team")
    ann.sees("Boris: Rep, North")
    await ann.presses("Boris")
    await ann.presses("Team")
    await ann.presses("No team")
    assert (await _boris(ann)).team_id is None


async def test_who_is_suspended_is_let_in_no_more_until_brought_back(ann: Person) -> None:
    boris = await _as_admin(ann)
    await boris.says("/new Ivan Petrov, Acme Ltd")
    old = boris.last("Log a call")
    await boris.says("/remind Acme: today 12:00 ring")
    await boris.says("/settings")
    await boris.presses("About me")
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Suspend")
    ann.sees("suspended")
    await boris.says("/find petrov")
    boris.sees("You don't have access right now.")
    await boris.presses_again(old, "Log a call")
    boris.sees("You don't have access right now")
    await boris.presses_again(old, "History")
    boris.sees("You don't have access right now")
    await boris.changes("Working days", "Every day")
    boris.sees("You don't have access right now")
    await boris.says("/start c1")
    boris.sees("You don't have access right now")
    await ann.world.wait(hours=3)
    await boris.looks()
    boris.sees_nothing()
    assert (await _boris(ann)).working_days == "12345"
    await ann.presses("Restore access")
    await boris.says("/find petrov")
    boris.sees("Acme Ltd")


async def test_who_was_removed_comes_back_with_an_admins_invitation_only(ann: Person) -> None:
    boris = await _as_admin(ann)
    clara = ann.beside("Clara")
    await clara.joins()
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Remove")
    ann.sees("Removed: Boris")
    await ann.says("/team")
    assert "Boris" not in ann.news[-1].text
    await clara.is_now(Role.MANAGER, "North")
    await clara.says("/invite rep")
    code = clara.news[-1].text.partition("start=")[2] or clara.news[-1].text.partition("start ")[2]
    await boris.says(f"/start {code[:14]}")
    boris.sees("not valid")
    await boris.says(f"/start {await ann.world.invite(Role.MANAGER)}")
    boris.sees("Welcome, Boris!")
    again = await _boris(ann)
    assert (again.role, again.active, again.left_at) == (Role.MANAGER, True, None)


async def test_a_removal_can_be_taken_back(ann: Person) -> None:
    boris = await _as_admin(ann)
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Remove")
    await ann.presses("Undo")
    await boris.says("/deals")
    assert "don't have access right now" not in str(boris.news)
    async with storage.reading(ann.world.database) as db:
        told = (await db.scalars(select(Change).where(Change.noun == "reps"))).all()
    assert [list(change.after or {}) for change in told] == [["active", "left_at"]]


async def test_a_manager_looks_at_the_own_team_and_changes_nobody(ann: Person) -> None:
    boris = await _as_admin(ann)
    await boris.is_now(Role.REP, "North")
    await ann.says("/team")
    await ann.presses("Boris")
    old = ann.last("Suspend")
    await ann.is_now(Role.MANAGER, "South")
    await ann.says("/team")
    ann.sees("Ann: Manager, South")
    assert "Boris" not in ann.news[-1].text
    await ann.presses_again(old, "Suspend")
    ann.sees("Only an admin can do that.")
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/team")
    await ann.presses("Boris")
    assert ann.news[-1].buttons == ("Hand over clients", "‹ Team")
    await ann.is_now(Role.REP, "North")
    await ann.says("/team")
    ann.sees("Only managers and admins can do that.")


async def test_the_last_admin_stays_one(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await people.rep(db, "Boris", BEGINNING, role=Role.ADMIN)
    await ann.is_now(Role.ADMIN)
    await ann.says("/team")
    await ann.presses("Ann")
    assert "Suspend" not in ann.news[-1].buttons
    await ann.presses("Role")
    await ann.presses("Rep")
    ann.sees("Role: Rep")
    await ann.says("/undo")
    ann.sees("Only an admin can do that.")
    await ann.is_now(Role.ADMIN)
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Suspend")
    await ann.says("/team")
    await ann.presses("Ann")
    await ann.presses("Role")
    await ann.presses("Rep")
    ann.sees("There must be at least one admin")


async def test_nobody_takes_back_what_leaves_no_admin(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await people.rep(db, "Boris", BEGINNING)
    await ann.is_now(Role.ADMIN)
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Role")
    await ann.presses("Admin")
    await ann.is_now(Role.REP)
    await ann.presses("Undo")
    ann.sees("Only an admin can do that.")


async def test_two_presses_at_once_leave_an_admin(world: World) -> None:
    """Each of two admins suspends the other."""
    async with storage.transaction(world.database) as db:
        ann, boris = [await people.rep(db, name, BEGINNING, role=Role.ADMIN) for name in ("Ann", "Boris")]

    async def suspends(who: int, whom: int) -> bool:
        async with storage.transaction(world.database) as db:
            rep = await db.get_one(Rep, who)
            await asyncio.sleep(0.05)
            return await teams.suspend(db, rep, whom, world.clock())

    done = await asyncio.gather(suspends(ann.id, boris.id), suspends(boris.id, ann.id), return_exceptions=True)
    assert sorted(map(str, map(type, done))) == sorted(map(str, (bool, rights.NotAllowed)))
    async with storage.reading(world.database) as db:
        assert len(await accounts.admins(db)) == 1


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
async def test_what_was_done_stays_under_the_name_of_who_was_removed(world: World, role: Role) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        boris = await people.rep(db, "Boris", BEGINNING, role=role)
        client = await clients.add(db, boris, NewClient("Ivan Petrov"), BEGINNING)
        assert await teams.remove(db, ann, boris.id, BEGINNING)
        assert not await teams.remove(db, ann, boris.id, BEGINNING)
        assert await clients.get(db, ann, client.id)
        assert await clients.get(db, boris, client.id) is None
