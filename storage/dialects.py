"""The one thing SQLite and PostgreSQL say alike and SQLAlchemy does not: INSERT … ON CONFLICT."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def insert(db: AsyncSession, noun: type[Any] | Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if db.get_bind().dialect.name == "postgresql":
        return postgresql.insert(noun)
    return sqlite.insert(noun)
