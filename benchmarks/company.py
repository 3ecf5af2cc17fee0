"""The busiest hour of a company on two processes: python -m benchmarks.company --url postgresql://…/company

Updates come at random moments (a Poisson process), each to one of the two processes.
"""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from benchmarks import chats, databases, load, people, processes, report
from benchmarks.base import SEED, build
from benchmarks.chats import LOGGED_CALL, LOOK_UP
from benchmarks.load import Chat, Connection
from benchmarks.processes import Served
from benchmarks.report import Row
from benchmarks.stub import Stub

SIZES = (200, 2_000)  # reps
UPDATES_A_DAY = 60  # of a rep
WORKING_DAY = 8 * 3600  # seconds
PEAK = 5  # times the mean
CALLS = 0.25  # of the updates are logged calls, the others look-ups
FIRST_ANSWERS = 20  # of each process, before anything is measured
PROCESSES = ("the one that sends", "the other")  # the first to start sends for both


@dataclass(frozen=True)
class Answer:
    """By which process, to what, after how many seconds."""

    process: str
    kind: str
    seconds: float


@dataclass
class Company:
    """Reps, each with a chat at each of the processes, by the process's name."""

    served: Mapping[str, Served]
    chats: Mapping[str, Sequence[Chat]]
    names: Iterator[str]
    chance: random.Random

    def __post_init__(self) -> None:
        self._turns = [asyncio.Lock() for _rep in self.chats[PROCESSES[0]]]  # each waits for an answer

    async def ask(self, process: str, rep: int, kind: str, due: float) -> Answer:
        """`due`: when the rep wrote, by time.perf_counter."""
        name = next(self.names)
        line = chats.LINES["telegram"].format(name=name) if kind == LOGGED_CALL else name
        async with self._turns[rep]:
            answered = await self.chats[process][rep].says(line)
        return Answer(process, kind, answered - due)

    async def live(self, updates: int, rate: float) -> list[Answer]:
        """So many updates, so many a second on average."""
        asked, due = [], time.perf_counter()
        for _update in range(updates):
            due += self.chance.expovariate(rate)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            kind = LOGGED_CALL if self.chance.random() < CALLS else LOOK_UP
            process, rep = self.chance.choice(PROCESSES), self.chance.randrange(len(self._turns))
            asked.append(asyncio.create_task(self.ask(process, rep, kind, due)))
        return await asyncio.gather(*asked)


def peak(reps: int) -> float:
    """Updates a second in the busiest hour."""
    return reps * UPDATES_A_DAY / WORKING_DAY * PEAK


async def measure(url: str, reps: int, updates: int, rate: float) -> list[Row]:
    async with _company(url, reps) as company:
        for process, number in itertools.product(PROCESSES, range(FIRST_ANSWERS)):
            await company.ask(process, number % reps, LOGGED_CALL if number % 2 else LOOK_UP, 0)
        began = time.perf_counter()
        spent = {process: served.cpu for process, served in company.served.items()}
        answers = await company.live(updates, rate)
        took = time.perf_counter() - began
        spent = {process: served.cpu - spent[process] for process, served in company.served.items()}
    of = f"{reps:,} reps"
    pace = f"{updates / took:.1f} updates a second for {took:.0f} s"
    rows = []
    for process in PROCESSES:
        note = f"{pace}; {sum(chat.repeated for chat in company.chats[process])} not confirmed at once"
        rows.append(Row(f"{of}: processor of {process}", 100 * spent[process] / took, 100.0, "%", "", note))
    for process, kind in itertools.product(PROCESSES, (LOOK_UP, LOGGED_CALL)):
        here = [each.seconds for each in answers if (each.process, each.kind) == (process, kind)]
        if here:
            rows.append(_row(f"{of}: {kind} by {process}, p99 of p50", here))
    return rows


def _row(what: str, answers: Sequence[float]) -> Row:
    usual, slow = report.median_and_p99(answers)
    note = f"p95 {1000 * report.percentile(answers, 95):.0f} ms; {len(answers)} answers"
    return Row(what, 1000 * slow, 1000 * usual, "ms", "", note)


@asynccontextmanager
async def _company(url: str, reps: int) -> AsyncIterator[Company]:
    chance, names = random.Random(SEED), await people.names(url)
    chance.shuffle(names)
    served: dict[str, Served] = {}
    all_chats: dict[str, Sequence[Chat]] = {}
    async with AsyncExitStack() as stack:
        copy, folder = await stack.enter_async_context(databases.spare(url))
        await chats.seat("telegram", copy, reps)
        stub = await stack.enter_async_context(Stub())
        platform = load.telegram(stub)
        for process in PROCESSES:
            (own := folder / process).mkdir()
            run = chats.rapport("telegram", copy, own, stub, "bot")
            served[process] = await stack.enter_async_context(run)
            port, free = served[process].port, list[Connection]()
            numbers = range(chats.FIRST, chats.FIRST + reps)
            all_chats[process] = [
                Chat(number, port, platform, stub, free, comes_again=True) for number in numbers
            ]
            stack.callback(all_chats[process][0].close)
        yield Company(served, all_chats, itertools.cycle(names), chance)


async def _run(url: str, clients: int, updates: int) -> None:
    await build(url, clients)
    for reps in SIZES:
        rows = await measure(url, reps, updates, peak(reps))
        report.tell(f"company-{reps}", f"{clients:,} clients, two processes on PostgreSQL", rows)


def main(
    url: Annotated[str, typer.Option(help="A base on PostgreSQL, made if there is none.")],
    clients: Annotated[int, typer.Option(help="In a base of how many clients.")] = 20_000,
    updates: Annotated[int, typer.Option(help="How many for each size.")] = 1_200,
) -> None:
    """Measure how two processes fare with 200 reps and with 2,000, when these are busiest."""
    processes.run(_run(url, clients, updates))


if __name__ == "__main__":
    typer.run(main)
