"""Never faster than a platform allows, people before reminders."""

import asyncio
import heapq
import itertools
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.channel import Limits

CHATS_REMEMBERED = 10_000  # an untouched chat has its full burst again, and may be forgotten


class Bucket:
    """`rate` tokens a second, at most `burst` saved up. Times are seconds of the monotonic clock."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.at = burst, time.monotonic()
        self.held_until = self.at

    def take(self) -> float:
        """Take a token, on credit if need be; return how many seconds to wait until it is there."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate) - 1
        self.at = now
        return max(0.0, -self.tokens / self.rate)

    @property
    def held(self) -> float:
        """Seconds until the pause is over that the platform asked for; 0 or less if there is none."""
        return self.held_until - time.monotonic()

    async def wait(self, most: float = math.inf) -> bool:
        """Take a token, and return when it is there; a pause asked for meanwhile holds back this one too.

        False, with no token, where that is of more than `most` seconds.
        """
        pause = 0.0 if self.held > most else self.take()
        while pause > 0:
            await asyncio.sleep(pause)
            if (pause := self.held) > most:
                break
        return self.held <= most

    def hold(self, seconds: float) -> None:
        """The platform asked for a pause: nothing before then."""
        now = time.monotonic()
        self.held_until = max(self.held_until, now + seconds)
        self.tokens = min(self.tokens + (now - self.at) * self.rate, 0.0) - seconds * self.rate
        self.at = now


class Turnstile:
    """One at a time; who is more urgent goes first, then who came first."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    @asynccontextmanager
    async def turn(self, urgency: int) -> AsyncIterator[None]:
        if self._busy:
            mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (urgency, next(self._order), mine))
            try:
                await mine
            except asyncio.CancelledError:
                if mine.done() and not mine.cancelled():
                    self._next()
                raise
        self._busy = True
        try:
            yield
        finally:
            self._next()

    def _next(self) -> None:
        while self._waiting:
            _urgency, _order, first = heapq.heappop(self._waiting)
            if not first.done():
                first.set_result(None)
                return
        self._busy = False


class Pace:
    """The pace of one channel: in all, and per chat."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._total = Bucket(limits.total, 1)
        self._turnstile = Turnstile()
        self._chats: OrderedDict[str, Bucket] = OrderedDict()

    async def wait(self, chat: str, urgency: int, most: float = math.inf) -> bool:
        """Return when one more message may go to the chat.

        False at once where the platform has asked for a pause of which more than `most` seconds are left.
        """
        if not await self._chat(chat).wait(most):
            return False
        async with self._turnstile.turn(urgency):
            return await self._total.wait(most)

    def heed(self, chat: str, wait: timedelta | None, *, everyone: bool = False) -> None:
        """What a refusal says of waiting, if it does."""
        if wait:
            self.hold(chat, wait.total_seconds(), everyone=everyone)

    def held(self, chat: str) -> float:
        """Seconds that are left of a pause the platform asked for: of the chat, or altogether."""
        return max(0.0, self._chat(chat).held, self._total.held)

    def hold(self, chat: str, seconds: float, *, everyone: bool = False) -> None:
        """The platform said to wait that long, with this chat or altogether."""
        (self._total if everyone else self._chat(chat)).hold(seconds)

    def _chat(self, chat: str) -> Bucket:
        chat = chat.partition("/")[0]  # the topics of a group share its pace
        bucket = self._chats.pop(chat, None) or Bucket(*self.limits.of(chat))
        self._chats[chat] = bucket
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.popitem(last=False)
        return bucket
