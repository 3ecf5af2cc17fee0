"""Several words at once are found together, however many clients have each of them."""

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import rights
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.models import Rep, Visibility
from storage.rights import SYSTEM, Sight, Who
from storage.search import client_search, queries
from storage.search.expansion import Form
from storage.search.index import Field
from storage.search.queries import Shape
from tests.support import people
from tests.support.world import BEGINNING

MANY = queries.FEW + 20


async def _fill(database: storage.Database) -> tuple[Rep, Rep]:
    """Many have either of two names, and few have both, of each of two reps who see only their own."""
    async with storage.transaction(database) as db:
        await rights.set_visibility(db, Visibility.OWN)
        ann, boris = [await people.rep(db, name, BEGINNING) for name in ("Ann", "Boris")]
        for rep in (ann, boris):
            for name in ("Anna Nowak", "Cyryl Kowalski"):
                await clients.add_all(db, rep, [NewClient(name, company="Acme")] * (MANY // 2), BEGINNING)
            await clients.add_all(db, rep, [NewClient(f"Anna Kowalski {rep.name}", company="Acme")], BEGINNING)
    async with storage.reading(database) as db:
        return await db.get_one(Rep, ann.id), await db.get_one(Rep, boris.id)


async def _found(db: AsyncSession, who: Who, words: str) -> Sequence[str]:
    found, total = await client_search.find(db, who, words, limit=10)
    assert total == len(found)
    return sorted(client.name for client in found)


@pytest.mark.parametrize(
    "words", ["anna kowalski", "kowalski anna acme", "ann kowal", "anna kowalsik", "cyryla anna kowalskii"]
)
async def test_two_words_that_many_have_find_the_few_who_have_both(
    database: storage.Database, words: str
) -> None:
    ann, _boris = await _fill(database)
    wanted = [] if "cyryl" in words else ["Anna Kowalski Ann", "Anna Kowalski Boris"]
    async with storage.reading(database) as db:
        assert await _found(db, SYSTEM, words) == wanted
        assert await _found(db, ann, words) == wanted[:1]


async def test_a_word_that_few_have_is_enough_to_begin_with(database: storage.Database) -> None:
    ann, boris = await _fill(database)
    async with storage.reading(database) as db:
        for words in ("anna boris", "boris kowalski anna", "kowalski borris"):
            assert await _found(db, SYSTEM, words) == ["Anna Kowalski Boris"]
            assert await _found(db, boris, words) == ["Anna Kowalski Boris"]
            assert await _found(db, ann, words) == []


def test_of_words_with_typos_only_so_many_are_looked_at() -> None:
    shape = Shape(Sight.ALL, (Form.SEVERAL, Form.SEVERAL), Field.TAG)
    bound = str(queries.MAX_SLIPPED)
    assert str(queries.words(shape._replace(slipped=True))).count(bound) == 2
    assert bound not in str(queries.words(shape))
