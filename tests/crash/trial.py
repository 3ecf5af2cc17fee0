"""One trial: people write, processes die, and at the end everything is counted."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

import storage
from storage.models import FollowUp, FollowUpState, Outbox, Place
from tests.crash import bases
from tests.crash.bases import Base
from tests.crash.evidence import Evidence
from tests.crash.ledger import Ledger
from tests.crash.people import Clerk, Texter, comes, names
from tests.crash.processes import Process
from tests.crash.verdict import Finding, judge
from tests.crash.weather import Weather
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_payloads import TEAM
from tests.fakes.telegram import FakeTelegram

LOOK = 0.3  # seconds between looks whether all is done
AFTERMATH = 0.5  # seconds in which what a process sent before it died arrives
AT_ONCE = 0.15  # of the kills strike while the process starts
STARTING = 4.0  # seconds that may take
STUCK = 25.0  # seconds without progress after which it is killed all the same
END = 240.0  # seconds to finish what has come in
AGAIN_AFTER = (0.0, 6.0, 30.0)  # seconds: Slack's fake is ten times quicker than Slack

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    kills: int
    updates: int
    database: str = "sqlite"  # or "postgresql", then with two processes
    faults: bool = False
    outages: bool = True  # of the base, among the faults
    seed: int = 0
    texters: int = 40
    clerks: int = 24

    @property
    def processes(self) -> int:
        return 1 if self.database == "sqlite" else 2

    @property
    def rings(self) -> bool:
        return self.updates >= 1000  # there is time for them to come due


async def run(plan: Plan, folder: Path, say: Say) -> list[Finding]:
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(
            bases.sqlite(folder) if plan.database == "sqlite" else bases.postgresql()
        )
        telegram = await stack.enter_async_context(FakeTelegram())
        slack = await stack.enter_async_context(FakeSlack())
        slack.again_after = AGAIN_AFTER
        trial = Trial(plan, base, telegram, slack, folder, say)
        await trial.prepare()
        try:
            await trial.run()
        finally:
            for process in trial.processes:
                if process.is_running:
                    await process.kill()
        return await judge(trial.evidence())


@dataclass
class Trial:
    plan: Plan
    base: Base
    telegram: FakeTelegram
    slack: FakeSlack
    folder: Path
    say: Say
    kills: list[tuple[float, float]] = field(default_factory=list)  # see Evidence
    exits: list[int] = field(default_factory=list)  # at the end, when told to stop
    crashes: int = 0  # ended by themselves
    began: float = 0.0
    took: float = 0.0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed)
        self.ledger = Ledger(self.plan.updates)
        self.weather = Weather(self.base, self.telegram, self.slack, self._fork())
        settings = self._settings()
        self.processes = [
            Process(f"rapport-{number}", self.folder, settings) for number in range(self.plan.processes)
        ]
        self.texters: list[Texter] = []
        self.clerks: list[Clerk] = []

    async def prepare(self) -> None:
        called = iter(names(self.plan.texters + self.plan.clerks))
        for number in range(self.plan.texters):
            who = self.telegram.user(1000 + number, f"Ann {number}", "en")
            texter = Texter(
                self.telegram, who, next(called), self.ledger, self._fork(), self.plan.rings and number % 2 == 0
            )
            self.texters.append(texter)
        for number in range(self.plan.clerks):
            clerk = self.slack.user(f"U{number}", f"Bo {number}")
            self.clerks.append(Clerk(self.slack, clerk, next(called), self.ledger, self._fork()))
        places = [(Place("telegram", "", t.chat, t.chat), t.client) for t in self.texters]
        places += [(Place("slack", TEAM, c.user.id, c.user.id), c.client) for c in self.clerks]
        await bases.settle(self.base.database, places)

    async def run(self) -> None:
        self.began = time.monotonic()
        others = [asyncio.create_task(work) for work in self._others()]
        people = [asyncio.create_task(texter.live()) for texter in self.texters]
        people += [asyncio.create_task(clerk.live()) for clerk in self.clerks]
        try:
            await asyncio.gather(*(self._start(process) for process in self.processes))
            await self._kill_them()
            await asyncio.wait(people)
            await self._quiet(others)
            self.took = time.monotonic() - self.began
            self.exits = [await self._stop(process) for process in self.processes]
        finally:
            for task in (*people, *others):
                task.cancel()
            await asyncio.gather(*people, *others, return_exceptions=True)
        for person in people:
            person.result()

    def evidence(self) -> Evidence:
        clients = {texter.chat: texter.client for texter in self.texters}
        clients |= {clerk.user.dm: clerk.client for clerk in self.clerks}
        return Evidence(
            self.base.database,
            self.telegram,
            self.slack,
            self.ledger,
            clients,
            self.kills,
            self.weather,
            self.exits,
            self.crashes,
            self.took,
        )

    # Processes

    async def _kill_them(self) -> None:
        share = self.plan.updates / max(1, self.plan.kills)
        for _kill in range(self.plan.kills):
            await self._strikes(share)
            await self._kill()

    async def _strikes(self, share: float) -> None:
        """Wait until the next kill."""
        if self.chance.random() < AT_ONCE:
            await asyncio.sleep(self.chance.uniform(0, STARTING))
            return
        goal = self._handled() + share * self.chance.uniform(0.1, 1.7)
        await comes(lambda: self._handled() >= goal or self._is_idle(), STUCK)
        await asyncio.sleep(self.chance.uniform(0, 0.3))

    async def _kill(self) -> None:
        victims = [self.chance.choice(self.processes)]
        if self.chance.random() < 0.1:
            victims = self.processes
        began = time.monotonic()
        await asyncio.gather(*(victim.kill() for victim in victims))
        await asyncio.sleep(AFTERMATH)
        self.kills.append((began, time.monotonic()))
        self._balance()
        # Where others go on meanwhile, so do the kills.
        wait = len(victims) == len(self.processes) and self.chance.random() > AT_ONCE
        await asyncio.gather(*(self._start(victim, wait=wait) for victim in victims))

    async def _start(self, process: Process, *, wait: bool = True) -> None:
        await process.start()
        if wait and await process.ready():
            self._balance()

    async def _stop(self, process: Process) -> int:
        """Once it is up: while it still imports, the signal itself ends it, and that is no failure."""
        await process.ready()
        return await process.stop()

    async def _watch(self) -> None:
        """As a supervisor: what has ended by itself is started again."""
        while True:
            await asyncio.sleep(1)
            self._balance()
            for process in self.processes:
                if process.has_crashed:
                    self.crashes += not self.weather.explains_an_end()
                    self.say(f"{process.name} has ended by itself: see {process.log}")
                    await process.start()

    def _balance(self) -> None:
        self.slack.http_urls = [process.address for process in self.processes if process.address]

    def _handled(self) -> int:
        return self.telegram.handled + self.ledger.answered

    def _is_idle(self) -> bool:
        return self.ledger.left <= 0 and not self.telegram.unconfirmed

    # The end

    async def _quiet(self, others: list[asyncio.Task[None]]) -> None:
        """Until all is confirmed and sent. The sky clears for that."""
        others[0].cancel()
        await asyncio.gather(others[0], return_exceptions=True)
        self.telegram.clear()
        self.slack.clear()
        end = time.monotonic() + END
        while waiting := await self._waiting():
            if time.monotonic() > end:
                raise AssertionError(f"not finished after {END:.0f} seconds: {waiting}")
            await asyncio.sleep(LOOK)

    async def _waiting(self) -> str:
        async with storage.reading(self.base.database) as db:
            messages = await db.scalar(select(func.count()).where(Outbox.closed_at.is_(None)))
            due = (
                FollowUp.state == FollowUpState.OPEN,
                FollowUp.reminded_at.is_(None),
                FollowUp.recurrence_id.is_(None),
            )
            promises = await db.scalar(select(func.count()).select_from(FollowUp).where(*due))
        unconfirmed = len(self.telegram.unconfirmed)
        if not (messages or promises or unconfirmed):
            return ""
        return f"{unconfirmed} unconfirmed, {messages} in the outbox, {promises} follow-ups to come"

    # The rest

    def _others(self) -> list[Coroutine[Any, Any, None]]:
        weather = self.weather.rage(outages=self.plan.outages) if self.plan.faults else _nothing()
        return [weather, self._watch(), self._tell()]

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(10)
            seconds = time.monotonic() - self.began
            self.say(
                f"{seconds:4.0f} s · {len(self.kills)} of {self.plan.kills} kills · {self.ledger.updates} of"
                f" {self.plan.updates} updates · {await self._waiting() or 'all sent'}"
            )

    def _settings(self) -> dict[str, str]:
        settings = {
            "DATABASE_URL": self.base.url,
            "RAPPORT_DATA_DIR": str(self.folder),
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_BASE": self.telegram.base,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_API_BASE": self.slack.base,
        }
        if self.plan.processes == 1:
            return {**settings, "SLACK_APP_TOKEN": self.slack.app_token}
        http = {"SLACK_SIGNING_SECRET": self.slack.signing_secret, "RAPPORT_BIND": "127.0.0.1:0"}
        return {**settings, **http}

    def _fork(self) -> random.Random:
        return random.Random(self.chance.random())


async def _nothing() -> None:
    """Fine weather."""
