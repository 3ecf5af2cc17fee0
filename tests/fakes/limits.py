"""How fast a platform lets itself be written to, and what becomes of who is faster.

Telegram's: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
import time
from dataclasses import dataclass


@dataclass
class Allowance:
    """So many a second, and so many at once."""

    rate: float
    burst: float

    def __post_init__(self) -> None:
        self.left, self.at = self.burst, time.monotonic()

    def refill(self) -> None:
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now

    def wait(self) -> float:
        """Seconds until one more is allowed."""
        self.refill()
        return max(0.0, (1 - self.left) / self.rate)


class RateLimits:
    """30 a second, 1 a second per chat in short bursts, 20 a minute per group; all `scale` times that."""

    def __init__(self, scale: float = 1) -> None:
        self.scale = scale
        self.refused: list[str] = []  # the chats of those that came too soon
        self._all = Allowance(30 * scale, 30 * scale)
        self._chats: dict[str, Allowance] = {}

    def refuse(self, chat: str) -> int:
        """How many seconds to wait before one more message to the chat; 0: it is allowed, and counted."""
        both = (self._all, self._chats.setdefault(chat, self._of(chat)))
        if wait := max(each.wait() for each in both):
            self.refused.append(chat)
            return math.ceil(wait)
        for each in both:
            each.left -= 1
        return 0

    def _of(self, chat: str) -> Allowance:
        if chat.startswith("-"):
            return Allowance(20 / 60 * self.scale, 20)
        return Allowance(self.scale, 5)
