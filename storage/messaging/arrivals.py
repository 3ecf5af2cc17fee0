"""What every incoming event needs, in one round trip: the sender, whether it was handled, open drafts."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.session import execute_all
from storage.messaging import inbox, notify
from storage.models import Draft, Inbox, Place, Rep
from storage.team.accounts import SPEAKS


class Arrival(NamedTuple):
    rep: Rep
    is_done: bool  # handled, or given up on
    has_drafts: bool  # there is unfinished input in this chat


_HERE: dict[str, BindParameter[str]] = {name: bindparam(name) for name in ("channel", "space", "chat", "user")}
_DONE = select(Inbox.done).where(
    Inbox.channel == _HERE["channel"], Inbox.space == _HERE["space"], Inbox.key == bindparam("key")
)
_DRAFT = select(Draft.id).where(
    *(getattr(Draft, name) == value for name, value in _HERE.items()), Draft.at >= bindparam("since")
)
_ARRIVAL = SPEAKS.add_columns(_DONE.scalar_subquery(), _DRAFT.exists())


async def get(db: AsyncSession, place: Place, key: str, since: datetime) -> Arrival | None:
    """None for a stranger. Drafts older than `since` (UTC) are ignored."""
    row = (await db.execute(_ARRIVAL, {**vars(place), "key": key, "since": since})).first()
    return Arrival(row[0], bool(row[1]), row[2]) if row else None


class Claim(NamedTuple):
    is_ours: bool  # it had not been handled
    rep: Rep | None  # None: a stranger, or suspended


async def claim(db: AsyncSession, place: Place, key: str, at: datetime) -> Claim:
    """Wait for the chat's turn, and claim the event for this transaction."""
    *_turn, claimed, speaker = await execute_all(
        db,
        *notify.turn_query(db, place),
        inbox.claim_query(db, place.channel, place.space, key, at),
        (SPEAKS, vars(place)),
    )
    return Claim(claimed.first() is not None, speaker.scalar())
