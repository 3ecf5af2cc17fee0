"""Sessions: what is read cannot be changed, and what is written leaves nothing behind, whatever happens."""

import asyncio
import gc
import sqlite3
from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import Select, exc, func, select, update
from sqlalchemy.dialects import sqlite

import storage
from storage.audit import changes, reversal
from storage.audit.reversal import Depended
from storage.clients import clients
from storage.database.prepared import _seen, prepare
from storage.deals import deals
from storage.models import Act, Change, Rep, Role, Team
from storage.rights import SYSTEM
from storage.team import accounts
from tests.support import people
from tests.support.postgres import POSTGRES
from tests.support.world import BEGINNING


class Refused(Exception):
    pass


@pytest.fixture
async def ann(database: storage.Database) -> Rep:
    async with storage.transaction(database) as db:
        return await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)


@pytest.mark.parametrize("way", [storage.reading, storage.transaction])
async def test_who_is_cancelled_while_a_session_closes_has_given_its_connection_back(
    database: storage.Database, way: type
) -> None:
    async def look() -> None:
        async with way(database) as db:
            await db.scalar(select(Rep.id))
            looking.cancel()  # is felt at the next wait

    looking = asyncio.create_task(look())
    await asyncio.wait({looking})
    assert (database.readers.taken, database.writers.taken) == (0, 0)


async def test_what_was_only_looked_at_cannot_be_changed(database: storage.Database, ann: Rep) -> None:
    async with storage.reading(database) as db:
        found = await accounts.get(db, ann.id)
        assert found
        with pytest.raises(AttributeError):
            found.name = "Anna"
        assert await accounts.get(db, ann.id) is found


async def test_nothing_can_be_written_while_reading(database: storage.Database, ann: Rep) -> None:
    with pytest.raises(exc.DBAPIError):
        async with storage.reading(database) as db:
            await db.execute(update(Team.__table__).values(name="South"))  # type: ignore[arg-type]


