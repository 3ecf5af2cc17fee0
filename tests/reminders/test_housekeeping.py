"""What is not needed any more is forgotten, without a look at all that is kept."""

from datetime import timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

import storage
from handlers.chat import Card
from reminders.messaging import housekeeping
from storage.messaging import claims, inbox, outbox, sent_lines, shown_cards
from storage.models import Inbox, Outbox, SentLine, Shown
from tests.running import statements
from tests.support import recording
from tests.support.world import BEGINNING, World

KEPT = 20_000  # reminders of long ago, and answers of this month: enough for PostgreSQL to prefer an index
OLD = BEGINNING - timedelta(days=60)


async def test_old_answers_and_keys_go_and_reminders_stay(world: World) -> None:
    rep = await recording.settle_in(world)
    async with storage.transaction(world.database) as db:
        await inbox.claim(db, "telegram", "", "7", OLD)
        await inbox.claim(db, "telegram", "", "8", BEGINNING)
        for at in (OLD, BEGINNING):
            await outbox.queue(db, "telegram", "", "11", Card(body="hello").to_json(), at)
        await outbox.put_reminder(db, "birthday:1", rep.id, "birthday", {}, OLD)
        for row in (await db.scalars(select(Outbox))).all():
            await claims.close(db, row, row.created_at)
        await housekeeping.forget_old(db, BEGINNING)
        assert (await db.scalars(select(Inbox.key))).all() == ["8"]
        left = (await db.execute(select(Outbox.key, Outbox.created_at).order_by(Outbox.id))).all()
    assert [tuple(row) for row in left] == [(None, BEGINNING), ("birthday:1", OLD)]


async def test_what_messages_showed_and_lines_did_is_forgotten(world: World) -> None:
    came = {"digest": "d", "handler": "call"}
    async with storage.transaction(world.database) as db:
        for number, days in enumerate((1, 10, 100)):
            at, message = BEGINNING - timedelta(days=days), ("telegram", "", "11", str(number))
            await shown_cards.put(db, {message: (1, None, at)})
            await sent_lines.put(db, message, "11", at, **came)
        await housekeeping.forget_old(db, BEGINNING)
        assert list(await db.scalars(select(Shown.message).order_by(Shown.message))) == ["0", "1"]
        assert list(await db.scalars(select(SentLine.message))) == ["0"]


async def test_a_sweep_does_not_look_through_all_that_was_ever_sent(world: World) -> None:
    await _send_many(world)
    with statements.listening(world.database) as asked:
        async with storage.transaction(world.database) as db:
            await housekeeping.forget_old(db, BEGINNING)
    deletes = [call for call in asked if call.sql.startswith(("DELETE FROM inbox", "DELETE FROM outbox"))]
    async with world.database.writer.connect() as connection:
        for call, index in zip(deletes, ("ix_inbox_at", "ix_outbox_sent"), strict=True):
            assert index in await _plan(connection, call.sql, call.parameters)


async def _send_many(world: World) -> None:
    row = {"reminder": "digest", "args": {}, "space": "", "urgency": 1, "tries": 0, "error": ""}
    at = {"due_at": OLD, "created_at": OLD, "closed_at": OLD}
    handled = {"channel": "telegram", "space": "", "at": BEGINNING, "tries": 0, "done": True, "error": ""}
    async with storage.transaction(world.database) as db:
        await db.execute(insert(Outbox), [{**row, **at, "key": f"digest:{n}"} for n in range(KEPT)])
        await db.execute(insert(Outbox), [{**row, **at, "closed_at": BEGINNING} for _n in range(KEPT)])
        await db.execute(insert(Inbox), [{**handled, "key": str(n)} for n in range(KEPT)])
    if not world.database.is_sqlite:
        async with world.database.writer.begin() as connection:
            await connection.exec_driver_sql("ANALYZE")


async def _plan(connection: AsyncConnection, sql: str, given: tuple[object, ...]) -> str:
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return str((await connection.exec_driver_sql(f"{how} {sql}", given)).all())
