"""Webhook: Telegram's updates over HTTP, each confirmed after it was handled."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass, field

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from bot.channels.telegram.polling import CROWD, KINDS, Raw, Take, chat_and_person
from bot.web.server import read_body
from handlers.text import storable

log = structlog.get_logger()

PATH = "/telegram/updates"
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # https://core.telegram.org/bots/api#setwebhook
MAX_OPEN_REQUESTS = 40  # Telegram's maximum of open requests
ANSWER_TIMEOUT = 20.0  # seconds to wait for an answer to be sent: Telegram waits a minute for our response
LABEL = b"rapport: updates that Telegram brings"
TOO_EARLY = "resolve host"  # a new domain name may not have spread yet


class RefusedAddress(Exception):
    """Telegram refuses the webhook's URL. The message says why."""


@dataclass
class ChatQueue:
    """The updates of one chat, handled in order."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0  # running and waiting


class Webhook:
    """`address` is the public URL of this path. Several processes may serve it."""

    def __init__(self, bot: Bot, take: Take, address: str) -> None:
        self.bot = bot
        self.take = take
        self.address = address
        self._secret = secret(bot.token)
        self._lanes: dict[str, ChatQueue] = {}

    async def begin(self) -> None:
        """Set the webhook; waiting updates are delivered, too. Raises RefusedAddress."""
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
                log.warning("telegram cannot resolve the webhook address yet", error=error.message)
                raise
            raise RefusedAddress(error.message) from None

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._on_request)]

    async def _on_request(self, request: web.Request) -> web.Response:
        """Telegram redelivers an update that is not confirmed, before any other of that chat."""
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
        chat, _user = chat_and_person(raw)
        lane = self._lanes.setdefault(chat, ChatQueue())
        lane.length += 1
        try:
            async with lane.turn:
                # A busy chat must not occupy all of Telegram's requests.
                return await self.take(raw, 0 if lane.length > CROWD else ANSWER_TIMEOUT)
        finally:
            lane.length -= 1
            if not lane.length:
                del self._lanes[chat]


def secret(token: str) -> str:
    """A secret shared with Telegram, derived from the bot's token so that every process has the same."""
    return hmac.new(token.encode(), LABEL, hashlib.sha256).hexdigest()


def _update(body: bytes) -> Raw | None:
    """The update in a request's body; None if it is none."""
    try:
        raw = storable(json.loads(body))
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
    return raw if is_update else None
