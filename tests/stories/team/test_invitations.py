"""Access for a new person, told as a chat."""

import re

from sqlalchemy import func, select, update

import storage
from storage.models import Outbox, Rep, Role
from storage.team import accounts, teams
from tests.support.chat import OnSlack, OnTelegram, Person

CODE = re.compile(r"\w{4}-\w{4}-\w{4}")


def _code(ann: Person) -> str:
    found = CODE.search(ann.news[-1].text)
    assert found, ann.news
    return found.group()


async def _people(ann: Person) -> list[tuple[str, Role, str]]:
    async with storage.reading(ann.world.database) as db:
        names = {team.id: team.name for team in await teams.get_all(db)}
        return [(rep.name, rep.role, names.get(rep.team_id or 0, "")) for rep in await accounts.active(db)]


async def test_an_admin_invites_a_manager_into_a_team(ann: Person) -> None:
    await ann.is_now(Role.ADMIN, "North")
    await ann.says("/invite")
    await ann.fills({"Which role?": "Manager", "Which team?": "North", "How long is it valid?": "1 day"})
    ann.sees("Ann invites you to Rapport", "one person and is valid until Tue, Mar 3 10:00")
    code = _code(ann)
    if isinstance(ann, OnTelegram):
        ann.sees(f"https://t.me/rapport_test_bot?start={code}")
    if isinstance(ann, OnSlack):
        ann.sees(f"/crm start {code}")
    boris = ann.beside("Boris")
    await boris.says(f"/start {code}")
    boris.sees("Welcome, Boris!")
    assert await _people(ann) == [("Ann", Role.ADMIN, "North"), ("Boris", Role.MANAGER, "North")]


async def test_a_line_says_it_all_and_the_code_is_kept_nowhere(ann: Person) -> None:
    await ann.is_now(Role.ADMIN, "North")
    await ann.says("/invite north, manager, 3 days")
    ann.sees("until Thu, Mar 5 10:00")
    code = _code(ann)
    async with storage.reading(ann.world.database) as db:
        kept = (await db.scalars(select(Outbox.card))).all()
    assert code not in str(kept)
    await ann.says("/invite south")
    ann.sees("No team or role called “south”")
    await ann.says("/invite 90 days")
    ann.sees("1 to 30 days")


async def test_a_manager_invites_reps_into_the_own_team(ann: Person) -> None:
    await ann.is_now(Role.MANAGER)
    await ann.says("/invite")
    ann.sees("You're not in a team yet")
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/invite manager")
    ann.sees("Managers can invite reps to their own team")
    await ann.says("/invite")
    await ann.fills({"How long is it valid?": "7 days"})
    boris = ann.beside("Boris")
    await boris.says(f"/start {_code(ann)}")
    boris.sees("Welcome")
    assert await _people(ann) == [("Ann", Role.MANAGER, "North"), ("Boris", Role.REP, "North")]


async def test_a_rep_invites_nobody(ann: Person) -> None:
    await ann.is_now(Role.REP)
    await ann.says("/invite")
    ann.sees("Only managers and admins can do that.")
    await ann.says("/help")
    assert "/invite" not in ann.news[-1].text


async def test_a_code_is_worth_nothing_once_its_maker_may_not_invite(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    codes = []
    for _each in range(3):
        await ann.says("/invite rep")
        codes.append(_code(ann))
    boris, clara = ann.beside("Boris"), ann.beside("Clara")
    await ann.is_now(Role.MANAGER)
    await boris.says(f"/start {codes[0]}")
    boris.sees("not valid")
    await ann.is_now(Role.ADMIN)
    await boris.says(f"/start {codes[0]}")
    boris.sees("Welcome")  # it was not used up
    await _suspended(ann)
    await clara.says(f"/start {codes[1]}")
    clara.sees("not valid")
    assert await _count(ann) == 2


async def test_who_comes_in_on_another_channel_is_known_there(ann: Person) -> None:
    await ann.says("/link")
    ann.sees("privately within 15 minutes")
    again = ann.beside("Annie")
    await again.says(f"start {_code(ann)}")
    again.sees("Hello again, Ann!", "Channels: ")
    assert await _count(ann) == 1


async def test_a_link_to_somebody_who_has_left_lets_nobody_in(ann: Person) -> None:
    await ann.says("/link")
    code = _code(ann)
    boris = ann.beside("Boris")
    await _suspended(ann)
    await boris.says(f"/start {code}")
    boris.sees("not valid")
    assert await _count(ann) == 1


async def _suspended(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).where(Rep.name == ann.name).values(active=False))


async def _count(ann: Person) -> int:
    async with storage.reading(ann.world.database) as db:
        return await db.scalar(select(func.count()).select_from(Rep)) or 0
