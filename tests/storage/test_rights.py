"""Who may see a client sees it, whatever is asked; who has left sees nothing any more."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import rights
from storage.activities import agenda, files, follow_ups, interactions
from storage.activities.agenda import Range
from storage.audit import changes, history, reversal
from storage.audit.history import HistoryKind, Subject
from storage.clients import client_card, client_deletions, clients, handover, new_client
from storage.clients.new_client import NewClient, Point
from storage.deals import deal_lists, deals, stage_sums
from storage.models import FileKind, FollowUpState, InteractionKind, PointKind, Rep, Role, Visibility
from storage.reports import weekly
from storage.rights import SYSTEM, visible
from storage.search import client_search, deal_search, filters, names_in_text
from storage.search.filters import Dealing, Filter, Talk
from storage.team import teams
from tests.support import people
from tests.support.world import BEGINNING, World

pytestmark = pytest.mark.usefixtures("compared")

PHONE = Point(PointKind.PHONE, "+79123456789", "+7 912 345-67-89")
IVAN = NewClient("Ivan Petrov", company="极限", points=(PHONE,), birthday=new_client.Birthday(3, 12))

DEALING = Filter(dealing=Dealing())
SUBJECT = Subject(1)


@dataclass
class Base:
    """One of each noun, all of them Ann's; and Ann, who has left."""

    db: AsyncSession
    ann: Rep


@pytest.fixture
async def base(world: World) -> AsyncIterator[Base]:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        changes.act(db, ann, BEGINNING, "console", "new")
        client = await clients.add(db, ann, IVAN, BEGINNING)
        await deals.add(db, ann, client, "Licence", 100, "USD", BEGINNING)
        await follow_ups.add(db, ann, client, "ring", BEGINNING, BEGINNING)
        kind = InteractionKind.CALL
        logged = await interactions.add(db, ann, client, kind, at=BEGINNING, now=BEGINNING, text="hm")
        await files.add(db, ann, logged, FileKind.PHOTO, "f", BEGINNING, channel="telegram")
        yield Base(db, ann)


def _looks(db: AsyncSession, who: Rep) -> dict[str, Awaitable[Any]]:
    return {
        "clients.get": clients.get(db, who, 1),
        "client_card.load": client_card.load(db, who, 1, max_deals=5, max_recent=5, max_steps=5),
        "clients.find_alike": clients.find_alike(db, who, IVAN),
        "clients.born_on": clients.born_on(db, who, [(3, 12)], limit=9),
        "search.get_all": client_search.get_all(db, who, [1]),
        "search.find": client_search.find(db, who, "petrov", limit=9),
        "search.find_or_near": _near(db, who),
        "search.find_near": client_search.find_near(db, who, ["petorv"], limit=9),
        "search.find by sound": client_search.find(db, who, "петров", limit=9),
        "search.find by a middle": client_search.find(db, who, "etro", limit=9),
        "search.find on another keyboard": client_search.find(db, who, "gtnhjd", limit=9),
        "search.find by phone": client_search.find(db, who, "6789", limit=9),
        "search.find_named": client_search.find_named(db, who, "Ivan Petrov", limit=9),
        "spoken_of.find_cased": names_in_text.find_cased(db, who, ["петра"], limit=9),
        "spoken_of.find_within": names_in_text.find_within(db, who, "给极限打电话", limit=9),
        "search.find_said": client_search.find_words(db, who, "petrov", limit=9),
        "search.is_called": client_search.is_called(db, who, "ivan", ""),
        "search.find_or_near within a filter": _filtered(db, who),
        "filters.spoken_last": filters.get_last_contacts(db, who, Talk(None), [1]),
        "filters.biggest": filters.get_biggest_deals(db, who, DEALING, [1]),
        "search.starts_a_name": client_search.starts_a_name(db, who, "Ivan"),
        "deals.get": deals.get(db, who, 1),
        "deals.open_of": deals.open_of(db, who, limit=9),
        "deal_lists.page": deal_lists.page(db, who, DEALING, limit=9),
        "deal_lists.totals": deal_lists.totals(db, who, DEALING),
        "deals.find_cased": deals.find_cased(db, who, "licence", limit=9),
        "deals.open_of_client": deals.open_of_client(db, who, 1, limit=9),
        "deals.in_stage": deals.in_stage(db, who, 1, limit=9),
        "deals.find": deals.find(db, who, "licence", limit=9),
        "stage_sums.sums": stage_sums.sums(db, who, BEGINNING),
        "stage_sums.totals": stage_sums.totals(db, who, 1),
        "deals.moves": deals.moves(db, who, 1),
        "files.get": files.get(db, who, 1),
        "files.of_interactions": files.of_interactions(db, who, [1]),
        "follow_ups.get": follow_ups.get(db, who, 1),
        "follow_ups.newest": follow_ups.newest(db, who, 1),
        "follow_ups.open_until": follow_ups.open_until(db, who, BEGINNING.replace(year=2027), limit=9),
        "follow_ups.count_overdue": follow_ups.count_overdue(db, who, BEGINNING.replace(year=2027)),
        "agenda.due_times": agenda.due_times(db, who, Range(owner=1)),
        "agenda.page": agenda.page(db, who, Range(owner=1), limit=9),
        "history.page": history.page(db, who, SUBJECT, HistoryKind.ALL, limit=9),
        "history.get_changes": history.get_changes(db, who, SUBJECT, HistoryKind.ALL, [1]),
        "history.get_deals": history.get_deals(db, who, [1]),
        "history.get_files": history.get_files(db, who, [1]),
        "history.get_interactions": history.get_interactions(db, who, [1]),
        "history.get_moves": history.get_moves(db, who, [1]),
        "deals.of_client": deals.of_client(db, who, 1, limit=9),
        "deal_search.find": _deals_found(db, who),
        "client_deletions.count": _belongings(db, who),
        "handover.load": _load(db, who),
        "handover.owners": handover.owners(db, who, limit=9),
        "handover.owner": handover.owner(db, who, 1),
        "weekly.weeks": _weeks(db, who),
        "interactions.get": interactions.get(db, who, 1),
        "interactions.of_client": interactions.of_client(db, who, 1, limit=9),
    }


