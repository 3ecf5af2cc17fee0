"""A company that does not exist, as large as one likes: python -m benchmarks.base --clients 100000"""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Annotated, Any

import typer
from faker import Faker
from sqlalchemy import Connection, func, insert, select

import storage
from benchmarks import databases, processes
from benchmarks.report import KEPT
from storage.maintenance import backfills, schema
from storage.models import (
    Client,
    ClientKind,
    ContactPoint,
    Deal,
    Direction,
    Interaction,
    InteractionKind,
    PointKind,
    Rep,
    Role,
    Stage,
)
from storage.search import activity_columns, client_search, deal_index, index, normalise
from storage.search.index import IndexState
from storage.search.texts import interaction_index

BATCH = 5_000  # clients
CACHE = 400_000  # kilobytes, while a base is being made
SEED = 20260302
BEGINNING = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
# By how many of the clients have names from there.
LOCALES = (
    *("en_US", "ru_RU", "uk_UA", "pl_PL", "zh_CN") * 3,
    *(
        "en_GB",
        "de_DE",
        "fr_FR",
        "es_ES",
        "it_IT",
        "pt_BR",
        "nl_NL",
        "sv_SE",
        "no_NO",
        "fi_FI",
        "da_DK",
        "cs_CZ",
    ),
    *(
        "sk_SK",
        "hu_HU",
        "ro_RO",
        "bg_BG",
        "el_GR",
        "tr_TR",
        "ka_GE",
        "hy_AM",
        "he_IL",
        "ja_JP",
        "ko_KR",
        "vi_VN",
    ),
    "lt_LT",
)
MOST_NAMES, NAMES_EACH = 4_000, 50  # of one kind and locale that are asked for; one for so many clients
SYLLABLES = [
    f"{one}{two}" for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "ar", "en", "il", "on")
]
INVENTED = 6  # so many clients have one more word between them that nobody else has
CLIENTS_OF_A_REP = 5_000
TALKS, DEALS = 3, 0.3  # of a client
VOCABULARY = 50_000  # words of what was said: the n-th as often as words of a language are
FEWEST_WORDS, MOST_WORDS = 4, 22  # of what was said
BORN = 3  # of one client in so many the birthday is known

Tell = Callable[[int], None]


@dataclass(frozen=True)
class Names:
    """Of one locale."""

    first: list[str]
    last: list[str]
    companies: list[str]
    han: bool


def url_of(clients: int) -> str:
    """Where the base of that size is kept, on SQLite."""
    KEPT.mkdir(parents=True, exist_ok=True)
    return f"sqlite+aiosqlite:///{KEPT}/{clients}.db"


