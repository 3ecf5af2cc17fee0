"""Recording: what follows from every write of a row, whoever writes it.

Sessions call it for each row of a flush; statements that change many rows (handing clients over, undo, copying
a database) call `record` for theirs. What follows: the change in the audit log, the owners whose pages show it,
the derived columns, and the search index.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Table, event, insert, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import AttributeState, Session

from storage.audit.touched import touch
from storage.database.session import TrackedSession, Transaction, execute_all
from storage.models import (
    Account,
    Act,
    Base,
    Binding,
    Change,
    Client,
    Company,
    ContactPoint,
    Deal,
    File,
    FollowUp,
    Interaction,
    Move,
    Offer,
    Recurrence,
    Rep,
    Team,
)
from storage.search import activity_columns, deal_index, derived_columns, index
from storage.search.texts import interaction_index

PEOPLE = (Company, Team, Rep, Account)
TRACKED = (*PEOPLE, Client, ContactPoint, Interaction, Deal, Move, Recurrence, FollowUp, File, Binding, Offer)
TABLES: dict[str, Table] = {noun.__tablename__: Base.metadata.tables[noun.__tablename__] for noun in TRACKED}
# Columns that are one value.
VALUES: Mapping[str, Sequence[Sequence[str]]] = {
    Client.__tablename__: (("birth_year", "birth_month", "birth_day"),),
    Deal.__tablename__: (("amount", "currency"),),
}
PENDING = "pending"  # key in a session's info: what follows from rows that were written

# Built once: building these takes longer than running them.
_CHANGED = insert(Base.metadata.tables[Change.__tablename__])
_ACTED = insert(Base.metadata.tables[Act.__tablename__]).returning(Act.id)

AT_ONCE = 1000  # rows per statement
NOTHING: Mapping[str, Any] = {}

T = TypeVar("T")
Values = dict[str, Any]


@dataclass
class Pending:
    """What follows from the rows written since the last time."""

    changes: list[Values] = field(default_factory=list)
    added: set[int] = field(default_factory=set)  # clients to index
    renamed: set[int] = field(default_factory=set)  # clients to index anew
    stale: dict[str, set[int]] = field(default_factory=dict)  # rows whose derived columns are not right yet
    active: set[int] = field(default_factory=set)  # clients with other interactions or open deals
    active_by: dict[str, set[int]] = field(default_factory=dict)  # rows of such, whose client is not known
    titles: set[int] = field(default_factory=set)  # deals to index
    texts: dict[int, str | None] = field(default_factory=dict)  # interactions to index; None: not known


def record(
    info: dict[Any, Any],
    table: Table,
    row_ids: Collection[int],
    before: Values | None,
    after: Values | None,
    *,
    known: Mapping[str, Any] = NOTHING,
    is_filled: bool = False,
    is_undo: bool = False,
) -> None:
    """Note that rows were written: the old and the new values of the columns that changed (None: the rows were
    added, or deleted). `known`: other columns.

    `info` is the session's. `is_filled`: the derived columns are right. An undo is not a change of its own.
    """
    touch(info, table.name, before or NOTHING, after or NOTHING, known)
    pending: Pending = info.setdefault(PENDING, Pending())
    written = {*(before or ()), *(after or ())}
    if after is not None and not is_filled and not written.isdisjoint(derived_columns.SOURCES[table.name]):
        pending.stale.setdefault(table.name, set()).update(row_ids)
    if after is not None and table.name == Client.__tablename__ and not written.isdisjoint(index.FOUND_BY):
        (pending.added if before is None else pending.renamed).update(row_ids)
    _record_activity(pending, table.name, row_ids, written, (before, after, known))
    if after is not None:
        _record_texts(pending, table.name, row_ids, after, is_new=before is None)
    if "act" in info and not is_undo:
        change = {
            "noun": table.name,
            "before": before and to_json_values(before),
            "after": after and to_json_values(after),
            "client_id": {**known, **(before or {})}.get("client_id") if after is None else None,
        }
        pending.changes += [{**change, "row_id": row_id} for row_id in row_ids]


async def write(db: AsyncSession) -> None:
    """Write what follows from the rows that were written."""
    pending: Pending | None = db.info.pop(PENDING, None)
    if pending is None:
        return
    for table, row_ids in pending.stale.items():
        await derived_columns.refill(db, table, sorted(row_ids))
    for row_ids, anew in ((pending.added, False), (pending.renamed, True)):
        if row_ids:
            await db.run_sync(_index, sorted(row_ids), anew)
    if active := pending.active | await _clients_of(db, pending.active_by):
        texts = await interaction_index.queries(db, pending.texts)
        await execute_all(db, *activity_columns.refresh_queries(db, active), *texts)
    if pending.titles:
        await db.run_sync(_index_titles, sorted(pending.titles))
    for part in parts(pending.changes):
        act_id = await _act_id(db)
        await db.execute(_CHANGED, [{**change, "act_id": act_id} for change in part])


def _record_activity(
    pending: Pending,
    table: str,
    row_ids: Collection[int],
    written: Collection[str],
    rows: tuple[Mapping[str, Any] | None, ...],
) -> None:
    """Note the clients with whom somebody has spoken or will keep in touch, or with a deal in another stage."""
    if table not in activity_columns.SOURCES or not {*written} & {*activity_columns.SOURCES[table]}:
        return
    if table == Client.__tablename__:
        before, after, _known = rows
        if after is not None and (before is not None or after.get("contact_every")):
            pending.active.update(row_ids)
        return
    client_ids = {row["client_id"] for row in rows if row and "client_id" in row}
    pending.active |= client_ids
    if not client_ids:
        pending.active_by.setdefault(table, set()).update(row_ids)


def _record_texts(
    pending: Pending, table: str, row_ids: Collection[int], after: Values, *, is_new: bool
) -> None:
    """Note the deals and interactions that are found by other words now."""
    if table == Deal.__tablename__ and not after.keys().isdisjoint(deal_index.SOURCES):
        pending.titles.update(row_ids)
    if table == Interaction.__tablename__ and not after.keys().isdisjoint(interaction_index.SOURCES):
        said = after.get("text")
        if said or not is_new:
            pending.texts.update(dict.fromkeys(row_ids, said))


async def _clients_of(db: AsyncSession, row_ids: Mapping[str, Collection[int]]) -> set[int]:
    found: set[int] = set()
    for table, ids in row_ids.items():
        columns = TABLES[table].c
        for part in parts(sorted(ids)):
            found |= set(await db.scalars(select(columns.client_id).where(columns.id.in_(part))))
    return found


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def to_json_values(values: Values) -> Values:
    return {name: _freeze(value) for name, value in values.items()}


class Recorder:
    """How a transaction that inserts rows without a flush has them recorded."""

    def fill(self, row: object) -> None:
        derived_columns.fill(row)

    def added(self, info: dict[Any, Any], row: object) -> None:
        if isinstance(row, TRACKED):
            _record_new(info, row)

    async def write(self, db: AsyncSession) -> None:
        await write(db)


Transaction.recorder = Recorder()


@event.listens_for(TrackedSession, "before_flush")
def _fill(session: Session, _context: Any, _objects: Any) -> None:
    for row in chain(session.new, session.dirty):
        derived_columns.fill(row)


@event.listens_for(TrackedSession, "after_flush")
def _record_all(session: Session, _context: Any) -> None:
    new, deleted = session.new, session.deleted  # read once: SQLAlchemy rebuilds these sets at each access
    rows = [row for row in (*new, *session.dirty, *deleted) if isinstance(row, TRACKED)]
    # A new client comes before its contact points, so that undo, in reverse order, deletes the points first.
    for row in sorted(rows, key=lambda row: TRACKED.index(type(row))):
        if row in new:
            _record_new(session.info, row)
        elif row in deleted:
            before = {column.name: getattr(row, column.name) for column in TABLES[row.__tablename__].c}
            record(session.info, TABLES[row.__tablename__], [_id(row)], before, None)
        else:
            _record_changed(session.info, row)


def _record_new(info: dict[Any, Any], row: Base) -> None:
    after = {name: getattr(row, name) for name in _columns(row.__tablename__)}
    record(info, TABLES[row.__tablename__], [_id(row)], None, after, is_filled=True)


def _record_changed(info: dict[Any, Any], row: Base) -> None:
    attributes = inspect(row).attrs
    changed = [name for name in _columns(row.__tablename__) if attributes[name].history.has_changes()]
    changed += _of_the_same_value(row.__tablename__, changed)
    if changed:
        before = {name: _old(attributes[name]) for name in changed}
        after = {name: getattr(row, name) for name in changed}
        table = TABLES[row.__tablename__]
        record(info, table, [_id(row)], before, after, known=vars(row), is_filled=True)


def _of_the_same_value(table: str, changed: Sequence[str]) -> list[str]:
    """The other columns of values of which a part has changed: the history shows them whole."""
    values = (names for names in VALUES.get(table, ()) if not {*names}.isdisjoint(changed))
    return [name for names in values for name in names if name not in changed]


def _old(attribute: AttributeState) -> Any:
    return next(iter(attribute.history.deleted or attribute.history.unchanged or ()), None)


@cache
def _columns(table: str) -> Sequence[str]:
    """The columns that are not derived."""
    return [column.name for column in TABLES[table].c if not column.info.get("derived")]


def _id(row: Base) -> int:
    row_id: int = row.id  # type: ignore[attr-defined]
    return row_id


def _index(session: Session, client_ids: Sequence[int], anew: bool) -> None:
    index.refill(session.connection(), client_ids, anew=anew)


def _index_titles(session: Session, deal_ids: Sequence[int]) -> None:
    deal_index.refill(session.connection(), deal_ids)


async def _act_id(db: AsyncSession) -> int:
    if "act_id" not in db.info:
        db.info["act_id"] = await db.scalar(_ACTED, db.info["act"])
    known: int = db.info["act_id"]
    return known


def _freeze(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
