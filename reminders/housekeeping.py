"""Forgetting what is not needed any more."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reminders import BEAT, job
from storage import drafts, inbox, outbox, vocabulary

KEYS = timedelta(days=7)  # Telegram keeps an update for a day, Slack retries for minutes
DRAFTS = timedelta(days=30)
MESSAGES = timedelta(days=30)


@job
async def sweep(db: AsyncSession, now: datetime) -> None:
    if now.minute == 0:  # some beats of every hour
        await inbox.forget(db, now - KEYS)
        await drafts.forget(db, now - DRAFTS)
        await outbox.forget(db, now - MESSAGES)
        await vocabulary.forget_unused(db, turn=int(now.timestamp()) // BEAT)
