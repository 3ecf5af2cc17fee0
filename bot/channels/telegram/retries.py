"""How long to wait for Telegram, and for how long not to bother it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True)
class RetryPolicy:
    """All in seconds."""

    first_pause: float = 0.5  # before what has failed is tried again
    longest_pause: float = 30.0
    glance: float = 0.5  # between looks for other chats' updates, while some chat is being handled
    grace: float = 3.0  # in which what is in hand may end when we are stopped
    between_parts: float = 1.0  # of one card: Telegram's pace for a chat

    def pauses(self) -> Iterator[float]:
        """Before each next try."""
        pause = self.first_pause
        while True:
            yield pause
            pause = min(2 * pause, self.longest_pause)


async def retry(ask: Callable[[], Awaitable[T]], patience: RetryPolicy) -> T:
    """While Telegram cannot be asked: wait, and ask again. Raises TelegramUnauthorizedError."""
    pauses = patience.pauses()
    while True:
        try:
            return await ask()
        except TelegramUnauthorizedError:
            raise
        except TelegramRetryAfter as error:
            pause = float(error.retry_after)
        except TelegramConflictError:
            pause = next(pauses)
            log.error("another process is taking this bot's updates: stop it", seconds=pause)
        except AiogramError as error:  # its text may hold what Telegram sent
            pause = next(pauses)
            log.warning("telegram cannot be asked", error=type(error).__name__, seconds=pause)
        await asyncio.sleep(pause)
