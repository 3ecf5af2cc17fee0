"""A Bot API and a Slack that take everything at once, and tell when a message has come."""

import asyncio
import itertools
import json
import re
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from urllib.parse import parse_qsl

from aiohttp import web

TOKEN = "4242:benchmark-token-of-nobody-at-all-000000"
BOT = {"id": 4242, "is_bot": True, "first_name": "Rapport", "username": "rapport_bench_bot"}
TEAM = {"ok": True, "team": "Company", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "https://x/"}
SLACK_CHANNEL = re.compile(rb'"channel": ?"(\w+)"|channel=(\w+)')
SLACK_TS = re.compile(rb'"ts": ?"([\d.]+)"')
MESSAGES = {"sendMessage", "editMessageText"}
SLACK_MESSAGES = {"chat.postMessage", "chat.update"}

Button = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What a chat shows, by the body of the call that sent or edited it. `id`: of Telegram, or Slack's ts.

    `at`: when it came, by time.perf_counter.
    """

    id: str
    body: bytes
    at: float

    @cached_property
    def asked(self) -> dict[str, Any]:
        """The arguments of the call."""
        return _asked(self.body)

    @property
    def keyboard(self) -> dict[str, Any]:
        """Telegram's; empty if there is none."""
        return dict(_parsed(self.asked.get("reply_markup") or {}))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Slack's."""
        return list(_parsed(self.asked.get("blocks") or []))

    @property
    def buttons(self) -> list[Button]:
        """As they were drawn, in order."""
        rows = self.keyboard.get("inline_keyboard", [])
        rows += [block["elements"] for block in self.blocks if block["type"] == "actions"]
        return [button for row in rows for button in row]


def data(button: Button) -> str:
    """What the bot is told when it is pressed."""
    return str(button.get("callback_data") or button.get("value") or "")


class Stub:
    """`base` for Telegram, `slack` for Slack."""

    def __init__(self) -> None:
        self.secret = ""  # that the bot wants to hear from Telegram
        self.count = 0  # of messages that have come
        self.first = 0.0  # when the first of them came, by time.perf_counter
        self.shown: dict[str, Message] = {}  # by chat, the one that came last
        self._waiting: dict[str, asyncio.Future[float]] = {}
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_route("*", "/bot{token}/{method}", self._telegram)
        application.router.add_route("*", "/api/{method}", self._slack)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.slack = f"{self.base}/api/"
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._runner.cleanup()

    def next(self, chat: str) -> asyncio.Future[float]:
        """When the next message to that chat has come, by time.perf_counter."""
        self._waiting[chat] = asyncio.get_running_loop().create_future()
        return self._waiting[chat]

    def _came(self, chat: str, message_id: str, body: bytes) -> None:
        now = time.perf_counter()
        self.count += 1
        self.first = self.first or now
        self.shown[chat] = Message(message_id, body, now)
        waiting = self._waiting.get(chat)
        if waiting and not waiting.done():
            waiting.set_result(now)

    async def _telegram(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        if method in MESSAGES:
            asked = _asked(body)
            chat, number = str(asked["chat_id"]), str(asked.get("message_id") or next(self._numbers))
            self._came(chat, number, body)
            told = {"message_id": int(number), "date": 1, "chat": {"id": int(chat), "type": "private"}}
            return _json({"ok": True, "result": {**told, "from": BOT, "text": "."}})
        if method == "setWebhook":
            self.secret = _asked(body)["secret_token"]
        return _json({"ok": True, "result": BOT if method == "getMe" else True})

    async def _slack(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        if method in SLACK_MESSAGES and (found := SLACK_CHANNEL.search(body)):
            chat, edited = (found[1] or found[2]).decode(), SLACK_TS.search(body)
            ts = edited[1].decode() if edited else f"1700000000.{next(self._numbers):06}"
            self._came(chat, ts, body)
            return _json({"ok": True, "ts": ts, "channel": chat})
        if method == "conversations.open":
            return _json({"ok": True, "channel": {"id": f"D{_asked(body)['users']}"}})
        return _json(TEAM)


def _asked(body: bytes) -> dict[str, Any]:
    """The arguments of a call, however they were written."""
    return dict(json.loads(body) if body.startswith(b"{") else parse_qsl(body.decode()))


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _json(told: object) -> web.Response:
    return web.Response(text=json.dumps(told), content_type="application/json")
