"""What is deleted goes with all that belongs to it, comes back the same, and stands in nobody's way."""

import asyncio
import time
from datetime import time as clock
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select

import storage
from storage.activities import activity_deletions, follow_ups, interactions, recurrences
from storage.activities.recurrence_days import Rule
from storage.audit import changes, deletions, purge, removal, reversal
from storage.clients import client_deletions, clients
from storage.clients.new_client import NewClient, Point
from storage.deals import deals
from storage.models import (
    Base,
    Change,
    Client,
    ContactPoint,
    Deal,
    Deletion,
    File,
    FollowUp,
    FollowUpState,
    Interaction,
    InteractionKind,
    Move,
    PointKind,
    RecurrenceUnit,
    Rep,
    Role,
    Visibility,
)
from tests.support import people
from tests.support.world import BEGINNING, World

LATER = BEGINNING + timedelta(hours=1)
MANY = 5_000
NOUNS = (Client, ContactPoint, Deal, Move, FollowUp, Interaction, File)
GOES_ALONG = {("files", "client_id")}  # with their interactions


def test_whatever_refers_to_what_can_be_deleted_goes_or_is_detached() -> None:
    """A new table that refers to a client must say in storage/audit/removal.py what becomes of its rows."""
    told = {
        (noun, *link)
        for links in (removal.PARTS, removal.DETACHED, removal.FORGOTTEN)
        for noun, each in links.items()
        for link in each
    }
    left = [
        (key.column.table.name, table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in (*removal.PARTS, "follow_ups") and not _cascades(table, key.parent.name)
    ]
    assert not [each for each in left if each not in told and each[1:] not in GOES_ALONG]


def _cascades(table: Table, column: str) -> bool:
    return any(key.ondelete and column in key.column_keys for key in table.foreign_key_constraints)


async def _rows(db: Any) -> dict[str, list[Any]]:
    return {
        noun.__tablename__: [dict(row) for row in (await db.execute(_by_id(noun))).mappings()] for noun in NOUNS
    }


def _by_id(noun: type[Base]) -> Any:
    table = Base.metadata.tables[noun.__tablename__]
    return select(table).order_by(table.c.id)


async def _filled(db: Any) -> tuple[Rep, Client]:
    ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
    changes.act(db, ann, BEGINNING, "console", "new")
    client = await people.client(db, ann, "Ivan Petrov", "Acme", "+79123456789", "ivan@acme.example")
    deal = await deals.add(db, ann, client, "Licence", 100, "USD", BEGINNING)
    talk = await interactions.add(db, ann, client, InteractionKind.CALL, at=BEGINNING, now=BEGINNING)
    note = await interactions.add(db, ann, client, InteractionKind.NOTE, at=BEGINNING, now=BEGINNING)
    note.deal_id = deal.id
    promised = await follow_ups.add(db, ann, client, "ring", LATER, BEGINNING)
    promised.interaction_id, promised.state = talk.id, FollowUpState.DONE
    db.add(
        File(
            interaction_id=talk.id,
            client_id=client.id,
            rep_id=ann.id,
            channel="telegram",
            kind="photo",
            file_id="x",
            at=BEGINNING,
            path="1-photo.jpg",
        )
    )
    await db.flush()
    return ann, client


async def _delete(db: Any, who: Rep, client_id: int) -> Deletion:
    changes.act(db, who, LATER, "console", "delete")
    total = (await client_deletions.count(db, who, client_id)).total
    done = await client_deletions.delete(db, who, client_id, LATER, total=total)
    assert done
    return done


@pytest.mark.parametrize("is_undone", [True, False])
async def test_all_of_it_comes_back_the_same(world: World, is_undone: bool) -> None:
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
    async with storage.transaction(world.database) as db:
        before = await _rows(db)
        deletion = await _delete(db, ann, client.id)
        assert not any((await _rows(db)).values())
    async with storage.transaction(world.database) as db:
        if is_undone:
            assert await reversal.undo(db, ann, deletion.act_id, LATER)
        else:
            assert await deletions.restore(db, ann, deletion.id, LATER)
    async with storage.transaction(world.database) as db:
        assert await _rows(db) == before
        assert await deletions.restore(db, ann, deletion.id, LATER) is None
        assert await reversal.undo(db, ann, deletion.act_id, LATER) is None


async def test_a_deleted_interaction_leaves_the_follow_up_it_came_from(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, LATER, "console", "delete")
        talk_id = await db.scalar(select(func.min(Interaction.id)))
        await removal.remove(db, Interaction, [talk_id or 0], client.id)
        assert (await db.scalars(select(FollowUp.interaction_id))).all() == [None]
        assert not (await db.scalars(select(File.id))).all()
        act_id = changes.act_id(db)
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id or 0, LATER)
        assert (await db.scalars(select(FollowUp.interaction_id))).all() == [talk_id]


