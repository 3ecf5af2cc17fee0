"""Whether a platform takes our token: as it said last, and asked again where that is long ago or was a no."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

CHECK_INTERVAL = 15.0  # seconds in which a token that was taken is not asked about
CHECK_TIMEOUT = 2.0  # seconds


class TokenState:
    def __init__(self, ask: Callable[[], Awaitable[object]]) -> None:
        """`ask` calls the platform, and tells `heard` what it said of the token; other errors are its own."""
        self._ask = ask
        self._is_good = True
        self._heard_at = time.monotonic()

    def heard(self, *, is_good: bool) -> None:
        self._is_good, self._heard_at = is_good, time.monotonic()

    async def is_good(self) -> bool:
        """While the platform cannot be asked, what it said last stands."""
        if not self._is_good or time.monotonic() - self._heard_at >= CHECK_INTERVAL:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_TIMEOUT):
                    await self._ask()
        return self._is_good
