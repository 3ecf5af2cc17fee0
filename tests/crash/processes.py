"""`rapport run` as a process of its own, which can be killed."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.running.quiet_clock import watching
from tests.support.command import environment

READY = 60.0  # seconds: a slow machine is no failure
STOPS = 12.0  # seconds
SLACK_EVENTS = "/slack/events"


class Process:
    """One life after the other."""

    def __init__(self, name: str, folder: Path, settings: dict[str, str]) -> None:
        self.name = name
        self.folder = folder
        self.settings = settings
        self.is_wanted = False  # to run; else it has been told to end
        self.address = ""  # where Slack calls it, once it is ready
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def has_crashed(self) -> bool:
        return self.is_wanted and self._process is not None and self._process.returncode is not None

    async def start(self) -> None:
        self._ready.clear()
        (self.folder / ".env").touch()  # that of the checkout is not looked for then
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=environment(**self.settings),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        self.is_wanted = True
        self._reader = asyncio.create_task(self._read())

    async def ready(self) -> bool:
        """Wait until it says so; False: it has ended instead."""
        assert self._reader
        waiting = asyncio.create_task(self._ready.wait())
        await asyncio.wait({waiting, self._reader}, timeout=READY, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        return self._ready.is_set()

    async def kill(self) -> None:
        """As a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """As a supervisor would. Return how it ended."""
        assert self._process
        async with asyncio.timeout(READY), watching(self._process.pid) as clock:
            began = clock()
            code = await self._end(signal.SIGTERM)
            assert clock() - began < STOPS
            return code

    async def _end(self, number: signal.Signals) -> int:
        assert self._process
        self.is_wanted, self.address = False, ""
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
        return await self._process.wait()

    async def _read(self) -> None:
        assert self._process
        assert self._process.stdout
        async for line in self._process.stdout:
            said = line.decode()
            if "ready" in said:
                _before, at, address = said.strip().partition("web at ")
                self.address = address.split(",")[0] + SLACK_EVENTS if at else ""
                self._ready.set()
