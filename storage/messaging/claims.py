"""Claim outbox rows for sending, and record the result."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Update, and_, bindparam, exists, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from storage.database.dialects import one_of
from storage.messaging.outbox import ANSWER, CONSOLE
from storage.models import Account, Base, Outbox
from storage.team.accounts import PREFERENCE

OUTBOX = Base.metadata.tables["outbox"]
# Built once: building these queries takes longer than running them.
OTHER = aliased(Account)
HAS_OTHER = exists().where(
    OTHER.rep_id == Account.rep_id, OTHER.unreachable_at.is_(None), OTHER.channel != CONSOLE
)
HOME = (
    Account.rep_id == Outbox.rep_id,
    Account.unreachable_at.is_(None),
    one_of(Account.channel, "known"),
    or_(Account.channel != CONSOLE, Account.preferred_at.is_not(None), ~HAS_OTHER),
)
HOMELESS = (
    select(Outbox.id)
    .where(
        Outbox.closed_at.is_(None),
        Outbox.channel.is_(None),
        Outbox.due_at <= bindparam("now"),
        select(Account.id).where(*HOME).exists(),
    )
    .order_by(Outbox.id)
    .limit(bindparam("most", type_=Integer))
)
DUE = (
    select(Outbox.id)
    .where(
        Outbox.closed_at.is_(None),
        Outbox.due_at <= bindparam("now"),
        or_(Outbox.lease_until.is_(None), Outbox.lease_until < bindparam("now")),
        or_(
            one_of(Outbox.channel, "channels"),
            and_(Outbox.channel.is_(None), select(Account.id).where(*HOME).exists()),
        ),
    )
    .limit(1)
)


class Claimed(NamedTuple):
    """An outbox row as delivery needs it: loading ORM objects takes twice as long."""

    id: int
    channel: str
    space: str
    chat: str
    rep_id: int | None
    replaces: str | None
    card: dict[str, Any] | None
    reminder: str | None
    args: dict[str, Any] | None
    urgency: int
    created_at: datetime
    tries: int
    lease_until: datetime


def claimed_at_once(row: Outbox) -> Claimed:
    """A row that was claimed when it was queued."""
    return Claimed._make(getattr(row, name) for name in Claimed._fields)


async def is_due(db: AsyncSession, channels: Sequence[str], now: datetime, known: Collection[str]) -> bool:
    """Whether there may be something to claim. Only reads, so it blocks no writer."""
    asked = {"channels": list(channels), "now": now, "known": list(known)}
    return await db.scalar(DUE, asked) is not None


async def claim(
    db: AsyncSession,
    channels: Sequence[str],
    now: datetime,
    lease: timedelta,
    *,
    limit: int,
    run: int = 1,
    full: Collection[str] = (),
    known: Collection[str] = (),
) -> Sequence[Claimed]:
    """Claim due rows for `lease`, answers before reminders, at most `run` rows per chat.

    A row waits while an earlier one of its chat is in flight or postponed, so that order is preserved. From
    channels in `full` only answers are claimed. Reminders go to `known` channels: those that any process sends
    on.
    """
    until, answers_only = now + lease, set(full) >= set(channels)
    taken = _taken(run, answers_only=answers_only)
    asked = {"channels": list(channels), "full": list(full), "now": now, "until": until}
    rows = [*await db.execute(taken, {**asked, "most": limit})]
    if len(rows) < limit and await _choose_channels(db, known or channels, now, limit):
        rows += await db.execute(taken, {**asked, "most": limit - len(rows)})
    return sorted((Claimed._make((*row, until)) for row in rows), key=lambda row: (row.urgency, row.id))


async def close(
    db: AsyncSession, row: Claimed | Outbox, at: datetime, *, sent: str | None = None, error: str = ""
) -> None:
    """Mark a row as sent, or as given up (`error` is the reason)."""
    closed = {"row": row.id, "closed": at, "how": sent, "why": error}
    await db.execute(_closing(is_secret=bool((row.card or {}).get("secret"))), closed)


async def drop(db: AsyncSession, row_id: int, at: datetime, why: str, *, frees_key: bool) -> None:
    """Discard a reminder that no longer holds. `frees_key`: it may be queued again when it holds again."""
    this = update(Outbox).where(Outbox.id == row_id)
    freed: dict[str, Any] = {"key": None} if frees_key else {}
    await db.execute(this.values(closed_at=at, lease_until=None, error=why, **freed))


async def postpone(db: AsyncSession, row_id: int, until: datetime, error: str, *, counts: bool) -> None:
    """Retry at `until`. A wait the platform asked for does not count as a failed try."""
    tries = Outbox.tries + 1 if counts else Outbox.tries
    this = update(Outbox).where(Outbox.id == row_id)
    await db.execute(this.values(due_at=until, lease_until=None, error=error, tries=tries))


async def release(db: AsyncSession, rows: Collection[Claimed]) -> None:
    """Release rows that were claimed but not tried, unless another process has claimed them since."""
    ids, leases = [row.id for row in rows], {row.lease_until for row in rows}
    these = update(Outbox).where(Outbox.id.in_(ids), Outbox.lease_until.in_(leases))
    await db.execute(these.values(lease_until=None))


async def release_all(db: AsyncSession, channel: str) -> None:
    """Release all claims on this channel: the process that held them is gone."""
    claimed = update(Outbox).where(Outbox.closed_at.is_(None), Outbox.channel == channel)
    await db.execute(claimed.values(lease_until=None))


async def reroute(db: AsyncSession, row_id: int) -> None:
    """Choose another of the rep's channels for a reminder that could not reach its chat."""
    this = update(Outbox).where(Outbox.id == row_id, Outbox.reminder.is_not(None))
    await db.execute(this.values(channel=None, chat=None, space="", lease_until=None))


