"""Whether a platform accepts our token: its last answer, checked again if that is old or negative."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

CHECK_INTERVAL = 15.0  # seconds for which a positive answer is trusted
CHECK_TIMEOUT = 2.0  # seconds


class TokenState:
    def __init__(self, ask: Callable[[], Awaitable[object]]) -> None:
        """`ask` calls the platform and reports the result to `heard`; it handles other errors itself."""
        self._ask = ask
        self._is_good = True
        self._heard_at = time.monotonic()

    def heard(self, *, is_good: bool) -> None:
        self._is_good, self._heard_at = is_good, time.monotonic()

    async def is_good(self) -> bool:
        """Whether the token is good. If the platform cannot be reached, its last answer counts."""
        if not self._is_good or time.monotonic() - self._heard_at >= CHECK_INTERVAL:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_TIMEOUT):
                    await self._ask()
        return self._is_good
