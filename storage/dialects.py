"""The one thing SQLite and PostgreSQL say alike and SQLAlchemy does not: INSERT … ON CONFLICT."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert(db: AsyncSession, noun: type[Any] | Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_on(dialect_of(db), noun)


def insert_on(dialect: str, noun: type[Any] | Table) -> sqlite.Insert | postgresql.Insert:
    """The same, for statements that are made once for each kind of base."""
    return postgresql.insert(noun) if dialect == "postgresql" else sqlite.insert(noun)


def dialect_of(db: AsyncSession) -> str:
    return db.get_bind().dialect.name


async def put(db: AsyncSession, table: Table, key: Sequence[str], *rows: Mapping[str, Any]) -> None:
    """Write rows down, each in place of the one with the same key, if there is one."""
    names = tuple(name for name in rows[0] if name not in key)
    statement = _putting(dialect_of(db), table, tuple(key), names)
    await db.execute(statement, rows[0] if len(rows) == 1 else rows)


@cache  # it takes longer to make than to run
def _putting(
    dialect: str, table: Table, key: tuple[str, ...], names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    row = insert_on(dialect, table)
    return row.on_conflict_do_update(index_elements=key, set_={name: row.excluded[name] for name in names})
