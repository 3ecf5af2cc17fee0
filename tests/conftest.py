"""What every test may ask for: a base (on SQLite, on PostgreSQL where there is one), and a world around it."""

import os
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage
from bot import logs
from storage import schema
from tests.world import World

POSTGRES = os.environ.get("RAPPORT_TEST_POSTGRES", "")
logs.begin("WARNING")
ENGINES = ["sqlite", *(["postgres"] if POSTGRES else [])]


@dataclass(frozen=True)
class Templates:
    """Migrated bases, to be copied: migrating takes longer than most tests."""

    sqlite: Path
    postgresql: str


@pytest.fixture(scope="session")
async def templates(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Templates]:
    path = tmp_path_factory.mktemp("template") / "rapport.db"
    name = f"rapport_template_{uuid.uuid4().hex[:8]}"
    await _migrate(f"sqlite+aiosqlite:///{path}")
    if POSTGRES:
        await _on_server(f'CREATE DATABASE "{name}"')
        await _migrate(_postgres_url(name))
    yield Templates(path, name)
    if POSTGRES:
        await _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=ENGINES)
async def database(
    request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> AsyncIterator[storage.Database]:
    """A fresh base on each engine there is."""
    if request.param == "sqlite":
        path = tmp_path / "rapport.db"
        shutil.copy(templates.sqlite, path)
        async with _opened(f"sqlite+aiosqlite:///{path}") as opened:
            yield opened
        return
    name = f"rapport_test_{uuid.uuid4().hex[:8]}"
    await _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{templates.postgresql}"')
    async with _opened(_postgres_url(name)) as opened:
        yield opened
    await _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def world(database: storage.Database) -> World:
    return World.around(database)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[storage.Database]:
    database = storage.connect(url)
    try:
        yield database
    finally:
        await database.close()


async def _migrate(url: str) -> None:
    async with _opened(url) as database:
        await schema.migrate(database)


def _postgres_url(name: str) -> str:
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


async def _on_server(statement: str) -> None:
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
