"""Statements to SQLite: the short ones at once, and nobody waits for a long one."""

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.database import sqlite_driver
from storage.database.prepared import Call, Found

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) SELECT count(*) FROM n"
LONG = text(f"SELECT ({COUNT})")
FEW, MANY = 30_000, 1_000_000  # rows: milliseconds, and a tenth of a second


@pytest.fixture
async def base(tmp_path: Path) -> AsyncIterator[storage.Database]:
    database = storage.connect(f"sqlite+aiosqlite:///{tmp_path}/rapport.db")
    async with database.writer.begin() as db:
        await db.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, words VARCHAR)"))
        await db.execute(text("INSERT INTO notes (id, words) VALUES (1, 'one')"))
    yield database
    await database.close()


def _in_the_thread(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """What goes there from here on."""
    gone: list[Call] = []
    usual = sqlite_driver.Adapted._in_thread

    async def in_thread(self: sqlite_driver.Adapted, call: Call) -> Found:
        gone.append(call)
        return await usual(self, call)

    monkeypatch.setattr(sqlite_driver.Adapted, "_in_thread", in_thread)
    return gone


async def _words(db: AsyncSession) -> list[str]:
    return [*(await db.scalars(text("SELECT words FROM notes ORDER BY id")))]


async def test_a_short_look_does_not_go_to_the_thread(
    base: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with storage.reading(base) as db:
        await _words(db)
        gone = _in_the_thread(monkeypatch)
        assert await _words(db) == ["one"]
    assert not gone


async def test_a_long_look_goes_on_in_the_thread_while_the_others_do_their_work(
    base: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with storage.reading(base) as db:
        await _words(db)
        gone = _in_the_thread(monkeypatch)
        looking = asyncio.ensure_future(db.scalar(LONG, {"most": MANY}))
        assert await _turns(looking) > 10
        assert looking.result() == MANY and len(gone) == 1
        assert await _words(db) == ["one"]  # the transaction is what it was


async def test_a_long_look_in_a_transaction_that_has_written_takes_nothing_back(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        await db.execute(text("INSERT INTO notes (id, words) VALUES (:id, :words)"), {"id": 2, "words": "two"})
        assert await db.scalar(LONG, {"most": MANY}) == MANY
    async with storage.reading(base) as db:
        assert await _words(db) == ["one", "two"]


async def test_a_change_of_many_rows_goes_to_the_thread_and_is_not_broken_off(
    base: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with storage.transaction(base) as db:
        await _words(db)
        gone = _in_the_thread(monkeypatch)
        filled = f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {FEW})"
        await db.execute(text(f"INSERT INTO notes (id, words) {filled} SELECT i, 'more' FROM n"))
        await db.execute(text("UPDATE notes SET words = 'changed'"))
        assert len(gone) == 2
    async with storage.reading(base) as db:
        assert await db.scalar(text("SELECT count(*) FROM notes WHERE words = 'changed'")) == FEW


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("SELECT 1", sqlite_driver.Kind.LOOK),
        ("INSERT INTO notes (id, words) VALUES (?, ?)", sqlite_driver.Kind.ONE_ROW),
        (
            "INSERT INTO notes (id, words) VALUES (?, ?) ON CONFLICT (id) DO NOTHING RETURNING id",
            sqlite_driver.Kind.ONE_ROW,
        ),
        ("INSERT INTO notes (id, words) VALUES (?, ?), (?, ?)", sqlite_driver.Kind.OTHER),
        ("INSERT INTO notes (id, words) SELECT id, words FROM others", sqlite_driver.Kind.OTHER),
        ("UPDATE notes SET words=? WHERE notes.id = ?", sqlite_driver.Kind.ONE_ROW),
        ("UPDATE notes SET words=? WHERE notes.id > ?", sqlite_driver.Kind.OTHER),
        ("UPDATE notes SET words=? WHERE notes.id = ? OR notes.words = ?", sqlite_driver.Kind.OTHER),
        (
            "UPDATE notes SET words=? WHERE notes.id IN (SELECT id FROM others WHERE others.id = ?",
            sqlite_driver.Kind.OTHER,
        ),
        ("DELETE FROM notes WHERE notes.id = ?", sqlite_driver.Kind.OTHER),
        ("WITH n AS (SELECT 1) DELETE FROM notes", sqlite_driver.Kind.OTHER),
        ("BEGIN IMMEDIATE", sqlite_driver.Kind.OTHER),
        ("PRAGMA journal_mode = wal", sqlite_driver.Kind.OTHER),
    ],
)
def test_what_may_be_done_at_once(statement: str, kind: sqlite_driver.Kind) -> None:
    assert sqlite_driver.kind_of(statement) is kind


async def test_a_base_that_another_process_has_is_waited_for_in_the_thread(
    base: storage.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with storage.reading(base) as db:
        await _words(db)
    await base.readers.drop_idle()
    await base.writer.dispose()
    other = sqlite3.connect(tmp_path / "rapport.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = exclusive")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE notes SET words = 'theirs'")
    other.execute("COMMIT")

    async def look() -> list[str]:
        async with storage.reading(base) as db:
            return await _words(db)

    gone = _in_the_thread(monkeypatch)
    looking = asyncio.create_task(look())
    began = asyncio.get_running_loop().time()
    await asyncio.sleep(0.1)
    assert asyncio.get_running_loop().time() - began < 2 and not looking.done()
    other.close()
    assert await looking == ["theirs"] and gone


async def test_a_look_that_nobody_waits_for_any_more_is_broken_off(base: storage.Database) -> None:
    async def look() -> None:
        async with storage.reading(base) as db:
            await db.scalar(LONG, {"most": 1000 * MANY})

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.05)
    looking.cancel()
    await asyncio.wait({looking})
    assert looking.cancelled()
    assert base.readers.taken == 0
    async with storage.reading(base) as db:
        assert await _words(db) == ["one"]


async def _turns(task: "asyncio.Future[Any]") -> int:
    """How often others have theirs until that is done."""
    for turn in itertools.count():
        if task.done():
            return turn
        await asyncio.sleep(0.001)
    raise AssertionError
