"""Recent views and last-seen times: cached here, and written to the database every second."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.messaging import last_viewed, shown_cards
from storage.messaging.shown_cards import Message
from storage.models import Place
from storage.team import accounts

log = structlog.get_logger()

WRITE_INTERVAL = 1.0  # seconds
LOOK_LIFE = timedelta(minutes=30)  # an older view does not count as the subject of a sentence
CHATS_REMEMBERED = 10_000

ChatKey = tuple[str, str, str]


class RecentViews:
    def __init__(self, database: storage.Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self._looks: dict[ChatKey, tuple[int, datetime]] = {}
        self._unwritten: dict[ChatKey, tuple[int, datetime]] = {}
        self._left: dict[ChatKey, int] = {}  # the event's order
        self._asked: dict[ChatKey, int] = {}
        self._seen: dict[Place, tuple[int, datetime]] = {}
        self._shown: dict[Message, tuple[int, int | None, datetime]] = {}  # not written yet

    def look(self, place: Place, client_id: int | None, at: datetime, order: int = 0) -> None:
        """The chat views this client. `order`: of the event that led to it."""
        if client_id is not None:
            key = place.key
            self._looks[key] = self._unwritten[key] = (client_id, at)
            self.leave(place, order)

    def ask(self, place: Place, order: int) -> None:
        """A question was asked here, and its answer is pending."""
        self._asked[place.key] = order

    def leave(self, place: Place, order: int) -> None:
        """The person moved on to something else: a card, a command."""
        self._left[place.key] = order

    def show(self, message: Message, client_id: int, deal_id: int | None) -> None:
        """The message shows this client (and deal)."""
        self._shown[message] = (client_id, deal_id, self.clock())

    async def shows(self, db: AsyncSession, message: Message) -> tuple[int, int | None] | None:
        """The client and deal that a message shows; None if it shows none."""
        if known := self._shown.get(message):
            return known[:2]
        row = await shown_cards.get(db, message)
        return (row.client_id, row.deal_id) if row else None

    def saw(self, rep_id: int, place: Place, at: datetime) -> None:
        self._seen[place] = (rep_id, at)

    async def looked_at(self, db: AsyncSession, place: Place) -> tuple[int | None, int | None]:
        """The client this chat viewed last: (within LOOK_LIFE, None), or (None, longer ago)."""
        key = place.key
        if key not in self._looks:
            row = await last_viewed.get(db, place)
            if row is None:
                return None, None
            self._looks[key] = (row.client_id, row.at)
        client_id, at = self._looks[key]
        return (client_id, None) if at > self.clock() - LOOK_LIFE else (None, client_id)

    def has_left(self, place: Place) -> bool:
        """Whether the person moved on to something else here since the last question.

        This compares the order of events, not their time, because older events are redelivered after a restart.
        After a restart nobody has moved on.
        """
        key = place.key
        return 0 < self._asked.get(key, 0) < self._left.get(key, 0)

    async def run(self) -> None:
        """Write everything to the database every second, until cancelled."""
        while True:
            await asyncio.sleep(WRITE_INTERVAL)
            await self.write()

    async def write(self) -> None:
        looks, self._unwritten = self._unwritten, {}
        seen, self._seen = self._seen, {}
        if len(self._looks) > CHATS_REMEMBERED:
            for known in (self._looks, self._left, self._asked):
                known.clear()
        noted = dict(self._shown)
        if not looks and not seen and not noted:
            return
        try:
            async with storage.transaction(self.database) as db:
                for key, (client_id, at) in looks.items():
                    with suppress(IntegrityError):  # the client was deleted
                        async with db.begin_nested():
                            await last_viewed.put(db, *key, client_id, at)
                for place, (rep_id, at) in seen.items():
                    await accounts.mark_seen(db, rep_id, place, at)
                await shown_cards.put(db, noted)
        except SQLAlchemyError:  # a convenience, not a guarantee: the next view is written again
            log.warning("recent views were not saved", count=len(looks))
        # Only now, because replies may come during the write; newer entries stay.
        self._shown = {message: what for message, what in self._shown.items() if noted.get(message) != what}
