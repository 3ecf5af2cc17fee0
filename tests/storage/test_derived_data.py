"""What is computed from other rows is right after every way to write one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.chat.contact_rows import ContactRow
from handlers.imports.import_clients import import_clients
from storage.activities import activity_deletions, interactions
from storage.audit import changes, deletions, reversal
from storage.clients import client_deletions, clients, handover, offers
from storage.clients.new_client import NewClient, Point
from storage.deals import deal_deletions, deals
from storage.maintenance import backfills, base_copy, schema
from storage.models import (
    Client,
    ContactPoint,
    Deal,
    DealPosting,
    Interaction,
    InteractionKind,
    InteractionWords,
    Offer,
    PointKind,
    Rep,
    Role,
    Stage,
    StageState,
    Visibility,
    Word,
)
from storage.search import derived_columns, normalise
from storage.search.texts import interaction_index, interaction_search
from storage.team import teams
from tests.conftest import Bases
from tests.storage.search.test_index import is_true
from tests.support import people
from tests.support.world import BEGINNING, World

LATER = BEGINNING + timedelta(days=3)
DERIVED = (Client, ContactPoint, Deal)


@dataclass
class Scene:
    """Ann's client, with a deal and a call. `ann` is an admin, `boris` a rep in a team."""

    db: AsyncSession
    ann: Rep
    boris: Rep
    team: int
    client: Client
    deal: Deal


Write = Callable[[Scene], Awaitable[Any]]


async def derived_data_is_right(db: AsyncSession) -> None:
    """Compare all of it with a full recount."""
    assert await is_true(db), "the search index"
    for client in await db.scalars(select(Client)):
        talks = select(func.max(Interaction.at)).where(Interaction.client_id == client.id)
        spoken = await db.scalar(talks)
        assert client.spoken_on == (spoken and spoken.date())
        assert client.contact_due == _contact_due(client)
        open_deals = select(func.count(Deal.id)).join(Stage).where(Stage.state == StageState.OPEN)
        assert client.open_deals == await db.scalar(open_deals.where(Deal.client_id == client.id))
    assert await words_are_right(db)
    for model in DERIVED:
        for row in await db.scalars(select(model).order_by(model.id)):
            known = _derived(row)
            derived_columns.fill(row)
            assert _derived(row) == known


def _contact_due(client: Client) -> date | None:
    if client.contact_every is None or client.contact_from is None:
        return None
    days = timedelta(client.contact_every)
    return max(client.spoken_on or client.contact_from, client.contact_from) + days


async def words_are_right(db: AsyncSession) -> bool:
    """Whether deals are found by just their titles and interactions by just their texts, as their owner's."""
    rows = await db.execute(select(Deal.id, Deal.client_id, Client.owner_id, Deal.title).join(Client))
    titles = {(*row[:3], word) for row in rows for word in normalise.index_words(row.title)}
    told = select(DealPosting.deal_id, DealPosting.client_id, DealPosting.owner_id, Word.word)
    rows = await db.execute(told.join(Word, Word.id == DealPosting.word_id))
    assert {tuple(row) for row in rows} == titles
    talks = select(Interaction.id, Interaction.client_id, Client.owner_id, Interaction.text).join(Client)
    texts = {
        (*row[:3], words) for row in await db.execute(talks) if (words := interaction_index.words_of(row.text))
    }
    known = InteractionWords.__table__.c
    found = select(known.interaction_id, known.client_id, known.owner_id, known.words)
    assert {tuple(row) for row in await db.execute(found)} == texts
    for rep in await db.scalars(select(Rep)):
        owner = Rep(id=rep.id, role=Role.REP, active=True)
        owner.sees = Visibility.OWN
        for word in {word for text in texts for word in text[-1].split()} | {"gutter", "fence", "kolodets"}:
            theirs = [text for text in texts if text[2] == owner.id and f" {word}" in text[3]]
            hits = await interaction_search.find(db, owner, word)
            assert {talk.id for talk, _client in hits} == {text[0] for text in theirs}
    return True