@cache  # building it takes longer than running it
def _closing(*, is_secret: bool) -> Update:
    closed = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
    closed = closed.values(lease_until=null(), closed_at=bindparam("closed"), sent=bindparam("how"))
    return closed.values(error=bindparam("why"), **({"card": null()} if is_secret else {}))


@cache
def _taken(run: int, *, answers_only: bool) -> ReturningUpdate[*tuple[Any, ...]]:
    """Built on the table, not the mapped class: SQLAlchemy then takes half as long."""
    now, until = (bindparam(name, type_=Outbox.due_at.type) for name in ("now", "until"))
    row, other = OUTBOX.c, OUTBOX.alias().c
    lane = [other[name] == row[name] for name in ("channel", "space", "chat", "urgency")]
    before = select(other.id).where(*lane, other.id < row.id, other.closed_at.is_(None))
    # OFFSET 0 keeps PostgreSQL from scanning all postponed rows; the condition is checked on few rows only.
    held = before.where(or_(other.due_at > now, other.lease_until >= now)).offset(0)
    late = before.order_by(other.id.desc()).offset(run - 1).limit(1)
    urgent = row.urgency == ANSWER
    wanted = urgent if answers_only else or_(urgent, ~one_of(row.channel, "full"))
    free = (
        select(row.id)
        .where(
            row.closed_at.is_(None),
            # COALESCE avoids the index of chats: rows are then read in sending order, however many wait.
            one_of(func.coalesce(row.channel, ""), "channels"),
            row.due_at <= now,
            or_(row.lease_until.is_(None), row.lease_until < now),
            wanted,
            ~held.exists(),
            ~late.exists(),
        )
        .order_by(row.urgency, row.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    taken = update(OUTBOX).where(row.id.in_(free)).values(lease_until=until)
    return taken.returning(*(row[name] for name in Claimed._fields if name != "lease_until"))


async def _choose_channels(db: AsyncSession, known: Collection[str], now: datetime, limit: int) -> bool:
    """Set the chat of due reminders: the rep's preferred account, or else the first that can be reached.

    The console only counts if the rep prefers it or has nothing else, so that reminders reach a phone.
    """
    asked = {"known": list(known), "now": now, "most": limit}
    found = (await db.scalars(HOMELESS, asked)).all()
    if not found:
        return False
    home = select(Account.channel, Account.space, Account.chat).where(*HOME).order_by(*PREFERENCE).limit(1)
    rows = update(Outbox).where(Outbox.id.in_(found), Outbox.channel.is_(None))
    await db.execute(
        rows.values(
            channel=home.with_only_columns(Account.channel).scalar_subquery(),
            space=func.coalesce(home.with_only_columns(Account.space).scalar_subquery(), ""),
            chat=home.with_only_columns(Account.chat).scalar_subquery(),
        ),
        {"known": list(known)},
    )
    return True
