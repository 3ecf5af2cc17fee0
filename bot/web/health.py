"""Readiness check for monitoring: `/readyz`."""

from collections.abc import Callable, Sequence

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import Channel
from bot.outbound.delivery import Delivery
from storage.maintenance import schema

DATABASE_TIMEOUT = 2.0  # seconds for the database to answer


class Health:
    """`stands_by` tells whether another process runs a channel."""

    def __init__(
        self,
        database: storage.Database,
        delivery: Delivery,
        channels: Sequence[Channel],
        stands_by: Callable[[str], bool],
        patience: float = DATABASE_TIMEOUT,
    ) -> None:
        self.database = database
        self.delivery = delivery
        self.channels = channels
        self.stands_by = stands_by
        self.patience = patience

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/readyz", self._ready)]

    async def _ready(self, _request: web.Request) -> web.Response:
        """One line per part: 200 if all are well, otherwise 503."""
        parts = [
            ("database", *await self._database()),
            *[(channel.name, *await self._channel(channel)) for channel in self.channels],
        ]
        well = all(is_well for _part, is_well, _word in parts)
        lines = "".join(f"{part}: {word}\n" for part, _is_well, word in parts)
        return web.Response(text=lines, status=200 if well else 503)

    async def _database(self) -> tuple[bool, str]:
        try:
            await storage.within(self.patience, schema.stamp(self.database))
        except TimeoutError:
            return False, f"does not answer within {self.patience:g} seconds"
        except (SQLAlchemyError, OSError) as error:
            return False, f"does not answer ({type(error).__name__})"
        return True, "answers"

    async def _channel(self, channel: Channel) -> tuple[bool, str]:
        speaks = self.delivery.sends_on(channel.name)
        if not speaks and not channel.is_called and self.stands_by(channel.name):
            return True, "stands by"
        if not await channel.is_connected():
            return False, "is not connected"
        return True, "connected" if speaks else "stands by"
