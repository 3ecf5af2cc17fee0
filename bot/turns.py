"""Many processes on one base: on each channel one of them speaks, and the others stand by to take over."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.delivery import Delivery
from storage import leases

log = structlog.get_logger()

LIFE = timedelta(seconds=10)
EVERY = 3.0  # seconds between renewals
GIVE_UP = 8.0  # seconds without a renewal after which we stop speaking: before another may begin


class Turns:
    """On SQLite no other process can be there: nobody is asked. `stands_by` hears of a channel that waits."""

    def __init__(
        self,
        database: storage.Database,
        clock: Callable[[], datetime],
        delivery: Delivery,
        stands_by: Callable[[str], None],
    ) -> None:
        self.database = storage.apart(database)
        self.clock = clock
        self.delivery = delivery
        self.stands_by = stands_by
        self.holder = secrets.token_hex(8)

    async def speak(self, channel: str, run: Callable[[], Awaitable[None]]) -> None:
        """Send on the channel, and `run`, whenever it is our turn; until cancelled, or `run` has ended."""
        if self.database.is_sqlite:
            await self.delivery.begin(channel)
            await run()
            return
        try:
            while True:
                if await self._hold(channel):
                    log.info("it is our turn", channel=channel)
                    if await self._while_ours(channel, run):
                        return
                self.stands_by(channel)
                await asyncio.sleep(EVERY)
        finally:
            self.delivery.end(channel)
            await self.delivery.settle()  # whoever comes next would send again what is on its way
            await self._leave(channel)

    async def _while_ours(self, channel: str, run: Callable[[], Awaitable[None]]) -> bool:
        """Whether `run` has ended by itself."""
        await self.delivery.begin(channel)
        work = asyncio.ensure_future(run())
        renewed = time.monotonic()
        try:
            while time.monotonic() - renewed < GIVE_UP:
                if (await asyncio.wait({work}, timeout=EVERY))[0]:
                    work.result()
                    return True
                asked = time.monotonic()
                if await self._hold(channel):
                    renewed = asked
            log.warning("it is not our turn any more", channel=channel)
            return False
        finally:
            self.delivery.end(channel)
            work.cancel()
            await asyncio.wait({work})

    async def _hold(self, channel: str) -> bool:
        try:
            async with asyncio.timeout(EVERY), storage.transaction(self.database) as db:
                return await leases.hold(db, channel, self.holder, self.clock(), LIFE)
        except (SQLAlchemyError, TimeoutError):  # the weather
            return False

    async def _leave(self, channel: str) -> None:
        try:
            async with asyncio.timeout(EVERY), storage.transaction(self.database) as db:
                await leases.leave(db, channel, self.holder)
        except (SQLAlchemyError, TimeoutError):  # it ends by itself
            log.warning("a lease was not given back", channel=channel)
