"""A lock that many hold at once, or one exclusively (a readers-writer lock)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

LOCK_TIMEOUT = 10.0  # seconds


class SharedLock:
    """The exclusive lock takes precedence over later shared ones. A hanging holder blocks others only briefly.

    `timeout`, in seconds: how long the exclusive lock waits for the holders, and others wait for it.
    """

    def __init__(self, timeout: float = LOCK_TIMEOUT) -> None:
        self.timeout = timeout
        self._holders = 0  # of the shared lock
        self._queue: list[object] = []  # for the exclusive lock; the first has it, or waits for the holders
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        await self._until(lambda: not self._queue)
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1
            self._changed.set()

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        ticket = object()
        self._queue.append(ticket)
        try:
            await self._until(lambda: self._queue[0] is ticket)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.timeout):
                    await self._until(lambda: not self._holders)
            asyncio.get_running_loop().call_later(self.timeout, self._leave, ticket)
            yield
        finally:
            self._leave(ticket)

    async def _until(self, is_true: Callable[[], bool]) -> None:
        while not is_true():
            self._changed.clear()
            await self._changed.wait()

    def _leave(self, ticket: object) -> None:
        if ticket in self._queue:
            self._queue.remove(ticket)
            self._changed.set()
