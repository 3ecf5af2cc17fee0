"""Updates from Telegram: none is confirmed before it has been handled, and each chat is handled in order."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod

from bot.channels.telegram.retries import RetryPolicy, retry
from handlers.text import storable

# What we ask for; the rest Telegram keeps.
KINDS = ("message", "edited_message", "inline_query", "callback_query", "message_reaction", "my_chat_member")
BATCH = 100  # as many as Telegram gives at once
LONG_POLL = 30  # seconds Telegram waits for something to happen
SILENCE = 60  # seconds without an answer after which Telegram seems to be away
FAREWELL = 1.0  # seconds to confirm what is done, at the end
NETWORK = 10  # seconds more until we give up on an answer
CROWD = 20  # updates of one chat: so many at once are not of someone who waits for each answer

ANSWER_TIMEOUT = 10.0  # seconds until an answer has left: a slow one must not hide the others' updates either

Raw = dict[str, Any]
# Whether the update is finished with (False: try it again), given how long its answer may take, in seconds.
Take = Callable[[Raw, float | None], Awaitable[bool]]


class GetUpdates(TelegramMethod[list[Raw]]):
    """As they come: aiogram's own fails for all of them when one cannot be read."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = 0  # seconds
    allowed_updates: tuple[str, ...] = KINDS


class Polling:
    """What is not confirmed Telegram hands out again; so what is in hand or finished is remembered here.

    Asking for `offset` confirms all before it. It moves to the first update that is not finished.
    """

    def __init__(self, bot: Bot, take: Take, patience: RetryPolicy) -> None:
        self.bot = bot
        self.take = take
        self.patience = patience
        self.offset: int | None = None
        self._heard_at = time.monotonic()
        self._confirmed: int | None = None  # the offset Telegram knows
        self._open: set[int] = set()
        self._finished: set[int] = set()
        self._lanes: dict[str, deque[Raw]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError when the token is not good any more."""
        try:
            while True:
                self._sort(await self._fetch(0 if self._workers else LONG_POLL))
                await self._glance()
        finally:
            await self._stop()

    @property
    def hears(self) -> bool:
        """Whether Telegram has answered of late."""
        return time.monotonic() - self._heard_at < SILENCE

    def _sort(self, updates: list[Raw]) -> None:
        """Each new update to the lane of its chat: lanes in parallel, each in order."""
        for raw in updates:
            number = int(raw["update_id"])
            if number in self._open or number in self._finished:
                continue
            self._open.add(number)
            chat, _user = whereabouts(raw)
            self._lanes.setdefault(chat, deque()).append(storable(raw))
            if chat not in self._workers:
                self._workers[chat] = asyncio.create_task(self._work(chat))

    async def _work(self, chat: str) -> None:
        lane = self._lanes[chat]
        while lane:
            # Telegram shows us no more than a batch beyond what is open: a crowd must not hide the others.
            await self._finish(lane[0], 0 if len(lane) > CROWD else ANSWER_TIMEOUT)
            number = int(lane.popleft()["update_id"])
            self._open.discard(number)
            self._finished.add(number)
        del self._lanes[chat], self._workers[chat]

    async def _finish(self, raw: Raw, patience: float) -> None:
        for pause in self.patience.pauses():
            if await self.take(raw, patience):
                return
            await asyncio.sleep(pause)

    async def _glance(self) -> None:
        """Wait for what is in hand, but not for long: one slow chat must not make the others wait."""
        if self._workers:
            done, _busy = await asyncio.wait(self._workers.values(), timeout=self.patience.glance)
            for worker in done:
                worker.result()
        self._move()

    def _move(self) -> None:
        if self._open or self._finished:
            self.offset = min(self._open) if self._open else max(self._finished) + 1
            self._finished = {number for number in self._finished if number >= self.offset}

    async def _fetch(self, wait: int) -> list[Raw]:
        return await retry(lambda: self._ask(wait), self.patience)

    async def _ask(self, wait: int, limit: int = BATCH) -> list[Raw]:
        asked = GetUpdates(offset=self.offset, timeout=wait, limit=limit)
        updates = await self.bot(asked, request_timeout=wait + NETWORK)
        self._confirmed, self._heard_at = asked.offset, time.monotonic()
        return updates

    async def _stop(self) -> None:
        """Let what is in hand end, and confirm it; what was only fetched comes again."""
        for lane in self._lanes.values():
            while len(lane) > 1:
                lane.pop()
        workers = list(self._workers.values())
        if workers:
            _done, late = await asyncio.wait(workers, timeout=self.patience.grace)
            for worker in late:
                worker.cancel()
        await self._confirm()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _confirm(self) -> None:
        """At once, or not at all: another process may be about to ask."""
        self._move()
        if self.offset != self._confirmed:
            with suppress(AiogramError, TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._ask(0, limit=1)


def whereabouts(raw: Raw) -> tuple[str, str]:
    """The chat and the person an update is about, even if it cannot be read; empty where it says nothing."""
    for what in raw.values():
        if isinstance(what, dict):
            user = _id(what.get("from")) or _id(what.get("user"))
            moved = what.get("migrate_to_chat_id")  # before anything that is said in the new chat
            chat = str(moved or "") or _id(what.get("chat")) or _id(_dict(what.get("message")).get("chat"))
            return chat or user, user
    return "", ""


def query(raw: Raw) -> str:
    """Which press an update is, even if it cannot be read; empty if it is none."""
    return _id(raw.get("callback_query"))


def _id(what: object) -> str:
    return str(_dict(what).get("id") or "")


def _dict(what: object) -> Raw:
    return what if isinstance(what, dict) else {}
