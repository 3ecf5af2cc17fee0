"""How fast what was said is found: python -m benchmarks.texts --clients 100000 --talks 30

The words are those of some interactions, so frequent ones are asked for more often, as people do.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from benchmarks.base import SEED, TALKS, build, url_of, vocabulary
from benchmarks.report import machine, median_and_p99, write
from benchmarks.search import timed
from storage.models import InteractionWords, Rep, Role, Visibility
from storage.search.texts import interaction_search

WARM_UP = 5
FREQUENT, RARE = 5, 5_000  # the first so many words of the vocabulary, and those after so many
Make = Callable[[random.Random, Sequence[str]], str]


def _word(chance: random.Random, said: Sequence[str]) -> str:
    return chance.choice(said)


def _beginning(chance: random.Random, said: Sequence[str]) -> str:
    return _word(chance, said)[: chance.randint(3, 5)]


def _two_words(chance: random.Random, said: Sequence[str]) -> str:
    return " ".join(chance.sample(said, 2))


def _two_frequent_words(chance: random.Random, _said: Sequence[str]) -> str:
    return " ".join(chance.sample(vocabulary()[0][:FREQUENT], 2))


def _frequent_and_rare(chance: random.Random, _said: Sequence[str]) -> str:
    words, _weights = vocabulary()
    return f"{chance.choice(words[:FREQUENT])} {chance.choice(words[RARE:])}"


def _nothing(chance: random.Random, _said: Sequence[str]) -> str:
    return "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=8))


KINDS: dict[str, Make] = {
    "a word": _word,
    "a beginning": _beginning,
    "two words": _two_words,
    "two frequent words": _two_frequent_words,
    "a frequent and a rare word": _frequent_and_rare,
    "nothing found": _nothing,
}


async def measure(url: str, queries: int, seed: int = SEED) -> dict[str, tuple[float, float]]:
    """Median and p99 in milliseconds, by whose interactions are searched and for what."""
    database, chance = storage.connect(url), random.Random(seed)
    async with storage.reading(database) as db:
        texts = await _sample(db, chance, queries)
        people = {"all": await _who(db, Visibility.ALL), "own": await _who(db, Visibility.OWN)}
    found: dict[str, tuple[float, float]] = {}
    for sight, who in people.items():
        for kind, make in KINDS.items():
            asked = [make(chance, said) for said in texts]
            took = [(await timed(database, partial(_search, who, words)))[0] for words in asked]
            found[f"{kind}, {sight}"] = median_and_p99(took[WARM_UP:])
    await database.close()
    return found


async def _search(who: Rep, words: str, db: AsyncSession) -> set[int]:
    return {talk.id for talk, _client in await interaction_search.find(db, who, words)}


async def _sample(db: AsyncSession, chance: random.Random, count: int) -> list[list[str]]:
    last = await db.scalar(select(func.max(InteractionWords.interaction_id))) or 0
    ids = [chance.randint(1, last) for _ in range(2 * count)]
    rows = await db.scalars(select(InteractionWords.words).where(InteractionWords.interaction_id.in_(ids)))
    said = sorted(words.split() for words in rows if len(words.split()) > 1)
    chance.shuffle(said)
    return said[:count]


async def _who(db: AsyncSession, sees: Visibility) -> Rep:
    """The first rep, as if the company had that setting."""
    first = await db.scalar(select(func.min(Rep.id)))
    rep = Rep(id=first, role=Role.REP, active=True)
    rep.sees = sees
    return rep


async def _run(url: str, clients: int, talks: int, queries: int) -> None:
    if clients:
        await build(url, clients, talks=talks)
    found = await measure(url, queries)
    database = storage.connect(url)
    async with storage.reading(database) as db:
        there = await db.scalar(select(func.count()).select_from(InteractionWords)) or 0
    await database.close()
    engine = url.partition(":")[0].partition("+")[0]
    table = Table("what", "median ms", "p99 ms", title=f"{there:,} texts, {engine}; {machine()}")
    for what, times in found.items():
        table.add_row(what, *(f"{each:.1f}" for each in times))
    Console(width=110).print(table)
    write(f"texts-{engine}-{there}", {"texts": there, "engine": engine, "machine": machine(), "results": found})


def main(
    clients: Annotated[int, typer.Option(help="In a base of how many; 0: as there are.")] = 100_000,
    talks: Annotated[int, typer.Option(help="With each client.")] = TALKS,
    queries: Annotated[int, typer.Option(help="Of each kind.")] = 200,
    url: Annotated[str, typer.Option(help="Another base than the one kept in data/benchmarks/.")] = "",
) -> None:
    """Measure searches for what was said, and write them down as a table and as JSON."""
    asyncio.run(_run(url or url_of(clients), clients, talks, queries))


if __name__ == "__main__":
    typer.run(main)
