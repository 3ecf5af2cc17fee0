"""SQL that both databases have but SQLAlchemy does not: ON CONFLICT, a list as one parameter, adding days."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Dialect,
    Integer,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from storage.models import Base


def insert(db: AsyncSession, noun: type[Any] | Table) -> sqlite.Insert | postgresql.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return insert_on(dialect_of(db), noun)


def insert_on(dialect: str, noun: type[Any] | Table) -> sqlite.Insert | postgresql.Insert:
    """The same, for statements that are cached per dialect."""
    table = noun if isinstance(noun, Table) else Base.metadata.tables[noun.__tablename__]
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def dialect_of(db: AsyncSession) -> str:
    assert db.bind
    return db.bind.dialect.name


async def put(db: AsyncSession, table: Table, key: Sequence[str], *rows: Mapping[str, Any]) -> None:
    """Insert rows, replacing those with the same key."""
    names = tuple(name for name in rows[0] if name not in key)
    statement = _putting(dialect_of(db), table, tuple(key), names)
    await db.execute(statement, rows[0] if len(rows) == 1 else rows)


@cache  # building it takes longer than running it
def _putting(
    dialect: str, table: Table, key: tuple[str, ...], names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    row = insert_on(dialect, table)
    return row.on_conflict_do_update(index_elements=key, set_={name: row.excluded[name] for name in names})


class Listed(TypeDecorator[Sequence[Any]]):
    """A list parameter of numbers or strings: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[BigInteger] | type[Text]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ARRAY(self.of))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class one_of(FunctionElement[bool]):  # noqa: N801 - it is used like a function
    """Whether a column is in the list bound to `name`. Unlike `in_`, the SQL and the query plan stay the same
    for any length.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, name: str) -> None:
        kind = Listed(BigInteger if isinstance(column.type, Integer) else Text)
        super().__init__(column, bindparam(name, type_=kind))

    def self_group(self, against: Any = None) -> Self:
        """Without parentheses: SQLite would do a full scan for "… = 1"."""
        return self


LONG = "/* long */"  # right after SELECT: run the query in the SQLite thread


def limit_literal(count: int) -> ColumnElement[int]:
    """A limit as a literal in the SQL: with a bound one the planner would have to guess."""
    return literal_column(f"{count}", Integer)


class days_later(FunctionElement[date]):  # noqa: N801 - it is used like a function
    """`days_later(day, other, count)`: the day that is so many days after the later of two."""

    type = Date()
    inherit_cache = True


@compiles(days_later)
def _greatest(element: days_later, compiler: SQLCompiler, **how: Any) -> str:
    first, second, count = (compiler.process(each, **how) for each in element.clauses)
    return f"GREATEST({first}, {second}) + {count}"


@compiles(days_later, "sqlite")
def _max(element: days_later, compiler: SQLCompiler, **how: Any) -> str:
    first, second, count = (compiler.process(each, **how) for each in element.clauses)
    return f"date(max({first}, {second}), {count} || ' days')"


@compiles(one_of)
def _array(element: one_of, compiler: SQLCompiler, **how: Any) -> str:
    column, among = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY ({among})"


@compiles(one_of, "sqlite")
def _json(element: one_of, compiler: SQLCompiler, **how: Any) -> str:
    column, among = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({among}))"