async def _near(db: AsyncSession, who: Rep) -> int:
    return (await client_search.find_or_near(db, who, "petorv", limit=9)).total


async def _filtered(db: AsyncSession, who: Rep) -> int:
    within = filters.within(who, DEALING)
    return (await client_search.find_or_near(db, who, "", limit=9, within=within)).total


async def _weeks(db: AsyncSession, who: Rep) -> int:
    ann = await db.get_one(Rep, 1)
    since, until = BEGINNING.replace(year=2025), BEGINNING.replace(year=2027)
    return (await weekly.weeks(db, who, [ann], since, until, until))[1].interactions


async def _deals_found(db: AsyncSession, who: Rep) -> int:
    return len((await deal_search.find(db, who, "licence")).rows)


async def _belongings(db: AsyncSession, who: Rep) -> int:
    return (await client_deletions.count(db, who, 1)).total


async def _load(db: AsyncSession, who: Rep) -> int:
    return (await handover.count_load(db, who, await db.get_one(Rep, 1))).clients


def _is_something(found: Any) -> bool:
    return bool(found and any(found)) if isinstance(found, tuple) else bool(found)


async def test_a_rep_sees_what_there_is(base: Base) -> None:
    seen = {name: await look for name, look in _looks(base.db, base.ann).items()}
    assert all(_is_something(found) for found in seen.values()), seen


async def test_who_has_left_sees_nothing(base: Base) -> None:
    base.ann.active = False
    await base.db.flush()
    seen = {name: await look for name, look in _looks(base.db, base.ann).items()}
    assert not {name for name, found in seen.items() if _is_something(found)}


async def test_who_has_left_changes_nothing(base: Base) -> None:
    base.ann.active = False
    await base.db.flush()
    offer = (await deals.stages(base.db))[2]
    state, now = FollowUpState.DONE, BEGINNING
    assert not await deals.move(base.db, base.ann, 1, 1, offer, now)
    assert not await follow_ups.close(base.db, base.ann, 1, BEGINNING, state, now)
    assert not await follow_ups.snooze(base.db, base.ann, 1, BEGINNING, now.replace(year=2027))
    await deals.edit(base.db, base.ann, 1, {"amount": 1})
    found = await deals.get(base.db, SYSTEM, 1)
    assert found is not None and found[0].amount == 100
    assert (await clients.get(base.db, SYSTEM, 1)) is not None