def _derived(row: Any) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in row.__table__.c if column.info.get("derived")}


async def _scene(db: AsyncSession) -> Scene:
    ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
    boris = await people.rep(db, "Boris", BEGINNING)
    team = await teams.put(db, "North")
    boris.team_id = team.id
    changes.act(db, ann, BEGINNING, "console", "new")
    client = await people.client(db, ann, "Иван Щукин", "王伟 Ltd", "+79123456789", "ivan@acme.example")
    deal = await deals.add(db, ann, client, "Licence", 100, "USD", BEGINNING)
    said = "wants the gutter, 高质量钢材"
    await interactions.add(db, ann, client, InteractionKind.CALL, at=BEGINNING, now=BEGINNING, text=said)
    await db.flush()
    return Scene(db, ann, boris, team.id, client, deal)


async def _move(scene: Scene, state: StageState) -> None:
    first, *others = await deals.stages(scene.db)
    to = next(stage for stage in others if stage.state is state)
    assert await deals.move(scene.db, scene.ann, scene.deal.id, first.id, to, LATER)


async def _edit_talk(scene: Scene, text: str) -> None:
    (await scene.db.get_one(Interaction, 1)).text = text


async def _move_talk(scene: Scene) -> None:
    other = await people.client(scene.db, scene.boris, "Olga Orlova")
    (await scene.db.get_one(Interaction, 1)).client_id = other.id


async def _set_texts(scene: Scene) -> None:
    for _number in range(3):
        await interactions.add(
            scene.db, scene.ann, scene.client, InteractionKind.NOTE, at=LATER, now=LATER, text="old"
        )
    rows = [2, 3, 4]
    await changes.set_alike(scene.db, Interaction, rows, {"text": "old"}, {"text": "new and better"})


async def _give_to_the_team(scene: Scene) -> None:
    assert await offers.put(scene.db, scene.ann, scene.client.id, scene.team, LATER)
    offer_id = await scene.db.scalar(select(Offer.id))
    assert await offers.take_offer(scene.db, scene.boris, offer_id or 0, LATER)


async def _delete(scene: Scene, heir: bool = False) -> None:
    other = await people.client(scene.db, scene.ann, "Olga Orlova") if heir else None
    total = (await client_deletions.count(scene.db, scene.ann, scene.client.id)).total
    heir_id = other.id if other else None
    at = (scene.client.id, LATER)
    assert await client_deletions.delete(scene.db, scene.ann, *at, total=total, heir_id=heir_id)


