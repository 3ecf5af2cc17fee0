"""What was typed and is not finished. Nothing a rep typed is ever lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.accounts import Place
from storage.models import Draft, DraftKind


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
    """Only the one who typed it can take it up."""
    mine = select(Draft).where(Draft.id == draft_id, Draft.channel == place.channel)
    return await db.scalar(mine.where(Draft.space == place.space, Draft.user == place.user))


async def open_form(db: AsyncSession, place: Place, since: datetime) -> Draft | None:
    """The form this person is filling in here, if touched since then."""
    here = (
        Draft.channel == place.channel,
        Draft.space == place.space,
        Draft.chat == place.chat,
        Draft.user == place.user,
    )
    forms = select(Draft).where(*here, Draft.kind == DraftKind.FORM, Draft.at >= since)
    return await db.scalar(forms.order_by(Draft.id.desc()).limit(1))


async def drop_forms(db: AsyncSession, place: Place) -> None:
    """A new form takes the place of the one that was open here."""
    here = (Draft.channel == place.channel, Draft.space == place.space, Draft.chat == place.chat)
    mine = delete(Draft).where(*here, Draft.user == place.user, Draft.kind == DraftKind.FORM)
    await db.execute(mine)


async def drop(db: AsyncSession, draft: Draft) -> None:
    await db.execute(delete(Draft).where(Draft.id == draft.id))


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Draft).where(Draft.at < before))
