"""How long until the first answer, and how much memory it takes: python -m benchmarks.start"""

import asyncio
import itertools
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Annotated

import typer

from benchmarks import base, chats, databases, load, people, processes, report
from benchmarks.processes import Served
from benchmarks.report import Row
from benchmarks.stub import Stub

IMPORT = "import sqlalchemy.ext.asyncio"
CLIENTS = 10_000
BARE = "a bare aiogram bot"
UPDATES = 600  # look-ups and logged calls in turns, after which the memory in use is measured
MAX_MEMORY = 150  # MB
MEGABYTE = 1024  # kilobytes

Way = Callable[[str, Path], Awaitable["Spent"]]


@dataclass(frozen=True)
class Spent:
    """Until the first answer: seconds, seconds of the processor, and the megabytes held then."""

    seconds: float
    cpu: float
    memory: float = 0


async def measure(rounds: int) -> list[Row]:
    """All four in turns, so often; the first round only warms up."""
    ways: dict[str, Way] = {"import": _imported, "console": _console, "bare": _bare, "rapport": _rapport}
    spent: dict[str, list[Spent]] = {name: [] for name in ways}
    await base.build(base.url_of(CLIENTS), CLIENTS)
    async with databases.spare(base.url_of(CLIENTS)) as (url, folder):
        await chats.seat("telegram", url, 1)
        for number in range(rounds + 1):
            for name, way in ways.items():
                took = await way(url, folder)
                if number:
                    spent[name].append(took)
        names = await people.names(url)
        in_use = await _in_use(url, folder, names)
    middle = {name: _median(each) for name, each in spent.items()}
    console, rapport, bare = middle["console"], middle["rapport"], middle["bare"]
    return [
        *_rows("rapport console, to its first answer", console, middle["import"], 1.7, IMPORT),
        *_rows("rapport run, to its first answered update", rapport, bare, 0.7, BARE),
        Row("rapport run, memory then", rapport.memory, bare.memory, "MB", "", BARE),
        Row(f"rapport run, memory after {UPDATES} updates", in_use, MAX_MEMORY, "MB", "at most 1"),
    ]


def _rows(what: str, ours: Spent, theirs: Spent, goal: float, note: str) -> Sequence[Row]:
    wanted = f"at most {goal}"
    return (
        Row(what, ours.seconds, theirs.seconds, "s", wanted, note),
        Row(f"{what}, processor", ours.cpu, theirs.cpu, "s", wanted, note),
    )


def _median(spent: Sequence[Spent]) -> Spent:
    return Spent(
        median(each.seconds for each in spent),
        median(each.cpu for each in spent),
        median(each.memory for each in spent),
    )


async def _imported(_url: str, _folder: Path) -> Spent:
    """To the end of the process."""
    began = time.perf_counter()
    before = _of_children()
    run = partial(subprocess.run, [sys.executable, "-c", IMPORT], env=processes.environment(), check=True)
    await asyncio.to_thread(run)
    return Spent(time.perf_counter() - began, _of_children() - before)


def _of_children() -> float:
    """Seconds of the processor taken by the processes that were started here and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


async def _console(url: str, folder: Path) -> Spent:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "console"),
        env=processes.environment(DATABASE_URL=url.replace("+aiosqlite", ""), RAPPORT_DATA_DIR=str(folder)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"help\n")
    await process.stdin.drain()
    while not (await process.stdout.readline()).strip().removeprefix(b"> help"):
        pass
    spent = _spent(began, Served(0, process.pid, loop=""))
    await process.communicate(b"quit\n")
    return spent


async def _bare(_url: str, folder: Path) -> Spent:
    async with Stub() as stub:
        began = time.perf_counter()
        async with processes.running("benchmarks.bare", "telegram", stub.base, folder=folder) as served:
            await _answered(served, stub)
            return _spent(began, served)


async def _rapport(url: str, folder: Path) -> Spent:
    async with Stub() as stub:
        began = time.perf_counter()
        async with chats.rapport("telegram", url, folder, stub, "bot") as served:
            await _answered(served, stub)
            return _spent(began, served)


async def _in_use(url: str, folder: Path, names: Sequence[str]) -> float:
    """Megabytes held after look-ups and logged calls."""
    async with Stub() as stub, chats.rapport("telegram", url, folder, stub) as served:
        call = chats.LINES["telegram"]
        lines = itertools.cycle(line for name in names for line in (name, call.format(name=name)))
        await _answered(served, stub, *itertools.islice(lines, UPDATES))
        return served.memory / MEGABYTE


def _spent(began: float, served: Served) -> Spent:
    return Spent(time.perf_counter() - began, served.cpu, served.memory / MEGABYTE)


async def _answered(served: Served, stub: Stub, *lines: str) -> None:
    chat = load.Chat(chats.FIRST, served.port, load.telegram(stub), stub)
    try:
        for line in lines or ("/today",):
            await chat.says(line)
    finally:
        chat.close()


def main(rounds: Annotated[int, typer.Option(help="How often each has its turn.")] = 5) -> None:
    """Measure how long it takes to be there."""
    report.tell("start", "from nothing to the first answer", asyncio.run(measure(rounds)))


if __name__ == "__main__":
    typer.run(main)
