"""Bad days, at random: refusals, cut lines, lost answers, and a base that is gone for a while."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.crash.bases import Base
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram

FAULTS: tuple[int | str, ...] = (429, 500, 502, "drop", "lost")
TELEGRAM = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "*")
SLACK = ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "*")
BETWEEN = 0.4  # seconds between faults, on average
OUTAGE = 10.0  # seconds without the base
FIRST_OUTAGE = 15.0  # seconds after the beginning
STARTING = 15.0  # seconds that a start may take
SPACE = 60.0  # seconds from the end of one outage to the next


@dataclass
class Weather:
    base: Base
    telegram: FakeTelegram
    slack: FakeSlack
    chance: random.Random
    faults: int = 0
    outages: list[tuple[float, float]] = field(default_factory=list)  # from when to when, monotonic
    is_away: bool = False

    def explains_an_end(self) -> bool:
        """Whether the base was away just now: who starts then says so, and ends."""
        return self.is_away or (bool(self.outages) and time.monotonic() - self.outages[-1][1] < STARTING)

    async def rage(self, *, outages: bool) -> None:
        """Until cancelled. `outages`: of the base, too, which take their time."""
        await asyncio.gather(self._strike(), *([self._take_away()] if outages else []))

    async def _strike(self) -> None:
        while True:
            await asyncio.sleep(self.chance.uniform(0, 2 * BETWEEN))
            how = self.chance.choice(FAULTS)
            wait = self.chance.randint(1, 2) if how == 429 else 0
            times = self.chance.randint(1, 3)
            self.telegram.clear()  # what was planned while nobody called has passed by
            self.slack.clear()
            if self.chance.random() < 0.6:
                self.telegram.fail(self.chance.choice(TELEGRAM), how, times, retry_after=wait)
            else:
                self.slack.fail(self.chance.choice(SLACK), how, times, retry_after=wait)
            self.faults += times

    async def _take_away(self) -> None:
        await asyncio.sleep(FIRST_OUTAGE)
        while True:
            self.is_away, began = True, time.monotonic()
            try:
                await self.base.take_away(OUTAGE)
            finally:
                self.is_away = False
                self.outages.append((began, time.monotonic()))
            await asyncio.sleep(SPACE)
