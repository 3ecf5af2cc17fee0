"""Results of sending: close, postpone or give up each outbox row, even after an outage."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

import reminders
import storage
from bot.channel import SendError
from bot.outbound.claimed_rows import ChatKey
from bot.outbound.durable_write import GroupCommit, durable_write
from bot.outbound.retry_policy import backoff, gives_up
from handlers.chat import Card
from reminders.team import unreachable
from storage.messaging import claims, shown_cards
from storage.messaging.claims import Claimed

# channel, result, seconds
CountMessage = Callable[[str, str, float], None]
# an answer sent without a row: message, client, deal
Showed = Callable[[shown_cards.Message, int, int | None], None]
OBSOLETE = "no longer true"


class Results:
    def __init__(self, database: storage.Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self._marks = GroupCommit(database)

    async def sent(self, row: Claimed, message: shown_cards.Message, card: Card) -> None:
        await self._write(row, lambda db: self._sent(db, row, message, card))

    async def obsolete(self, row: Claimed) -> None:
        frees_key = row.reminder in reminders.MAY_COME_TRUE
        await self._write(row, lambda db: claims.drop(db, row.id, self.clock(), OBSOLETE, frees_key=frees_key))

    async def failed(self, row: Claimed, chat: ChatKey, error: SendError) -> bool:
        """Whether the row is closed; otherwise it is retried."""
        too_late = gives_up(row.tries + 1, self.clock() - row.created_at)
        closes = (error.unreachable and row.reminder) or error.permanent or too_late
        if closes:
            await self._write(row, lambda db: self._give_up(db, row, chat, error))
        else:
            await self._write(row, lambda db: self._wait(db, row, error))
        return bool(closes)

    async def _write(self, row: Claimed, what: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """If a bug prevents writing the result, close the row with an error: it must not be sent for ever."""
        try:
            await self._marks.put(what)
        except Exception as error:
            kind = type(error).__name__
            await durable_write(self.database, lambda db: claims.close(db, row, self.clock(), error=kind))

    async def _sent(self, db: AsyncSession, row: Claimed, message: shown_cards.Message, card: Card) -> None:
        await claims.close(db, row, self.clock(), sent=message[-1])
        if card.client is not None:
            await shown_cards.put(db, {message: (card.client, card.deal, self.clock())})

    async def _give_up(self, db: AsyncSession, row: Claimed, chat: ChatKey, error: SendError) -> None:
        now = self.clock()
        if error.unreachable:
            await unreachable.mark_unreachable(db, *chat, now)
        if error.unreachable and row.reminder and row.reminder not in reminders.STAYS:
            await claims.reroute(db, row.id)
        else:
            await claims.close(db, row, now, error=str(error))

    async def _wait(self, db: AsyncSession, row: Claimed, error: SendError) -> None:
        until = self.clock() + (error.wait or backoff(row.tries))
        await claims.postpone(db, row.id, until, str(error), counts=error.wait is None)


def ignore_metric(_channel: str, _result: str, _seconds: float) -> None:
    """Used without metrics."""


def ignore_shown(_message: shown_cards.Message, _client: int, _deal: int | None) -> None:
    """Used until recent views are connected."""
