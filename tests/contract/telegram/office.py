"""An office that hears what comes in by Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.telegram import Telegram
from bot.channels.telegram.retries import RetryPolicy
from bot.inbound.dispatch import MAX_TRIES, Dispatcher
from bot.inbound.responses import Shown
from handlers.chat import Button, Card, Toast
from handlers.chat.events import Incoming, SentMessage
from storage.models import Place
from tests.fakes.telegram import FakeTelegram

CARD = Card("Acme", (("Stage", "Offer"),), buttons=((Button("Won", "deal.move:7:won"),),))
# Waiting as such is tested where it matters.
HURRIED = RetryPolicy(first_pause=0.01, glance=0.05, grace=0.3, between_parts=0.0)


class Office(Dispatcher):
    """Hears what comes in; what is done with it, each test says."""

    def hear(self, answer: Callable[[Incoming], Awaitable[Shown]] | None = None) -> None:
        self.heard: list[Incoming] = []
        self.answer = answer
        self.is_away: Exception | None = None

    async def handle(self, event: Incoming, *, modals: bool = False, patience: float | None = None) -> Shown:
        self.heard.append(event)
        return await self.answer(event) if self.answer else None

    async def count_failure(
        self,
        place: Place,
        key: str,
        raw: Mapping[str, Any],
        error: str,
        *,
        comes_again: bool = True,
        most: int = MAX_TRIES,
    ) -> bool:
        if self.is_away:
            raise self.is_away
        return await super().count_failure(place, key, raw, error, comes_again=comes_again, most=most)

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.heard if isinstance(event, SentMessage)]


@asynccontextmanager
async def running(telegram: FakeTelegram, pipeline: Dispatcher) -> AsyncIterator[Telegram]:
    """A channel that is connected, and stopped in the end."""
    connected = asyncio.Event()
    channel = Telegram(telegram.token, telegram.base, pipeline, lambda _name: connected.set(), HURRIED)
    task = asyncio.create_task(channel.run())
    await asyncio.wait_for(connected.wait(), 10)
    try:
        yield channel
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


def first(fails: int, error: Exception) -> Callable[[Incoming], Awaitable[Shown]]:
    left = iter([error] * fails)

    async def answer(_event: Incoming) -> Shown:
        for broken in left:
            raise broken
        return Toast("Done")

    return answer
