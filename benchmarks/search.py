"""How fast anybody is found: python -m benchmarks.search --clients 100000

Each search is followed by the straightforward one, LIKE over what clients are called, on the same base.
"""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated

import typer
from anyascii import anyascii
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from benchmarks.base import SEED, build, url_of
from benchmarks.report import machine, median_and_p99, write
from storage.models import Client, ContactPoint, PointKind, Rep, Word
from storage.search import client_search, normalise

SAMPLE = 3_000  # clients that the queries are made from
LIKE_EVERY = 5  # only each so many searches are followed by the slow one
TRIES = 3
PAGE = 10
WARM_UP = 3

# How these letters are written in passports, and how people write each other's names: not as anyascii does.
PASSPORT = {
    **dict(zip("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye", strict=True)),
    **{"ё": "e", "ж": "zh", "й": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie"},
    **{"ь": "", "ю": "iu", "я": "ia"},
}
UKRAINIAN = {**PASSPORT, "г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie", "'": "", "’": ""}


@dataclass(frozen=True)
class Query:
    words: str
    wanted: int | None  # the client that was thought of


@dataclass(frozen=True)
class Result:
    """Milliseconds, `cpu`: of the processor. `found`: the share of clients meant who the first page has."""

    kind: str
    queries: int
    median: float
    p99: float
    cpu_median: float
    cpu_p99: float
    like_median: float
    like_p99: float
    found: float | None

    @property
    def ratio(self) -> float:
        return self.median / self.like_median


@dataclass(frozen=True)
class Known:
    id: int
    name: str
    phone: str


Make = Callable[[random.Random, Known], str | None]


async def measure(url: str, queries: int, seed: int = SEED) -> list[Result]:
    """Every kind of search, so many times."""
    database = storage.connect(url)
    chance = random.Random(seed)
    async with storage.reading(database) as db:
        who = (await db.scalars(select(Rep).order_by(Rep.id).limit(1))).one()
        sample = await _sample(db, chance)
        asked = {kind: list(_queries(chance, sample, make, queries)) for kind, make in KINDS.items()}
    results = [await _measured(database, who, kind, each) for kind, each in asked.items() if each]
    await database.close()
    return results


async def size(url: str) -> tuple[int, int]:
    """How many clients, and how many words they are found by."""
    database = storage.connect(url)
    async with storage.reading(database) as db:
        counted = [await db.scalar(select(func.count()).select_from(noun)) or 0 for noun in (Client, Word)]
    await database.close()
    return counted[0], counted[1]


async def _sample(db: AsyncSession, chance: random.Random) -> Sequence[Known]:
    last = await db.scalar(select(func.max(Client.id))) or 0
    ids = {chance.randint(1, last) for _ in range(SAMPLE)}
    found = select(Client.id, Client.name, ContactPoint.value)
    found = found.join(ContactPoint, ContactPoint.client_id == Client.id).where(Client.id.in_(ids))
    rows = await db.execute(found.where(ContactPoint.kind == PointKind.PHONE).order_by(Client.id))
    known = [Known(*row) for row in rows]
    chance.shuffle(known)
    return known


def _queries(chance: random.Random, sample: Sequence[Known], make: Make, count: int) -> Iterator[Query]:
    made = ((words, client.id) for client in sample if (words := make(chance, client)))
    for (words, wanted), _number in zip(made, range(count), strict=False):
        yield Query(words, None if make in WITHOUT_ONE else wanted)


async def _measured(database: storage.Database, who: Rep, kind: str, queries: Sequence[Query]) -> Result:
    for query in queries[:WARM_UP]:
        await timed(database, partial(_search, who, query.words))
    took, cpu, like, hits = [], [], [], 0
    for number, query in enumerate(queries):
        spent, busy, found = await timed(database, partial(_search, who, query.words))
        took.append(spent)
        cpu.append(busy)
        hits += query.wanted in found
        if number % LIKE_EVERY == 0:
            like.append((await timed(database, partial(_plainly, query.words)))[0])
    counts = any(query.wanted for query in queries)
    share = hits / len(queries) if counts else None
    times = (*median_and_p99(took), *median_and_p99(cpu), *median_and_p99(like))
    return Result(kind, len(queries), *times, share)


async def timed(
    database: storage.Database, ask: Callable[[AsyncSession], Awaitable[set[int]]]
) -> tuple[float, float, set[int]]:
    """Elapsed and processor time of the fastest of some tries: the machine may have been busy otherwise."""
    took: list[float] = []
    cpu: list[float] = []
    answer: set[int] = set()
    for _try in range(TRIES):
        async with storage.reading(database) as db:
            await db.execute(text("SELECT 1"))
            began, busy = time.perf_counter(), time.process_time()
            answer = await ask(db)
            took.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - busy) * 1000)
    return min(took), min(cpu), answer


