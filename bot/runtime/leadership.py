"""Leader election: of many processes on one database, one runs each channel and the others stand by."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.outbound.delivery import Delivery
from storage.messaging import leases

log = structlog.get_logger()


@dataclass(frozen=True)
class Terms:
    """All in seconds. Work in flight must end between `give_up` and the end of the lease (`life`)."""

    life: float = 10.0
    every: float = 2.0  # between renewals
    give_up: float = 6.0  # after the last successful renewal was requested: then we stop running the channel


USUAL = Terms()


class Turns:
    """Runs channels while this process is their leader. On SQLite there is only one process, so no leases."""

    def __init__(self, database: storage.Database, delivery: Delivery, terms: Terms = USUAL) -> None:
        self.database = storage.separate(database)
        self.delivery = delivery
        self.terms = terms
        self.holder = secrets.token_hex(8)

    async def speak(
        self, channel: str, run: Callable[[], Awaitable[None]], stands_by: Callable[[str], None]
    ) -> None:
        """Send on the channel and run `run` while we are the leader; until cancelled, or `run` has ended.

        `stands_by` is called while another process is the leader.
        """
        if self.database.is_sqlite:
            await self.delivery.begin(channel)
            await run()
            return
        try:
            while True:
                asked = time.monotonic()
                is_ours = await self._hold(channel, self.terms.give_up)
                if is_ours:
                    log.info("this process now runs the channel", channel=channel)
                    if await self._while_ours(channel, run, asked):
                        return
                elif is_ours is False:
                    stands_by(channel)
                await asyncio.sleep(self.terms.every)
        finally:
            self.delivery.end(channel)
            await self.delivery.settle()  # the next leader would resend what is in flight
            await self._leave(channel)

    async def _while_ours(self, channel: str, run: Callable[[], Awaitable[None]], renewed: float) -> bool:
        """Whether `run` has ended by itself. `renewed`: when (monotonic) our current lease was requested.

        No wait is longer than the rest of that lease: the database may hang, and another process take over.
        """
        work = asyncio.ensure_future(self._work(channel, run))
        try:
            while (left := self._left(renewed)) > 0:
                if (await asyncio.wait({work}, timeout=min(self.terms.every, left)))[0]:
                    work.result()
                    return True
                asked = time.monotonic()
                is_ours = await self._hold(channel, self._left(renewed))
                if is_ours is False:
                    break
                if is_ours:
                    renewed = asked
            log.warning("this process no longer runs the channel", channel=channel, taken=is_ours is False)
            return False
        finally:
            self.delivery.end(channel)
            work.cancel()
            await asyncio.wait({work})

    async def _work(self, channel: str, run: Callable[[], Awaitable[None]]) -> None:
        await self.delivery.begin(channel)
        await run()

    def _left(self, renewed: float) -> float:
        return max(0.0, renewed + self.terms.give_up - time.monotonic())

    async def _hold(self, channel: str, patience: float) -> bool | None:
        """Whether we hold the lease; None: the database did not answer within `patience` seconds."""
        try:
            return await storage.within(patience, self._take(channel))
        except (SQLAlchemyError, OSError, TimeoutError):  # database outage
            return None

    async def _take(self, channel: str) -> bool:
        async with storage.transaction(self.database) as db:
            now = await leases.moment(db)
            return await leases.hold(db, channel, self.holder, now, timedelta(seconds=self.terms.life))

    async def _leave(self, channel: str) -> None:
        try:
            await storage.within(self.terms.every, self._give_back(channel))
        except (SQLAlchemyError, OSError, TimeoutError):  # the lease expires by itself
            log.warning("cannot release the lease", channel=channel)

    async def _give_back(self, channel: str) -> None:
        async with storage.transaction(self.database) as db:
            await leases.leave(db, channel, self.holder)
