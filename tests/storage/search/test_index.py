"""What clients are found by is true after every write, whatever wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.audit import changes, reversal
from storage.clients import clients, new_client
from storage.maintenance import schema
from storage.models import Client, ContactPoint, Posting, Rep, Spelling, Word
from storage.search import index, normalise
from tests.support import people
from tests.support.world import BEGINNING

SOUND_ALIKE = [
    "Щукін Щукин shchukin Szczukin",
    "Григорій Григорий Hryhorii Grigory",
    "Жуковский Żukowski Zhukovsky",
    "Кузнецов Kuznecow Kuznetsov",
    "Зеленський Zelenskyi Zelensky",
    "Щербаков Szczerbakow Shcherbakov",
    "Фёдор Федор Fyodor Fedor",
    "Юлия Юлія Julia Yuliya",
    "Євген Yevhen Ievgen",
]


async def is_true(db: AsyncSession) -> bool:
    """Whether everybody is found by just what they are called, and known as their owner's."""
    told_of = select(Posting.client_id, Posting.owner_id, Word.word, Posting.field)
    rows = await db.execute(told_of.join(Word, Word.id == Posting.word_id))
    known = await db.execute(select(Client.id, Client.owner_id, Client.name, Client.company, Client.tags))
    wanted = {
        (row.id, row.owner_id, word): field
        for row in known
        for field, told in reversed(list(enumerate((row.name, row.company, row.tags))))
        for word in normalise.index_words(told)
    }
    return {(client_id, owner_id, word): field for client_id, owner_id, word, field in rows} == wanted


async def _rep(db: AsyncSession) -> Rep:
    ann = await people.rep(db, "Ann", BEGINNING)
    changes.act(db, ann, BEGINNING, "console", "new")
    return ann


async def test_a_new_client_one_that_is_called_otherwise_and_one_that_was_undone(
    database: storage.Database,
) -> None:
    async with storage.transaction(database) as db:
        ann = await _rep(db)
        added = new_client.NewClient("Иван Щукин", company="王伟 Ltd", tags="vip, Łódź")
        client = await clients.add(db, ann, added, BEGINNING)
        assert await is_true(db)
    async with storage.transaction(database) as db:
        changes.act(db, ann, BEGINNING, "console", "edit")
        found = await clients.get(db, ann, client.id)
        assert found
        await clients.edit(db, found, {"name": "Anna Wiśniewska", "tags": ""})
        assert await is_true(db)
        renamed = changes.act_id(db)
    for act_id in (renamed, 1):
        async with storage.transaction(database) as db:
            assert act_id
            assert await reversal.undo(db, ann, act_id, BEGINNING)
            assert await is_true(db)
    async with storage.reading(database) as db:
        assert await db.scalar(select(func.count()).select_from(Posting)) == 0


async def test_a_client_that_came_back_is_found_again(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await _rep(db)
        client = await people.client(db, ann, "Ivan Petrov", "Acme")
    async with storage.transaction(database) as db:
        changes.act(db, ann, BEGINNING, "console", "remove")
        await db.delete(await db.get_one(Client, client.id))
        await db.flush()
        gone = changes.act_id(db)
    async with storage.transaction(database) as db:
        assert gone
        assert await reversal.undo(db, ann, gone, BEGINNING)
        assert await is_true(db)


async def test_whose_clients_are_found_is_known_after_a_handover_and_after_it_was_undone(
    database: storage.Database,
) -> None:
    async with storage.transaction(database) as db:
        ann = await _rep(db)
        boris = await people.rep(db, "Boris", BEGINNING)
        one, other = [await people.client(db, ann, name, "Acme") for name in ("Ivan Petrov", "王伟")]
    async with storage.transaction(database) as db:
        changes.act(db, ann, BEGINNING, "console", "handover")
        await changes.set_alike(db, Client, [one.id], {"owner_id": ann.id}, {"owner_id": boris.id})
        (await db.get_one(Client, other.id)).owner_id = boris.id
        await db.flush()
        assert await is_true(db)
        given = changes.act_id(db)
    async with storage.transaction(database) as db:
        assert given
        assert await reversal.undo(db, ann, given, BEGINNING)
        assert await is_true(db)
        assert set(await db.scalars(select(Posting.owner_id))) == {ann.id}


async def test_words_that_are_known_are_not_written_again(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await people.client(db, ann, "Ivan Petrov")
        before = await _words(db)
        await clients.add_all(db, ann, [new_client.NewClient("Petrov Ivan")] * 50, BEGINNING)
        assert await _words(db) == before


async def _words(db: AsyncSession) -> int:
    return await db.scalar(select(func.count()).select_from(Word)) or 0


async def test_words_of_nobody_are_forgotten(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        client = await people.client(db, ann, "Anastasia Rumpelstiltskin")
        await people.client(db, ann, "Anastasia Petrova")
        await clients.edit(db, client, {"name": "Anastasia"})
    async with storage.transaction(database) as db:
        for turn in range(20):
            await index.forget_unused(db, turn, limit=2)
    async with storage.reading(database) as db:
        words = set(await db.scalars(select(Word.word)))
        kept = select(Spelling.word_id).where(Spelling.word_id.not_in(select(Word.id)))
        assert words == {"anastasia", "petrova"}
        assert (await db.scalars(kept)).all() == []
        assert await is_true(db)


async def test_a_base_of_before_is_filled(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await people.client(db, ann, "Ivan Щукин", "Acme", "+79123456789", "ivan@acme.ru")
        more = {"kind": "person", "title": "", "prefers": "", "hours": "", "address_as": "", "about": ""}
        row = {**more, "name": "王伟", "company": "", "tags": "", "owner_id": ann.id, "created_at": BEGINNING}
        await db.execute(insert(Client), [{**row, "folded": " wangwei |  |  "}] * (index.AT_ONCE + 1))
    async with database.writer.begin() as connection:
        await connection.run_sync(schema.downgrade, "0005")
        await connection.run_sync(schema.upgrade)
    await schema.migrate(database)
    async with storage.reading(database) as db:
        assert await is_true(db)
        points = await db.execute(select(ContactPoint.domain, ContactPoint.reversed).order_by(ContactPoint.id))
        assert [tuple(row) for row in points] == [(None, "98765432197"), ("acme.ru", "ur.emca@navi")]


@pytest.mark.parametrize("names", SOUND_ALIKE)
def test_a_name_sounds_the_same_in_every_alphabet(names: str) -> None:
    assert len({normalise.sound(normalise.fold(name)) for name in names.split()}) == 1


@given(st.text(max_size=200))
def test_any_text_can_be_looked_up_and_its_sounds_stay_what_they_are(told: str) -> None:
    for reading in normalise.readings(told):
        assert all(token.text for token in reading)
    for word in normalise.index_words(told):
        assert 0 < len(word) <= normalise.MAX_WORD
        heard = normalise.sound(word.removeprefix(normalise.SOUND))
        assert normalise.sound(heard) == heard
