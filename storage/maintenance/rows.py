"""Rows copied between databases: reading, inserting, repairing and checksums."""

import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Select,
    String,
    Table,
    Text,
    bindparam,
    cast,
    collate,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from storage.database.dialects import dialect_of, insert

HELD = "lease_until"  # claims of a running process: not valid in the copy
UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # characters that PostgreSQL text cannot contain
REPLACEMENT = "\ufffd"
ENCODER = json.JSONEncoder(default=str)  # one format for dates and times

Row = Sequence[object]


def looked_at(table: Table) -> Select[*tuple[Any, ...]]:
    """Read JSON as text: parsed, a JSON null and no JSON at all would both be None."""
    return select(*(cast(column, Text) if _is_json(column) else column for column in _columns(table)))


def key(db: AsyncConnection, table: Table) -> list[ColumnElement[Any]]:
    """The primary key, with text sorted by byte as in SQLite, so that both databases agree on the order."""
    is_sqlite = db.dialect.name == "sqlite"
    return [
        collate(part, "C") if isinstance(part.type, String) and not is_sqlite else part
        for part in table.primary_key
    ]


def insert_statement(db: AsyncSession, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that takes `parameters`. Existing rows stay."""
    has_json = dialect_of(db) == "postgresql"
    values: dict[str, ColumnElement[Any]] = {}
    for column in _columns(table):
        value = bindparam(f"new_{column.name}", type_=Text() if _is_json(column) else column.type)
        values[column.name] = cast(value, postgresql.JSONB) if has_json and _is_json(column) else value
    return insert(db, table).values(values).on_conflict_do_nothing()


def parameters(table: Table, row: Row) -> dict[str, object]:
    return {f"new_{column.name}": value for column, value in zip(_columns(table), row, strict=True)}


def row_id(table: Table, row: Row) -> int:
    return int(str(parameters(table, row)["new_id"]))


def name(table: Table, row: Row) -> str:
    """The table and the key, without client data."""
    values = dict(zip((column.name for column in _columns(table)), row, strict=True))
    return " ".join([table.name, *(str(values[part.name]) for part in table.primary_key)])


def digest(table: Table, row: Row) -> int:
    """A 64-bit hash, the same for the same values in any database."""
    told = ENCODER.encode(canonical_row(table, row))
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest())


def canonical_row(table: Table, row: Row) -> Row:
    """The row with values that every database can store, in one canonical format."""
    return tuple(
        _rewritten(value) if is_json and isinstance(value, str) else _storable(value)
        for is_json, value in zip(_json(table), row, strict=True)
    )


@cache
def _columns(table: Table) -> tuple[Column[Any], ...]:
    return tuple(column for column in table.c if column.name != HELD)


@cache
def _json(table: Table) -> tuple[bool, ...]:
    return tuple(map(_is_json, _columns(table)))


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON)


def _rewritten(told: str) -> str:
    value = json.loads(told, parse_float=_number, parse_constant=lambda _nan_or_infinity: None)
    return json.dumps(_storable(value), sort_keys=True)


def _number(told: str) -> float:
    """PostgreSQL writes 1e+16 with all its zeros, like an integer."""
    number = float(told)
    return int(number) if number.is_integer() else number


def _storable(value: object) -> object:
    match value:
        case str() if UNSTORABLE.search(value):
            return UNSTORABLE.sub(REPLACEMENT, value)
        case dict():
            return {_storable(key): _storable(inner) for key, inner in value.items()}
        case list():
            return [_storable(inner) for inner in value]
    return value
