"""Columns computed from other columns of the same row, for searching clients, contact points and deals."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import EXTENSION_MARK, Client, ContactPoint, Deal, PointKind
from storage.search import client_search

AT_ONCE = 1000  # rows per batch
MODELS = (Client, ContactPoint, Deal)
# By table: the columns from which the derived ones are computed.
SOURCES: Mapping[str, Collection[str]] = defaultdict(
    tuple,
    {
        Client.__tablename__: ("name", "company", "tags"),
        ContactPoint.__tablename__: ("kind", "value"),
        Deal.__tablename__: ("title",),
    },
)


def fill(row: object) -> None:
    """Recompute the derived columns; rows of other tables have none."""
    match row:
        case Client():
            row.folded = client_search.folded_text(row)
        case Deal():
            row.folded = f" {client_search.fold(row.title)} "
        case ContactPoint():
            _fill_point(row)


async def refill(db: AsyncSession, table: str, row_ids: Sequence[int]) -> None:
    """Recompute the derived columns of rows written without the session, such as those restored by an undo."""
    model = next((model for model in MODELS if model.__tablename__ == table), None)
    if model is None:
        return
    for start in range(0, len(row_ids), AT_ONCE):
        these = select(model).where(model.id.in_(row_ids[start : start + AT_ONCE]))
        for row in await db.scalars(these.execution_options(populate_existing=True)):
            fill(row)
    await db.flush()


def _fill_point(point: ContactPoint) -> None:
    is_email = point.kind is PointKind.EMAIL
    is_phone = point.kind is PointKind.PHONE
    number = point.value.partition(EXTENSION_MARK)[0]
    letters = "".join(filter(str.isdigit, number)) if is_phone else point.value * is_email
    point.reversed = letters[::-1]
    point.domain = point.value.rpartition("@")[2] if is_email else None
