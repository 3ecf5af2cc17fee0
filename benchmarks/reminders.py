"""A heap of reminders due at once, before many later ones: python -m benchmarks.reminders --due 100000"""

import asyncio
import gc
import itertools
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Annotated, Any

import aiosqlite
import typer
from pydantic import SecretStr
from sqlalchemy import ColumnElement, update

import reminders
import storage
from benchmarks import databases, heap, processes, report
from benchmarks.heap import Heap
from benchmarks.report import Row
from bot.app import App, now, stop
from bot.channel import Limits
from bot.config.settings import Settings
from bot.outbound.delivery import BATCH, RUN
from bot.runtime import log_setup
from handlers.chat import Card
from handlers.chat.events import TextMessage
from reminders.activities import follow_ups as promises
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.database import connection
from storage.database.prepared import Call
from storage.maintenance import schema
from storage.messaging import claims
from storage.models import Outbox, Place, Role
from storage.team import accounts
from tests.running.statements import listening

REPS = 500
ASKER = REPS + 1
CLIENT = "Quodlibet"
LINES = {"look-up": f"find {CLIENT}", "logged call": f"call {CLIENT}: 15 min, wants a discount"}
EVERY = 0.1  # seconds between what the asker says
CHANNEL = "telegram"
LOOK = 0.005  # seconds between looks whether the loop still turns
SPELL = 20.0  # seconds that reminders are sent
PATIENCE = 60.0  # seconds until each of the lines has been answered
ROUNDS = 50  # of claiming
LEASE = timedelta(hours=1)
STALL, FIRST, IDLE = 0.05, 1.0, 2  # seconds, seconds, statements: the goals
PROMISED = ("client_id", "owner_id", "text", "due_at", "state", "created_at")
QUEUED = (
    *("key", "channel", "space", "chat", "rep_id", "reminder", "args", "urgency", "due_at", "created_at"),
    *("tries", "error"),
)

SCAN = re.compile(r"^SCAN (?!.*INDEX)|Seq Scan")  # of a whole table: in SQLite's words, and PostgreSQL's


class Sink:
    """A channel that takes everything at once."""

    name = CHANNEL
    is_called = False

    def __init__(self, pace: float) -> None:
        self.limits = Limits(total=pace, per_chat=1e6, chat_burst=1000)
        self.came: list[float] = []
        self.answered = asyncio.Event()

    async def send(self, _space: str, chat: str, _card: Card, _replaces: str | None = None) -> str:
        if chat == str(ASKER):
            self.answered.set()
        else:
            self.came.append(time.perf_counter())
        return f"{chat}-{time.perf_counter_ns()}"


@dataclass
class Spell:
    """What is noticed for a while: by how many seconds the loop was late, and how long answers took."""

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(
        default_factory=list
    )  # how long it had worked instead: the rest is the neighbours'
    answers: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in LINES})

    is_full: asyncio.Event = field(default_factory=asyncio.Event)  # there is an answer to each line

    async def watch(self) -> None:
        while True:
            at, spent = time.perf_counter(), time.thread_time()
            await asyncio.sleep(LOOK)
            self.late.append(time.perf_counter() - at - LOOK)
            self.busy.append(time.thread_time() - spent)

    async def ask(self, app: App, sink: Sink) -> None:
        for number, name in enumerate(itertools.cycle(LINES)):
            await asyncio.sleep(EVERY)
            sink.answered.clear()
            began = time.perf_counter()
            place, key = Place(CHANNEL, "", str(ASKER), str(ASKER)), f"{name}:{began}:{number}"
            await app.dispatcher.handle(TextMessage(place=place, key=key, text=f"/{LINES[name]}"))
            await sink.answered.wait()
            self.answers[name].append(time.perf_counter() - began)
            if all(self.answers.values()):
                self.is_full.set()


async def measure(due: int, later: int, spell: float = SPELL, url: str = "", pace: float = 1e6) -> list[Row]:
    async with databases.empty(url) as (made, folder):
        app = App.build(Settings(data_dir=folder, database_url=SecretStr(made)))
        await _settle(app)
        late = heap.follow_ups(later, REPS, now() + timedelta(days=1), spread=86_400)
        soon = heap.follow_ups(due, REPS, now() - timedelta(minutes=1), spread=60)
        await heap.put(app.database, Heap("follow_ups", PROMISED, itertools.chain(late, soon)))
        idle = await _idle(app.database, now() - timedelta(hours=1))
        rest, leaving, first = await _drained(app, Sink(pace), spell)
        claimed = await _claimed(app.database, due)
        await app.database.close()
    return [
        Row("first message after the beat", first, FIRST, "s", "at most 1"),
        Row("longest stall of the loop", max(leaving.late), STALL, "s", "at most 1", _beside(rest, leaving)),
        Row("rows claimed", *claimed, "a second", "at least 0.5", "the same statement without us"),
        Row("statements of an idle look", len(idle), IDLE, "", "at most 1", "of follow-ups; all by an index"),
        *_answers(rest, leaving),
    ]


def _beside(rest: Spell, leaving: Spell) -> str:
    return f"{max(leaving.busy):.3f} s of the processor; with nothing to do, {max(rest.late):.3f} s"


def _answers(rest: Spell, leaving: Spell) -> Iterator[Row]:
    """How long people wait for theirs meanwhile, beside how long without."""
    for name in LINES:
        usual, slow = (report.median_and_p99(each.answers[name]) for each in (rest, leaving))
        for which, before, now_ in zip(("median", "p99"), usual, slow, strict=True):
            yield Row(f"{name} meanwhile, {which}", 1000 * now_, 1000 * before, "ms", "", "with nothing else")


