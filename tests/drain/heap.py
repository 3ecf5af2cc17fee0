"""A heap of reminders goes out as fast as Telegram allows, and a person who asks does not wait for it."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

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
from storage.models import Place, Role
from storage.team import accounts
from tests.fakes.limits import RateLimits
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User

ASKER = 1_000_000  # who looks something up meanwhile
CLIENT = "Quodlibet"
LOOK = 0.1  # seconds between looks whether all has been sent
TOLD = 10.0  # seconds between words about it
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


async def drain(heap: Heap, folder: str, say: Callable[[str], None]) -> Drained:
    settings = Settings(data_dir=Path(folder))
    async with FakeTelegram() as fake:
        fake.limits = RateLimits(heap.scale)
        app = App.build(settings)
        await _fill(app, fake, heap)
        looks = Looks(fake, fake.user(ASKER, "Ann"), heap.every)
        async with _running(app, fake, heap.scale, looks):
            told = time.monotonic()
            while len(fake.taken) - len(fake.messages(ASKER)) < heap.reminders:
                await asyncio.sleep(LOOK)
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
        steady[-1].at - steady[0].at,
        30 * heap.scale,
        len(fake.limits.refused),
        len(texts) - len(set(texts)),
        looks.took,
        looks.overtaken_by,
    )


async def _fill(app: App, fake: FakeTelegram, heap: Heap) -> None:
    await schema.migrate(app.database)
    at = now()
    async with storage.transaction(app.database) as db:
        made = []
        for number in range(1, heap.reps + 1):
            fake.user(number, f"Rep {number}").started = True
            place = Place("telegram", "", str(number), str(number))
            rep = await accounts.join(db, f"Rep {number}", Role.REP, locale="en", timezone="UTC", at=at)
            rep.digest_on = rep.birthdays_on = at.date()
            await accounts.add(db, rep, place, at)
            made.append((rep, await clients.add(db, rep, NewClient(f"Client {number}"), at)))
        asker = await accounts.join(db, "Ann", Role.REP, locale="en", timezone="UTC", at=at)
        asker.digest_on = asker.birthdays_on = at.date()
        await accounts.add(db, asker, Place("telegram", "", str(ASKER), str(ASKER)), at)
        await clients.add(db, asker, NewClient(CLIENT), at)
        each = [number % heap.reps for number in range(heap.reminders)]
        if heap.ordered:
            each.sort()
        else:
            random.Random(1).shuffle(each)
        for number, whose in enumerate(each):
            rep, client = made[whose]
            await follow_ups.add(db, rep, client, f"ring {number}", at - timedelta(minutes=1), at)


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
