"""Updates that Telegram brings, over HTTP: each is answered when it is done; until then Telegram keeps it."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from bot.channels.telegram.polling import CROWD, KINDS, Raw, Take, whereabouts
from bot.web.server import read_body
from handlers.text import storable

log = structlog.get_logger()

PATH = "/telegram/updates"
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # https://core.telegram.org/bots/api#setwebhook
MAX_OPEN_REQUESTS = 40  # requests that Telegram may have open
ANSWER_TIMEOUT = 20.0  # seconds until an answer has left: Telegram waits a minute for ours
LABEL = b"rapport: updates that Telegram brings"
TOO_EARLY = "resolve host"  # a new name may take its time to be known everywhere


class RefusedAddress(Exception):
    """Telegram does not bring anything there. The text says why."""


@dataclass
class ChatQueue:
    """The updates of one chat, one after the other."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0  # in hand and waiting


class Webhook:
    """`address` is where Telegram reaches this path. Many processes may answer there."""

    def __init__(self, bot: Bot, take: Take, address: str) -> None:
        self.bot = bot
        self.take = take
        self.address = address
        self._secret = secret(bot.token)
        self._lanes: dict[str, ChatQueue] = {}

    async def begin(self) -> None:
        """Ask Telegram to bring updates; those that wait come, too. Raises RefusedAddress."""
        try:
            await self.bot.set_webhook(
                self.address,
                secret_token=self._secret,
                allowed_updates=[*KINDS],
                max_connections=MAX_OPEN_REQUESTS,
                drop_pending_updates=False,
            )
        except TelegramBadRequest as error:
            if TOO_EARLY in error.message:
                log.warning("telegram does not find our address yet", error=error.message)
                raise
            raise RefusedAddress(error.message) from None

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._on_request)]

    async def _on_request(self, request: web.Request) -> web.Response:
        """What is not done Telegram brings again, and nothing else of that chat before."""
        if not self._is_telegram(request):
            return web.Response(status=401)
        raw = _update(await read_body(request))
        if raw is None:
            return web.Response(status=400)
        return web.Response(status=200 if await self._in_turn(raw) else 503)

    def _is_telegram(self, request: web.Request) -> bool:
        told = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(told, self._secret.encode())

    async def _in_turn(self, raw: Raw) -> bool:
        chat, _user = whereabouts(raw)
        lane = self._lanes.setdefault(chat, ChatQueue())
        lane.length += 1
        try:
            async with lane.turn:
                # A crowd of one chat must not take all of Telegram's requests while it is answered.
                return await self.take(raw, 0 if lane.length > CROWD else ANSWER_TIMEOUT)
        finally:
            lane.length -= 1
            if not lane.length:
                del self._lanes[chat]


def secret(token: str) -> str:
    """What only Telegram and we know: made of the bot's token, so that every process has the same."""
    return hmac.new(token.encode(), LABEL, hashlib.sha256).hexdigest()


def _update(body: bytes) -> Raw | None:
    """The update that a body is, if it is one."""
    try:
        raw = storable(json.loads(body))
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
    return raw if is_update else None
