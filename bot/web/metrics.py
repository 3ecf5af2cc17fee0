"""Prometheus metrics: `/metrics`. Labels never identify a person."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.outbound.delivery import Delivery
from storage.messaging import inbox, outbox

log = structlog.get_logger()

DATABASE_TIMEOUT = 2.0  # seconds for the database to answer
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
URGENCIES = {outbox.ANSWER: "answer", outbox.REMINDER: "reminder"}


class Metrics:
    """Events are counted as they happen; waiting rows are counted at each request."""

    def __init__(
        self,
        database: storage.Database,
        clock: Callable[[], datetime],
        delivery: Delivery,
        channels: Sequence[str],
    ) -> None:
        self.database = database
        self.clock = clock
        self.delivery = delivery
        self.channels = channels
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._happen()
        self._wait()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self._show)]

    def update(self, channel: str, kind: str, result: str, seconds: float) -> None:
        """Count an update: kind of event, result and duration."""
        self._updates.labels(channel, kind, result).inc()
        self._update_seconds.labels(channel, kind).observe(seconds)

    def message(self, channel: str, result: str, seconds: float) -> None:
        """Count a message: result and duration."""
        self._messages.labels(channel, result).inc()
        self._message_seconds.labels(channel).observe(seconds)

    async def text(self) -> bytes:
        """All metrics, in Prometheus' text format."""
        for channel in self.channels:
            self._turn.labels(channel).set(self.delivery.sends_on(channel))
        self._outbox.clear()
        self._oldest.clear()
        self._set_aside.clear()
        self._database_up.set(await self._look())
        return generate_latest(self.registry)

    async def _look(self) -> bool:
        """Query the database; if it does not answer, return False and leave out its metrics."""
        now = self.clock()
        try:
            async with asyncio.timeout(DATABASE_TIMEOUT), storage.reading(self.database) as db:
                waiting, aside = await outbox.count_overdue(db, now), await inbox.count_failed_updates(db)
        except (SQLAlchemyError, OSError) as error:
            log.warning("cannot read metrics from the database", error=type(error).__name__)
            return False
        self._tell_waiting(waiting, now)
        for channel in {*self.channels, *aside}:
            self._set_aside.labels(channel).set(aside.get(channel, 0))
        return True

    def _tell_waiting(self, waiting: Mapping[int, tuple[int, datetime]], now: datetime) -> None:
        for urgency, name in URGENCIES.items():
            count, since = waiting.get(urgency, (0, now))
            self._outbox.labels(name).set(count)
            self._oldest.labels(name).set(max(0.0, (now - since).total_seconds()))

    async def _show(self, _request: web.Request) -> web.Response:
        return web.Response(body=await self.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    def _happen(self) -> None:
        self._updates = self._counter(
            "rapport_updates",
            "What people did, and how it ended: done, mistake, broke, failed, seen, stranger.",
            ("channel", "kind", "result"),
        )
        self._update_seconds = self._histogram(
            "rapport_update_seconds", "Until an update was handled.", ("channel", "kind")
        )
        self._messages = self._counter(
            "rapport_messages",
            "What was to go out: sent, asked to wait, failed, refused, unreachable, no longer true.",
            ("channel", "result"),
        )
        self._message_seconds = self._histogram(
            "rapport_message_seconds", "Until a message was sent, the wait for its pace included.", ("channel",)
        )

    def _wait(self) -> None:
        self._outbox = self._gauge("rapport_outbox_waiting", "Messages due that have not left.", ("urgency",))
        self._oldest = self._gauge(
            "rapport_outbox_oldest_seconds", "For how long the first of them has waited.", ("urgency",)
        )
        self._set_aside = self._gauge(
            "rapport_updates_set_aside", "Updates an admin has to look at.", ("channel",)
        )
        self._turn = self._gauge("rapport_channel_turn", "1: this process sends on the channel.", ("channel",))
        self._database_up = self._gauge("rapport_database_up", "1: the base has answered just now.", ())

    def _counter(self, name: str, about: str, labels: Sequence[str]) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, labels: Sequence[str]) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)

    def _histogram(self, name: str, about: str, labels: Sequence[str]) -> Histogram:
        return Histogram(name, about, labels, registry=self.registry, buckets=BUCKETS)
