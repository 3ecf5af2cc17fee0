"""A company to play stories in: a base of its own, a clock that can be turned, and one channel at a time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import reminders
import storage
from bot.channel import Limits
from bot.inbound.dispatch import Dispatcher
from bot.inbound.onboarding import CompanyDefaults
from bot.inbound.recent import RecentViews
from bot.outbound.delivery import Delivery
from bot.runtime.job_runner import JobRunner
from storage.models import Role
from storage.team import invitations

# A Monday, ten in the morning.
BEGINNING = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
# Stories do not wait for a platform's pace: that has tests of its own.
UNHURRIED = Limits(total=1e6, per_chat=1e6, chat_burst=1000)


class Clock:
    def __init__(self, now: datetime = BEGINNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    database: storage.Database
    clock: Clock
    delivery: Delivery
    recent_views: RecentViews
    defaults: CompanyDefaults
    dispatcher: Dispatcher
    jobs: JobRunner

    @classmethod
    def around(cls, database: storage.Database, clock: Clock | None = None, address: str = "") -> "World":
        clock = clock or Clock()
        delivery = Delivery(database, clock)
        recent_views = RecentViews(database, clock)
        defaults = CompanyDefaults(locale="en", timezone="UTC", currency="USD", address=address)
        dispatcher = Dispatcher(database, clock, delivery, recent_views, defaults)
        jobs = JobRunner(database, clock, delivery.wake)
        return cls(database, clock, delivery, recent_views, defaults, dispatcher, jobs)

    async def settle(self) -> None:
        """Finish jobs, and send what is due."""
        await self.jobs.drain()
        await self.delivery.drain()

    async def invite(self, role: Role = Role.REP) -> str:
        async with storage.transaction(self.database) as db:
            return await invitations.invite(db, role, self.clock())

    async def wait(self, **duration: float) -> None:
        """Let that much time pass (days=, hours=, minutes=), with a beat of the metronome at its end."""
        await self.turn(self.clock.now + timedelta(**duration))

    async def turn(self, to: datetime) -> None:
        """Turn the clock to that moment (UTC), let the metronome beat, and send what is due."""
        self.clock.now = to
        await reminders.tick(self.database, to)
        await self.settle()
