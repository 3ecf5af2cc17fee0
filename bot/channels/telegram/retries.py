"""Retry policy for Telegram's API: pauses and timeouts."""

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
    """Durations in seconds."""

    first_pause: float = 0.5  # before the first retry
    longest_pause: float = 30.0
    glance: float = 0.5  # between fetches of other chats' updates while a chat is being handled
    grace: float = 3.0  # for running handlers to end at shutdown
    between_parts: float = 1.0  # of one card: Telegram's rate limit for a chat

    def pauses(self) -> Iterator[float]:
        """The pause before each retry."""
        pause = self.first_pause
        while True:
            yield pause
            pause = min(2 * pause, self.longest_pause)


async def retry(ask: Callable[[], Awaitable[T]], patience: RetryPolicy) -> T:
    """Call `ask` until Telegram responds, with growing pauses. Raises TelegramUnauthorizedError."""
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
        except AiogramError as error:  # its text may contain Telegram's response
            pause = next(pauses)
            log.warning("telegram cannot be asked", error=type(error).__name__, seconds=pause)
        await asyncio.sleep(pause)
