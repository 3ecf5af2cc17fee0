"""The card beside its rows read by hand, and what grows with the base: python -m benchmarks.nouns"""

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Annotated, Any

import aiosqlite
import typer
from sqlalchemy import func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from benchmarks import report
from benchmarks.base import SEED, build, url_of
from benchmarks.people import names
from benchmarks.report import Row
from bot.app import now
from handlers.chat import ACTIONS, COMMANDS, Line, Request
from handlers.clients import card as client_card
from storage.audit import changes
from storage.database.session import Transaction
from storage.deals import deals
from storage.models import Client, Deal, Place, Rep

SMALL = 10_000  # clients, beside which it grows
GROWS = 2.0  # times at most
TRIES = 3  # of which the fastest counts: the machine may have been busy with something else
HERE = Place("telegram", "", "1", "1")
SQL = (
    "SELECT c.*, r.*, p.* FROM clients c JOIN reps r ON r.id = c.owner_id"
    " LEFT JOIN contact_points p ON p.client_id = c.id WHERE c.id = ? ORDER BY p.id",
    "SELECT d.*, s.* FROM deals d JOIN stages s ON s.id = d.stage_id"
    " WHERE d.client_id = ? AND s.state = 'open' ORDER BY d.id LIMIT 5",
    "SELECT * FROM follow_ups WHERE client_id = ? AND state = 'open' ORDER BY due_at LIMIT 1",
    "SELECT * FROM interactions WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT 5",
)

By = Callable[[int], Awaitable[Any]]
Work = Callable[[Request], Awaitable[Any]]
Opens = Callable[[storage.Database], AbstractAsyncContextManager[AsyncSession]]


@dataclass(frozen=True)
class Sample:
    rep: Rep
    ids: Sequence[int]
    names: Sequence[str]
    deals: Sequence[tuple[int, int]]  # each with its stage
    stage: int  # where they are moved


async def card(url: str, count: int) -> Row:
    """The card, drawn, and the same rows by hand, in turns."""
    database, sample = storage.connect(url), await _sample(url, count)
    connection, by_hand = await _by_hand(url)
    ours: list[float] = []
    plain: list[float] = []
    for client_id in sample.ids:
        async with storage.reading(database) as db:
            await db.execute(text("SELECT 1"))
            request = Request(db=db, rep=sample.rep, now=now(), place=HERE)
            ours.append(await _timed(lambda: client_card.card(request, client_id)))  # noqa: B023
        plain.append(await _timed(lambda: by_hand(client_id)))  # noqa: B023
    await connection.close()
    await database.close()
    return Row("the card", median(ours), median(plain), "ms", "at most 4")


async def _by_hand(url: str) -> tuple[Any, By]:
    if make_url(url).get_backend_name() == "sqlite":
        lite = await aiosqlite.connect(str(make_url(url).database))

        async def on_sqlite(client_id: int) -> None:
            for statement in SQL:
                await (await lite.execute(statement, (client_id,))).fetchall()

        return lite, on_sqlite
    import psycopg

    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    great = await psycopg.AsyncConnection.connect(plain)

    async def on_postgresql(client_id: int) -> None:
        for statement in SQL:
            await (await great.execute(re.sub(r"\?", "%s", statement).encode(), (client_id,))).fetchall()

    return great, on_postgresql


async def medians(url: str, count: int) -> dict[str, float]:
    """Milliseconds each takes, without the commit: what is written is taken back."""
    database, sample = storage.connect(url), await _sample(url, count)
    took: dict[str, list[float]] = {}
    for number in range(count):
        for what, (opens, work) in _works(sample, number).items():
            tries = []
            for _try in range(TRIES):
                async with opens(database) as db:
                    await db.execute(text("SELECT 1"))
                    request = Request(db=db, rep=sample.rep, now=now(), place=HERE)
                    changes.act(db, sample.rep, request.now, HERE.channel, what)
                    tries.append(await _once(lambda: work(request)))  # noqa: B023
            took.setdefault(what, []).append(min(tries))
    await database.close()
    return {what: median(each) for what, each in took.items()}


def _works(sample: Sample, number: int) -> dict[str, tuple[Opens, Work]]:
    client_id, name = sample.ids[number], sample.names[number]
    deal, stage = sample.deals[number % len(sample.deals)]
    said = f"{name}: 15 min, wants a discount; next: tomorrow 10:00 send the offer"
    promised = f"{name}: tomorrow 10:00 send the offer"

    def line(command: str, rest: str) -> Work:
        return lambda req: COMMANDS[command].run(req, Line(command, rest))

    return {
        "card": (storage.reading, lambda req: client_card.card(req, client_id)),
        "today": (storage.reading, line("today", "")),
        "prefix search": (storage.reading, line("find", name[:4])),
        "log": (_taken_back, line("call", said)),
        "remind": (_taken_back, line("remind", promised)),
        "move": (
            _taken_back,
            lambda req: ACTIONS["deal.move"].press(req, [str(deal), str(stage), str(sample.stage)]),
        ),
    }


@asynccontextmanager
async def _taken_back(database: storage.Database) -> AsyncIterator[AsyncSession]:
    db = Transaction(database.writers)
    try:
        yield db
    finally:
        await db.close()


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    return min([await _once(work) for _try in range(TRIES)])


async def _once(work: Callable[[], Awaitable[Any]]) -> float:
    began = time.perf_counter()
    await work()
    return (time.perf_counter() - began) * 1000


async def _sample(url: str, count: int) -> Sample:
    called, chance = await names(url), random.Random(SEED)
    database = storage.connect(url)
    async with storage.reading(database) as db:
        rep = (await db.scalars(select(Rep).order_by(Rep.id).limit(1))).one()
        last = await db.scalar(select(func.max(Client.id))) or 0
        mine = select(Deal.id, Deal.stage_id).where(Deal.owner_id == rep.id).limit(count)
        known = [(deal, stage) for deal, stage in await db.execute(mine)]
        to = (await deals.stages(db))[1].id
    await database.close()
    ids = [chance.randint(1, last) for _ in range(count)]
    return Sample(rep, ids, [chance.choice(called) for _ in ids], known, to)


async def growth(small: str, large: str, count: int) -> list[Row]:
    before, after = await medians(small, count), await medians(large, count)
    return [Row(what, after[what], before[what], "ms", f"at most {GROWS:g}") for what in before]


async def _run(url: str, clients: int, count: int) -> None:
    await build(url, clients)
    rows = [await card(url, count)]
    if make_url(url).get_backend_name() == "sqlite":
        await build(url_of(SMALL), SMALL)
        rows += await growth(url_of(SMALL), url, count)
    engine = make_url(url).get_backend_name()
    report.tell(f"nouns-{engine}-{clients}", f"{clients:,} clients beside {SMALL:,}, {engine}", rows)


def main(
    clients: Annotated[int, typer.Option(help="In a base of how many clients.")] = 100_000,
    count: Annotated[int, typer.Option(help="How often each.")] = 100,
    url: Annotated[str, typer.Option(help="Another base than the one kept in data/benchmarks/.")] = "",
) -> None:
    """Measure the card, and what a larger base makes slower."""
    asyncio.run(_run(url or url_of(clients), clients, count))


if __name__ == "__main__":
    typer.run(main)
