"""Clients go to somebody else, told as a chat."""

import pytest
from sqlalchemy import func, select

import storage
from storage import rights
from storage.activities import follow_ups
from storage.audit import changes, reversal
from storage.clients import clients, handover
from storage.clients.new_client import NewClient
from storage.models import Change, Client, Deal, FollowUp, Rep, Role, Visibility
from storage.team import teams
from tests.running import statements
from tests.support import people, recording
from tests.support.chat import Person
from tests.support.recording import Recorder
from tests.support.world import BEGINNING, World

BORIS = recording.place("12", "phone")


async def _boris(ann: Person, name: str = "Boris", team: str = "", role: Role = Role.REP) -> Recorder:
    """Somebody else, on a phone."""
    channel = Recorder("phone")
    ann.world.delivery.add(channel)
    rep = await recording.settle_in(ann.world, BORIS, name=name, role=role)
    async with storage.transaction(ann.world.database) as db:
        if team:
            (await db.get_one(Rep, rep.id)).team_id = (await teams.put(db, team)).id
    return channel


async def _owners(ann: Person) -> set[tuple[str, str]]:
    """Of what, by name: of clients, deals and follow-ups."""
    async with storage.reading(ann.world.database) as db:
        names = {rep.id: rep.name for rep in await db.scalars(select(Rep))}
        return {
            (noun.__tablename__, names[owner])
            for noun in (Client, Deal, FollowUp)
            for owner in await db.scalars(select(noun.owner_id))
        }


