"""Many at once, or one alone; and one that hangs stops the others for no longer than is said."""

import asyncio
from contextlib import AbstractAsyncContextManager

from bot.inbound.shared_lock import SharedLock


class Room:
    """Who is in it, in the order they came and went."""

    def __init__(self, timeout: float = 60.0) -> None:
        self.lock = SharedLock(timeout)
        self.log: list[str] = []
        self.leave: dict[str, asyncio.Event] = {}
        self.tasks: list[asyncio.Task[None]] = []

    async def enters(self, name: str, *, alone: bool = False) -> None:
        self.leave[name] = asyncio.Event()
        lock = self.lock.exclusive() if alone else self.lock.shared()
        self.tasks.append(asyncio.create_task(self._stays(name, lock)))
        await self.settle()

    async def leaves(self, *names: str) -> None:
        for name in names:
            self.leave[name].set()
        await self.settle()

    async def settle(self) -> None:
        for _turn in range(10):
            await asyncio.sleep(0)

    async def ends(self) -> None:
        for name in self.leave:
            self.leave[name].set()
        await asyncio.gather(*self.tasks)

    async def _stays(self, name: str, lock: AbstractAsyncContextManager[None]) -> None:
        async with lock:
            self.log.append(f"+{name}")
            await self.leave[name].wait()
            self.log.append(f"-{name}")


async def test_one_alone_waits_for_those_inside_and_the_later_ones_wait_for_it() -> None:
    room = Room()
    await room.enters("a")
    await room.enters("b")
    await room.enters("x", alone=True)
    await room.enters("y", alone=True)
    await room.enters("c")
    await room.leaves("b", "a")
    assert room.log == ["+a", "+b", "-b", "-a", "+x"]
    await room.leaves("x")
    await room.leaves("y")
    assert room.log[5:] == ["-x", "+y", "-y", "+c"]
    await room.ends()


async def test_what_hangs_stops_the_others_for_no_longer_than_the_timeout() -> None:
    room = Room(timeout=0.02)
    await room.enters("hangs")
    await room.enters("alone", alone=True)
    assert room.log == ["+hangs"]
    await asyncio.sleep(0.1)
    assert room.log == ["+hangs", "+alone"]
    await room.enters("later")
    assert room.log == ["+hangs", "+alone", "+later"]
    await room.ends()


async def test_who_is_cancelled_while_waiting_stops_nobody() -> None:
    room = Room()
    await room.enters("a")
    await room.enters("x", alone=True)
    room.tasks[1].cancel()
    await room.settle()
    await room.enters("b")
    assert room.log == ["+a", "+b"]
    await asyncio.gather(room.tasks[1], return_exceptions=True)
    await room.leaves("a", "b")
