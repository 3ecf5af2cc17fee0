"""Base class, column types and constraint names."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from storage.models.kinds import (
    ClientKind,
    Direction,
    DraftKind,
    FileKind,
    FollowUpKind,
    FollowUpState,
    InteractionKind,
    JobState,
    JoinState,
    Outcome,
    PointKind,
    RecurrenceUnit,
    Role,
    StageState,
    Visibility,
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, timezone-aware in both directions (SQLite alone would drop the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")
# Plain ASCII, sorted by byte in every database, so that "starts with" is an index range.
Folded = Text().with_variant(Text(collation="C"), "postgresql")
# Computed from other columns or from the clock: not recorded in changes, not restored by an undo.
DERIVED = {"derived": True}


def _words(kind: type[StrEnum]) -> Enum:
    """Stored as text, so that a new value needs no type change."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda words: [w.value for w in words])


CLOSED_SETS: tuple[type[StrEnum], ...] = (
    Role,
    Visibility,
    ClientKind,
    PointKind,
    InteractionKind,
    Direction,
    Outcome,
    StageState,
    FollowUpKind,
    FollowUpState,
    RecurrenceUnit,
    JoinState,
    DraftKind,
    FileKind,
    JobState,
)
TYPES: dict[Any, Any] = {datetime: Instant, dict[str, Any]: Json} | {s: _words(s) for s in CLOSED_SETS}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = TYPES