async def _ivan(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/deal Acme: annual licence 12 000 USD")
    await ann.says("/remind Acme: today 12:00 send the offer")


async def test_a_client_is_given_to_somebody_with_what_is_open(ann: Person) -> None:
    phone = await _boris(ann)
    await _ivan(ann)
    await ann.says("/assign Acme: boris")
    ann.sees("Boris is now the owner of Ivan Petrov.")
    assert await _owners(ann) == {("clients", "Boris"), ("deals", "Boris"), ("follow_ups", "Boris")}
    assert "1 client is yours now" in phone.texts("12")[0]
    assert "Ivan Petrov · Acme Ltd: 1 open deal, next step Mon, Mar 2 12:00" in phone.texts("12")[0]
    await ann.world.wait(hours=3)
    await ann.looks()
    ann.sees_nothing()
    assert "Follow up with Ivan Petrov" in phone.texts("12")[1]
    await ann.presses("Undo")
    ann.sees("A handover, Ivan Petrov")
    assert {owner for _noun, owner in await _owners(ann)} == {"Ann"}


async def test_from_the_card_it_takes_two_presses(ann: Person) -> None:
    await _boris(ann)
    await _ivan(ann)
    await ann.says("/find petrov")
    await ann.presses("Reassign")
    ann.sees("Who should Ivan Petrov be reassigned to?")
    old = ann.last("Boris")
    await ann.presses("Boris")
    ann.sees("Boris is now the owner")
    await ann.is_now(Role.ADMIN)
    await ann.presses_again(old, "Boris")
    assert {owner for _noun, owner in await _owners(ann)} == {"Boris"}


async def test_nobody_gives_away_what_is_anothers(ann: Person) -> None:
    await _boris(ann, team="South")
    async with storage.transaction(ann.world.database) as db:
        boris = (await db.scalars(select(Rep).where(Rep.name == "Boris"))).one()
        await clients.add(db, boris, NewClient("Ivan Petrov"), BEGINNING)
    for role in (Role.REP, Role.MANAGER):
        await ann.is_now(role, "North")
        await ann.says("/find petrov")
        assert "Reassign" not in ann.news[-1].buttons
        await ann.says("/assign Ivan Petrov: Ann")
        ann.sees("Only the client's owner")
    await ann.is_now(Role.MANAGER, "South")
    await ann.says("/assign Ivan Petrov: Ann")
    ann.sees("Ann is now the owner of Ivan Petrov.")


async def test_whoever_leaves_hands_over_all_at_once(ann: Person) -> None:
    phone = await _boris(ann)
    await _ivan(ann)
    await ann.says("/new Clara Jones")
    await ann.is_now(Role.ADMIN)
    await ann.says("/handover Ann")
    ann.sees("Hand over Ann's clients", "Clients: 2", "Open deals: 1", "Follow-ups: 1")
    await ann.presses("Boris")
    ann.sees("Clients handed over: Ann", "Boris: 2 clients")
    assert {owner for _noun, owner in await _owners(ann)} == {"Boris"}
    assert len(phone.texts("12")) == 1
    assert "2 clients are yours now" in phone.texts("12")[0]
    await ann.presses("Undo")
    assert {owner for _noun, owner in await _owners(ann)} == {"Ann"}
    await ann.world.delivery.drain()
    assert "2 clients are no longer yours" in phone.texts("12")[1]
    assert "Ann has undone the handover." in phone.texts("12")[1]


async def test_what_has_changed_since_the_preview_is_shown_first(ann: Person) -> None:
    await _boris(ann)
    await ann.says("/new Clara Jones")
    await ann.is_now(Role.ADMIN)
    await ann.says("/handover Ann")
    old = ann.last("Boris")
    await ann.says("/new Ivan Petrov")
    await ann.presses_again(old, "Boris")
    ann.sees("Clients: 2", "check again")
    assert {owner for _noun, owner in await _owners(ann)} == {"Ann"}


async def test_a_rep_hands_over_nobodys(ann: Person) -> None:
    await _boris(ann)
    await ann.says("/new Clara Jones")
    await ann.is_now(Role.ADMIN)
    await ann.says("/handover Ann")
    old = ann.last("Boris")
    await ann.is_now(Role.REP)
    await ann.presses_again(old, "Boris")
    ann.sees("Only managers and admins can do that.")
    await ann.says("/handover Ann")
    ann.sees("Only managers and admins can do that.")


async def test_what_somebody_removed_leaves_is_shared_out(ann: Person) -> None:
    await _boris(ann, "Boris")
    await ann.is_now(Role.ADMIN)
    async with storage.transaction(ann.world.database) as db:
        for name in ("Clara", "Dora"):
            await people.rep(db, name, BEGINNING)
        boris = (await db.scalars(select(Rep).where(Rep.name == "Boris"))).one()
        await clients.add_all(db, boris, [NewClient(f"Client {n}") for n in range(5)], BEGINNING)
    await ann.says("/team")
    await ann.presses("Boris")
    await ann.presses("Remove")
    await ann.presses("Hand over clients")
    ann.sees("Clients: 5")
    await ann.presses("Split evenly among 2 reps")
    ann.sees("Clara: 3 clients", "Dora: 2 clients")
    assert await _owners(ann) == {("clients", "Clara"), ("clients", "Dora")}


@pytest.mark.parametrize("count", [10_000])
async def test_many_clients_take_few_statements_there_and_back(world: World, count: int) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        boris, clara, dora = [await people.rep(db, name, BEGINNING) for name in ("Boris", "Clara", "Dora")]
        made = await clients.add_all(db, boris, [NewClient(f"Client {n}") for n in range(count)], BEGINNING)
        for client in made[:20]:
            await follow_ups.add(db, boris, client, "ring", BEGINNING, BEGINNING)
    with statements.listening(world.database) as asked:
        async with storage.transaction(world.database) as db:
            changes.act(db, ann, BEGINNING, "console", "handover.share")
            given = await handover.handover(db, ann, boris, [clara, dora])
            act_id = changes.act_id(db)
    assert given == {clara.id: count // 2, dora.id: count // 2}
    assert len(asked) < 60
    with statements.listening(world.database) as asked:
        async with storage.transaction(world.database) as db:
            assert await db.scalar(select(func.count(Change.id))) == count + 20
            assert await reversal.undo(db, ann, act_id or 0, BEGINNING)
            assert await db.scalar(select(func.count(Client.id)).where(Client.owner_id == boris.id)) == count
    assert len(asked) < 100


async def _given_on(world: World, count: int) -> tuple[int, int]:
    """Ann gives Boris' three clients to Clara, who passes `count` of them on to Dora: the act, and Ann."""
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        boris, clara, dora = [await people.rep(db, name, BEGINNING) for name in ("Boris", "Clara", "Dora")]
        made = await clients.add_all(db, boris, [NewClient(f"Client {n}") for n in range(3)], BEGINNING)
        for client in made:
            await follow_ups.add(db, boris, client, "ring", BEGINNING, BEGINNING)
        changes.act(db, ann, BEGINNING, "console", "handover.to")
        await handover.handover(db, ann, boris, [clara])
        act_id = changes.act_id(db) or 0
        changes.act(db, clara, BEGINNING, "console", "assign")
        for client in made[:count]:
            assert await handover.assign(db, clara, client.id, clara.id, dora, BEGINNING)
        return act_id, ann.id


async def test_what_has_been_passed_on_since_stays_and_the_rest_comes_back(world: World) -> None:
    act_id, ann_id = await _given_on(world, 1)
    async with storage.transaction(world.database) as db:
        undone = await reversal.undo(db, await db.get_one(Rep, ann_id), act_id, BEGINNING)
        assert undone and list(undone.gone.values()) == [2] and len(undone.stay) == 1
    async with storage.reading(world.database) as db:
        for noun in (Client, FollowUp):
            rows = await db.scalars(select(Rep.name).join(noun, noun.owner_id == Rep.id).order_by(noun.id))
            assert list(rows) == ["Dora", "Boris", "Boris"]


async def test_nothing_of_it_is_taken_back_once_all_has_been_passed_on(world: World) -> None:
    act_id, ann_id = await _given_on(world, 3)
    async with storage.transaction(world.database) as db:
        with pytest.raises(reversal.Depended):
            await reversal.undo(db, await db.get_one(Rep, ann_id), act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        rows = await db.scalars(select(Rep.name).join(Client, Client.owner_id == Rep.id))
        assert list(rows) == ["Dora"] * 3


async def test_a_manager_hands_over_what_is_the_own_teams(world: World) -> None:
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.TEAM)
        north, south = [(await teams.put(db, name)).id for name in ("North", "South")]
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.MANAGER)
        boris, clara = [await people.rep(db, name, BEGINNING) for name in ("Boris", "Clara")]
        ann.team_id, boris.team_id, clara.team_id = north, north, south
        await clients.add(db, clara, NewClient("Ivan Petrov"), BEGINNING)
        assert [rep.name for rep in await handover.takers(db, ann)] == ["Ann", "Boris"]
        assert await handover.owners(db, ann, limit=9) == []
        assert await handover.owner(db, ann, clara.id) is None
        with pytest.raises(rights.NotAllowed):
            await handover.handover(db, ann, clara, [boris])


async def test_what_is_open_follows_a_client_that_the_giver_no_longer_sees(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, boris = [await people.rep(db, name, BEGINNING) for name in ("Ann", "Boris")]
        ann.team_id = boris.team_id = (await teams.put(db, "North")).id
        await rights.set_visibility(db, Visibility.OWN)
        client = await people.client(db, ann, "Ivan Petrov")
        await follow_ups.add(db, ann, client, "ring", BEGINNING, BEGINNING)
    async with storage.transaction(world.database) as db:
        ann, boris = await db.get_one(Rep, ann.id), await db.get_one(Rep, boris.id)
        assert await handover.assign(db, ann, client.id, ann.id, boris, BEGINNING)
        assert (await db.scalars(select(FollowUp.owner_id))).all() == [boris.id]
