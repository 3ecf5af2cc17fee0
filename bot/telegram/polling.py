"""Updates from Telegram: none is confirmed before it has been handled, and each chat is handled in order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

log = structlog.get_logger()

KINDS = ("message", "callback_query", "my_chat_member")  # what we ask for; the rest Telegram keeps
BATCH = 100  # as many as Telegram gives at once
LONG_POLL = 30  # seconds Telegram waits for something to happen
NETWORK = 10  # seconds more until we give up on an answer
GLANCE = 0.5  # seconds between looks for other chats' updates, while some chat is being handled
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds
GRACE = 5.0  # seconds in which what is in hand may end when we are stopped

T = TypeVar("T")
Raw = dict[str, Any]
Take = Callable[[Raw], Awaitable[bool]]  # whether the update is finished with; False: try it again


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

    def __init__(self, bot: Bot, take: Take) -> None:
        self.bot = bot
        self.take = take
        self.offset: int | None = None
        self._open: set[int] = set()
        self._finished: set[int] = set()
        self._lanes: dict[str, deque[Raw]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError when the token is not good any more."""
        try:
            while True:
                self._sort(await self._fetch(0 if self._workers else LONG_POLL))
                await self._glance(GLANCE)
        finally:
            await self._stop()

    def _sort(self, updates: list[Raw]) -> None:
        """Each new update to the lane of its chat: lanes in parallel, each in order."""
        for raw in updates:
            number = int(raw["update_id"])
            if number in self._open or number in self._finished:
                continue
            self._open.add(number)
            chat, _user = whereabouts(raw)
            self._lanes.setdefault(chat, deque()).append(_storable(raw))
            if chat not in self._workers:
                self._workers[chat] = asyncio.create_task(self._work(chat))

    async def _work(self, chat: str) -> None:
        lane = self._lanes[chat]
        while lane:
            await self._insist(lane[0])
            number = int(lane.popleft()["update_id"])
            self._open.discard(number)
            self._finished.add(number)
        del self._lanes[chat], self._workers[chat]

    async def _insist(self, raw: Raw) -> None:
        for pause in backoff():
            if await self.take(raw):
                return
            await asyncio.sleep(pause)

    async def _glance(self, seconds: float) -> None:
        """Wait for what is in hand, but not for long: one slow chat must not make the others wait."""
        if self._workers:
            done, _busy = await asyncio.wait(self._workers.values(), timeout=seconds)
            for worker in done:
                worker.result()
        self._move()

    def _move(self) -> None:
        if self._open or self._finished:
            self.offset = min(self._open) if self._open else max(self._finished) + 1
            self._finished = {number for number in self._finished if number >= self.offset}

    async def _fetch(self, wait: int) -> list[Raw]:
        return await patiently(lambda: self._ask(wait))

    async def _ask(self, wait: int, limit: int = BATCH) -> list[Raw]:
        asked = GetUpdates(offset=self.offset, timeout=wait, limit=limit)
        return await self.bot(asked, request_timeout=wait + NETWORK)

    async def _stop(self) -> None:
        """Let what is in hand end, and confirm it; what was only fetched comes again."""
        for lane in self._lanes.values():
            while len(lane) > 1:
                lane.pop()
        workers = list(self._workers.values())
        if workers:
            _done, late = await asyncio.wait(workers, timeout=GRACE)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        self._move()
        with suppress(AiogramError):
            await self._ask(0, limit=1)


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """While Telegram cannot be asked: wait, and ask again. Raises TelegramUnauthorizedError."""
    pauses = backoff()
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


def backoff() -> Iterator[float]:
    """Seconds to wait before each next try."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)


def whereabouts(raw: Raw) -> tuple[str, str]:
    """The chat and the person an update is about, even if it cannot be read; empty where it says nothing."""
    for what in raw.values():
        if isinstance(what, dict):
            user = _id(what.get("from"))
            chat = _id(what.get("chat")) or _id(_dict(what.get("message")).get("chat"))
            return chat or user, user
    return "", ""


def _id(what: object) -> str:
    return str(_dict(what).get("id") or "")


def _dict(what: object) -> Raw:
    return what if isinstance(what, dict) else {}


def _storable(value: Any) -> Any:
    """Without what no database takes: zero bytes and halves of a character."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_storable(item) for item in value]
        case dict():
            return {key: _storable(item) for key, item in value.items()}
        case _:
            return value
