"""Calls to the Bot API: aiogram's bot without its delays, and without its models for usual messages."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from aiohttp import ClientError, ClientTimeout

Heard = Callable[..., None]  # called after each response with whether Telegram knows the token (`is_good`)

MAX_ANSWER_WAIT = 20  # seconds to wait for Telegram's response, well below delivery's lease
JSON = {"Content-Type": "application/json"}
SUCCESS = range(HTTPStatus.OK, HTTPStatus.IM_USED + 1)


class Session(AiohttpSession):
    def __init__(self, heard: Heard, **more: Any) -> None:
        super().__init__(**more)
        self.heard = heard

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _answers(method.__returning__)
        self.heard(is_good=status_code != HTTPStatus.UNAUTHORIZED)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """Without aiogram's quarter of a second: aiohttp waits until all connections are closed."""
        if self._session is not None:
            await self._session.close()


class Client(Bot):
    """`base` is the Bot API's URL. Raises TokenValidationError."""

    session: Session

    def __init__(self, token: str, base: str, heard: Heard) -> None:
        session = Session(heard, api=TelegramAPIServer.from_base(base))
        super().__init__(token, session, DefaultBotProperties(parse_mode=ParseMode.HTML))

    async def post(self, method: type[TelegramMethod[Any]], params: Mapping[str, Any]) -> str:
        """Call a method with JSON, without aiogram's models; return the ID of the resulting message, if any.

        Only the usual response is read here. aiogram reads all others, and raises its errors.
        """
        url = self.session.api.api_url(self.token, method.__api_method__)
        session = await self.session.create_session()
        try:
            async with session.post(
                url, data=json.dumps(params).encode(), headers=JSON, timeout=ClientTimeout(MAX_ANSWER_WAIT)
            ) as response:
                content = await response.text()
        except TimeoutError as error:
            raise TelegramNetworkError(method(**params), "Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method(**params), f"{type(error).__name__}: {error}") from error
        message = _message_id(method, content) if response.status in SUCCESS else None
        if message is None:
            answered = self.session.check_response(self, method(**params), response.status, content)
            return str(getattr(answered.result, "message_id", ""))
        self.session.heard(is_good=True)
        return message


def _message_id(method: type[TelegramMethod[Any]], content: str) -> str | None:
    """The ID of the message in the usual response, "" where there is no message; None for another response."""
    try:
        answered = json.loads(content)
    except ValueError:
        return None
    match answered:
        case {"ok": True, "result": {"message_id": number}}:
            return str(number)
        case {"ok": True, "result": True} if method.__returning__ is not Message:
            return ""
        case _:
            return None


@cache
def _answers(returned: Any) -> type[Response[Any]]:
    """The response type. Cached, because pydantic drops it after use, and building it takes milliseconds."""
    return Response[returned]
