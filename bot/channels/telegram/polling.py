"""Polling: updates are confirmed only after they were handled, and each chat is handled in order."""

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

# Update types to request; Telegram withholds the others.
KINDS = ("message", "edited_message", "inline_query", "callback_query", "message_reaction", "my_chat_member")
BATCH = 100  # Telegram's maximum
POLL_TIMEOUT = 30  # seconds Telegram waits for an update
SILENCE_TIMEOUT = 60  # seconds without a response after which we count as disconnected
CONFIRM_TIMEOUT = 1.0  # seconds to confirm handled updates at shutdown
NETWORK_TIMEOUT = 10  # seconds added to the timeout of a request
CROWD = 20  # open updates of one chat: so many are not from somebody who waits for each answer

ANSWER_TIMEOUT = 10.0  # seconds to wait for an answer to be sent: a slow one must not delay other chats

Raw = dict[str, Any]
# Handles an update (False: retry it), waiting that many seconds for its answer to be sent.
Take = Callable[[Raw, float | None], Awaitable[bool]]


class GetUpdates(TelegramMethod[list[Raw]]):
    """getUpdates with raw updates: aiogram's own fails for all of them if one cannot be read."""

    __returning__ = list[Raw]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = 0  # seconds
    allowed_updates: tuple[str, ...] = KINDS


class Polling:
    """Long polling. Telegram redelivers unconfirmed updates, so we remember which are in flight or finished.

    Requesting `offset` confirms all earlier updates. It is the first update that is not finished.
    """

    def __init__(self, bot: Bot, take: Take, patience: RetryPolicy) -> None:
        self.bot = bot
        self.take = take
        self.patience = patience
        self.offset: int | None = None
        self._heard_at = time.monotonic()
        self._confirmed: int | None = None  # the last offset sent to Telegram
        self._open: set[int] = set()
        self._finished: set[int] = set()
        self._lanes: dict[str, deque[Raw]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Poll until cancelled. Raises TelegramUnauthorizedError if the token is no longer valid."""
        try:
            while True:
                self._sort(await self._fetch(0 if self._workers else POLL_TIMEOUT))
                await self._glance()
        finally:
            await self._stop()

    @property
    def hears(self) -> bool:
        """Whether Telegram has responded recently."""
        return time.monotonic() - self._heard_at < SILENCE_TIMEOUT

    def _sort(self, updates: list[Raw]) -> None:
        """Queue each new update in its chat's lane: lanes run in parallel, each in order."""
        for raw in updates:
            number = int(raw["update_id"])
            if number in self._open or number in self._finished:
                continue
            self._open.add(number)
            chat, _user = chat_and_person(raw)
            self._lanes.setdefault(chat, deque()).append(storable(raw))
            if chat not in self._workers:
                self._workers[chat] = asyncio.create_task(self._work(chat))

    async def _work(self, chat: str) -> None:
        lane = self._lanes[chat]
        while lane:
            # Telegram sends only one batch beyond the open updates: a busy chat must not hide the others.
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
        """Wait briefly for running handlers: one slow chat must not delay the others."""
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
        updates = await self.bot(asked, request_timeout=wait + NETWORK_TIMEOUT)
        self._confirmed, self._heard_at = asked.offset, time.monotonic()
        return updates

    async def _stop(self) -> None:
        """Let running handlers end, and confirm their updates; the others are redelivered."""
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
        """Confirm once, without retrying: another process may start polling."""
        self._move()
        if self.offset != self._confirmed:
            with suppress(AiogramError, TimeoutError):
                async with asyncio.timeout(CONFIRM_TIMEOUT):
                    await self._ask(0, limit=1)


def chat_and_person(raw: Raw) -> tuple[str, str]:
    """The chat and person of an update, even if it is invalid; "" where missing."""
    for what in raw.values():
        if isinstance(what, dict):
            user = _id(what.get("from")) or _id(what.get("user"))
            moved = what.get("migrate_to_chat_id")  # before messages in the new chat
            chat = str(moved or "") or _id(what.get("chat")) or _id(_dict(what.get("message")).get("chat"))
            return chat or user, user
    return "", ""


def query(raw: Raw) -> str:
    """The ID of a button press, even if the update is invalid; "" if it is none."""
    return _id(raw.get("callback_query"))


def _id(what: object) -> str:
    return str(_dict(what).get("id") or "")


def _dict(what: object) -> Raw:
    return what if isinstance(what, dict) else {}
