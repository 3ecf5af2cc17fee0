"""Rate limits for sending, with answers before reminders."""

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

CHATS_REMEMBERED = 10_000  # an unused chat has its full burst anyway, so it can be dropped


class Bucket:
    """Token bucket: `rate` tokens a second, at most `burst` saved. Times are seconds of the monotonic clock."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.tokens, self.at = burst, time.monotonic()
        self.held_until = self.at

    def take(self) -> float:
        """Take a token, on credit if necessary; return the seconds until it is available."""
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate) - 1
        self.at = now
        return max(0.0, -self.tokens / self.rate)

    @property
    def held(self) -> float:
        """Seconds left of a pause requested by the platform; 0 or less if there is none."""
        return self.held_until - time.monotonic()

    async def wait(self, most: float = math.inf) -> bool:
        """Take a token and wait until it is available; a pause requested meanwhile is waited for, too.

        False, without a token, if that pause is longer than `most` seconds.
        """
        pause = 0.0 if self.held > most else self.take()
        while pause > 0:
            await asyncio.sleep(pause)
            if (pause := self.held) > most:
                break
        return self.held <= most

    def hold(self, seconds: float) -> None:
        """Pause for `seconds`, because the platform asked for it."""
        now = time.monotonic()
        self.held_until = max(self.held_until, now + seconds)
        self.tokens = min(self.tokens + (now - self.at) * self.rate, 0.0) - seconds * self.rate
        self.at = now


class Turnstile:
    """A lock ordered by urgency, then by arrival."""

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
    """The rate limits of one channel: in total, and per chat."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._total = Bucket(limits.total, 1)
        self._turnstile = Turnstile()
        self._chats: OrderedDict[str, Bucket] = OrderedDict()

    async def wait(self, chat: str, urgency: int, most: float = math.inf) -> bool:
        """Wait until another message may be sent to the chat.

        False at once if more than `most` seconds of a requested pause are left.
        """
        if not await self._chat(chat).wait(most):
            return False
        async with self._turnstile.turn(urgency):
            return await self._total.wait(most)

    def heed(self, chat: str, wait: timedelta | None, *, everyone: bool = False) -> None:
        """Apply the pause that a refusal asks for, if any."""
        if wait:
            self.hold(chat, wait.total_seconds(), everyone=everyone)

    def held(self, chat: str) -> float:
        """Seconds left of a pause requested by the platform, for the chat or the whole channel."""
        return max(0.0, self._chat(chat).held, self._total.held)

    def hold(self, chat: str, seconds: float, *, everyone: bool = False) -> None:
        """Pause sending to this chat, or to everyone."""
        (self._total if everyone else self._chat(chat)).hold(seconds)

    def _chat(self, chat: str) -> Bucket:
        chat = chat.partition("/")[0]  # the topics of a group share its rate limit
        bucket = self._chats.pop(chat, None) or Bucket(*self.limits.of(chat))
        self._chats[chat] = bucket
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats.popitem(last=False)
        return bucket
