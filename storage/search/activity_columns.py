"""Columns of clients computed from their interactions and deals: for ranking, and for keeping in touch."""

from collections.abc import Collection

from sqlalchemy import Connection, Date, Select, Update, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import days_later, dialect_of, one_of
from storage.database.lease import Query
from storage.models import Base, Client, Deal, Interaction, Stage, StageState

client, talk, deal, stage = (
    Base.metadata.tables[noun.__tablename__] for noun in (Client, Interaction, Deal, Stage)
)


def _lock() -> Select[int]:
    """Wait for other transactions that change these clients: PostgreSQL would count without them."""
    these = select(client.c.id).where(one_of(client.c.id, "clients")).order_by(client.c.id)
    return these.with_for_update(key_share=True)


def _refresh() -> Update:
    spoken = select(func.date(func.max(talk.c.at), type_=Date)).where(talk.c.client_id == client.c.id)
    opened = select(func.count()).select_from(deal.join(stage, stage.c.id == deal.c.stage_id))
    opened = opened.where(deal.c.client_id == client.c.id, stage.c.state == StageState.OPEN)
    begun = client.c.contact_from
    due = days_later(func.coalesce(spoken.scalar_subquery(), begun), begun, client.c.contact_every)
    new = {
        "spoken_on": spoken.scalar_subquery(),
        "contact_due": case((client.c.contact_every.is_not(None), due)),
        "open_deals": opened.scalar_subquery(),
    }
    return update(client).where(one_of(client.c.id, "clients")).values(new)


# The parameter of both: `clients`, a list of IDs. LOCK only on PostgreSQL, as a statement of its own before.
LOCK, REFRESH = _lock(), _refresh()


# By table: the columns from which these are computed, and the client. Text and title: so that the client is
# locked while what they are found by is written.
SOURCES = {
    Client.__tablename__: ("contact_every", "contact_from"),
    Interaction.__tablename__: ("client_id", "at", "text"),
    Deal.__tablename__: ("client_id", "stage_id", "title"),
}


def refresh_queries(db: AsyncSession, client_ids: Collection[int]) -> list[Query]:
    """The same as statements of a transaction."""
    these = {"clients": sorted(client_ids)}
    locking: list[Query] = [(LOCK, these)] if dialect_of(db) == "postgresql" else []
    return [*locking, (REFRESH, these)]


def refresh(connection: Connection, client_ids: Collection[int]) -> None:
    """Compute the columns of these clients anew, after their interactions or deals were written."""
    if not client_ids:
        return
    these = {"clients": sorted(client_ids)}
    if connection.dialect.name == "postgresql":
        connection.execute(LOCK, these)
    connection.execute(REFRESH, these)
