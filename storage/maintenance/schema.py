"""Schema migrations, run before anything else uses the database."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage import Database, connect
from storage.deals import deals
from storage.maintenance import backfills
from storage.maintenance.backfills import Tell

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"
HEAD = "0021"  # the newest migration; a constant, so that alembic is imported only to migrate
LOCK = 0x5241_5050  # "RAPP": any number, the same in every process


class NewerBase(Exception):
    """The database was written by a newer version of Rapport."""


async def migrate(database: Database, tell: Tell = backfills.nobody) -> None:
    """Run all missing migrations in one transaction, then the backfills nobody can work without.

    `tell` is called with their progress. Raises NewerBase.
    """
    if await version(database) != HEAD:
        await _upgrade(database)
    await backfills.run_required(database, tell)


async def version(database: Database) -> str | None:
    """The newest migration of the database; None: it is empty."""
    async with database.reader.connect() as connection:
        return await connection.run_sync(_version)


def is_known(version: str) -> bool:
    """Whether this version of Rapport knows that migration; False: a newer one wrote it."""
    return any(script.name.startswith(f"{version}_") for script in MIGRATIONS.glob("versions/*.py"))


async def find_damage(database: Database) -> str:
    """Check an SQLite file for corruption; "" if there is none. Reads the whole file."""
    if not database.is_sqlite:
        return ""
    async with database.reader.connect() as connection:
        found = (await connection.execute(text("PRAGMA quick_check(1)"))).scalars().all()
    return "" if found == ["ok"] else str(found[0]).replace("\n", " ")


async def stamp(database: Database) -> str:
    """The newest migration by the quickest query. Raises the database's error if it does not answer."""
    async with database.reader.connect() as connection:
        return str(await connection.scalar(text("SELECT version_num FROM alembic_version")))


def upgrade(connection: Connection, to: str = "head") -> None:
    """Migrate within the caller's transaction. Raises NewerBase."""
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(_config(connection), to)
    except CommandError as error:
        raise NewerBase(str(error)) from error


def downgrade(connection: Connection, to: str) -> None:
    """Migrate back within the caller's transaction; `to` may be "base"."""
    from alembic import command

    command.downgrade(_config(connection), to)


async def draft(message: str) -> None:
    """Write a new migration from the difference between the models and the newest one."""
    with tempfile.TemporaryDirectory() as folder:
        database = connect(f"sqlite+aiosqlite:///{folder}/rapport.db")
        async with database.writer.begin() as connection:
            await connection.run_sync(upgrade)
            await connection.run_sync(_draft, message)
        await database.close()


async def _upgrade(database: Database) -> None:
    async with database.writer.begin() as connection:
        if not database.is_sqlite:  # on SQLite the transaction itself keeps other processes out
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.run_sync(upgrade)
        await _begin(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _draft(connection: Connection, message: str) -> None:
    from alembic import command

    number = f"{int(HEAD) + 1:04}"
    command.revision(_config(connection), message, autogenerate=True, rev_id=number)


async def _begin(connection: AsyncConnection) -> None:
    """Add the rows that every database needs."""
    async with AsyncSession(connection) as db, db.begin():
        await deals.put_default_pipeline(db)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


if __name__ == "__main__":
    asyncio.run(draft(sys.argv[1]))
