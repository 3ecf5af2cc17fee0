"""Attachments: files that Rapport made. Their content is in the database until they expire."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert
from storage.models import Attachment, AttachmentPart, AttachmentUpload, Rep


async def begin(
    db: AsyncSession, rep: Rep, name: str, mime: str, at: datetime, expires: datetime
) -> Attachment:
    """An empty one, which is sent once its parts are there. Times are UTC."""
    attachment = Attachment(rep_id=rep.id, name=name, mime=mime, created_at=at, expires_at=expires)
    db.add(attachment)
    await db.flush()
    return attachment


async def get(db: AsyncSession, attachment_id: int) -> Attachment | None:
    return await db.get(Attachment, attachment_id)


async def append(db: AsyncSession, attachment_id: int, content: bytes) -> Attachment | None:
    """Add to the content; None if the attachment has expired."""
    attachment = await db.get(Attachment, attachment_id)
    if attachment is None:
        return None
    last = select(func.max(AttachmentPart.number)).where(AttachmentPart.attachment_id == attachment_id)
    number = (await db.scalar(last) or 0) + 1
    db.add(AttachmentPart(attachment_id=attachment_id, number=number, content=content))
    attachment.size += len(content)
    await db.flush()
    return attachment


async def content(db: AsyncSession, attachment_id: int) -> bytes | None:
    """None: it has expired."""
    pieces = select(AttachmentPart.content).where(AttachmentPart.attachment_id == attachment_id)
    found = (await db.scalars(pieces.order_by(AttachmentPart.number))).all()
    return b"".join(found) if found else None


async def uploaded(db: AsyncSession, attachment_id: int, channel: str, space: str) -> str | None:
    """Its ID on the platform, if it was uploaded there."""
    key = (AttachmentUpload.attachment_id == attachment_id, AttachmentUpload.channel == channel)
    return await db.scalar(select(AttachmentUpload.file_id).where(*key, AttachmentUpload.space == space))


async def put_uploaded(db: AsyncSession, attachment_id: int, channel: str, space: str, file_id: str) -> None:
    new = insert(db, AttachmentUpload).values(
        attachment_id=attachment_id, channel=channel, space=space, file_id=file_id
    )
    keys = ["attachment_id", "channel", "space"]
    await db.execute(new.on_conflict_do_update(index_elements=keys, set_={"file_id": file_id}))


async def forget(db: AsyncSession, now: datetime) -> None:
    """Delete those that have expired (UTC)."""
    await db.execute(delete(Attachment).where(Attachment.expires_at < now))