async def test_a_row_that_is_changed_after_it_was_added_is_written(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        team = Team(name="North")
        db.add(team)
        await db.flush()
        team.name = "South"
    async with storage.reading(database) as db:
        assert await db.scalar(select(Team.name)) == "South"


async def test_what_a_savepoint_takes_back_is_gone_with_its_act(database: storage.Database, ann: Rep) -> None:
    async with storage.transaction(database) as db:
        changes.act(db, ann, BEGINNING, "console", "new")
        with pytest.raises(Refused):
            async with db.begin_nested():
                await people.client(db, ann, "Ivan Petrov")
                assert changes.act_id(db)
                raise Refused
        assert changes.act_id(db) is None
        client = await people.client(db, ann, "Olga Orlova")
    async with storage.reading(database) as db:
        assert await clients.get(db, SYSTEM, client.id)
        counts = [await db.scalar(select(func.count()).select_from(each)) for each in (Act, Change)]
        assert counts == [1, 1]


async def test_what_the_orm_fails_to_write_in_a_savepoint_takes_back_nothing_else(
    database: storage.Database, ann: Rep
) -> None:
    async with storage.transaction(database) as db:
        db.add(Team(name="before"))
        await db.flush()
        rep = await db.get_one(Rep, ann.id)
        with pytest.raises(exc.IntegrityError):
            async with db.begin_nested():
                rep.team_id = 12345  # there is no such team
                await db.flush()
        with pytest.raises(AttributeError):
            rep.name = "Anna"  # it was loaded before: what is in it may not be true
        db.add(Team(name="after"))
    async with storage.reading(database) as db:
        assert (await db.scalars(select(Team.name).order_by(Team.id))).all() == ["before", "after"]


async def test_what_the_orm_and_we_write_in_one_transaction_is_committed_together(
    database: storage.Database, ann: Rep
) -> None:
    with pytest.raises(Refused):
        async with storage.transaction(database) as db:
            (await db.get_one(Rep, ann.id)).name = "Anna"
            db.add(Team(name="North"))
            await db.flush()
            raise Refused
    async with storage.reading(database) as db:
        assert (await db.scalars(select(Team.name))).all() == []
        assert await db.scalar(select(Rep.name)) == "Ann"


async def test_what_cannot_be_written_keeps_the_transaction_from_being_committed(
    database: storage.Database, ann: Rep
) -> None:
    with pytest.raises(exc.PendingRollbackError):
        async with storage.transaction(database) as db:
            await db.execute(update(Rep.__table__).values(name="Anna"))  # type: ignore[arg-type]
            db.add_all([Rep(name="Boris"), Team(name="North")])  # a rep without a role
            with suppress(exc.IntegrityError):
                await db.flush()
    async with storage.reading(database) as db:
        assert (await db.scalars(select(Rep.name))).all() == ["Ann"]
        assert (await db.scalars(select(Team.name))).all() == []


async def test_what_is_deleted_in_a_savepoint_that_is_taken_back_cannot_be_changed(
    database: storage.Database, ann: Rep
) -> None:
    async with storage.transaction(database) as db:
        team = Team(name="North")
        db.add(team)
        await db.flush()
        with pytest.raises(Refused):
            async with db.begin_nested():
                await db.delete(team)
                await db.flush()
                raise Refused
        with pytest.raises(AttributeError):
            team.name = "South"


async def test_an_update_that_changes_loaded_objects_is_never_run_past_the_session(
    database: storage.Database, ann: Rep
) -> None:
    async with storage.transaction(database) as db:
        rep = await db.get_one(Rep, ann.id)
        renamed = update(Rep).where(Rep.id == ann.id).values(name="Anna")
        await db.execute(renamed.execution_options(synchronize_session=False))
        assert rep.name == "Ann"
        await db.execute(update(Rep).where(Rep.id == ann.id).values(name="Anne"))
        assert rep.name == "Anne"


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_nothing_is_written_outside_of_a_transaction_that_could_not_begin(
    database: storage.Database, ann: Rep
) -> None:
    database.hurry()
    other = sqlite3.connect(database.writer.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refused):
        async with storage.transaction(database) as db:
            with pytest.raises(exc.OperationalError):
                await db.scalar(select(Rep.id))
            other.execute("ROLLBACK")
            db.add(Team(name="half"))
            await db.flush()
            raise Refused
    other.close()
    async with storage.reading(database) as db:
        assert (await db.scalars(select(Team.name))).all() == []


def test_statements_that_are_not_used_any_more_are_not_kept() -> None:
    dialect = sqlite.dialect(paramstyle="qmark")
    for number in range(3):
        prepare(select(*[Rep.id] * (number + 50)).where(Rep.name == "Ann"), dialect, {})
    gc.collect()
    assert not [each for each in _seen if isinstance(each, Select) and len(each.selected_columns) >= 50]


async def _cut(database: storage.Database) -> None:
    """End all connections to the database on PostgreSQL."""
    url = database.writer.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as other:
        closing = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        await other.execute(f"{closing} AND pid <> pg_backend_pid()")


@pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
async def test_a_line_that_is_cut_while_the_orm_takes_part_gives_its_connection_back(
    database: storage.Database, ann: Rep
) -> None:
    for _time in range(2):
        with pytest.raises(exc.OperationalError) as caught:
            async with storage.transaction(database) as db:
                (await db.get_one(Rep, ann.id)).name = "Anna"
                await db.flush()
                await _cut(database)
                await db.scalar(select(Team.id))
        assert storage.is_outage(caught.value)
        assert database.writers.taken == 0
    async with storage.transaction(database) as db:
        assert (await db.get_one(Rep, ann.id)).name == "Ann"


@pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
async def test_an_undo_and_a_move_of_the_same_deal_wait_for_each_other(
    database: storage.Database, ann: Rep
) -> None:
    async with storage.transaction(database) as db:
        client = await people.client(db, ann, "Ivan Petrov")
        deal = await deals.add(db, ann, client, "Licence", 1, "USD", BEGINNING)
        first, second, third, *_others = await deals.stages(db)
    async with storage.transaction(database) as db:
        changes.act(db, ann, BEGINNING, "console", "deal.move")
        assert await deals.move(db, ann, deal.id, first.id, second, BEGINNING)
        await db.flush()
        act_id = changes.act_id(db)

    async def undo() -> object:
        async with storage.transaction(database) as db:
            return await reversal.undo(db, ann, act_id or 0, BEGINNING)

    async def move() -> object:
        async with storage.transaction(database) as db:
            return await deals.move(db, ann, deal.id, second.id, third, BEGINNING)

    results = await asyncio.gather(undo(), move(), undo(), return_exceptions=True)
    wrong = [each for each in results if isinstance(each, BaseException) and not isinstance(each, Depended)]
    assert not wrong


@pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
@pytest.mark.parametrize("way", [storage.reading, storage.transaction])
async def test_a_connection_that_the_server_has_closed_meanwhile_is_replaced(
    database: storage.Database, way: type
) -> None:
    async with way(database) as db:
        await db.scalar(select(Rep.id))
    await _cut(database)
    async with way(database) as db:
        assert await db.scalar(select(func.count(Rep.id))) == 0
        assert await db.scalar(select(func.count(Team.id))) == 0
