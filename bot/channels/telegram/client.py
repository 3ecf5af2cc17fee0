"""How we call the Bot API: as aiogram does, without what it does in vain."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class Session(AiohttpSession):
    """`told` hears whether Telegram knows the token, with each answer."""

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
        """Not a quarter of a second later: aiohttp waits by itself until all connections are closed."""
        if self._session is not None:
            await self._session.close()


@cache
def _answers(returned: Any) -> type[Response[Any]]:
    """What answers look like. Pydantic forgets it with the last answer; to make it anew takes milliseconds."""
    return Response[returned]
