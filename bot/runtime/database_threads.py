"""aiosqlite's threads, which must end before the event loop does."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

WORKER = "_connection_worker_thread"  # part of the name of aiosqlite's threads
JOIN_TIMEOUT = 0.2  # seconds


async def run_to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """When a database cannot be opened, aiosqlite leaves a thread that fails if the loop closes first."""
    try:
        return await work
    finally:
        for thread in threading.enumerate():
            if WORKER in thread.name:
                await asyncio.to_thread(thread.join, JOIN_TIMEOUT)
