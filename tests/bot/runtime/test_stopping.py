"""Told to stop (SIGTERM), Rapport finishes what is in hand, and is gone within ten seconds."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

import storage
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.running.quiet_clock import watching
from tests.support.command import PATIENCE, Rapport
from tests.support.kills import a_line
from tests.support.postgres import POSTGRES

pytestmark = pytest.mark.xdist_group("at a real pace")

WITHIN = 10.0  # seconds
START_TIMEOUT = 3 * PATIENCE  # seconds: it loads the platforms' libraries
NEW = "/new Ivan Petrov, Acme"


class Running:
    """A Rapport that polls Telegram, and Ann, who is in."""

    def __init__(self, process: asyncio.subprocess.Process, fake: FakeTelegram, ann: User, base: Path) -> None:
        self.process, self.fake, self.ann, self.base = process, fake, ann, base

    @contextmanager
    def slow(self) -> Iterator[sqlite3.Connection]:
        """Somebody else writes to the base: whatever wants to write waits."""
        with closing(sqlite3.connect(self.base, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other

    async def takes(self, typed: str) -> int:
        """Return the update's id when it is in hand: it has been fetched, and more has been asked for."""
        polls = self._polls()
        number = await self.fake.says(self.ann, typed)
        await self.fake.until(lambda: self._polls() > polls + 1)
        return number

    async def stops(self) -> float:
        """How many seconds that takes, on a quiet machine."""
        async with watching(self.process.pid) as clock:
            began = clock()
            _out, errors = await asyncio.wait_for(self.process.communicate(), PATIENCE)
            assert self.process.returncode == 0, errors.decode()
            return clock() - began

    def clients(self) -> list[str]:
        with closing(sqlite3.connect(self.base)) as base:
            return [name for (name,) in base.execute("SELECT name FROM clients")]

    def _polls(self) -> int:
        return sum(method == "getUpdates" for method, _params in self.fake.calls)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with started(tmp_path) as rapport:
        yield rapport


@asynccontextmanager
async def started(tmp_path: Path, **settings: str) -> AsyncIterator[Running]:
    async with FakeTelegram() as fake:
        rapport, ann = Rapport(tmp_path), fake.user(11, "Ann", "en")
        await asyncio.to_thread(rapport, "migrate", **settings)  # an invitation makes no base
        invited = await asyncio.to_thread(rapport, "invite", "--role", "admin", **settings)
        code = invited.stdout.split()[0]
        connected = {"TELEGRAM_BOT_TOKEN": fake.token, "TELEGRAM_API_BASE": fake.base}
        process = await rapport.start(**connected, **settings)
        try:
            assert process.stdout
            assert b"ready" in await asyncio.wait_for(process.stdout.readline(), START_TIMEOUT)
            await fake.says(ann, f"/start {code}")
            await fake.until(lambda: bool(fake.messages(ann.id)))
            await fake.settled()
            yield Running(process, fake, ann, tmp_path / "data" / "rapport.db")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_what_is_in_hand_is_finished_answered_and_confirmed(running: Running) -> None:
    with running.slow() as other:
        await running.takes(NEW)
        running.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)
        assert running.process.returncode is None, "it waits for what is in hand"
        other.execute("ROLLBACK")
    assert await running.stops() < WITHIN
    assert running.clients() == ["Ivan Petrov"]
    assert "Ivan Petrov" in running.fake.messages(running.ann.id)[-1].text
    await running.fake.settled()


async def test_what_cannot_be_finished_in_time_is_not_confirmed_and_comes_again(running: Running) -> None:
    with running.slow():
        number = await running.takes(NEW)
        running.process.send_signal(signal.SIGTERM)
        assert await running.stops() < WITHIN
    assert running.clients() == []
    assert running.fake.confirmed < number


@pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
async def test_a_base_that_hangs_holds_nobody_back(tmp_path: Path, database: storage.Database) -> None:
    url = database.writer.url
    async with a_line(url.host or "", url.port or 5432) as line:
        there = url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        async with started(tmp_path, DATABASE_URL=there) as running:
            line.hang()
            number = await running.takes(NEW)
            running.process.send_signal(signal.SIGTERM)
            assert await running.stops() < WITHIN
            assert running.fake.confirmed < number
