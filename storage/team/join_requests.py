"""Strangers' requests to join: limited in number, one per person, and none for a week after a refusal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Company, JoinRequest, JoinState, Place, Rep

MAX_OPEN = 20  # many strangers must not flood the admins' chats
REQUEST_LIFE = timedelta(days=7)  # nobody is going to answer an older request
DECLINED_LIFE = timedelta(days=7)


class Refused(Enum):
    ASKED_ALREADY = auto()
    DECLINED = auto()
    TOO_MANY = auto()


async def members_join(db: AsyncSession) -> bool:
    """Whether full members of the Slack workspace join automatically."""
    return bool(await db.scalar(select(Company.members_join)))


async def ask(
    db: AsyncSession, place: Place, name: str, *, locale: str, timezone: str, is_guest: bool, at: datetime
) -> JoinRequest | Refused:
    """Create a request, if allowed."""
    last = await db.scalar(_of(place).order_by(JoinRequest.id.desc()).limit(1))
    if last and last.state is JoinState.OPEN:
        return Refused.ASKED_ALREADY
    if last and last.state is JoinState.DECLINED and (last.decided_at or last.at) > at - DECLINED_LIFE:
        return Refused.DECLINED
    is_open = (JoinRequest.state == JoinState.OPEN, JoinRequest.at > at - REQUEST_LIFE)
    if (await db.scalar(select(func.count(JoinRequest.id)).where(*is_open)) or 0) >= MAX_OPEN:
        return Refused.TOO_MANY
    where = {"channel": place.channel, "space": place.space, "user": place.user, "chat": place.chat}
    told = {"name": name, "locale": locale, "timezone": timezone, "is_guest": is_guest, "at": at}
    new = insert(db, JoinRequest).values(**where, **told, state=JoinState.OPEN)
    once = new.on_conflict_do_nothing(
        index_elements=["channel", "space", "user"], index_where=text("state = 'open'")
    )
    made = await db.scalar(once.returning(JoinRequest.id))
    return Refused.ASKED_ALREADY if made is None else await db.get_one(JoinRequest, made)


async def get(db: AsyncSession, request_id: int) -> JoinRequest | None:
    return await db.get(JoinRequest, request_id)


async def decide(
    db: AsyncSession, who: Rep, request_id: int, to: JoinState, at: datetime
) -> JoinRequest | None:
    """Decide the request; None if it was decided before. The caller has checked that `who` is an admin."""
    this = update(JoinRequest).where(JoinRequest.id == request_id, JoinRequest.state == JoinState.OPEN)
    decided = this.values(state=to, decided_by_id=who.id, decided_at=at).returning(JoinRequest)
    return (await db.scalars(decided.execution_options(populate_existing=True))).first()


async def drop_unanswered(db: AsyncSession, now: datetime) -> Sequence[JoinRequest]:
    """Delete requests that nobody answered in time, so that these people may ask again."""
    old = delete(JoinRequest).where(*_unanswered(now))
    return (await db.scalars(old.returning(JoinRequest))).all()


async def is_any_unanswered(db: AsyncSession, now: datetime) -> bool:
    """Whether `drop_unanswered` would drop any. `now` is UTC."""
    return bool(await db.scalar(select(exists(select(JoinRequest.id).where(*_unanswered(now))))))


def _unanswered(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return JoinRequest.state == JoinState.OPEN, JoinRequest.at <= now - REQUEST_LIFE


def place(request: JoinRequest) -> Place:
    return Place(request.channel, request.space, request.chat, request.user)


def _of(place: Place) -> Select[JoinRequest]:
    here = (JoinRequest.channel == place.channel, JoinRequest.space == place.space)
    return select(JoinRequest).where(*here, JoinRequest.user == place.user)
