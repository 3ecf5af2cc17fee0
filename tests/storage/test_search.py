"""A client is found by whatever a rep remembers."""

import pytest

import storage
from storage import accounts, search
from storage.rights import SYSTEM
from tests import people
from tests.world import BEGINNING

FOUND = [
    ("ivan", "Ivan Petrov"),
    ("petrov ivan", "Ivan Petrov"),
    ("иван", "Ivan Petrov"),
    ("acme", "Ivan Petrov"),
    ("345-67-89", "Ivan Petrov"),
    ("6789", "Ivan Petrov"),
    ("8 912 345 67 89", "Ivan Petrov"),
    ("+7 (912) 345-67-89", "Ivan Petrov"),
    ("ivan@acme.ru", "Ivan Petrov"),
    ("acme.ru", "Ivan Petrov"),
    ("@acme.ru", "Ivan Petrov"),
    ("lodz", "Łódź Systems"),
    ("ŁÓDŹ", "Łódź Systems"),
    ("ukin", "Щукин Пётр"),
    ("щукин", "Щукин Пётр"),
    ("ЩУКИН", "Щукин Пётр"),
    ("shchukin", "Щукин Пётр"),
    ("王伟", "王伟"),
    ("%", None),
    ("", None),
    ("nobody", None),
]


@pytest.fixture
async def base(database: storage.Database) -> storage.Database:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        await people.client(db, ann, "Ivan Petrov", "Acme Ltd", "+79123456789", "ivan@acme.ru")
        await people.client(db, ann, "Łódź Systems")
        await people.client(db, ann, "Щукин Пётр")
        await people.client(db, ann, "王伟")
        await people.client(db, boris, "Anna Smirnova")
        await people.client(db, ann, "Anna Zhukova")
    return database


@pytest.mark.parametrize(("words", "name"), FOUND)
async def test_finds_the_client(base: storage.Database, words: str, name: str | None) -> None:
    async with storage.reading(base) as db:
        found, total = await search.find(db, SYSTEM, words, limit=10)
    assert [client.name for client in found] == ([name] if name else [])
    assert total == len(found)


async def test_my_own_clients_come_first(base: storage.Database) -> None:
    async with storage.reading(base) as db:
        reps = {rep.name: rep for rep in await accounts.active(db)}
        for_boris, _total = await search.find(db, reps["Boris"], "anna", limit=10)
        for_ann, _total = await search.find(db, reps["Ann"], "anna", limit=10)
    assert [client.name for client in for_boris] == ["Anna Smirnova", "Anna Zhukova"]
    assert [client.name for client in for_ann] == ["Anna Zhukova", "Anna Smirnova"]


async def test_an_exact_name_is_what_a_sentence_means(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        ann = (await accounts.active(db))[0]
        await people.client(db, ann, "Ivan Petrovich")
    async with storage.reading(base) as db:
        found = await search.find_named(db, SYSTEM, "ivan petrov", limit=10)
    assert [client.name for client in found] == ["Ivan Petrov"]


async def test_who_has_left_finds_nobody(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        ann = (await accounts.active(db))[0]
        ann.active = False
    async with storage.reading(base) as db:
        found, total = await search.find(db, ann, "ivan", limit=10)
    assert (list(found), total) == ([], 0)
