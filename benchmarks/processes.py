"""Rapport, and bots that do nothing but echo, as processes of their own."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
ADDRESS = re.compile(r"127\.0\.0\.1:(\d+)")
TICK = os.sysconf("SC_CLK_TCK")  # of the processor, a second
STOPS = 15.0  # seconds


@dataclass(frozen=True)
class Served:
    """A process that listens. `loop`: the event loop it runs on."""

    port: int
    pid: int
    loop: str

    @property
    def cpu(self) -> float:
        """Seconds of the processor it has taken so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    @property
    def memory(self) -> int:
        """Kilobytes it holds."""
        told = Path(f"/proc/{self.pid}/status").read_text()
        return int(told.partition("VmRSS:")[2].split()[0])


@asynccontextmanager
async def running(*words: str, folder: Path, **settings: str) -> AsyncIterator[Served]:
    """`python -m WORDS`, once it says that it is ready at 127.0.0.1:PORT."""
    (folder / ".env").touch()  # that of the checkout is not looked for then
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *words),
            cwd=folder,
            env=environment(**settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        yield Served(await _ready(process), process.pid, _loop(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(STOPS):
                await process.communicate()


def run(work: Coroutine[None, None, T]) -> T:
    """Run it; SIGTERM ends it as Ctrl-C does, so that no process and no base stays behind."""
    try:
        return asyncio.run(_until_terminated(work))
    except asyncio.CancelledError:
        raise SystemExit(1) from None


async def _until_terminated(work: Coroutine[None, None, T]) -> T:
    task = asyncio.create_task(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def environment(**settings: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}


async def _ready(process: asyncio.subprocess.Process) -> int:
    assert process.stdout
    async for line in process.stdout:
        said = line.decode()
        if "ready" in said and (found := ADDRESS.search(said)):
            return int(found[1])
    raise RuntimeError(f"it has ended with {await process.wait()}; its log says why")


def _loop(pid: int) -> str:
    """By the libraries it has loaded."""
    return "uvloop" if "/uvloop/" in Path(f"/proc/{pid}/maps").read_text() else "asyncio"
