"""A clock that stands still while a busy machine lets us wait for a core, where the kernel tells (Linux)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

LOOK_INTERVAL = 0.01  # seconds


def seconds_in_queue(process: int | str) -> float:
    """For how long the threads of a process were ready and had no core, together; 0 where nobody tells."""
    total = 0
    for file in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # a thread, or the process, has just ended
            total += int(file.read_text().split()[1])
    return total / 1e9


class QuietClock:
    """Of what this process and the others do. Like `time.monotonic`, it never goes back."""

    def __init__(self, *others: int) -> None:
        processes: tuple[int | str, ...] = ("self", *others)
        self._in_queue = {process: seconds_in_queue(process) for process in processes}
        self._looked_at = self._now = monotonic()
        self._lost = 0.0

    def __call__(self) -> float:
        at = monotonic()
        if at - self._looked_at > LOOK_INTERVAL:
            self._looked_at = at
            self._look()
        self._now = max(self._now, at - self._lost)
        return self._now

    def _look(self) -> None:
        for process, before in self._in_queue.items():
            self._in_queue[process] = seconds_in_queue(process)
            self._lost += max(0.0, self._in_queue[process] - before)


@asynccontextmanager
async def watching(process: int) -> AsyncIterator[QuietClock]:
    """Of another process as well, looked at until it ends: then nobody tells any more."""
    clock = QuietClock(process)
    looking = asyncio.create_task(_keep_looking(clock))
    try:
        yield clock
    finally:
        looking.cancel()


async def _keep_looking(clock: QuietClock) -> None:
    while True:
        clock()
        await asyncio.sleep(LOOK_INTERVAL)


def wind_loops() -> None:
    """What event loops of this process wait for, timeouts above all, is measured by such a clock."""
    clock = QuietClock()

    def now(_loop: asyncio.BaseEventLoop) -> float:
        return clock()

    asyncio.BaseEventLoop.time = now  # type: ignore[method-assign, assignment]
