"""Updates that were set aside come in once more, when an admin has said so (`rapport updates retry`)."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.delivery import Delivery
from storage import inbox

log = structlog.get_logger()

EVERY = 2.0  # seconds between looks


async def watch(database: storage.Database, delivery: Delivery) -> None:
    """Look for them until cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        await look(database, delivery)


async def look(database: storage.Database, delivery: Delivery) -> None:
    """Hand in what is to be tried again on the channels this process speaks on; what fails stays."""
    ours = [name for name in delivery.channels if delivery.sends_on(name)]
    try:
        async with storage.reading(database) as db:
            waiting = await inbox.to_try_again(db, ours)
        for update in waiting:
            if await delivery.channels[update.channel].again(update.raw or {}):
                async with storage.transaction(database) as db:
                    await inbox.finish(db, update.channel, update.space, update.key)
    except (SQLAlchemyError, OSError):  # the weather
        log.warning("updates cannot be tried again yet", exc_info=True)
