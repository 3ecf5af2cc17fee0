"""Delete old rows from messaging tables and the search index."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reminders.registry import check
from reminders.scheduler import BEAT
from storage.messaging import drafts, inbox, outbox, sent_lines, shown_cards
from storage.search import index

KEYS = timedelta(days=7)  # Telegram keeps updates for a day, Slack retries for minutes
DRAFTS = timedelta(days=30)
MESSAGES = timedelta(days=30)
LINES = timedelta(days=7)  # Telegram allows edits for two days
CARDS = timedelta(days=90)  # nobody replies to older messages


async def is_due(_db: AsyncSession, now: datetime) -> bool:
    """During the first minute of every hour."""
    return now.minute == 0


@check(is_due)
async def sweep(db: AsyncSession, now: datetime) -> None:
    await inbox.forget(db, now - KEYS)
    await drafts.forget(db, now - DRAFTS)
    await outbox.forget(db, now - MESSAGES)
    await shown_cards.forget(db, now - CARDS)
    await sent_lines.forget(db, now - LINES)
    await index.forget_unused(db, turn=int(now.timestamp()) // BEAT)
