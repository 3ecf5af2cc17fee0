"""A Bot API and a Slack that take everything at once, and tell when a message has come."""

import asyncio
import itertools
import json
import re
import time
from typing import Self
from urllib.parse import parse_qs

from aiohttp import web

TOKEN = "4242:benchmark-token-of-nobody-at-all-000000"
BOT = {"id": 4242, "is_bot": True, "first_name": "Rapport", "username": "rapport_bench_bot"}
TEAM = {"ok": True, "team": "Company", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "https://x/"}
SLACK_CHANNEL = re.compile(rb'"channel": ?"(\w+)"|channel=(\w+)')
MESSAGES = {"sendMessage", "editMessageText"}


class Stub:
    """`base` for Telegram, `slack` for Slack."""

    def __init__(self) -> None:
        self.secret = ""  # that the bot wants to hear from Telegram
        self.count = 0  # of messages that have come
        self.first = 0.0  # when the first of them came, by time.perf_counter
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

    def _came(self, chat: str) -> int:
        now = time.perf_counter()
        self.count += 1
        self.first = self.first or now
        waiting = self._waiting.get(chat)
        if waiting and not waiting.done():
            waiting.set_result(now)
        return next(self._numbers)

    async def _telegram(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        if method in MESSAGES:
            chat = parse_qs(body.decode())["chat_id"][0]
            told = {"message_id": self._came(chat), "date": 1, "chat": {"id": int(chat), "type": "private"}}
            return _json({"ok": True, "result": {**told, "from": BOT, "text": "."}})
        if method == "setWebhook":
            self.secret = parse_qs(body.decode())["secret_token"][0]
        return _json({"ok": True, "result": BOT if method == "getMe" else True})

    async def _slack(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await request.read()
        if method == "chat.postMessage" and (found := SLACK_CHANNEL.search(body)):
            chat = (found[1] or found[2]).decode()
            return _json({"ok": True, "ts": f"1700000000.{self._came(chat):06}", "channel": chat})
        if method == "conversations.open":
            return _json({"ok": True, "channel": {"id": f"D{_asked(body, 'users')}"}})
        return _json(TEAM)


def _asked(body: bytes, name: str) -> str:
    return str(json.loads(body)[name]) if body.startswith(b"{") else parse_qs(body.decode())[name][0]


def _json(told: object) -> web.Response:
    return web.Response(text=json.dumps(told), content_type="application/json")
