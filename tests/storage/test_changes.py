"""Every change can be told and taken back, while nothing later stands on it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import storage
from storage.activities import follow_ups, interactions
from storage.audit import changes, reversal
from storage.audit.reversal import Depended
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient
from storage.deals import deals
from storage.models import Act, Change, Client, Deal, FollowUp, FollowUpState, InteractionKind, Rep
from storage.rights import SYSTEM
from storage.search import client_search
from tests.support import people
from tests.support.world import BEGINNING, World


@pytest.fixture
async def ann(database: storage.Database) -> Rep:
    async with storage.transaction(database) as db:
        return await people.rep(db, "Ann", BEGINNING)


async def _add(world: World, ann: Rep, name: str = "Ivan Petrov") -> tuple[int, int]:
    """A client made by Ann: ids of the client and of the act."""
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, BEGINNING, "console", "new")
        made = await clients.add(db, ann, NewClient(name, birthday=Birthday(2, 29)), BEGINNING)
        act_id = changes.act_id(db)
        assert act_id is not None
        return made.id, act_id


async def test_a_change_says_who_when_from_where_before_and_after(world: World, ann: Rep) -> None:
    client_id, _act = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, BEGINNING + timedelta(hours=1), "telegram", "client.edit")
        client = await clients.get(db, ann, client_id)
        assert client
        await clients.edit(db, client, {"name": "Ivan Petroff"})
    async with storage.reading(world.database) as db:
        act = await changes.last(db, ann)
        assert act
        told = (await db.scalars(select(Change).where(Change.act_id == act.id))).one()
    assert (act.rep_id, act.channel, act.at) == (ann.id, "telegram", BEGINNING + timedelta(hours=1))
    assert told.before and told.before["name"] == "Ivan Petrov"
    assert told.after and told.after["name"] == "Ivan Petroff"


async def test_what_was_made_is_gone_after_undo(world: World, ann: Rep) -> None:
    client_id, act_id = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        assert await clients.get(db, SYSTEM, client_id) is None


async def test_what_belongs_together_is_taken_back_together(world: World, ann: Rep) -> None:
    client_id, act_id = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        boris = await people.rep(db, "Boris", BEGINNING)
        assert await changes.join(db, boris, act_id) is None
        changes.act(db, ann, BEGINNING, "telegram", "album")
        assert await changes.join(db, ann, act_id)
        client = await clients.get(db, ann, client_id)
        assert client
        await interactions.add(db, ann, client, InteractionKind.NOTE, at=BEGINNING, now=BEGINNING)
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
        assert await changes.join(db, ann, act_id) is None
        assert await clients.get(db, SYSTEM, client_id) is None


async def test_an_edit_is_put_back_and_found_again(world: World, ann: Rep) -> None:
    client_id, _made = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, BEGINNING, "console", "client.edit")
        client = await clients.get(db, ann, client_id)
        assert client
        await clients.edit(db, client, {"name": "Someone Else", "birthday": None})
        act_id = changes.act_id(db)
        assert act_id
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        found, _total = await client_search.find(db, ann, "petrov", limit=5)
    assert [clients.birthday(client) for client in found] == [Birthday(2, 29)]


async def test_only_once_and_only_by_who_did_it(world: World, ann: Rep) -> None:
    _client, act_id = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        boris = await people.rep(db, "Boris", BEGINNING)
        assert await reversal.undo(db, boris, act_id, BEGINNING) is None
        assert await reversal.undo(db, ann, act_id, BEGINNING)
        assert await reversal.undo(db, ann, act_id, BEGINNING) is None


async def test_not_while_something_later_stands_on_it(world: World, ann: Rep) -> None:
    client_id, act_id = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, BEGINNING, "console", "call")
        client = await clients.get(db, ann, client_id)
        assert client
        await interactions.add(db, ann, client, InteractionKind.CALL, at=BEGINNING, now=BEGINNING)
    with pytest.raises(Depended):
        async with storage.transaction(world.database) as db:
            await reversal.undo(db, ann, act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        assert await db.get(Client, client_id)
        act = await db.get(Act, act_id)
        assert act and act.undone_at is None


async def test_a_move_is_taken_back_with_its_history(world: World, ann: Rep) -> None:
    client_id, _act = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        client = await clients.get(db, ann, client_id)
        assert client
        deal = await deals.add(db, ann, client, "Licence", 1200000, "USD", BEGINNING)
        lead, _qualified, offer, *_ends = await deals.stages(db)
    later = BEGINNING + timedelta(hours=1)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, later, "console", "deal.move")
        assert await deals.move(db, ann, deal.id, lead.id, offer, later)
        act_id = changes.act_id(db)
        assert act_id
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        stands = await db.get(Deal, deal.id)
        assert stands and (stands.stage_id, stands.moved_at) == (lead.id, BEGINNING)
        assert [move.now_id for move in await deals.moves(db, ann, deal.id)] == [lead.id]


async def test_a_deal_knows_when_it_was_closed_until_it_is_open_again(world: World, ann: Rep) -> None:
    client_id, _act = await _add(world, ann)
    later = BEGINNING + timedelta(hours=1)
    async with storage.transaction(world.database) as db:
        client = await clients.get(db, ann, client_id)
        assert client
        deal = await deals.add(db, ann, client, "Licence", None, "USD", BEGINNING)
        lead, *_between, won, _lost = await deals.stages(db)
        assert await deals.move(db, ann, deal.id, lead.id, won, later)
        assert deal.closed_at == later
        assert await deals.move(db, ann, deal.id, won.id, lead, later)
        assert deal.closed_at is None


async def test_a_second_move_from_the_same_stage_is_refused(world: World, ann: Rep) -> None:
    client_id, _act = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        client = await clients.get(db, ann, client_id)
        assert client
        deal = await deals.add(db, ann, client, "Licence", None, "USD", BEGINNING)
        lead, qualified, offer, *_ends = await deals.stages(db)
        assert await deals.move(db, ann, deal.id, lead.id, offer, BEGINNING)
        assert not await deals.move(db, ann, deal.id, lead.id, qualified, BEGINNING)
        assert len(await deals.moves(db, ann, deal.id)) == 2


async def test_a_closed_follow_up_is_open_again(world: World, ann: Rep) -> None:
    client_id, _act = await _add(world, ann)
    due = BEGINNING + timedelta(days=1)
    async with storage.transaction(world.database) as db:
        client = await clients.get(db, ann, client_id)
        assert client
        promised = await follow_ups.add(db, ann, client, "send the offer", due, BEGINNING)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, BEGINNING, "console", "follow_up.done")
        assert await follow_ups.close(db, ann, promised.id, due, FollowUpState.DONE, BEGINNING)
        assert not await follow_ups.close(db, ann, promised.id, due, FollowUpState.DONE, BEGINNING)
        act_id = changes.act_id(db)
        assert act_id
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
    async with storage.reading(world.database) as db:
        again = await db.get(FollowUp, promised.id)
        assert again and again.state is FollowUpState.OPEN and again.closed_at is None
