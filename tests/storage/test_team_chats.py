"""Whose rooms and leads those are is asked where they are kept, whoever asks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import rights
from storage.audit import changes, reversal
from storage.clients import clients, offers
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.messaging import subscriptions
from storage.messaging.subscriptions import Aim
from storage.models import Client, Deal, Rep, Role, Visibility
from storage.rights import NotAllowed
from storage.team import teams
from tests.support import people
from tests.support.world import BEGINNING, World

ROOM = ("telegram", "", "-1005/7")


@dataclass
class Base:
    """Ann manages North, where Boris is a rep and has a client with a deal; Dora manages South."""

    db: AsyncSession
    ann: Rep
    boris: Rep
    dora: Rep
    client: Client
    deal: Deal

    @property
    def north(self) -> Aim:
        return Aim(team_id=self.ann.team_id)


@pytest.fixture
async def base(world: World) -> AsyncIterator[Base]:
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
        north, south = [(await teams.put(db, name)).id for name in ("North", "South")]
        roles = (("Ann", Role.MANAGER, north), ("Boris", Role.REP, north), ("Dora", Role.MANAGER, south))
        reps = []
        for name, role, team in roles:
            rep = await people.rep(db, name, BEGINNING, role=role)
            rep.team_id = team
            await db.flush()
            await db.refresh(rep)
            reps.append(rep)
        client = await clients.add(db, reps[1], NewClient("Olga Orlova"), BEGINNING)
        deal = await deals.add(db, reps[1], client, "Licence", 100, "USD", BEGINNING)
        ann, boris, dora = reps
        yield Base(db, ann, boris, dora, client, deal)


async def test_a_manager_binds_to_the_own_team_and_to_deals_in_sight(base: Base) -> None:
    for aim in (base.north, Aim(deal_id=base.deal.id), Aim(pipeline_id=1)):
        assert (await subscriptions.put(base.db, base.ann, ROOM, aim, BEGINNING)).by_id == base.ann.id
    for who, aim in ((base.boris, base.north), (base.dora, base.north), (base.dora, Aim(deal_id=base.deal.id))):
        with pytest.raises(NotAllowed):
            await subscriptions.put(base.db, who, ("telegram", "", "-7"), aim, BEGINNING)


async def test_what_somebody_else_has_bound_stays(base: Base) -> None:
    await subscriptions.put(base.db, base.ann, ROOM, base.north, BEGINNING)
    with pytest.raises(NotAllowed):
        await subscriptions.put(base.db, base.dora, ROOM, Aim(team_id=base.dora.team_id), BEGINNING)
    with pytest.raises(NotAllowed):
        await subscriptions.drop(base.db, base.dora, ROOM)
    base.dora.role = Role.ADMIN
    assert await subscriptions.drop(base.db, base.dora, ROOM)
    assert not await subscriptions.drop(base.db, base.dora, ROOM)


async def test_who_has_left_binds_offers_and_takes_nothing(base: Base) -> None:
    await subscriptions.put(base.db, base.ann, ROOM, base.north, BEGINNING)
    team = base.ann.team_id or 0
    assert await offers.put(base.db, base.ann, base.client.id, team, BEGINNING)
    for rep in (base.ann, base.boris):
        rep.active = False
    with pytest.raises(NotAllowed):
        await subscriptions.put(base.db, base.ann, ("telegram", "", "-7"), base.north, BEGINNING)
    with pytest.raises(NotAllowed):
        await offers.put(base.db, base.boris, base.client.id, team, BEGINNING)
    with pytest.raises(NotAllowed):
        await offers.take_offer(base.db, base.boris, 1, BEGINNING)
    assert not await offers.teams(base.db, base.ann, limit=9)


async def test_a_client_is_offered_by_whoever_may_pass_it_on_to_whom_they_know(base: Base) -> None:
    north, south = base.ann.team_id or 0, base.dora.team_id or 0
    for who, team in ((base.dora, south), (base.boris, south), (base.ann, south)):
        with pytest.raises(NotAllowed):
            await offers.put(base.db, who, base.client.id, team, BEGINNING)
    assert await offers.put(base.db, base.boris, base.client.id, north, BEGINNING)
    assert not await offers.put(base.db, base.ann, base.client.id, north, BEGINNING)


async def test_what_was_taken_can_be_given_back_though_it_goes_out_of_sight(base: Base) -> None:
    cara = await people.rep(base.db, "Cara", BEGINNING)
    cara.team_id = base.ann.team_id
    await base.db.flush()
    await base.db.refresh(cara)
    assert await offers.put(base.db, base.ann, base.client.id, base.ann.team_id or 0, BEGINNING)
    assert await clients.get(base.db, cara, base.client.id) is None
    changes.act(base.db, cara, BEGINNING, "telegram", "lead.take")
    assert await offers.take_offer(base.db, cara, 1, BEGINNING)
    assert (await clients.get(base.db, cara, base.client.id)) is not None
    with pytest.raises(NotAllowed):
        await offers.take_offer(base.db, base.dora, 1, BEGINNING)
    act_id = changes.act_id(base.db)
    assert act_id and await reversal.undo(base.db, cara, act_id, BEGINNING)
    assert await clients.get(base.db, cara, base.client.id) is None
    assert await clients.get(base.db, base.boris, base.client.id) is not None


async def test_two_who_bind_the_same_room_at_once_bind_it_one_after_the_other(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        aims = [Aim(team_id=(await teams.put(db, name)).id) for name in ("North", "South")]

    async def bind(aim: Aim) -> None:
        async with storage.transaction(world.database) as db:
            await subscriptions.put(db, ann, ROOM, aim, BEGINNING)
            await asyncio.sleep(0.05)  # the other one comes meanwhile

    await asyncio.gather(*map(bind, aims))
    async with storage.reading(world.database) as db:
        bound = await subscriptions.get_at(db, ROOM)
        assert bound and bound.team_id in [aim.team_id for aim in aims]
