"""How many answers a second, beside a bot that only echoes: python -m benchmarks.chats --clients 100000"""

import itertools
import random
import statistics
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from benchmarks import bare, databases, load, people, processes, report
from benchmarks.base import SEED, build, url_of
from benchmarks.load import Chat, Load, Say
from benchmarks.mixed_day import MixedDay
from benchmarks.processes import Served
from benchmarks.report import Row
from benchmarks.stub import TOKEN, Stub

CHATS = 16
FIRST = 1_000_000  # the number of the first chat
SPELL = 3.0  # seconds that one of them is measured, before it is the other's turn
WARM_UP = 1.0
PLATFORMS = ("telegram", "slack")
ECHO, LOOK_UP, LOGGED_CALL, MIXED_DAY = "echo", "look-up", "logged call", "mixed day"
KINDS = (LOOK_UP, LOGGED_CALL, MIXED_DAY)
GOALS = {  # of the echo, by the time of the processor
    ("sqlite", "telegram"): {LOOK_UP: 0.4, LOGGED_CALL: 0.22},
    ("sqlite", "slack"): {LOOK_UP: 0.3, LOGGED_CALL: 0.2},
    ("postgresql", "telegram"): {LOOK_UP: 0.3, LOGGED_CALL: 0.18},
}
MAX_P99 = 200.0  # ms, of a logged call with everybody writing at once
FEW = 1_000  # updates
CALL = "call {name}: 15 min, wants a discount; next: tomorrow 10:00 send the offer"
LINES = {"telegram": f"/{CALL}", "slack": CALL}  # there a slash is a command of its own


@dataclass(frozen=True)
class Party:
    """Who writes what to whom. `day`: what chooses it, if it is mixed."""

    name: str
    served: Served
    chats: Sequence[Chat]
    say: Say
    day: MixedDay | None = None

    async def flat_out(self, seconds: float) -> Load:
        return await load.flat_out(self.served, self.chats, self.say, seconds)


