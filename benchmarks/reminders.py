"""A heap of reminders due at once, before many later ones: python -m benchmarks.reminders --due 100000"""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import aiosqlite
import typer
from sqlalchemy import event, make_url

import reminders
import storage
from benchmarks import report
from benchmarks.report import KEPT, Row
from bot import logs
from bot.app import App, now, stop
from bot.config import Settings
from bot.pace import Limits
from handlers.chat import Card
from storage import accounts, clients, outbox, schema
from storage.accounts import Place
from storage.clients import NewClient
from storage.models import Role

REPS = 500
CHANNEL = "telegram"
LOOK = 0.005  # seconds between looks whether the loop still turns
SPELL = 10.0  # seconds that reminders are sent
ROUNDS = 50  # of claiming
BATCH = 100  # rows claimed at once
LEASE = timedelta(hours=1)
STALL, FIRST, IDLE = 0.05, 1.0, 2  # seconds, seconds, statements: the goals
FOLLOW_UPS = (
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
    " INSERT INTO follow_ups (client_id, owner_id, text, due_at, state, created_at)"
    " SELECT i % ? + 1, i % ? + 1, 'ring ' || i, datetime(?, '+' || (i % ?) || ' seconds') || '.000000',"
    " 'open', ? FROM n"
)
OUTBOX = (
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)"
    " INSERT INTO outbox"
    " (key, channel, space, chat, rep_id, reminder, args, urgency, due_at, created_at, tries, error)"
    " SELECT 'bench:' || i, 'telegram', '', i, 1, 'gone', '{}', 1, ?, ?, 0, '' FROM n"
)

Said = tuple[str, Any]


class Sink:
    """A channel that takes everything at once."""

    name = CHANNEL
    limits = Limits(total=1e6, per_chat=1e6, chat_burst=1000)
    is_called = False

    def __init__(self) -> None:
        self.came: list[float] = []

    async def send(self, _space: str, _chat: str, _card: Card, _replaces: str | None = None) -> str:
        self.came.append(time.perf_counter())
        return str(len(self.came))


async def measure(due: int, later: int, spell: float = SPELL) -> list[Row]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="reminders-", dir=KEPT) as name:
        app = App.build(Settings(data_dir=Path(name)))
        await _settle(app)
        _promise(app.database, later, spread=86_400, at=timedelta(days=1))
        idle = await _idle(app.database)
        _promise(app.database, due, spread=60, at=timedelta(seconds=-60))
        at_rest: list[float] = []
        resting = asyncio.create_task(_watch(at_rest))
        await asyncio.sleep(spell)
        await stop([resting])
        first, stall = await _drained(app, spell)
        ours, plain = await _claimed(app.database, due)
        await app.database.close()
    return [
        Row("first message after the beat", first, FIRST, "s", "at most 1"),
        Row(
            "longest stall of the loop",
            stall,
            STALL,
            "s",
            "at most 1",
            f"with nothing to do, {max(at_rest):.3f} s",
        ),
        Row("rows claimed", ours, plain, "a second", "at least 0.5", "plain aiosqlite, the same statement"),
        Row("statements of an idle look", len(idle), IDLE, "", "at most 1", "of follow-ups; all by an index"),
    ]


async def _settle(app: App) -> None:
    await schema.migrate(app.database)
    at = now()
    async with storage.transaction(app.database) as db:
        for number in range(1, REPS + 1):
            rep = await accounts.join(db, f"Rep {number}", Role.REP, locale="en", timezone="UTC", at=at)
            rep.digest_on = rep.birthdays_on = at.date()
            await accounts.add(db, rep, Place(CHANNEL, "", str(number), str(number)), at)
            await clients.add(db, rep, NewClient(f"Client {number}"), at)


