"""Bases to measure on: copies and empty ones, gone afterwards."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.report import KEPT


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


async def make(url: str) -> None:
    """On PostgreSQL, unless it is there; on SQLite bases come by themselves."""
    if make_url(url).get_backend_name() == "sqlite":
        return
    known = make_url(url).set(drivername="postgresql+psycopg")
    if not await _on_server(known, f"SELECT 1 FROM pg_database WHERE datname = '{known.database}'"):
        await _on_server(known, f'CREATE DATABASE "{known.database}"')


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="spare-", dir=KEPT) as name:
        yield Path(name)


def _in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/rapport.db"


@asynccontextmanager
async def _made(url: str, name: str, how: str) -> AsyncIterator[str]:
    """One more base on the PostgreSQL of that url, for a while. Others may measure there at the same time."""
    name = f"{name}_{os.getpid()}"
    known = make_url(url).set(drivername="postgresql+psycopg")
    await _on_server(known, f'CREATE DATABASE "{name}" {how}')
    try:
        yield known.set(database=name).render_as_string(hide_password=False)
    finally:
        await _on_server(known, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _on_server(known: URL, statement: str) -> bool:
    """Whether there are rows."""
    engine = create_async_engine(known.set(database="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        result = await connection.execute(text(statement))
        there = result.returns_rows and result.first() is not None
    await engine.dispose()
    return there