OWN, TEAM, ALL = Visibility
REP, MANAGER, ADMIN = Role
# role, what reps see, whether in Ann's team -> whether Ann's client is seen
SIGHTS = [
    (REP, OWN, True, False),
    (REP, OWN, False, False),
    (REP, TEAM, True, True),
    (REP, TEAM, False, False),
    (REP, ALL, True, True),
    (REP, ALL, False, True),
    (MANAGER, OWN, True, True),
    (MANAGER, OWN, False, False),
    (MANAGER, TEAM, True, True),
    (MANAGER, TEAM, False, False),
    (MANAGER, ALL, False, True),
    (ADMIN, OWN, True, True),
    (ADMIN, OWN, False, True),
]


async def _boris(base: Base, role: Role, sees: Visibility, *, together: bool) -> Rep:
    """Another one, as a later transaction knows him."""
    base.ann.team_id = (await teams.put(base.db, "North")).id
    boris = await people.rep(base.db, "Boris", BEGINNING, role=role)
    boris.team_id = (await teams.put(base.db, "north" if together else "South")).id
    await rights.set_visibility(base.db, sees)
    await base.db.flush()
    await base.db.refresh(boris)
    return boris


@pytest.mark.parametrize(("role", "sees", "together", "seen"), SIGHTS)
async def test_what_is_seen_follows_role_team_and_setting(
    base: Base, role: Role, sees: Visibility, together: bool, seen: bool
) -> None:
    boris = await _boris(base, role, sees, together=together)
    looks = _looks(base.db, boris)
    found = {name: await look for name, look in looks.items()}
    mine = {"deals.open_of", "clients.born_on"}
    mine |= {"follow_ups.open_until", "follow_ups.count_overdue"}
    managed = {"handover.owners", "handover.owner"}
    manages = role is Role.ADMIN or (role is Role.MANAGER and together)
    assert {name for name in managed if _is_something(found.pop(name)) is not manages} == set()
    assert {name for name in found if name not in mine and _is_something(found[name]) is not seen} == set()
    assert not {name for name in mine if _is_something(found[name])}


async def test_two_without_a_team_are_in_no_team_together(base: Base) -> None:
    boris = await people.rep(base.db, "Boris", BEGINNING, role=Role.MANAGER)
    await rights.set_visibility(base.db, Visibility.TEAM)
    await base.db.refresh(boris)
    assert await clients.get(base.db, boris, 1) is None


async def test_a_rep_always_sees_the_own_clients(base: Base) -> None:
    for sees in Visibility:
        await rights.set_visibility(base.db, sees)
        await base.db.refresh(base.ann)
        assert await clients.get(base.db, base.ann, 1)


async def test_what_reps_see_comes_with_the_rep_and_is_there_after_a_flush(base: Base) -> None:
    assert base.ann.sees is Visibility.ALL
    base.ann.name = "Anna"
    await base.db.flush()
    assert base.ann.sees is Visibility.ALL
    assert str(visible(base.ann)) == "true"


async def test_nobody_takes_back_a_change_of_a_client_out_of_sight(base: Base) -> None:
    boris = await _boris(base, Role.REP, Visibility.ALL, together=False)
    changes.act(base.db, boris, BEGINNING, "console", "note")
    client = await clients.get(base.db, boris, 1)
    assert client
    await deals.add(base.db, boris, client, "Second", 1, "USD", BEGINNING)
    act_id = changes.act_id(base.db)
    assert act_id
    changes.act(base.db, base.ann, BEGINNING, "console", "settings")
    await rights.set_visibility(base.db, Visibility.OWN)
    await base.db.refresh(boris)
    with pytest.raises(reversal.OutOfSight):
        await reversal.undo(base.db, boris, act_id, BEGINNING)
    assert len(await deals.open_of_client(base.db, SYSTEM, 1, limit=9)) == 2


async def test_who_gave_a_client_away_can_take_that_back(base: Base) -> None:
    boris = await _boris(base, Role.REP, Visibility.OWN, together=False)
    await base.db.refresh(base.ann)
    changes.act(base.db, base.ann, BEGINNING, "console", "assign")
    client = await clients.get(base.db, base.ann, 1)
    assert client
    client.owner_id = boris.id
    await base.db.flush()
    assert await clients.get(base.db, base.ann, 1) is None
    act_id = changes.act_id(base.db)
    assert act_id
    assert await reversal.undo(base.db, base.ann, act_id, BEGINNING)
    assert await clients.get(base.db, base.ann, 1)
