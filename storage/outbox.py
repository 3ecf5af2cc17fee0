"""Messages on their way: committed with what they tell of, then sent, then marked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Integer, Update, and_, bindparam, case, delete, exists, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from storage.accounts import PREFERENCE
from storage.dialects import insert
from storage.models import Account, Base, Outbox

OUTBOX = Base.metadata.tables["outbox"]
ANSWER, REMINDER = 0, 1  # urgency: people before reminders
CONSOLE = "console"
# Made once: these take longer to make than what they are used in.
EARLIER, OTHER = aliased(Outbox), aliased(Account)
HAS_OTHER = exists().where(
    OTHER.rep_id == Account.rep_id, OTHER.unreachable_at.is_(None), OTHER.channel != CONSOLE
)
HOME = (
    Account.rep_id == Outbox.rep_id,
    Account.unreachable_at.is_(None),
    Account.channel.in_(bindparam("known", expanding=True)),
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
            Outbox.channel.in_(bindparam("channels", expanding=True)),
            and_(Outbox.channel.is_(None), select(Account.id).where(*HOME).exists()),
        ),
    )
    .limit(1)
)
BEFORE = (
    select(Outbox.id)
    .where(
        Outbox.channel == bindparam("channel"),
        Outbox.space == bindparam("space"),
        Outbox.chat == bindparam("chat"),
        Outbox.urgency == ANSWER,
        Outbox.closed_at.is_(None),
    )
    .limit(1)
)


async def queue(
    db: AsyncSession,
    channel: str,
    space: str,
    chat: str,
    card: dict[str, Any],
    at: datetime,
    *,
    replaces: str | None = None,
    until: datetime | None = None,
) -> Outbox:
    """An answer: a finished card, to leave after the commit. `replaces`: the message to redraw.

    `until` (UTC): whoever queues it sends it, and keeps it from others till then, if it is next in its chat.
    """
    claimed = until is not None and await _is_next(db, channel, space, chat)
    row = Outbox(
        channel=channel,
        space=space,
        chat=chat,
        card=card,
        replaces=replaces,
        urgency=ANSWER,
        due_at=at,
        created_at=at,
        lease_until=until if claimed else None,
    )
    db.add(row)
    await db.flush()
    return row


async def get(db: AsyncSession, row_id: int) -> Outbox | None:
    return await db.get(Outbox, row_id)


async def cards_since(
    db: AsyncSession, channel: str, space: str, chat: str, since: datetime
) -> Sequence[dict[str, Any] | None]:
    """The answers that were queued for that chat since then (UTC)."""
    there = (Outbox.channel == channel, Outbox.space == space, Outbox.chat == chat)
    recent = select(Outbox.card).where(*there, Outbox.urgency == ANSWER, Outbox.created_at >= since)
    return (await db.scalars(recent)).all()


@dataclass(frozen=True)
class Reminder:
    """`key` says what for and names no channel; `at` (UTC) is when it leaves."""

    key: str
    rep_id: int
    name: str
    args: dict[str, Any]
    at: datetime


async def put_reminder(
    db: AsyncSession, key: str, rep_id: int, name: str, args: dict[str, Any], at: datetime
) -> bool:
    """Queue a reminder once. False if it was queued before."""
    new = insert(db, Outbox).values(_waiting(Reminder(key, rep_id, name, args, at)))
    put = await db.execute(new.on_conflict_do_nothing(index_elements=["key"]).returning(Outbox.id))
    return put.first() is not None


async def put_reminders(db: AsyncSession, reminders: Sequence[Reminder]) -> None:
    """Queue many at once, each once: the base is not kept from others for as long as one by one."""
    if reminders:
        new = insert(db, Outbox).on_conflict_do_nothing(index_elements=["key"])
        await db.execute(new, [_waiting(reminder) for reminder in reminders])


async def was_sent(db: AsyncSession, key: str) -> bool:
    """Whether that reminder has been shown to somebody."""
    return await db.scalar(select(Outbox.id).where(Outbox.key == key, Outbox.sent.is_not(None))) is not None


async def leaves_after(db: AsyncSession, key: str, moment: datetime) -> bool:
    """Whether that reminder is still to leave, or has left after the moment (UTC)."""
    later = or_(Outbox.closed_at.is_(None), Outbox.closed_at > moment)
    return await db.scalar(select(Outbox.id).where(Outbox.key == key, later)) is not None


async def is_due(db: AsyncSession, channels: Sequence[str], now: datetime, known: Collection[str]) -> bool:
    """Whether there may be something to claim: a look that keeps nobody from writing."""
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
) -> Sequence[Outbox]:
    """Take what is due, people first, and keep others away for `lease`; of one chat no more than `run` rows.

    A row waits while an earlier one of its chat is in flight or held back, so that order is kept. Of the
    channels that are `full` only answers are taken. Reminders go to `known` channels: those anybody sends on.
    """
    await _choose_channels(db, known or channels, now, limit)
    answers_only = set(full) >= set(channels)
    asked = {"channels": list(channels), "full": list(full), "now": now, "most": limit, "until": now + lease}
    rows = (await db.scalars(_taken(run, answers_only=answers_only), asked)).all()
    return sorted(rows, key=lambda row: (row.urgency, row.id))


async def close(
    db: AsyncSession, row: Outbox, at: datetime, *, sent: str | None = None, error: str = ""
) -> None:
    """Sent, or given up (`error` says why)."""
    closed = {"row": row.id, "closed": at, "how": sent, "why": error}
    await db.execute(_closing(is_secret=bool((row.card or {}).get("secret"))), closed)


async def drop(db: AsyncSession, row_id: int, at: datetime, why: str, *, frees_key: bool) -> None:
    """Not sent, since it is not true. `frees_key`: it may be queued again when it has come true."""
    this = update(Outbox).where(Outbox.id == row_id)
    freed: dict[str, Any] = {"key": None} if frees_key else {}
    await db.execute(this.values(closed_at=at, lease_until=None, error=why, **freed))


async def postpone(db: AsyncSession, row_id: int, until: datetime, error: str, *, counts: bool) -> None:
    """Try again at `until`. A wait the platform asked for does not count as a failed try."""
    tries = Outbox.tries + 1 if counts else Outbox.tries
    this = update(Outbox).where(Outbox.id == row_id)
    await db.execute(this.values(due_at=until, lease_until=None, error=error, tries=tries))


async def release(db: AsyncSession, rows: Collection[Outbox]) -> None:
    """Claimed and not tried: let others (or a later round) have them, unless they have them already."""
    ids, leases = [row.id for row in rows], {row.lease_until for row in rows}
    these = update(Outbox).where(Outbox.id.in_(ids), Outbox.lease_until.in_(leases))
    await db.execute(these.values(lease_until=None))


async def release_all(db: AsyncSession, channel: str) -> None:
    """Whoever had claimed rows of this channel is gone: they are free again."""
    claimed = update(Outbox).where(Outbox.closed_at.is_(None), Outbox.channel == channel)
    await db.execute(claimed.values(lease_until=None))


async def reroute(db: AsyncSession, row_id: int) -> None:
    """The reminder could not reach its chat: choose another channel of the rep."""
    this = update(Outbox).where(Outbox.id == row_id, Outbox.reminder.is_not(None))
    await db.execute(this.values(channel=None, chat=None, space="", lease_until=None))


async def next_due(db: AsyncSession, channels: Sequence[str]) -> datetime | None:
    """When the next row may leave, or its lease ends (UTC)."""
    mine = or_(Outbox.channel.in_(channels), Outbox.channel.is_(None))
    due = select(func.min(Outbox.due_at)).where(Outbox.closed_at.is_(None), mine)
    return await db.scalar(due)


async def waiting(db: AsyncSession, now: datetime) -> Mapping[int, tuple[int, datetime]]:
    """What has come due and not left, by urgency: how many, and since when the first of them waits (UTC).

    Left out is what waits for its hour, and for people who can be reached nowhere.
    """
    can_be_told = select(Account.id).where(Account.rep_id == Outbox.rep_id, Account.unreachable_at.is_(None))
    tried = Outbox.error != ""
    since = func.min(case((tried, Outbox.created_at), else_=Outbox.due_at))
    rows = await db.execute(
        select(Outbox.urgency, func.count(), since)
        .where(
            Outbox.closed_at.is_(None),
            or_(Outbox.due_at <= now, tried),
            or_(Outbox.channel.is_not(None), can_be_told.exists()),
        )
        .group_by(Outbox.urgency)
    )
    return {urgency: (count, first) for urgency, count, first in rows}


async def forget(db: AsyncSession, before: datetime) -> None:
    """Keys of reminders are kept for good: a birthday is greeted once a year, whatever happens."""
    gone = delete(Outbox).where(Outbox.closed_at < before, Outbox.key.is_(None))
    await db.execute(gone)


async def _is_next(db: AsyncSession, channel: str, space: str, chat: str) -> bool:
    """Whether no other answer is on its way to that chat."""
    return await db.scalar(BEFORE, {"channel": channel, "space": space, "chat": chat}) is None


def _waiting(reminder: Reminder) -> dict[str, Any]:
    return {
        "key": reminder.key,
        "rep_id": reminder.rep_id,
        "reminder": reminder.name,
        "args": reminder.args,
        "space": "",
        "urgency": REMINDER,
        "due_at": reminder.at,
        "created_at": reminder.at,
        "tries": 0,
        "error": "",
    }


@cache  # it takes longer to make than to run
def _closing(*, is_secret: bool) -> Update:
    closed = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
    closed = closed.values(lease_until=null(), closed_at=bindparam("closed"), sent=bindparam("how"))
    return closed.values(error=bindparam("why"), **({"card": null()} if is_secret else {}))


@cache
def _taken(run: int, *, answers_only: bool) -> ReturningUpdate[Outbox]:
    now = bindparam("now", type_=Outbox.due_at.type)
    before = select(EARLIER.id).where(
        EARLIER.channel == Outbox.channel,
        EARLIER.space == Outbox.space,
        EARLIER.chat == Outbox.chat,
        EARLIER.urgency == Outbox.urgency,
        EARLIER.id < Outbox.id,
        EARLIER.closed_at.is_(None),
    )
    held = before.where(or_(EARLIER.due_at > now, EARLIER.lease_until >= now))
    late = before.order_by(EARLIER.id.desc()).offset(run - 1).limit(1)
    urgent = Outbox.urgency == ANSWER
    wanted = urgent if answers_only else or_(urgent, Outbox.channel.not_in(bindparam("full", expanding=True)))
    free = (
        select(Outbox.id)
        .where(
            Outbox.closed_at.is_(None),
            # Not by the index of chats: what leaves first is found in order, however much waits behind it.
            func.coalesce(Outbox.channel, "").in_(bindparam("channels", expanding=True)),
            Outbox.due_at <= now,
            or_(Outbox.lease_until.is_(None), Outbox.lease_until < now),
            wanted,
            ~held.exists(),
            ~late.exists(),
        )
        .order_by(Outbox.urgency, Outbox.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    until = bindparam("until", type_=Outbox.due_at.type)
    taken = update(Outbox).where(Outbox.id.in_(free)).values(lease_until=until)
    return taken.returning(Outbox).execution_options(synchronize_session=False, populate_existing=True)


async def _choose_channels(db: AsyncSession, known: Collection[str], now: datetime, limit: int) -> None:
    """Reminders get their chat now: where the rep wants them, else the first account that can be reached.

    The console is for those who want it or have nothing else: it must not keep a reminder from a phone.
    """
    asked = {"known": list(known), "now": now, "most": limit}
    found = (await db.scalars(HOMELESS, asked)).all()
    if not found:
        return
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