async def build(url: str, clients: int, tell: Tell = lambda _done: None, talks: int = TALKS) -> None:
    """Fill the base up to so many clients, with so many talks each; one that is full stays as it is."""
    await databases.make(url)
    database = storage.connect(url)
    await schema.migrate(database)
    await backfills.run(database)
    async with database.writer.begin() as connection:
        done = await connection.scalar(select(func.count()).select_from(Client)) or 0
        if not done:
            await connection.run_sync(_hire, max(2, clients // CLIENTS_OF_A_REP))
    if done < clients:
        await _fill(database, clients, done, tell, talks)
    await database.close()


async def _fill(database: storage.Database, clients: int, done: int, tell: Tell, talks: int) -> None:
    chance = random.Random(SEED)
    names = [_names(locale, clients) for locale in dict.fromkeys(LOCALES)]
    weighed = [LOCALES.count(locale) for locale in dict.fromkeys(LOCALES)]
    for start in range(0, clients, BATCH):
        made = list(_clients(chance, names, weighed, start, min(clients, start + BATCH), clients))
        if start >= done:
            async with database.writer.begin() as connection:
                if database.is_sqlite:
                    await connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")
                await connection.run_sync(_put, made, chance, talks)
            tell(start + len(made))
    await _analyze(database)


async def _analyze(database: storage.Database) -> None:
    """PostgreSQL would do so by itself, a minute later."""
    async with database.writer.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")


def _names(locale: str, clients: int) -> Names:
    fake = Faker(locale)
    fake.seed_instance(SEED)
    count = min(MOST_NAMES, max(20, clients // NAMES_EACH))
    first, last = ([ask() for _ in range(count)] for ask in (fake.first_name, fake.last_name))
    companies = [fake.company() for _ in range(count)]
    return Names(first, last, companies, han=bool(normalise.HAN.match(last[0])))


def _hire(connection: Connection, count: int) -> None:
    rows = [
        {"name": f"Rep {number}", "role": Role.REP, "locale": "en", "timezone": "UTC", "created_at": BEGINNING}
        for number in range(count)
    ]
    connection.execute(insert(Rep), rows)


def _clients(
    chance: random.Random, names: list[Names], weighed: list[int], start: int, end: int, clients: int
) -> Iterator[dict[str, Any]]:
    for number in range(start, end):
        there = chance.choices(names, weighed)[0]
        first, last = chance.choice(there.first), chance.choice(there.last)
        company = chance.choice(there.companies) if chance.random() < 0.6 else ""
        if chance.random() < 0.5:
            company = f"{_invented(chance.randrange(max(1, clients // INVENTED)))} {company}".strip()
        client = {
            "id": number + 1,
            "kind": ClientKind.PERSON,
            "name": f"{last}{first}" if there.han else f"{first} {last}",
            "company": company,
            "tags": chance.choice(("", "", "", "vip", "fair", "partner")),
            "birth_month": (number * 7) % 12 + 1 if number % BORN == 0 else None,
            "birth_day": number % 28 + 1 if number % BORN == 0 else None,
            "owner_id": chance.randrange(max(2, clients // CLIENTS_OF_A_REP)) + 1,
            "created_at": BEGINNING,
        }
        yield {**client, "folded": client_search.folded_text(Client(**client))}


def _invented(number: int) -> str:
    """A word nobody has heard of, the same for the same number."""
    word = ""
    number = number * 7919 + len(SYLLABLES) ** 2
    while number:
        number, at = divmod(number, len(SYLLABLES))
        word += SYLLABLES[at]
    return word.capitalize()


def _put(connection: Connection, made: list[dict[str, Any]], chance: random.Random, talks: int) -> None:
    connection.execute(insert(Client), made)
    told = ("id", "owner_id", "name", "company", "tags")
    index.put(connection, [IndexState(*(client[column] for column in told)) for client in made])
    connection.execute(insert(ContactPoint), [point for client in made for point in _points(client, chance)])
    connection.execute(insert(Interaction), [_talk(client, chance) for client in made for _ in range(talks)])
    stage = connection.scalar(select(func.min(Stage.id)))
    connection.execute(
        insert(Deal), [_deal(client, stage, chance) for client in made if chance.random() < DEALS]
    )
    ids = [client["id"] for client in made]
    activity_columns.refresh(connection, ids)
    deal_index.fill(connection, ids)
    interaction_index.fill(connection, ids)


def _points(client: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    phone = f"+{chance.choice((1, 7, 380, 48, 86, 49))}{chance.randrange(10**8, 10**9)}"
    about = {"client_id": client["id"], "domain": None}
    yield {**about, "kind": PointKind.PHONE, "value": phone, "typed": phone, "reversed": phone[:0:-1]}
    name = client_search.fold(client["name"]).replace(" ", ".")[:40]
    domain = f"{client_search.fold(client['company']).replace(' ', '-')[:30] or 'mail'}.example"
    email = f"{name}.{client['id']}@{domain}"
    point = {**about, "domain": domain, "kind": PointKind.EMAIL, "value": email, "typed": email}
    yield {**point, "reversed": email[::-1]}


def _talk(client: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    at = BEGINNING - timedelta(minutes=chance.randrange(500_000))
    text = " ".join(said(chance))
    said_so = {
        "kind": InteractionKind.CALL,
        "direction": Direction.OUT,
        "text": text,
        "at": at,
        "created_at": at,
    }
    return {**said_so, "client_id": client["id"], "rep_id": client["owner_id"]}


def said(chance: random.Random) -> list[str]:
    """Words of a talk: the n-th word of the vocabulary with a probability of about 1/n."""
    words, weights = vocabulary()
    return chance.choices(words, cum_weights=weights, k=chance.randint(FEWEST_WORDS, MOST_WORDS))


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Words, the most frequent first, and how often each and those before it are said."""
    words = [f"x{_invented(number).lower()}" for number in range(VOCABULARY)]  # no company is called so
    return words, [*accumulate(1 / (number + 3) ** 0.95 for number in range(VOCABULARY))]


def _deal(client: dict[str, Any], stage: int | None, chance: random.Random) -> dict[str, Any]:
    at = BEGINNING - timedelta(minutes=chance.randrange(500_000))
    asked = {"amount": chance.randrange(10**7), "currency": "USD", "lost_reason": "", "folded": " licence "}
    about = {"client_id": client["id"], "owner_id": client["owner_id"], "title": "licence", "stage_id": stage}
    return {**about, **asked, "created_at": at, "moved_at": at}


def _tell(done: int) -> None:
    sys.stderr.write(f"\r{done:,} clients")
    sys.stderr.flush()


def main(
    clients: Annotated[int, typer.Option(help="How many clients.")] = 100_000,
    url: Annotated[str, typer.Option(help="A base on PostgreSQL; else it is kept in data/benchmarks/.")] = "",
    talks: Annotated[int, typer.Option(help="With each client.")] = TALKS,
) -> None:
    """Make a base to measure on, or fill up one that was begun."""
    processes.run(build(url or url_of(clients), clients, _tell, talks))
    sys.stderr.write("\n")


if __name__ == "__main__":
    typer.run(main)