async def _settle(app: App) -> None:
    await schema.migrate(app.database)
    at = now()
    async with storage.transaction(app.database) as db:
        for number in range(1, ASKER + 1):
            rep = await accounts.join(db, f"Rep {number}", Role.REP, locale="en", timezone="UTC", at=at)
            rep.digest_on = rep.birthdays_on = at.date()
            await accounts.add(db, rep, Place(CHANNEL, "", str(number), str(number)), at)
            await clients.add(db, rep, NewClient(CLIENT if number == ASKER else f"Client {number}"), at)


async def _idle(database: storage.Database, at: datetime) -> Sequence[Call]:
    """What the job asks at a time when nothing is due. Raises if something of it reads a whole table."""
    with listening(database) as asked:
        async with storage.transaction(database) as db:
            await promises.queue(db, at)
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.reader.connect() as plain:
        for call in asked:
            given = tuple(call.parameters) if database.is_sqlite else call.parameters
            plan = await plain.exec_driver_sql(f"{explain} {call.sql}", given)
            steps = [str(row[-1]) for row in plan.all()]
            scans = [step for step in steps if SCAN.search(step)]
            assert not scans, (call.sql, scans)
    return asked


async def _drained(app: App, sink: Sink, spell: float) -> tuple[Spell, Spell, float]:
    """A spell at rest and one while reminders leave; and the seconds until the first of them."""
    app.delivery.add(sink)  # type: ignore[arg-type]
    rest, leaving = Spell(), Spell()
    sending = [asyncio.create_task(each) for each in (app.delivery.run(), app.recent_views.run())]
    async with _noticed(app, sink, Spell()):
        """The first answers take longer: what is needed for them is not yet there."""
    gc.collect()
    gc.freeze()  # as `rapport run` does
    async with _noticed(app, sink, rest):
        await asyncio.sleep(spell)
    async with _noticed(app, sink, leaving):
        began = time.perf_counter()
        while (at := time.perf_counter()) < began + spell or not sink.came:
            await reminders.tick(app.database, now(), app.delivery.wake)
            await asyncio.sleep(
                max(LOOK, min(at + reminders.BEAT_INTERVAL, began + spell) - time.perf_counter())
            )
    await stop(sending)
    gc.unfreeze()
    return rest, leaving, sink.came[0] - began


@asynccontextmanager
async def _noticed(app: App, sink: Sink, spell: Spell) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in (spell.watch(), spell.ask(app, sink))]
    await asyncio.sleep(LOOK)
    yield
    async with asyncio.timeout(PATIENCE):
        await spell.is_full.wait()
    await stop(tasks)


async def _claimed(database: storage.Database, count: int) -> tuple[float, float]:
    """Rows a second, in turns: of ours, and of the same statement without us."""
    await _close(database, Outbox.closed_at.is_(None))
    await heap.put(database, Heap("outbox", QUEUED, heap.messages(count, CHANNEL, now())))
    ours: list[float] = []
    theirs: list[float] = []
    async with bare_hands(database) as take:
        for _round in range(max(1, min(ROUNDS, count // BATCH // 2))):
            with listening(database) as asked:
                began = time.perf_counter()
                async with storage.transaction(database) as db:
                    rows = await claims.claim(db, [CHANNEL], now(), LEASE, limit=BATCH, run=RUN)
            ours.append(len(rows) / (time.perf_counter() - began))
            began = time.perf_counter()
            taken = await take(asked[-1].sql, asked[-1].parameters)
            theirs.append(taken / (time.perf_counter() - began))
            assert len(rows) == taken == BATCH
    return median(ours), median(theirs)


async def _close(database: storage.Database, which: ColumnElement[bool]) -> None:
    async with storage.transaction(database) as db:
        await db.execute(update(Outbox).where(which, Outbox.closed_at.is_(None)).values(closed_at=now()))


@asynccontextmanager
async def bare_hands(database: storage.Database) -> AsyncIterator[Callable[[str, Any], Awaitable[int]]]:
    """One statement in one transaction through the driver alone; how many rows came of it."""
    url = database.writer.url
    if database.is_sqlite:
        async with aiosqlite.connect(str(url.database), isolation_level=None) as plain:
            await plain.execute("PRAGMA synchronous = full")

            async def take(statement: str, parameters: Any) -> int:
                await plain.execute("BEGIN IMMEDIATE")
                taken = list(await (await plain.execute(statement, parameters)).fetchall())
                await plain.commit()
                return len(taken)

            yield take
        return
    from psycopg import AsyncConnection

    there = url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await AsyncConnection.connect(there, options=connection.OPTIONS) as raw:

        async def take(statement: str, parameters: Any) -> int:
            taken = await (await raw.execute(statement.encode(), parameters)).fetchall()
            await raw.commit()
            return len(taken)

        yield take


def main(
    due: Annotated[int, typer.Option(help="How many are due.")] = 100_000,
    later: Annotated[int, typer.Option(help="How many are due another day.")] = 5_000_000,
    pace: Annotated[float, typer.Option(help="How many messages a second the channel takes.")] = 1e6,
    url: Annotated[str, typer.Option(help="Any base on a PostgreSQL, to measure there; else SQLite.")] = "",
) -> None:
    """Measure how a heap of reminders leaves, and how people fare meanwhile."""
    log_setup.begin("WARNING")
    rows = processes.run(measure(due, later, url=url, pace=pace))
    engine = "postgresql" if url else "sqlite"
    report.tell(f"reminders-{engine}", f"{due:,} due, {later:,} later, {engine}", rows)


if __name__ == "__main__":
    typer.run(main)
