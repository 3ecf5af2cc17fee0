"""How Telegram brings updates to a bot: of a chat one at a time, each again until it is answered well."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.faults import Faults
from tests.fakes.telegram_content import Refused

ADDRESS = re.compile(r"https://\S+|http://127\.0\.0\.1\S*")  # the real one takes no http, not even here
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAUSE = 0.02  # seconds before the next try: far less than the real one waits
LONGEST = ClientTimeout(total=60)

Update = dict[str, Any]


@dataclass(frozen=True)
class Webhook:
    """Where the bot wants its updates."""

    url: str
    secret: str
    kinds: frozenset[str]
    most: int

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Webhook":
        """Raises Refused."""
        url, secret, most = (
            params["url"],
            params.get("secret_token", ""),
            int(params.get("max_connections", 40)),
        )
        if not ADDRESS.fullmatch(url):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not SECRET.fullmatch(secret):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= most <= 100:
            raise Refused(400, "Bad Request: max_connections is wrong")
        return cls(url, secret, frozenset(json.loads(params.get("allowed_updates") or "[]")), most)


class Courier:
    """Brings the updates that wait to where the bot wants them. A fault of "webhook" is one on the way."""

    def __init__(self, faults: Faults, done: Callable[[Update], Awaitable[None]]) -> None:
        self.webhook: Webhook | None = None
        self.answers: list[tuple[int, int]] = []  # update, status; 0: there was none
        self._faults = faults
        self._done = done
        self._session: ClientSession | None = None
        self._busy: dict[str, asyncio.Task[None]] = {}  # by queue

    def go(self, waiting: list[Update]) -> None:
        """Take what waits, the first of each queue that has nothing on its way."""
        for update in waiting:
            queue = _queue(update)
            if self.webhook and queue not in self._busy and len(self._busy) < self.webhook.most:
                self._busy[queue] = asyncio.create_task(self._bring(update, queue))

    async def stop(self) -> None:
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _bring(self, update: Update, queue: str) -> None:
        while self.webhook:
            status = await self._post(self.webhook, update)
            self.answers.append((update["update_id"], status))
            if 200 <= status < 300:
                break
            await asyncio.sleep(PAUSE)
        del self._busy[queue]
        if self.webhook:
            await self._done(update)

    async def _post(self, webhook: Webhook, update: Update) -> int:
        fault = self._faults.next("webhook")
        if fault and fault.how != "lost":
            return fault.how if isinstance(fault.how, int) else 0
        self._session = self._session or ClientSession(timeout=LONGEST)
        headers = {HEADER: webhook.secret} if webhook.secret else {}
        try:
            async with self._session.post(webhook.url, json=update, headers=headers) as answer:
                return 0 if fault else answer.status
        except (ClientError, TimeoutError):
            return 0


def _queue(update: Update) -> str:
    """What is brought one after the other: what is written in a chat, what a person presses."""
    kind = next(kind for kind in update if kind != "update_id")
    what = update[kind] if isinstance(update[kind], dict) else {}
    whose = what.get("from" if kind == "callback_query" else "chat") or {}
    return f"{kind} {whose.get('id')}"
