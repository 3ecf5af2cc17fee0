"""Who writes in a benchmark, in a base that may be written to, and about whom."""

import random
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

import storage
from benchmarks.base import SEED
from benchmarks.report import KEPT
from bot.app import now
from storage.models import Client, Place, Role
from storage.rights import SYSTEM
from storage.search import client_search
from storage.team import accounts

SAMPLE = 500  # clients who may be spoken of


@asynccontextmanager
async def spare(url: str) -> AsyncIterator[tuple[str, Path]]:
    """A copy of the base, and a folder, both gone afterwards."""
    name = make_url(url).database
    async with _folder() as folder:
        if make_url(url).get_backend_name() == "sqlite":
            shutil.copyfile(str(name), folder / "rapport.db")
            yield _in(folder), folder
            return
        async with _made(url, f"{name}_spare", f'TEMPLATE "{name}"') as copy:
            yield copy, folder


@asynccontextmanager
async def empty(url: str) -> AsyncIterator[tuple[str, Path]]:
    """A base in which nothing is, and a folder, both gone afterwards. `url`: of any on that PostgreSQL."""
    async with _folder() as folder:
        if not url:
            yield _in(folder), folder
            return
        async with _made(url, f"{make_url(url).database}_empty", "") as made:
            yield made, folder


async def seat(url: str, channel: str, space: str, places: Sequence[tuple[str, str]]) -> None:
    """Let people in, by (user, chat); nothing is said to them unasked."""
    database = storage.connect(url)
    async with storage.transaction(database) as db:
        for user, chat in places:
            rep = await accounts.join(db, f"Rep {user}", Role.REP, locale="en", timezone="UTC", at=now())
            rep.digest_on = rep.birthdays_on = now().date()
            await accounts.add(db, rep, Place(channel, space, chat, user), now())
    await database.close()


async def names(url: str) -> list[str]:
    """Of clients, each of whom is the only one that is found by that name."""
    database = storage.connect(url)
    async with storage.reading(database) as db:
        last = await db.scalar(select(func.max(Client.id))) or 0
        chance = random.Random(SEED)
        ids = {chance.randint(1, last) for _ in range(SAMPLE)}
        found = (await db.scalars(select(Client.name).where(Client.id.in_(ids)).order_by(Client.id))).all()
        only = [name for name in found if await _is_plain(db, name)]
    await database.close()
    return [name for name in only if ":" not in name]


async def _is_plain(db: AsyncSession, name: str) -> bool:
    """Whether a search and a sentence both know who is meant."""
    _found, total = await client_search.find(db, SYSTEM, name, limit=2)
    return total == 1 and len(await client_search.find_named(db, SYSTEM, name, limit=2)) == 1


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="spare-", dir=KEPT) as name:
        yield Path(name)


def _in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/rapport.db"


@asynccontextmanager
async def _made(url: str, name: str, how: str) -> AsyncIterator[str]:
    """One more base on the PostgreSQL of that url, for a while."""
    known = make_url(url).set(drivername="postgresql+psycopg")
    server = known.set(database="postgres").render_as_string(hide_password=False)
    await _on(server, f'DROP DATABASE IF EXISTS "{name}"')
    await _on(server, f'CREATE DATABASE "{name}" {how}')
    try:
        yield known.set(database=name).render_as_string(hide_password=False)
    finally:
        await _on(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _on(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
