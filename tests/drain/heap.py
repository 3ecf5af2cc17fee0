"""A heap of reminders goes out as fast as Telegram allows, and a person who asks does not wait for it."""

import asyncio
import random
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

import reminders
import storage
from bot.app import App, now, remind
from bot.channel import Limits
from bot.channels.telegram import Telegram
from bot.config.settings import Settings
from storage.activities import follow_ups
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.maintenance import schema
from storage.models import Client, FollowUp, Place, Rep, Role
from storage.team import accounts
from tests.fakes.limits import RateLimits
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.running.quiet_clock import QuietClock

ASKER = 1_000_000  # who looks something up meanwhile
CLIENT = "Quodlibet"
LOOK = 0.1  # seconds between looks whether all has been sent
TOLD = 10.0  # seconds between words about it
DUE_BEFORE = timedelta(minutes=1)
ENDS = 0.1  # of the messages are left out at either end, where the pace is not that of the drain


@dataclass(frozen=True)
class Heap:
    """`scale`: how many times faster than the real ones the limits are."""

    reminders: int
    reps: int
    scale: float = 3
    ordered: bool = False  # all of one rep come before the next one's
    every: float = 3.0  # seconds between look-ups


@dataclass
class Drained:
    sent: int
    seconds: float
    limit: float  # messages a second
    refused: int  # for being too fast
    repeated: int
    answers: list[float] = field(default_factory=list)  # seconds each look-up took
    sent_before_answers: list[int] = field(default_factory=list)  # messages that went ahead of the answer

    @property
    def rate(self) -> float:
        """Messages a second, look-ups included."""
        return (self.sent - 1) / self.seconds if self.seconds else 0.0


async def drain(heap: Heap, folder: Path, say: Callable[[str], None], base: Path | None = None) -> Drained:
    """`base`: one that `fill` has made some day; else it is made now."""
    settings = Settings(data_dir=folder)
    if base:
        shutil.copy(base, folder / "rapport.db")
    async with FakeTelegram() as fake:
        fake.limits = RateLimits(heap.scale)
        _let_in(fake, heap)
        app = App.build(settings)
        await (_renew(app.database) if base else fill(app.database, heap))
        looks = Looks(fake, fake.user(ASKER, "Ann"), heap.every)
        async with _running(app, fake, heap.scale, looks):
            told, clock = time.monotonic(), QuietClock()
            while len(fake.taken) - len(fake.messages(ASKER)) < heap.reminders:
                await asyncio.sleep(LOOK)
                looks.clocks.append((time.monotonic(), clock()))
                if time.monotonic() - told > TOLD:
                    told = time.monotonic()
                    say(f"{len(fake.taken)} of {heap.reminders} sent, {len(fake.limits.refused)} refused")
        await app.database.close()
        return _figures(fake, looks, heap)


@dataclass
class Looks:
    fake: FakeTelegram
    asker: User
    every: float
    took: list[float] = field(default_factory=list)
    overtaken_by: list[int] = field(default_factory=list)
    clocks: list[tuple[float, float]] = field(default_factory=list)  # the clock, and the quiet one

    async def live(self) -> None:
        """Ask again and again."""
        while True:
            await asyncio.sleep(self.every)
            await self.ask()

    async def warm_up(self) -> None:
        """The first answer takes longer: what is needed for it is not yet there."""
        await self.ask()
        self.took.clear()
        self.overtaken_by.clear()

    def quiet(self, at: float) -> float:
        """By the quiet clock, about."""
        then, quiet = max((each for each in self.clocks if each[0] <= at), default=self.clocks[0])
        return quiet + at - then

    async def ask(self) -> None:
        before, began = len(self.fake.taken), time.monotonic()
        known = len(self.fake.messages(self.asker.id))
        await self.fake.says(self.asker, f"/find {CLIENT}")
        await self.fake.until(lambda: len(self.fake.messages(self.asker.id)) > known)
        self.took.append(time.monotonic() - began)
        self.overtaken_by.append(len(self.fake.taken) - before - 1)


def _figures(fake: FakeTelegram, looks: Looks, heap: Heap) -> Drained:
    assert fake.limits
    skip = int(len(fake.taken) * ENDS)
    steady = fake.taken[max(1, skip) : len(fake.taken) - skip]
    texts = [(taken.chat, taken.text) for taken in fake.taken if taken.chat != str(ASKER)]
    return Drained(
        len(steady),
        looks.quiet(steady[-1].at) - looks.quiet(steady[0].at),
        30 * heap.scale,
        len(fake.limits.refused),
        len(texts) - len(set(texts)),
        looks.took,
        looks.overtaken_by,
    )


def _let_in(fake: FakeTelegram, heap: Heap) -> None:
    for number in _numbers(heap):
        fake.user(number, f"Rep {number}").started = True


async def fill(database: storage.Database, heap: Heap) -> None:
    await schema.migrate(database)
    at = now()
    async with storage.transaction(database) as db:
        people = [await _person(db, number, f"Rep {number}", f"Client {number}") for number in _numbers(heap)]
        await _person(db, ASKER, "Ann", CLIENT)
        for number, whose in enumerate(_order(heap)):
            await follow_ups.add(db, *people[whose], f"ring {number}", at - DUE_BEFORE, at)


def _numbers(heap: Heap) -> range:
    return range(1, heap.reps + 1)


async def _person(db: AsyncSession, number: int, name: str, client: str) -> tuple[Rep, Client]:
    at = now()
    rep = await accounts.join(db, name, Role.REP, locale="en", timezone="UTC", at=at)
    rep.digest_on = rep.birthdays_on = at.date()
    await accounts.add(db, rep, Place("telegram", "", str(number), str(number)), at)
    return rep, await clients.add(db, rep, NewClient(client), at)


def _order(heap: Heap) -> list[int]:
    """Whose each reminder is."""
    each = [number % heap.reps for number in range(heap.reminders)]
    if heap.ordered:
        each.sort()
    else:
        random.Random(1).shuffle(each)
    return each


async def _renew(database: storage.Database) -> None:
    """A base that was made another day: all is due just now, and nobody waits for a digest."""
    at = now()
    async with storage.transaction(database) as db:
        await db.execute(update(FollowUp).values(due_at=at - DUE_BEFORE))
        await db.execute(update(Rep).values(digest_on=at.date(), birthdays_on=at.date()))


@asynccontextmanager
async def _running(app: App, fake: FakeTelegram, scale: float, looks: Looks) -> AsyncIterator[None]:
    channel = Telegram(fake.token, fake.base, app.dispatcher, lambda _name: None)
    channel.limits = _scaled(channel.limits, scale)
    app.delivery.add(channel)
    work = (channel.run(), app.delivery.run(), app.recent_views.run())
    tasks = [asyncio.create_task(each) for each in work]
    try:
        await looks.warm_up()
        await reminders.tick(app.database, now())  # the metronome's first beat would be in five seconds
        tasks += [asyncio.create_task(each) for each in (remind(app), looks.live())]
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task
        await channel.close()


def _scaled(limits: Limits, scale: float) -> Limits:
    return replace(limits, total=limits.total * scale, per_chat=limits.per_chat * scale)
