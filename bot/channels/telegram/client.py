"""Calls to the Bot API: aiogram's session without its delays."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class Session(AiohttpSession):
    """`told` is called after each response with whether Telegram knows the token."""

    def __init__(self, told: Callable[..., None], **more: Any) -> None:
        super().__init__(**more)
        self.told = told

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        _answers(method.__returning__)
        self.told(is_good=status_code != HTTPStatus.UNAUTHORIZED)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """Without aiogram's quarter of a second: aiohttp waits until all connections are closed."""
        if self._session is not None:
            await self._session.close()


@cache
def _answers(returned: Any) -> type[Response[Any]]:
    """The response type. Cached, because pydantic drops it after use, and building it takes milliseconds."""
    return Response[returned]