WRITES: dict[str, Write] = {
    "a new client": lambda scene: people.client(scene.db, scene.ann, "Olga Orlova", "Acme", "+12125550101"),
    "many new clients": lambda scene: clients.add_all(
        scene.db, scene.ann, [NewClient(f"Client {number}", tags="vip") for number in range(30)], LATER
    ),
    "an edited client": lambda scene: clients.edit(
        scene.db, scene.client, {"name": "Ivan Petrov", "company": "", "tags": "cold"}
    ),
    "a client to keep in touch with": lambda scene: clients.edit(
        scene.db, scene.client, {"contact_every": 42, "contact_from": LATER.date()}
    ),
    "a client no longer to keep in touch with": lambda scene: clients.edit(
        scene.db, scene.client, {"contact_every": None, "contact_from": None}
    ),
    "other contact points": lambda scene: clients.set_points(
        scene.db, scene.client, PointKind.EMAIL, [Point(PointKind.EMAIL, "i@other.example", "i@other.example")]
    ),
    "a new deal": lambda scene: deals.add(scene.db, scene.ann, scene.client, "Support", 1, "EUR", LATER),
    "an edited deal": lambda scene: deals.edit(scene.db, scene.ann, scene.deal.id, {"title": "Żółty Licence"}),
    "a deal that was moved": lambda scene: _move(scene, StageState.OPEN),
    "a deal that was won": lambda scene: _move(scene, StageState.WON),
    "a call": lambda scene: interactions.add(
        scene.db, scene.ann, scene.client, InteractionKind.CALL, at=LATER, now=LATER
    ),
    "a call with a text": lambda scene: interactions.add(
        scene.db, scene.ann, scene.client, InteractionKind.CALL, at=LATER, now=LATER, text="new roof, new fence"
    ),
    "an edited text": lambda scene: _edit_talk(scene, "колодец"),
    "a text that was emptied": lambda scene: _edit_talk(scene, ""),
    "a call with somebody else": _move_talk,
    "the same text in many calls": _set_texts,
    "an assigned client": lambda scene: handover.assign(
        scene.db, scene.ann, scene.client.id, scene.ann.id, scene.boris, LATER
    ),
    "all clients handed over": lambda scene: handover.handover(scene.db, scene.ann, scene.ann, [scene.boris]),
    "a client taken by the team": _give_to_the_team,
    "a deleted client": _delete,
    "a deleted client whose deals went to another": lambda scene: _delete(scene, heir=True),
    "a deleted deal": lambda scene: deal_deletions.delete(
        scene.db, scene.ann, scene.deal.id, scene.deal.stage_id, LATER
    ),
    "a deleted call": lambda scene: activity_deletions.delete_interaction(scene.db, scene.ann, 1, LATER),
    "an import": lambda scene: import_clients(
        scene.db,
        scene.ann,
        [ContactRow(2, (("Name", "Olga Orlova"), ("Company", "Acme"), ("Email", "o@acme.example")))],
        LATER,
        region="US",
    ),
}


@pytest.mark.parametrize("name", WRITES)
async def test_after_a_write_and_after_its_undo(world: World, name: str) -> None:
    async with storage.transaction(world.database) as db:
        scene = await _scene(db)
        changes.act(db, scene.ann, LATER, "console", "write")
        await WRITES[name](scene)
        await db.flush()
        act_id = changes.act_id(db)
    async with storage.transaction(world.database) as db:
        await derived_data_is_right(db)
        assert act_id
        assert await reversal.undo(db, scene.ann, act_id, LATER)
        await derived_data_is_right(db)


async def test_after_a_client_is_restored(world: World) -> None:
    async with storage.transaction(world.database) as db:
        scene = await _scene(db)
        changes.act(db, scene.ann, LATER, "console", "delete")
        await _delete(scene)
        await derived_data_is_right(db)
    async with storage.transaction(world.database) as db:
        (deletion, _by), *_others = await deletions.page(db, scene.ann, limit=1)
        assert await deletions.restore(db, scene.ann, deletion.id, LATER)
        await derived_data_is_right(db)
        assert await db.scalar(select(Client.open_deals)) == 1


async def test_after_the_undo_of_all_that_was_there(world: World) -> None:
    async with storage.transaction(world.database) as db:
        scene = await _scene(db)
        act_id = changes.act_id(db)
    async with storage.transaction(world.database) as db:
        assert act_id
        assert await reversal.undo(db, scene.ann, act_id, LATER)
        await derived_data_is_right(db)
        assert not (await db.scalars(select(Client))).all()


async def test_after_a_copy_to_another_database(world: World, bases: Bases) -> None:
    async with storage.transaction(world.database) as db:
        await _scene(db)
    async with bases.copied() as other:
        await base_copy.copy(world.database, other, lambda *_told: None, lambda _row: None)
        async with storage.transaction(other) as db:
            await derived_data_is_right(db)
            assert await db.scalar(select(Client.id))


async def test_after_a_migration(tmp_path: Path) -> None:
    database = storage.connect(f"sqlite+aiosqlite:///{tmp_path}/rapport.db")
    await schema.migrate(database)
    async with storage.transaction(database) as db:
        await _scene(db)
    async with database.writer.begin() as connection:
        await connection.run_sync(schema.downgrade, "0007")
    await schema.migrate(database)
    await backfills.run(database)
    async with storage.transaction(database) as db:
        await derived_data_is_right(db)
        assert await db.scalar(select(Client.id))
    await database.close()
