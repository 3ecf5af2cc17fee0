"""Delete rows with all that belongs to them, recorded so that an undo or a restore brings everything back."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.audit.recording import TABLES, parts, record, write
from storage.models import Base, Client, Deal, Interaction

Links = Sequence[tuple[str, str]]  # tables and their columns that refer to a row

# What goes with a row, before it: rows that refer to it by these columns.
PARTS: Mapping[str, Links] = {
    Client.__tablename__: (
        ("follow_ups", "client_id"),
        ("recurrences", "client_id"),
        ("interactions", "client_id"),
        ("deals", "client_id"),
        ("offers", "client_id"),
        ("contact_points", "client_id"),
    ),
    Deal.__tablename__: (("interactions", "deal_id"), ("moves", "deal_id"), ("bindings", "deal_id")),
    Interaction.__tablename__: (("files", "interaction_id"),),
}
# What stays, and no longer refers to it.
DETACHED: Mapping[str, Links] = {Interaction.__tablename__: (("follow_ups", "interaction_id"),)}
# What goes and does not come again: it only says what a chat looked at.
FORGOTTEN: Mapping[str, Links] = {Client.__tablename__: (("chats", "client_id"),)}


async def remove(db: AsyncSession, noun: type[Base], row_ids: Sequence[int], client_id: int | None) -> None:
    """Delete these rows of one client with their parts. The caller checks rights, and locks the client."""
    await _remove(db, TABLES[noun.__tablename__], "id", row_ids, client_id)
    await write(db)


async def _remove(
    db: AsyncSession, table: Table, column: str, values: Sequence[int], client_id: int | None
) -> None:
    """Delete the rows with one of `values` in the column; their parts first: an undo inserts these last."""
    for part in parts(values):
        these = table.c[column].in_(part)
        if table.name in PARTS:
            ids = (await db.scalars(table.select().with_only_columns(table.c.id).where(these))).all()
            await _remove_parts(db, table.name, ids, client_id)
        gone = await db.execute(delete(table).where(these).returning(*table.c))
        for row in gone.mappings().all():
            record(db.info, table, [row["id"]], dict(row), None, known={"client_id": client_id})


async def _remove_parts(db: AsyncSession, noun: str, ids: Sequence[int], client_id: int | None) -> None:
    for name, column in PARTS[noun]:
        await _remove(db, TABLES[name], column, ids, client_id)
    for name, column in DETACHED.get(noun, ()):
        await _detach(db, TABLES[name], column, ids)
    for name, column in FORGOTTEN.get(noun, ()):
        there = Base.metadata.tables[name]
        for part in parts(ids):
            await db.execute(delete(there).where(there.c[column].in_(part)))


async def _detach(db: AsyncSession, table: Table, column: str, ids: Sequence[int]) -> None:
    for part in parts(ids):
        refers = table.select().with_only_columns(table.c.id, table.c[column]).where(table.c[column].in_(part))
        for row_id, was in (await db.execute(refers)).all():
            await db.execute(update(table).where(table.c.id == row_id).values({column: None}))
            record(db.info, table, [row_id], {column: was}, {column: None})