def _promise(database: storage.Database, count: int, *, spread: int, at: timedelta) -> None:
    """So many follow-ups, due from `at` on within so many seconds."""
    with sqlite3.connect(str(make_url(str(database.writer.url)).database)) as plain:
        begins, made = f"{now() + at:%Y-%m-%d %H:%M:%S}", f"{now():%Y-%m-%d %H:%M:%S}.000000"
        plain.execute(FOLLOW_UPS, (count, REPS, REPS, begins, spread, made))
    plain.close()


async def _idle(database: storage.Database) -> Sequence[Said]:
    """What the job asks where nothing is due. Raises if something of it reads a whole table."""
    from reminders import follow_ups

    with Listening(database) as said:
        async with storage.transaction(database) as db:
            await follow_ups.queue(db, now())
    asked = [each for each in said if not each[0].startswith("BEGIN")]
    async with storage.reading(database) as db:
        connection = await db.connection()
        for statement, parameters in asked:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = plan.scalars(3).all()
            scans = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
            assert not scans, (statement, scans)
    return asked


async def _drained(app: App, spell: float) -> tuple[float, float]:
    """Seconds until the first message, and the longest that the loop stood still meanwhile."""
    sink = Sink()
    app.delivery.add(sink)  # type: ignore[arg-type]
    late: list[float] = []
    tasks = [asyncio.create_task(each) for each in (app.delivery.run(), _watch(late))]
    await asyncio.sleep(LOOK)
    began = time.perf_counter()
    while (at := time.perf_counter()) < began + spell or not sink.came:
        await reminders.tick(app.database, now())
        app.delivery.wake()
        await asyncio.sleep(max(LOOK, min(at + reminders.BEAT, began + spell) - time.perf_counter()))
    await stop(tasks)
    return sink.came[0] - began, max(late)


async def _watch(late: list[float]) -> None:
    while True:
        at = time.perf_counter()
        await asyncio.sleep(LOOK)
        late.append(time.perf_counter() - at - LOOK)


async def _claimed(database: storage.Database, count: int) -> tuple[float, float]:
    """Rows a second, in turns: of ours, and of the same statement without us."""
    where = str(make_url(str(database.writer.url)).database)
    at = f"{now():%Y-%m-%d %H:%M:%S}.000000"
    with sqlite3.connect(where) as connection:
        connection.execute("UPDATE outbox SET closed_at = ? WHERE closed_at IS NULL", (at,))
        connection.execute(OUTBOX, (count, at, at))
    connection.close()
    plain = await aiosqlite.connect(where, isolation_level=None)
    await plain.execute("PRAGMA synchronous = full")
    ours: list[float] = []
    theirs: list[float] = []
    for _round in range(min(ROUNDS, count // BATCH // 2)):
        with Listening(database) as said:
            began = time.perf_counter()
            async with storage.transaction(database) as db:
                rows = await outbox.claim(db, [CHANNEL], now(), LEASE, limit=BATCH, run=3)
        ours.append(len(rows) / (time.perf_counter() - began))
        statement, parameters = said[-1]
        began = time.perf_counter()
        await plain.execute("BEGIN IMMEDIATE")
        taken = list(await (await plain.execute(statement, parameters)).fetchall())
        await plain.commit()
        theirs.append(len(taken) / (time.perf_counter() - began))
        assert len(rows) == len(taken) == BATCH
    await plain.close()
    return median(ours), median(theirs)


class Listening:
    """What is said to the base meanwhile."""

    def __init__(self, database: storage.Database) -> None:
        self.engine = database.writer.sync_engine
        self.said: list[Said] = []

    def __enter__(self) -> list[Said]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.said

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        self.said.append((statement, parameters))


def main(
    due: Annotated[int, typer.Option(help="How many are due.")] = 100_000,
    later: Annotated[int, typer.Option(help="How many are due another day.")] = 5_000_000,
) -> None:
    """Measure how a heap of reminders leaves, on SQLite."""
    logs.begin("WARNING")
    report.tell("reminders", f"{due:,} due, {later:,} later", asyncio.run(measure(due, later)))


if __name__ == "__main__":
    typer.run(main)
