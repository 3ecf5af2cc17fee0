"""The bases the lines are said in, made once: forty clients, two colleagues, and what each set has of work."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

import storage
from storage.activities import follow_ups
from storage.deals import deals
from storage.maintenance import schema
from storage.models import Client, Rep
from tests.stories.lines.cases import LINES, WORK, rows
from tests.support.recording import Caller, Recorder, place, settle_in
from tests.support.world import Clock, World

SAID_AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)  # a Sunday
MADE = timedelta(days=20)  # before that
COLLEAGUES = {"12": "Boris", "13": "Marek"}


async def make_all(folder: Path) -> dict[str, Path]:
    """A base for each set of lines, by the name of the set."""
    made = {of: folder / f"{of}.db" for of in {*WORK.values()}}
    clients = folder / "clients.db"
    await _make_clients(clients)
    for of, path in made.items():
        shutil.copy(clients, path)
        await _add_work(of, path)
    return {of: made[work] for of, work in WORK.items()}


async def _make_clients(path: Path) -> None:
    database = storage.connect(url(path))
    await schema.migrate(database)
    world = World.around(database, Clock(SAID_AT - MADE))
    world.delivery.add(Recorder())
    await settle_in(world)
    for user, name in COLLEAGUES.items():
        await settle_in(world, place(user), name=name)
    ann = Caller(world, prefix="made")
    said = (LINES / "clients.txt").read_text(encoding="utf-8").splitlines()
    for line in said:
        await world.dispatcher.handle(ann.types(line))
        await world.delivery.drain()
    async with storage.reading(database) as db:
        made = [client.name for client in await db.scalars(select(Client))]
    missing = [line for line in said if line.removeprefix("/new ").split(",")[0] not in made]
    assert not missing, f"not made: {missing}"
    await database.close()


async def _add_work(of: str, path: Path) -> None:
    database = storage.connect(url(path))
    at = SAID_AT - MADE
    async with storage.transaction(database) as db:
        rep = (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()
        clients: list[Client] = [*await db.scalars(select(Client))]

        def client_of(row: dict[str, str]) -> Client:
            return next(client for client in clients if client.name.startswith(row["client"]))

        for row in rows(f"{of}_deals.tsv"):
            amount = int(row["amount"]) * 100
            await deals.add(db, rep, client_of(row), row["title"], amount, row["currency"], at)
        for row in rows(f"{of}_follow_ups.tsv"):
            due = datetime.fromisoformat(row["due"]).replace(tzinfo=UTC)
            await follow_ups.add(db, rep, client_of(row), row["text"], due, at)
    await database.close()


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"
