"""An update that kills the process is set aside in the end; its neighbours are not, nor what a stop leaves."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

import storage
from bot.cli import failed_updates
from bot.config.settings import Settings
from bot.inbound import in_flight
from bot.inbound.dispatch import MAX_TRIES
from storage.models import Place
from tests.conftest import Templates
from tests.crash import bases
from tests.fakes.telegram import FakeTelegram
from tests.support import forking
from tests.support.command import PATIENCE, environment

VCARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ivan Petrov\nTEL:+79123456789\nEND:VCARD\n"


@dataclass
class Lives:
    """`rapport run` on Telegram, which is killed and started again."""

    folder: Path
    fake: FakeTelegram
    forks: asyncio.subprocess.Process
    number: int = 0

    async def start(self) -> None:
        assert self.forks.stdin
        self.forks.stdin.write(b"\n")
        self.number = int(await self._line())
        while forking.READY not in await self._line():
            pass

    async def die(self) -> None:
        assert await self._end(signal.SIGKILL) == -signal.SIGKILL

    async def stop(self) -> None:
        assert await self._end(signal.SIGTERM) == 0

    async def _end(self, how: signal.Signals) -> int:
        os.kill(self.number, how)
        while not (line := await self._line()).startswith(forking.ENDED):
            pass
        return int(line.split()[1])

    async def _line(self) -> str:
        assert self.forks.stdout
        line = await asyncio.wait_for(self.forks.stdout.readline(), PATIENCE)
        assert line, "it has ended by itself"
        return line.decode()

    def counts(self) -> dict[str, int]:
        """How often an update has failed, by its key."""
        with closing(sqlite3.connect(self.folder / "data" / "rapport.db")) as base:
            return dict(base.execute("SELECT key, tries FROM inbox WHERE tries > 0"))


@asynccontextmanager
async def living(templates: Templates, folder: Path) -> AsyncIterator[Lives]:
    """With Ann and Bob, who are in, on a Telegram that hangs when their files are asked for."""
    (folder / "data").mkdir()
    base = shutil.copy(templates.sqlite, folder / "data" / "rapport.db")
    database = storage.connect(f"sqlite+aiosqlite:///{base}")
    await bases.settle(database, [(Place("telegram", "", str(id), str(id)), "Acme") for id in (11, 12)])
    await database.close()
    async with FakeTelegram() as fake:
        for id, name in ((11, "Ann"), (12, "Bob")):
            fake.user(id, name, "en").started = True
        forks = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.support.forking"),
            cwd=folder,
            env=environment(TELEGRAM_BOT_TOKEN=fake.token, TELEGRAM_API_BASE=fake.base),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        yield Lives(folder, fake, forks)
        os.killpg(forks.pid, signal.SIGKILL)  # these, and nothing else
        await forks.wait()


@pytest.mark.xdist_group("at a real pace")
async def test_what_kills_the_process_is_set_aside_and_its_neighbour_is_answered(
    templates: Templates, tmp_path: Path
) -> None:
    async with living(templates, tmp_path) as lives:
        fake = lives.fake
        await lives.start()
        fake.stuck = {"file0", "file1"}
        killer = str(await fake.sends_file(fake.user(11, "Ann"), "all.vcf", VCARD))
        neighbour = str(await fake.sends_file(fake.user(12, "Bob"), "one.vcf", VCARD))
        await fake.until(lambda: fake.waiting == fake.stuck)
        await lives.stop()
        assert list((tmp_path / "data" / in_flight.FOLDER).iterdir()) == []
        await lives.start()
        assert lives.counts() == {}, "it was told to stop"
        for count in (1, 2):
            await fake.until(lambda: fake.waiting == fake.stuck)
            await lives.die()
            await lives.start()
            assert lives.counts() == {killer: count, neighbour: count}
        fake.stuck = {"file0"}
        for count in range(3, MAX_TRIES + 1):  # from now on each is handled alone, the older one first
            await fake.until(lambda: fake.waiting == fake.stuck)
            await lives.die()
            await lives.start()
            assert lives.counts() == {killer: count, neighbour: 2}
        await fake.settled()
        assert "Ivan Petrov" in fake.messages(12)[-1].text
        await lives.stop()
    listed: list[str] = []
    await failed_updates.show(Settings(data_dir=tmp_path / "data"), listed.append)
    assert [line.split()[::4] for line in listed[1:]] == [["telegram", str(MAX_TRIES)]]
    assert f" {killer} " in listed[1]
    assert "ProcessDied" in listed[1]
