"""What people wrote in any release stays through every migration, is found after it, and can be undone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, select

import storage
from storage import Database
from storage.audit import changes, reversal
from storage.maintenance import schema
from storage.models import Rep
from storage.search import client_search
from tests.storage.maintenance.test_migrations import empty
from tests.support import schema_rows

__all__ = ["empty"]  # the base on each database

LATER = datetime(2026, 12, 15, tzinfo=UTC)  # what was deleted in them is not gone for good yet
WRITTEN_BY_PEOPLE = (
    *("reps", "accounts", "clients", "contact_points", "interactions", "deals", "moves", "follow_ups"),
    *("acts", "changes", "recurrences", "deletions"),
)
FOUND = {
    "petrov": "Ivan Petrov",
    "acme.io": "Ivan Petrov",
    "щербаков": "Ольга Щербакова",
    "4567": "Ольга Щербакова",
}
COMPUTED = ("folded", "reversed", "domain", "spoken_on", "open_deals")  # by a migration too


async def _fill(base: Database, revision: str) -> None:
    async with base.writer.begin() as connection:
        await connection.run_sync(schema.upgrade, revision)
        await connection.run_sync(schema_rows.insert, schema_rows.read(revision))


@pytest.mark.parametrize("revision", schema_rows.REVISIONS)
async def test_every_row_goes_up_down_and_up_unchanged(empty: Database, revision: str) -> None:
    await _fill(empty, revision)
    async with empty.writer.begin() as connection:
        before = await connection.run_sync(_people_wrote)
        await connection.run_sync(schema.upgrade)
        assert _of_columns(await connection.run_sync(_people_wrote), before) == before
        if revision != schema.HEAD:
            await connection.run_sync(schema.downgrade, revision)
            assert await connection.run_sync(_people_wrote) == before
            await connection.run_sync(schema.upgrade)
            assert _of_columns(await connection.run_sync(_people_wrote), before) == before


@pytest.mark.parametrize("revision", schema_rows.REVISIONS)
async def test_everything_is_found_and_then_taken_back(empty: Database, revision: str) -> None:
    await _fill(empty, revision)
    await schema.migrate(empty)
    await _find_them(empty)
    assert await _undo_all(empty) == len(schema_rows.read(revision)["acts"])
    async with empty.reader.connect() as connection:
        left = await connection.run_sync(_people_wrote)
    kept = {"reps", "accounts", "acts", "changes", "deletions"}  # a deletion says that it is taken back
    assert {name for name, rows in left.items() if rows} <= kept
    assert all(row["restored_at"] for row in left.get("deletions", ()))


def test_the_newest_schema_has_rows_of_its_own() -> None:
    assert schema_rows.REVISIONS[-1] == schema.HEAD, "see tests/support/schema_rows.py"
    rows = schema_rows.read(schema.HEAD)
    assert rows["recurrences"] and rows["deletions"]
    assert any(each["given_by_id"] for each in rows["follow_ups"])
    assert any(each["contact_every"] for each in rows["clients"])


async def _find_them(base: Database) -> None:
    async with storage.reading(base) as db:
        who = (await db.scalars(select(Rep).order_by(Rep.id))).first()
        assert who
        for words, name in FOUND.items():
            found = await client_search.find_named(db, who, words, limit=5)
            assert [client.name for client in found] == [name]


async def _undo_all(base: Database) -> int:
    """How many acts were taken back, the newest first."""
    count = 0
    while True:
        async with storage.transaction(base) as db:
            who = (await db.scalars(select(Rep).order_by(Rep.id))).first()
            assert who
            act = await changes.last(db, who)
            if act is None:
                return count
            assert await reversal.undo(db, who, act.id, LATER)
        count += 1


def _people_wrote(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _tables: name in WRITTEN_BY_PEOPLE)
    found = {}
    for table in (table for table in tables.sorted_tables if table.name in WRITTEN_BY_PEOPLE):
        columns = [column for column in table.c if column.name not in COMPUTED]
        rows = connection.execute(select(*columns).order_by(table.c.id)).mappings()
        found[table.name] = [dict(row) for row in rows]
    return found


def _of_columns(
    found: dict[str, list[dict[str, Any]]], like: dict[str, list[dict[str, Any]]]
) -> dict[str, Sequence[dict[str, Any]]]:
    """Only the columns that were there before."""
    return {
        name: [{key: row[key] for key in was} for row, was in zip(found[name], rows, strict=True)]
        for name, rows in like.items()
    }