@asynccontextmanager
async def rapport(
    platform: str, url: str, folder: Path, stub: Stub, program: str = "benchmarks.unhurried"
) -> AsyncIterator[Served]:
    """Rapport on that platform over HTTP, at no pace but its own unless the program is another."""
    settings = {
        "DATABASE_URL": url.replace("+aiosqlite", ""),
        "RAPPORT_DATA_DIR": str(folder),
        "RAPPORT_PUBLIC_URL": "https://rapport.example",
        "RAPPORT_BIND": "127.0.0.1:0",
        "RAPPORT_TIMEZONE": "UTC",
    }
    if platform == "telegram":
        settings |= {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": stub.base}
    else:
        secret = {"SLACK_SIGNING_SECRET": bare.SIGNING_SECRET}
        settings |= {"SLACK_BOT_TOKEN": "xoxb-of-nobody", "SLACK_API_BASE": stub.slack, **secret}
    async with processes.running(program, "run", folder=folder, **settings) as served:
        yield served


async def seat(platform: str, url: str, count: int) -> None:
    numbers = range(FIRST, FIRST + count)
    if platform == "telegram":
        await people.seat(url, "telegram", "", [(str(number), str(number)) for number in numbers])
    else:
        await people.seat(url, "slack", "T1", [(f"U{number}", f"U{number}") for number in numbers])


@asynccontextmanager
async def parties(platform: str, url: str, chats: int) -> AsyncIterator[dict[str, Party]]:
    """Those that are measured in turns: a bot that echoes, look-ups, calls that are logged, and a mixed day."""
    called = await people.names(url)
    random.Random(SEED).shuffle(called)
    names, day = itertools.cycle(called), MixedDay(called, await people.shared_words(url))
    async with AsyncExitStack() as stack:
        copy, folder = await stack.enter_async_context(databases.spare(url))
        await seat(platform, copy, 2 * chats)
        stub, other = [await stack.enter_async_context(Stub()) for _ in range(2)]
        base = other.base if platform == "telegram" else other.slack
        echo = await stack.enter_async_context(
            processes.running("benchmarks.bare", platform, base, folder=folder)
        )
        served = await stack.enter_async_context(rapport(platform, copy, folder, stub))
        if echo.loop != served.loop:
            raise RuntimeError(f"the echo runs on {echo.loop}, Rapport on {served.loop}")
        people_of_echo = _chats(platform, echo, other, chats)
        everybody = _chats(platform, served, stub, 2 * chats)
        for chat in (*people_of_echo, *everybody):
            stack.callback(chat.close)
        people_here, others = everybody[:chats], everybody[chats:]
        call = LINES[platform]
        made = (
            Party(ECHO, echo, people_of_echo, lambda _chat: next(names)),
            Party(LOOK_UP, served, people_here, lambda _chat: next(names)),
            Party(LOGGED_CALL, served, people_here, lambda _chat: call.format(name=next(names))),
            Party(MIXED_DAY, served, others, day.next_line, day),
        )
        yield {party.name: party for party in made}


async def capacity(platform: str, url: str, rounds: int, spell: float = SPELL) -> list[Row]:
    """Answers a second, and what each takes of the processor, in turns."""
    async with parties(platform, url, CHATS) as all_of_them:
        for party in all_of_them.values():
            await party.flat_out(min(WARM_UP, spell))
        measured: dict[str, list[Load]] = {name: [] for name in all_of_them}
        for _round in range(rounds):
            for name, party in all_of_them.items():
                measured[name].append(await party.flat_out(spell))
    goals = GOALS.get((make_url(url).get_backend_name(), platform), {})
    return [
        row
        for name in KINDS
        for row in _rows(
            f"{platform}: {name}", all_of_them[name], measured[name], measured[ECHO], goals.get(name)
        )
    ]


def _rows(
    what: str, party: Party, ours: Sequence[Load], echo: Sequence[Load], goal: float | None
) -> Iterator[Row]:
    """What an update takes of the processor, how many a second there are, and how long they take meanwhile."""
    cost, least = (statistics.median(each.cost for each in loads) for loads in (ours, echo))
    note = f"{cost:.2f} ms each, the echo {least:.2f}, both on {party.served.loop}"
    wanted = f"at least {goal}" if goal else ""
    yield Row(what, 1000 / cost, 1000 / least, "a second of the processor", wanted, note)
    rate, most = (statistics.median(each.rate for each in loads) for loads in (ours, echo))
    yield Row(f"{what}, flat out", rate, most, "a second", "", str(party.day or ""))
    usual, slow, longest = _times([each for load in ours for each in load.answers])
    wanted = "at most 1" if party.name == LOGGED_CALL else ""
    note = f"p50 {usual:.0f} ms, longest {longest:.0f}"
    yield Row(f"{what}, p99 flat out", slow, MAX_P99, "ms", wanted, note)


def _times(answers: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 99th of a hundred and the longest, in milliseconds."""
    usual, slow = report.median_and_p99(answers)
    return 1000 * usual, 1000 * slow, 1000 * max(answers)


async def calm(url: str, seconds: float) -> list[Row]:
    """16 chats at half of what they could have: the slow answers beside the usual ones."""
    rows = []
    engine = make_url(url).get_backend_name()
    async with parties("telegram", url, CHATS) as all_of_them:
        for name in KINDS:
            party = all_of_them[name]
            rate = (await party.flat_out(SPELL)).rate / 2
            alone = await load.flat_out(party.served, party.chats[:1], party.say, min(SPELL, seconds))
            spell = await load.at_pace(party.served, party.chats, party.say, seconds, rate)
            usual, slow, longest = _times(spell.answers)
            note = (
                f"{rate:.0f} a second; longest {longest:.0f} ms;"
                f" one chat alone {1000 * statistics.median(alone.answers):.0f} ms"
            )
            rows.append(Row(f"{engine}: {name}, p99 of p50", slow, usual, "ms", "at most 5", note))
    return rows


async def memory(url: str, few: int, many: int) -> Row:
    """What it holds after so many updates, look-ups and calls that are logged by turns."""
    async with parties("telegram", url, CHATS) as all_of_them:
        party, done, held = all_of_them[LOOK_UP], 0, {}
        for goal in (few, many):
            while done < goal:
                for name in (LOOK_UP, LOGGED_CALL):
                    done += len((await all_of_them[name].flat_out(SPELL / 3)).answers)
            held[goal] = party.served.memory / 1024
    return Row(f"memory after {done:,} updates", held[many], held[few], "MB", "at most 1.3")


def _chats(platform: str, served: Served, stub: Stub, count: int) -> list[Chat]:
    told = load.telegram(stub) if platform == "telegram" else load.slack(bare.SIGNING_SECRET)
    return [Chat(FIRST + number, served.port, told, stub) for number in range(count)]


async def _run(url: str, clients: int, rounds: int, updates: int) -> None:
    await build(url, clients)
    rows = [row for platform in PLATFORMS for row in await capacity(platform, url, rounds)]
    rows += await calm(url, rounds * SPELL)
    if updates:
        rows.append(await memory(url, FEW, updates))
    engine = make_url(url).get_backend_name()
    report.tell(f"chats-{engine}-{clients}", f"{clients:,} clients, {CHATS} chats, {engine}", rows)


def main(
    clients: Annotated[int, typer.Option(help="In a base of how many clients.")] = 100_000,
    rounds: Annotated[int, typer.Option(help="How often each has its turn.")] = 5,
    updates: Annotated[
        int, typer.Option(help="After so many its memory is looked at; 0: not at all.")
    ] = 100_000,
    url: Annotated[str, typer.Option(help="A base on PostgreSQL, made if there is none; else on SQLite.")] = "",
) -> None:
    """Measure look-ups, logged calls and a mixed day: their cost, how many, how steadily, in what memory."""
    processes.run(_run(url or url_of(clients), clients, rounds, updates))


if __name__ == "__main__":
    typer.run(main)
