"""Many processes on one base: on each channel one of them speaks, and the others stand by to take over."""

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
    """All in seconds. What is in hand has the time from `give_up` to the end of the lease's `life` to end."""

    life: float = 10.0
    every: float = 2.0  # between renewals
    give_up: float = 6.0  # after a renewal was asked for, if no other came through: then we stop speaking


USUAL = Terms()


class Turns:
    """On SQLite no other process can be there: nobody is asked."""

    def __init__(self, database: storage.Database, delivery: Delivery, terms: Terms = USUAL) -> None:
        self.database = storage.apart(database)
        self.delivery = delivery
        self.terms = terms
        self.holder = secrets.token_hex(8)

    async def speak(
        self, channel: str, run: Callable[[], Awaitable[None]], stands_by: Callable[[str], None]
    ) -> None:
        """Send on the channel, and `run`, whenever it is our turn; until cancelled, or `run` has ended.

        `stands_by` hears of it while another process speaks there.
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
                    log.info("it is our turn", channel=channel)
                    if await self._while_ours(channel, run, asked):
                        return
                elif is_ours is False:
                    stands_by(channel)
                await asyncio.sleep(self.terms.every)
        finally:
            self.delivery.end(channel)
            await self.delivery.settle()  # whoever comes next would send again what is on its way
            await self._leave(channel)

    async def _while_ours(self, channel: str, run: Callable[[], Awaitable[None]], renewed: float) -> bool:
        """Whether `run` has ended by itself. `renewed`: when (monotonic) the lease was asked for that we have.

        Not one wait is longer than what is left of it: a base may hang, and another process speak by then.
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
            log.warning("it is not our turn any more", channel=channel, taken=is_ours is False)
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
        """Whether the channel is ours; None: the base does not say so within `patience` seconds."""
        try:
            return await storage.within(patience, self._take(channel))
        except (SQLAlchemyError, OSError, TimeoutError):  # the weather
            return None

    async def _take(self, channel: str) -> bool:
        async with storage.transaction(self.database) as db:
            now = await leases.moment(db)
            return await leases.hold(db, channel, self.holder, now, timedelta(seconds=self.terms.life))

    async def _leave(self, channel: str) -> None:
        try:
            await storage.within(self.terms.every, self._give_back(channel))
        except (SQLAlchemyError, OSError, TimeoutError):  # it ends by itself
            log.warning("a lease was not given back", channel=channel)

    async def _give_back(self, channel: str) -> None:
        async with storage.transaction(self.database) as db:
            await leases.leave(db, channel, self.holder)
