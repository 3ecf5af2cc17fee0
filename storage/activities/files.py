"""Attachments of interactions: the platform's file ID, and the path of our copy."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Change, Client, Deletion, File, FileKind, Interaction, Rep
from storage.rights import Who, visible


async def add(
    db: AsyncSession,
    who: Rep,
    interaction: Interaction,
    kind: FileKind,
    file_id: str,
    at: datetime,
    *,
    channel: str,
    name: str = "",
    mime: str = "",
    size: int | None = None,
) -> File:
    """`file_id` is the platform's, `size` is in bytes."""
    file = File(
        interaction_id=interaction.id,
        client_id=interaction.client_id,
        rep_id=who.id,
        channel=channel,
        kind=kind,
        file_id=file_id,
        name=name,
        mime=mime,
        size=size,
        at=at,
    )
    db.add(file)
    await db.flush()
    return file


async def get(db: AsyncSession, who: Who, file_id: int) -> File | None:
    return await db.scalar(select(File).join(Client).where(visible(who), File.id == file_id))


async def of_interactions(db: AsyncSession, who: Who, interaction_ids: Collection[int]) -> Sequence[File]:
    theirs = select(File).join(Client).where(visible(who), File.interaction_id.in_(interaction_ids))
    return (await db.scalars(theirs.order_by(File.id))).all()


async def to_copy(db: AsyncSession, channel: str, *, limit: int) -> Sequence[File]:
    """Attachments without a copy, oldest first."""
    without = select(File).where(File.channel == channel, File.path.is_(None), File.error == "")
    return (await db.scalars(without.order_by(File.id).limit(limit))).all()


async def close(db: AsyncSession, file_id: int, *, path: str | None = None, error: str = "") -> None:
    """Record the copy (`path`, within the file folder), or why it can never be copied (`error`)."""
    await db.execute(update(File).where(File.id == file_id).values(path=path, error=error))


async def paths(db: AsyncSession) -> set[str]:
    """The paths of all copies, also of files that can be restored."""
    deleted = select(Change.before).join(Deletion, Deletion.act_id == Change.act_id)
    deleted = deleted.where(Change.noun == File.__tablename__, Deletion.restored_at.is_(None))
    gone = [(row or {}).get("path") for row in await db.scalars(deleted)]
    return {path for path in (*await db.scalars(select(File.path)), *gone) if path}