async def test_a_client_with_five_thousand_interactions_goes_and_comes_in_one_transaction(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
        row = {"client_id": client.id, "rep_id": ann.id, "kind": "note", "direction": "out", "text": "hm"}
        times = {"at": BEGINNING, "created_at": BEGINNING}
        await db.execute(insert(Interaction), [{**row, **times}] * MANY)
    began = time.process_time()
    async with storage.transaction(world.database) as db:
        deletion = await _delete(db, ann, client.id)
    deleted = time.process_time()
    async with storage.transaction(world.database) as db:
        assert await deletions.restore(db, ann, deletion.id, LATER)
    restored = time.process_time()
    assert max(deleted - began, restored - deleted) < 5
    async with storage.transaction(world.database) as db:
        assert await db.scalar(select(func.count(Interaction.id))) == MANY + 2


async def test_a_purge_leaves_nothing_but_who_did_something(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
        changes.act(db, ann, BEGINNING, "console", "client.edit")
        other = [Point(PointKind.PHONE, "+15550100", "+1 555 0100")]
        await clients.set_points(db, client, PointKind.PHONE, other)  # the old number is in a change
        changes.act(db, ann, BEGINNING, "console", "note")
        await interactions.add(db, ann, client, InteractionKind.NOTE, at=LATER, now=LATER, text="secret")
        act_id = changes.act_id(db)
    async with storage.transaction(world.database) as db:
        assert act_id
        assert await reversal.undo(db, ann, act_id, LATER)
    async with storage.transaction(world.database) as db:
        await _delete(db, ann, client.id)
    async with storage.transaction(world.database) as db:
        assert not await purge.is_any_old(db, LATER + timedelta(days=30))
        late = LATER + timedelta(days=30, seconds=1)
        while await purge.purge_some(db, late):
            pass
        nouns = {change.noun for change in await db.scalars(select(Change))}
        assert not nouns & {noun.__tablename__ for noun in NOUNS}
        assert not await db.scalar(select(func.count(Deletion.id)))


async def test_what_may_be_purged_in_part_is_neither_restored_nor_undone(world: World) -> None:
    late = LATER + timedelta(days=30, seconds=1)
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
    async with storage.transaction(world.database) as db:
        deletion = await _delete(db, ann, client.id)
    for _state in ("whole", "in part", "purged"):
        async with storage.transaction(world.database) as db:
            assert await deletions.restore(db, ann, deletion.id, late) is None
            assert await deletions.get(db, ann, deletion.id, late) is None
        with pytest.raises(reversal.Purged):
            async with storage.transaction(world.database) as db:
                await reversal.undo(db, ann, deletion.act_id, late)
        async with storage.transaction(world.database) as db:
            await purge.purge_some(db, late)
    async with storage.transaction(world.database) as db:
        while await purge.purge_some(db, late):
            pass
        assert await changes.last(db, ann) is None


async def test_a_restored_interaction_is_again_what_its_follow_up_came_to(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, _client = await _filled(db)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, LATER, "console", "delete")
        talk_id = await db.scalar(select(func.min(Interaction.id))) or 0
        deletion = await activity_deletions.delete_interaction(db, ann, talk_id, LATER)
        assert deletion
    async with storage.transaction(world.database) as db:
        assert await deletions.restore(db, ann, deletion.id, LATER)
        assert (await db.scalars(select(FollowUp.interaction_id))).all() == [talk_id]


async def test_what_recurs_is_restored_once_beside_the_next_one(world: World) -> None:
    rule = Rule(RecurrenceUnit.WEEK, 1, BEGINNING.date(), clock(9))
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        one = await recurrences.add(db, ann, None, "report", rule, BEGINNING)
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, LATER, "console", "delete")
        deletion = await activity_deletions.delete_follow_up(db, ann, one.id, one.due_at, LATER)
        assert deletion
    async with storage.transaction(world.database) as db:
        assert await deletions.restore(db, ann, deletion.id, LATER)
        opened = await db.scalars(select(FollowUp).order_by(FollowUp.due_at))
        assert [(each.id == one.id, each.recurrence_id is None) for each in opened] == [
            (True, True),
            (False, False),
        ]


async def test_what_a_client_has_lost_is_restored_by_whoever_owns_it_now(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, boris = [await people.rep(db, name, BEGINNING) for name in ("Ann", "Boris")]
        ann.sees = boris.sees = Visibility.OWN
        client = await people.client(db, ann, "Ivan Petrov")
        talk = await interactions.add(db, ann, client, InteractionKind.NOTE, at=LATER, now=LATER, text="secret")
        changes.act(db, ann, LATER, "console", "delete")
        deletion = await activity_deletions.delete_interaction(db, ann, talk.id, LATER)
        assert deletion
        assert (await deletions.count(db, ann), await deletions.count(db, boris)) == (1, 0)
        client.owner_id = boris.id
        await db.flush()
        assert (await deletions.count(db, ann), await deletions.count(db, boris)) == (0, 1)
        assert not await deletions.page(db, ann, limit=9)
        assert await deletions.restore(db, ann, deletion.id, LATER) is None
        assert await deletions.restore(db, boris, deletion.id, LATER)


async def test_a_deleted_client_is_recognised_by_phone_mail_or_name(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)
        await _delete(db, ann, client.id)
        phone, other = (Point(PointKind.PHONE, value, value) for value in ("+79123456789", "+15550100"))
        mail = Point(PointKind.EMAIL, "ivan@acme.example", "ivan@acme.example")
        new = [
            NewClient("I. P.", points=(phone,)),
            NewClient("Someone", points=(mail,)),
            NewClient("Иван Петров"),
            NewClient("Ivan Petrov", points=(other,)),
            NewClient("Ivan Petrov", company="Other Ltd"),
            NewClient("Olga"),
        ]
        found = await client_deletions.find_deleted(db, ann, new)
    assert [deletion is not None for deletion in found] == [True, True, True, False, False, False]


async def test_whoever_logs_something_about_a_client_being_deleted_is_answered(world: World) -> None:
    """On PostgreSQL both run at the same time; on SQLite one after the other."""
    async with storage.transaction(world.database) as db:
        ann, client = await _filled(db)

    async def log() -> str:
        try:
            async with storage.transaction(world.database) as db:
                changes.act(db, ann, LATER, "console", "note")
                there = await db.scalar(select(Client).where(Client.id == client.id))
                if there is None:
                    return "gone"
                await interactions.add(db, ann, there, InteractionKind.NOTE, at=LATER, now=LATER)
            return "logged"
        except Exception as error:
            return "gone" if storage.is_gone(error) else repr(error)

    async def delete() -> str:
        async with storage.transaction(world.database) as db:
            await removal_of(db, ann, client.id)
        return "deleted"

    async def removal_of(db: Any, who: Rep, client_id: int) -> None:
        changes.act(db, who, LATER, "console", "delete")
        await db.scalar(select(Client).where(Client.id == client_id).with_for_update())
        await asyncio.sleep(0.05)
        await removal.remove(db, Client, [client_id], client_id)

    told = await asyncio.gather(delete(), *(log() for _each in range(5)))
    assert told[0] == "deleted"
    assert {*told[1:]} <= {"gone", "logged"}
    async with storage.transaction(world.database) as db:
        assert not any((await _rows(db)).values())
