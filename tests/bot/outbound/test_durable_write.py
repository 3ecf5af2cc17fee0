"""What became of messages is written down for many at once, and for each all the same."""

import asyncio

import pytest
from sqlalchemy import exc, select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.outbound import durable_write
from bot.outbound.durable_write import GroupCommit
from storage.database.session import Transaction
from storage.messaging import bot_names
from storage.models import Door
from tests.support.world import World

MANY = 20


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Transaction]:
    seen: list[Transaction] = []
    usual = Transaction.commit

    async def commit(self: Transaction) -> None:
        seen.append(self)
        await usual(self)

    monkeypatch.setattr(Transaction, "commit", commit)
    return seen


async def _names(world: World) -> set[str]:
    async with storage.reading(world.database) as db:
        return set(await db.scalars(select(Door.channel)))


async def _put(marks: GroupCommit, name: str) -> None:
    await marks.put(lambda db: bot_names.put(db, name, name))


async def test_many_are_written_in_few_transactions(world: World, commits: list[Transaction]) -> None:
    marks, names = GroupCommit(world.database), {f"n{number}" for number in range(MANY)}
    await asyncio.gather(*(_put(marks, name) for name in names))
    assert names <= await _names(world)
    assert len(commits) <= 3


async def test_what_is_put_is_written_when_that_returns(world: World) -> None:
    marks = GroupCommit(world.database)
    for name in ("one", "two"):
        await _put(marks, name)
        assert name in await _names(world)


async def test_one_that_cannot_be_written_keeps_no_other_from_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_write, "RETRY_INTERVAL", 0.01)
    marks = GroupCommit(world.database)

    async def fails(db: AsyncSession) -> None:
        raise exc.IntegrityError("", None, Exception())

    names = [f"n{number}" for number in range(MANY)]
    puts = [_put(marks, name) for name in names]
    results = await asyncio.gather(*puts[:5], marks.put(fails), *puts[5:], return_exceptions=True)
    assert [type(result) for result in results if result] == [exc.IntegrityError]
    assert set(names) <= await _names(world)
