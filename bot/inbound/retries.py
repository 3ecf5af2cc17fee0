"""Retry failed updates that no platform redelivers, and those an admin retries (`rapport updates retry`)."""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.outbound.delivery import Delivery
from storage.messaging import inbox
from storage.models import Inbox

log = structlog.get_logger()

CHECK_INTERVAL = 2.0  # seconds between checks
FIRST_RETRY_INTERVAL = timedelta(seconds=2)  # after the first failure; doubled each time


async def watch(database: storage.Database, delivery: Delivery) -> None:
    """Retry due updates until cancelled."""
    while True:
        await asyncio.sleep(CHECK_INTERVAL)
        await retry_due(database, delivery)


async def retry_due(database: storage.Database, delivery: Delivery) -> None:
    """Retry due updates on the channels this process sends on; those that fail remain stored."""
    ours = [name for name in delivery.channels if delivery.sends_on(name)]
    try:
        async with storage.reading(database) as db:
            waiting = await inbox.to_try_again(db, ours)
        for update in waiting:
            if not _is_due(update, delivery.clock()):
                continue
            if await delivery.channels[update.channel].again(update.raw or {}):
                async with storage.transaction(database) as db:
                    await inbox.finish(db, update.channel, update.space, update.key)
    except (SQLAlchemyError, OSError):  # an outage
        log.warning("cannot retry updates yet", exc_info=True)


def _is_due(update: Inbox, now: datetime) -> bool:
    """Half a minute from the first failure to the last try: enough for a deadlock or a full disk to pass."""
    pause: timedelta = FIRST_RETRY_INTERVAL * (2**update.tries - 1)
    return now >= update.at + pause
