"""The threads of aiosqlite, which have to end before the event loop does."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

WORKER = "_connection_worker_thread"  # aiosqlite's, in the name of each of its threads
LINGER = 0.2  # seconds


async def run_to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Where a base cannot be opened, aiosqlite leaves a thread that complains if the loop is gone before it."""
    try:
        return await work
    finally:
        for thread in threading.enumerate():
            if WORKER in thread.name:
                await asyncio.to_thread(thread.join, LINGER)
