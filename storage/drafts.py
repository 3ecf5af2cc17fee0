"""What was typed and is not finished. Nothing a rep typed is ever lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
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
    """The form this person is filling in here, if touched since then: the one touched last."""
    forms = _forms(place).where(Draft.at >= since)
    return await db.scalar(forms.order_by(Draft.at.desc(), Draft.id.desc()).limit(1))


async def set_forms_aside(db: AsyncSession, place: Place) -> None:
    """No question of the forms that are open here takes what is typed; their buttons go on with them."""
    for draft in await db.scalars(_forms(place)):
        draft.data = {**draft.data, "at": ""}


async def drop(db: AsyncSession, draft: Draft) -> None:
    await db.execute(delete(Draft).where(Draft.id == draft.id))


async def forget(db: AsyncSession, before: datetime) -> None:
    await db.execute(delete(Draft).where(Draft.at < before))


def _forms(place: Place) -> Select[Draft]:
    here = select(Draft).where(Draft.channel == place.channel, Draft.space == place.space)
    mine = here.where(Draft.chat == place.chat, Draft.user == place.user)
    return mine.where(Draft.kind == DraftKind.FORM)
