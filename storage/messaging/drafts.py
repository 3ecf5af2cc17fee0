"""Drafts: unfinished forms and lines, saved so that nothing a rep typed is lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Draft, DraftKind, Place

LOOKED_THROUGH = 8  # newest drafts
# Built once. The parameters are those of a Place, and a time.
MINE = select(Draft).where(
    *(getattr(Draft, name) == bindparam(name) for name in ("channel", "space", "chat", "user"))
)
FORMS = MINE.where(Draft.kind == DraftKind.FORM)
TOURS = (
    MINE.where(Draft.kind == DraftKind.TOUR, Draft.at >= bindparam("since")).order_by(Draft.id.desc()).limit(1)
)
SINCE = Draft.at >= bindparam("since")
NEWEST = MINE.where(SINCE).order_by(Draft.at.desc(), Draft.id.desc()).limit(LOOKED_THROUGH)
INTERRUPTED = FORMS.where(SINCE).order_by(Draft.id.desc()).limit(LOOKED_THROUGH)
MADE_AT = MINE.where(Draft.at == bindparam("then")).with_only_columns(func.max(Draft.id))


async def add(db: AsyncSession, place: Place, kind: DraftKind, data: dict[str, Any], at: datetime) -> Draft:
    draft = Draft(
        channel=place.channel,
        space=place.space,
        chat=place.chat,
        user=place.user,
        kind=kind,
        data=data,
        at=at,
    )
    db.add(draft)
    await db.flush()
    return draft


async def get(db: AsyncSession, place: Place, draft_id: int) -> Draft | None:
    """Only the person who made the draft can continue it."""
    mine = select(Draft).where(Draft.id == draft_id, Draft.channel == place.channel)
    return await db.scalar(mine.where(Draft.space == place.space, Draft.user == place.user))


async def get_made_at(db: AsyncSession, place: Place, at: datetime) -> int | None:
    """The ID of the draft created there at that moment."""
    return await db.scalar(MADE_AT, {**vars(place), "then": at})


async def question(db: AsyncSession, place: Place, since: datetime) -> Draft | None:
    """The newest draft since then that waits for this person's answer here: to a form, or about a line."""
    newest = await db.scalars(NEWEST, {**vars(place), "since": since})
    asking = (draft for draft in newest if _asks(draft))
    return next(asking, None)


async def get_tour(db: AsyncSession, place: Place, since: datetime) -> Draft | None:
    """The tour that this person is on here, unless they left it alone before that time (UTC)."""
    return await db.scalar(TOURS, {**vars(place), "since": since})


async def interrupt_forms(db: AsyncSession, place: Place) -> None:
    """Open forms in this chat no longer take typed text as answers; their buttons still work."""
    for draft in await db.scalars(FORMS, vars(place)):
        draft.data = {**draft.data, "at": ""}


async def get_interrupted(db: AsyncSession, place: Place, since: datetime) -> Draft | None:
    """The newest interrupted form with answers, created no earlier than `since`."""
    newest = await db.scalars(INTERRUPTED, {**vars(place), "since": since})
    begun = (draft for draft in newest if draft.data["given"])
    return next(begun, None)


async def drop(db: AsyncSession, draft: Draft) -> None:
    await db.execute(delete(Draft).where(Draft.id == draft.id))


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Draft).where(Draft.at < before))


def _asks(draft: Draft) -> bool:
    return bool(draft.data.get("at" if draft.kind is DraftKind.FORM else "asks"))
