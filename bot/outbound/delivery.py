"""Delivery: sends the outbox's rows. All rate limiting and retrying happens here."""

import asyncio
import itertools
import time
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncSession

import reminders
import storage
from bot.channel import Channel, SendError
from bot.outbound.claimed_rows import ChatKey, ClaimedRows, chat_of
from bot.outbound.durable_write import durable_write
from bot.outbound.rate_limits import Pace
from bot.outbound.redraws import Redraws
from bot.outbound.results import OBSOLETE, CountMessage, Results, Showed, ignore_metric, ignore_shown
from bot.outbound.retry_policy import MAX_SEND_TRIES
from handlers.chat import Card
from storage.messaging import claims, notify, outbox
from storage.messaging.claims import Claimed
from storage.models import Outbox, Place

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BATCH = 100  # rows claimed at once
RUN = 3  # rows of one chat per batch: many for one chat must not delay the others
CLAIMED = "claimed"  # key in a session's info: rows its transaction queues and claims
DRAWN = 2  # reminders drawn at once, to leave database connections for look-ups
MAX_HELD = 3.0  # seconds: an answer waits in memory for a pause no longer than this, and its update with it
CHECK_INTERVAL = 1.0  # seconds between checks for due rows


class Delivery:
    def __init__(self, database: storage.Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.clock = clock
        self.channels: dict[str, Channel] = {}
        self.count: CountMessage = ignore_metric
        self.showed: Showed = ignore_shown
        self._results = Results(database, clock)
        self._paces: dict[str, Pace] = {}
        self._ours: set[str] = set()  # the channels this process sends on
        self._runs = False
        self._news = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._claimed = ClaimedRows()
        self._redraws = Redraws()
        self._drawing = asyncio.Semaphore(DRAWN)
        self._turns: WeakValueDictionary[ChatKey, asyncio.Lock] = WeakValueDictionary()

    def add(self, channel: Channel, *, stands_by: bool = False) -> None:
        """Send on this channel; with `stands_by`, only between `begin` and `end`."""
        self.channels[channel.name] = channel
        self._paces[channel.name] = Pace(channel.limits)
        if not stands_by:
            self._ours.add(channel.name)

    async def begin(self, channel: str) -> None:
        """Start sending on the channel. Existing claims belong to a dead process, and are released."""
        try:
            async with storage.transaction(self.database) as db:
                await claims.release_all(db, channel)
        except exc.SQLAlchemyError:  # an outage: the leases expire by themselves
            log.warning("cannot release claims of an earlier run", channel=channel)
        self._ours.add(channel)
        self.wake()

    def end(self, channel: str) -> None:
        """Stop sending on the channel, because another process takes over; messages in flight are finished."""
        self._ours.discard(channel)

    def sends_on(self, channel: str) -> bool:
        return channel in self._ours

    def wake(self) -> None:
        """Check for due rows now, because something was queued."""
        self._news.set()

    async def run(self) -> None:
        """Send due rows until cancelled; messages in flight are then finished."""
        self._runs = True
        try:
            while True:
                await self._round()
        finally:
            self._ours.clear()
            await self.settle()

    async def settle(self) -> None:
        """Wait until messages in flight were sent."""
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def drain(self) -> None:
        """Send everything that is due now (for the console at end of input, and for tests)."""
        while await self._send_due():
            await self.settle()

    async def queue(self, db: AsyncSession, place: Place, card: Card, replaces: str | None) -> int:
        """Queue an answer that is sent after the commit, when `go` is called; returns the row's ID.

        If this process sends on the channel and nothing is ahead of the row, it is claimed at once.
        """
        may_send = self._runs and self.sends_on(place.channel) and self._claimed.open([place.channel])
        until = self.clock() + LEASE if may_send else None
        row = await self._queue(db, place, card, replaces, until=until)
        if row.lease_until:
            db.info.setdefault(CLAIMED, []).append(claims.claimed_at_once(row))
        return row.id

    def go(self, db: AsyncSession) -> None:
        """Start sending what was queued in that transaction, which is committed."""
        for row in db.info.pop(CLAIMED, ()):
            self._claimed.take([row])
            self._start(self._send_all(chat_of(row), [row]))
        self.wake()

    async def say(self, place: Place, card: Card, replaces: str | None, patience: float | None) -> None:
        """Send an answer at once without storing it; it is queued only if it cannot be sent now.

        Raises errors that occur within `patience` seconds, so that the event is redelivered.
        """
        if not self.sends_on(place.channel):
            async with storage.transaction(self.database) as db:
                await self._queue(db, place, card, replaces)
            return
        task = self._start(self._say(place, card, replaces))
        for done in (await asyncio.wait({task}, timeout=patience))[0]:
            done.result()

    def _start(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine)
        self._sending.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("sending failed", error=type(error).__name__, exc_info=error)

    async def _say(self, place: Place, card: Card, replaces: str | None) -> None:
        began = time.perf_counter()
        pace = self._paces[place.channel]
        may_leave = await pace.wait(place.chat, outbox.ANSWER, MAX_HELD)
        if not may_leave or not self.sends_on(place.channel):  # another process sends there by now
            await self._keep(place, card, replaces, timedelta(seconds=pace.held(place.chat)))
            return
        try:
            to = (self.channels[place.channel], place.space, place.chat)
            sent = await self._redraws.send(*to, card, replaces)
            if card.client is not None:
                self.showed((*place.key, sent), card.client, card.deal)
            self._tell(place.channel, None, began)
        except SendError as error:
            self._tell(place.channel, None, began, error)
            if not error.permanent:
                pace.heed(place.chat, error.wait, everyone=error.everyone)
                await self._keep(place, card, replaces, error.wait or timedelta(0))
                self.wake()

    async def _queue(
        self,
        db: AsyncSession,
        place: Place,
        card: Card,
        replaces: str | None,
        wait: timedelta = timedelta(0),
        until: datetime | None = None,
    ) -> Outbox:
        there, at = place.key, self.clock() + wait
        row = await outbox.queue(db, *there, card.to_json(), at, replaces=replaces, until=until)
        if not self.sends_on(place.channel):
            await notify.notify(db)
        return row

    async def _keep(
        self, place: Place, card: Card, replaces: str | None, wait: timedelta = timedelta(0)
    ) -> None:
        async def keep(db: AsyncSession) -> None:
            await self._queue(db, place, card, replaces, wait)

        await durable_write(self.database, keep)

    async def _round(self) -> None:
        self._news.clear()
        try:
            sent = await self._send_due()
        except exc.SQLAlchemyError:  # an outage: the rows are still there
            log.warning("cannot read the outbox", exc_info=True)
            sent = 0
        if sent < BATCH:  # otherwise there is more; a finished send wakes us for rows that wait for it
            # Not wait_for: up to Python 3.11 it loses a cancellation that arrives together with the event.
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_INTERVAL):
                    await self._news.wait()

    async def _send_due(self) -> int:
        """Claim due rows and start sending them, chats in parallel. Returns how many."""
        channels = self._claimed.open(self._ours)
        full = self._claimed.full(channels)
        async with storage.reading(self.database) as db:  # blocks no writer
            if not await claims.is_due(db, channels, self.clock(), sorted(self.channels)):
                return 0
        async with storage.transaction(self.database) as db:
            claimed = await claims.claim(
                db, channels, self.clock(), LEASE, limit=BATCH, run=RUN, full=full, known=sorted(self.channels)
            )
            if early := self._claimed.early(claimed):
                await claims.release(db, [row for row in claimed if row.id in early])
        self._claimed.take(rows := [row for row in claimed if row.id not in early])
        for chat, group in itertools.groupby(sorted(rows, key=chat_of), key=chat_of):
            self._start(self._send_all(chat, list(group)))
        return len(rows)

    async def _send_all(self, chat: ChatKey, rows: Collection[Claimed]) -> None:
        """Send the rows of one chat in order. After the first that has to wait, the others wait too."""
        left = sorted(rows, key=lambda row: (row.urgency, row.id))
        try:
            while left and await self._send(chat, left[0]):
                left.pop(0)
            if left:
                await durable_write(self.database, lambda db: claims.release(db, left))
        finally:
            self._claimed.drop(rows)
            self.wake()  # later rows may be sent now

    async def _send(self, chat: ChatKey, row: Claimed) -> bool:
        """Send one row; whether it is closed, by success or failure."""
        began = time.perf_counter()
        await self._paces[chat[0]].wait(chat[2], row.urgency)
        if not self.sends_on(chat[0]) or row.lease_until <= self.clock():
            return False  # another process may have claimed it meanwhile
        # Answers may overtake a waiting reminder, but one at a time: a crash then repeats only one message.
        async with self._turns.setdefault(chat, asyncio.Lock()):
            return await self._send_now(chat, row, began)

    async def _send_now(self, chat: ChatKey, row: Claimed, began: float) -> bool:
        channel, space, address = chat
        try:
            card = await self._card(row)
        except Exception as error:
            return not storage.is_outage(error) and await self._broke(row, chat, error)
        if not self.sends_on(channel):  # another process took over while the card was drawn
            return False
        if card is None:
            await self._results.obsolete(row)
            self._tell(channel, row, began, result=OBSOLETE)
            return True
        try:
            sent = await self._redraws.send(self.channels[channel], space, address, card, row.replaces)
        except SendError as error:
            self._tell(channel, row, began, error)
            return await self._failed(row, chat, error)
        except Exception as error:
            return await self._broke(row, chat, error)
        await self._results.sent(row, (*chat, sent), card)
        self._tell(channel, row, began)
        return True

    async def _card(self, row: Claimed) -> Card | None:
        if row.reminder is None:
            return Card.from_json(row.card or {})
        async with self._drawing:
            await asyncio.sleep(0)  # on SQLite drawing runs without a pause: let other tasks run first
            async with storage.reading(self.database) as db:
                return await reminders.draw(db, row.reminder, row.rep_id or 0, row.args or {}, self.clock())

    async def _broke(self, row: Claimed, chat: ChatKey, error: Exception) -> bool:
        """A bug: retry the row, but do not let it block its chat for ever."""
        kind = type(error).__name__
        log.error("message failed unexpectedly", channel=chat[0], row=row.id, error=kind, exc_info=error)
        return await self._failed(row, chat, SendError(kind, permanent=row.tries + 1 >= MAX_SEND_TRIES))

    async def _failed(self, row: Claimed, chat: ChatKey, error: SendError) -> bool:
        self._paces[chat[0]].heed(chat[2], error.wait, everyone=error.everyone)
        return await self._results.failed(row, chat, error)

    def _tell(
        self,
        channel: str,
        row: Claimed | None,
        began: float,
        error: SendError | None = None,
        result: str = "sent",
    ) -> None:
        took, result = time.perf_counter() - began, error.outcome if error else result
        # A platform's error may quote the message: cut it at the first quotation mark.
        more = {"error": str(error).partition('"')[0]} if error else {}
        ms = round(took * 1000, 1)
        log.info("message", channel=channel, row=row and row.id, result=result, milliseconds=ms, **more)
        self.count(channel, result, took)