async def _search(who: Rep, words: str, db: AsyncSession) -> set[int]:
    found, _total = await client_search.find(db, who, words, limit=PAGE)
    return {client.id for client in found}


async def _plainly(words: str, db: AsyncSession) -> set[int]:
    if client_search.PHONE.match(words):
        matches = ContactPoint.value.contains(words, autoescape=True)
        return {await db.scalar(select(func.count()).select_from(ContactPoint).where(matches)) or 0}
    matches = Client.folded.contains(client_search.fold(words), autoescape=True)
    return {await db.scalar(select(func.count()).select_from(Client).where(matches)) or 0}


def _prefix(chance: random.Random, client: Known) -> str | None:
    words = [word for word in client_search.fold(client.name).split() if len(word) > 4]
    return words[-1][: chance.randint(3, 5)] if words else None


def _other_script(_chance: random.Random, client: Known) -> str | None:
    """A Cyrillic name as it stands in a passport."""
    small = client.name.lower()
    letters = UKRAINIAN if set(small) & set("іїєґ’'") else PASSPORT
    if not re.fullmatch(r"[а-яёіїєґ’' -]+", small):
        return None
    return "".join(letters.get(sign, sign) for sign in small)


def _middle(_chance: random.Random, client: Known) -> str | None:
    words = [word for word in client_search.fold(client.name).split() if len(word) > 6]
    return words[-1][2:-1] if words else None


def _typo(chance: random.Random, client: Known) -> str | None:
    """A name with a letter wrong, missing, extra or swapped."""
    words = client.name.split()
    long = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long or normalise.HAN.search(client.name):
        return None
    at = chance.choice(long)
    word, place = words[at], chance.randrange(1, len(words[at]) - 1)
    other = chance.choice(words[at].lower())
    begin, end = word[:place], word[place + 1 :]
    words[at] = chance.choice(
        (
            begin + end,
            begin + other + end,
            begin + other + word[place:],
            begin + end[:1] + word[place] + end[1:],
        )
    )
    return " ".join(words)


def _phone(_chance: random.Random, client: Known) -> str:
    return client.phone[-7:]


def _two_signs(_chance: random.Random, client: Known) -> str | None:
    return client.name[:2] if re.fullmatch(normalise.HAN, client.name) else None


def _pinyin(_chance: random.Random, client: Known) -> str | None:
    if not re.fullmatch(normalise.HAN, client.name):
        return None
    said = [anyascii(sign).lower() for sign in client.name]
    return f"{said[0]} {''.join(said[1:])}"


def _nothing(chance: random.Random, _client: Known) -> str:
    return "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=8))


KINDS: dict[str, Make] = {
    "prefix": _prefix,
    "other script": _other_script,
    "middle": _middle,
    "typo": _typo,
    "phone": _phone,
    "two Chinese letters": _two_signs,
    "pinyin": _pinyin,
    "nothing found": _nothing,
}
WITHOUT_ONE = {_prefix, _middle, _two_signs, _nothing}  # of many who match, no one is thought of


def _table(results: Sequence[Result], title: str) -> Table:
    table = Table(title=title)
    columns = (
        "kind",
        "queries",
        "median ms",
        "p99 ms",
        "CPU ms",
        "CPU p99",
        "LIKE",
        "LIKE p99",
        "of LIKE",
        "found",
    )
    for column in columns:
        table.add_column(column, justify="left" if column == "kind" else "right")
    for each in results:
        times = (each.median, each.p99, each.cpu_median, each.cpu_p99, each.like_median, each.like_p99)
        found = "" if each.found is None else f"{each.found:.0%}"
        table.add_row(
            each.kind, str(each.queries), *(f"{took:.1f}" for took in times), f"{each.ratio:.3f}", found
        )
    return table


async def _run(url: str, clients: int, queries: int) -> None:
    await build(url, clients)
    results, (there, words) = await measure(url, queries), await size(url)
    engine = url.partition(":")[0].partition("+")[0]
    title = f"{there:,} clients, {words:,} words, {engine}; {machine()}"
    Console(width=110).print(_table(results, title))
    told = {"clients": there, "words": words, "engine": engine, "machine": machine()}
    write(f"search-{engine}-{there}", {**told, "results": [asdict(each) for each in results]})


def main(
    clients: Annotated[int, typer.Option(help="In a base of how many clients.")] = 100_000,
    queries: Annotated[int, typer.Option(help="Of each kind.")] = 200,
    url: Annotated[str, typer.Option(help="Another base than the one kept in data/benchmarks/.")] = "",
) -> None:
    """Measure every kind of search beside LIKE, and write it down as a table and as JSON."""
    asyncio.run(_run(url or url_of(clients), clients, queries))


if __name__ == "__main__":
    typer.run(main)
