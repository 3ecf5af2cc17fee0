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
from storage import accounts, search
from storage.accounts import Place
from storage.models import Client, Role
from storage.rights import SYSTEM

SAMPLE = 500  # clients who may be spoken of


@asynccontextmanager
async def spare(url: str) -> AsyncIterator[tuple[str, Path]]:
    """A copy of the base, and a folder, both gone afterwards."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="spare-", dir=KEPT) as name:
        folder, known = Path(name), make_url(url)
        if known.get_backend_name() == "sqlite":
            shutil.copyfile(str(known.database), folder / "rapport.db")
            yield f"sqlite+aiosqlite:///{folder}/rapport.db", folder
            return
        copy = f"{known.database}_spare"
        server = known.set(drivername="postgresql+psycopg", database="postgres")
        await _on(server.render_as_string(hide_password=False), f'DROP DATABASE IF EXISTS "{copy}"')
        made = f'CREATE DATABASE "{copy}" TEMPLATE "{known.database}"'
        await _on(server.render_as_string(hide_password=False), made)
        try:
            yield known.set(database=copy).render_as_string(hide_password=False), folder
        finally:
            await _on(server.render_as_string(hide_password=False), f'DROP DATABASE "{copy}" WITH (FORCE)')


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
    _found, total = await search.find(db, SYSTEM, name, limit=2)
    return total == 1 and len(await search.find_named(db, SYSTEM, name, limit=2)) == 1


async def _on(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
