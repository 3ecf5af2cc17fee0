"""How long until the first answer: python -m benchmarks.start"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from benchmarks import chats, load, processes, report
from benchmarks.report import Row
from benchmarks.stub import Stub
from storage import connect
from storage.maintenance import schema

IMPORT = "import sqlalchemy.ext.asyncio"

Timed = Callable[[Path], Awaitable[float]]


async def measure(rounds: int) -> list[Row]:
    """All four in turns, so often; the first round only warms up."""
    ways: dict[str, Timed] = {"import": _imported, "console": _console, "bare": _bare, "rapport": _rapport}
    took: dict[str, list[float]] = {name: [] for name in ways}
    with TemporaryDirectory(prefix="rapport-start-") as made:
        folder = Path(made)
        url = _url(folder)
        database = connect(url)
        await schema.migrate(database)
        await database.close()
        await chats.seat("telegram", url, 1)
        for number in range(rounds + 1):
            for name, way in ways.items():
                seconds = await way(folder)
                if number:
                    took[name].append(seconds)
    middle = {name: median(each) for name, each in took.items()}
    return [
        Row(
            "rapport console, to its first answer",
            middle["console"],
            middle["import"],
            "s",
            "at most 3",
            IMPORT,
        ),
        Row(
            "rapport run, to its first answered update",
            middle["rapport"],
            middle["bare"],
            "s",
            "at most 1.4",
            "a bare aiogram bot",
        ),
    ]


async def _imported(_folder: Path) -> float:
    began = time.perf_counter()
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", IMPORT], check=True)
    return time.perf_counter() - began


async def _console(folder: Path) -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "console"),
        env=processes.environment(RAPPORT_DATA_DIR=str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"help\n")
    await process.stdin.drain()
    while not (await process.stdout.readline()).strip():
        pass
    took = time.perf_counter() - began
    await process.communicate(b"quit\n")
    return took


async def _bare(folder: Path) -> float:
    async with AsyncExitStack() as stack:
        stub = await stack.enter_async_context(Stub())
        began = time.perf_counter()
        served = await stack.enter_async_context(
            processes.running("benchmarks.bare", "telegram", stub.base, folder=folder)
        )
        return await _answered(served.port, stub) - began


async def _rapport(folder: Path) -> float:
    async with AsyncExitStack() as stack:
        stub = await stack.enter_async_context(Stub())
        began = time.perf_counter()
        served = await stack.enter_async_context(chats.rapport("telegram", _url(folder), folder, stub, "bot"))
        return await _answered(served.port, stub) - began


async def _answered(port: int, stub: Stub) -> float:
    chat = load.Chat(chats.FIRST, port, load.telegram(stub), stub)
    try:
        return await chat.says("/today")
    finally:
        chat.close()


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder}/rapport.db"


def main(rounds: Annotated[int, typer.Option(help="How often each has its turn.")] = 5) -> None:
    """Measure how long it takes to be there."""
    report.tell("start", "from nothing to the first answer", asyncio.run(measure(rounds)))


if __name__ == "__main__":
    typer.run(main)
