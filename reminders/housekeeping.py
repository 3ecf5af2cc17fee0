"""Forgetting what is not needed any more."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reminders import BEAT, job
from storage import drafts, inbox, outbox, shown, typed, vocabulary

KEYS = timedelta(days=7)  # Telegram keeps an update for a day, Slack retries for minutes
DRAFTS = timedelta(days=30)
MESSAGES = timedelta(days=30)
LINES = timedelta(days=7)  # Telegram lets people change what they wrote for two days
CARDS = timedelta(days=90)  # nobody answers what is further up


@job
async def sweep(db: AsyncSession, now: datetime) -> None:
    if now.minute == 0:  # some beats of every hour
        await inbox.forget(db, now - KEYS)
        await drafts.forget(db, now - DRAFTS)
        await outbox.forget(db, now - MESSAGES)
        await shown.forget(db, now - CARDS)
        await typed.forget(db, now - LINES)
        await vocabulary.forget_unused(db, turn=int(now.timestamp()) // BEAT)
