"""Delete old rows from messaging tables and the search index."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from reminders.registry import check
from reminders.scheduler import BEAT_INTERVAL
from storage.jobs import jobs
from storage.messaging import attachments, drafts, inbox, outbox, sent_lines, shown_cards
from storage.search import index

KEY_LIFE = timedelta(days=7)  # Telegram keeps updates for a day, Slack retries for minutes
DRAFT_LIFE = timedelta(days=30)
MESSAGE_LIFE = timedelta(days=30)
JOB_LIFE = timedelta(days=30)
LINE_LIFE = timedelta(days=7)  # Telegram allows edits for two days
CARD_LIFE = timedelta(days=90)  # nobody replies to older messages


async def is_due(_db: AsyncSession, now: datetime) -> bool:
    """During the first minute of every hour."""
    return now.minute == 0


@check(is_due)
async def forget_old(db: AsyncSession, now: datetime) -> None:
    await inbox.forget(db, now - KEY_LIFE)
    await drafts.forget(db, now - DRAFT_LIFE)
    await outbox.forget(db, now - MESSAGE_LIFE)
    await shown_cards.forget(db, now - CARD_LIFE)
    await sent_lines.forget(db, now - LINE_LIFE)
    await attachments.forget(db, now)
    await jobs.forget(db, now - JOB_LIFE)
    await index.forget_unused(db, turn=int(now.timestamp()) // BEAT_INTERVAL)
