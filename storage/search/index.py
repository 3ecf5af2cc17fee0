"""The client search index, updated at every write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, DealPosting, Posting, Spelling, Word
from storage.search import normalise

T = TypeVar("T")

AT_ONCE = 1000  # clients, words or rows per statement
FOUND_BY = ("name", "company", "tags")  # indexed columns of a client


class Field(IntEnum):
    NAME = 0
    COMPANY = 1
    TAG = 2


class Kind(IntEnum):
    TAIL = 0
    SLIP = 1


@dataclass(frozen=True)
class IndexState:
    """The indexed values of a client."""

    client_id: int
    owner_id: int
    name: str
    company: str
    tags: str


KNOWN = (Client.id, Client.owner_id, Client.name, Client.company, Client.tags)


def refill(connection: Connection, client_ids: Sequence[Any], *, anew: bool = True) -> None:
    """Index these clients by what the database says of them. `anew`: they may be indexed already."""
    for part in parts(client_ids):
        found = select(*KNOWN).where(Client.id.in_(part))
        put(connection, [IndexState(*row) for row in connection.execute(found)], anew=anew)


def fill(connection: Connection) -> None:
    """Index all clients for the first time."""
    known = select(*KNOWN).order_by(Client.id).limit(AT_ONCE)
    rows: Sequence[Row[int, int, str, str, str]] = connection.execute(known).all()
    while rows:
        put(connection, [IndexState(*row) for row in rows])
        rows = connection.execute(known.where(Client.id > rows[-1].id)).all()


def put(connection: Connection, clients: Sequence[IndexState], *, anew: bool = False) -> None:
    """Index these clients. `anew`: replace their existing postings."""
    if anew and clients:
        old = [client.client_id for client in clients]
        connection.execute(delete(Posting).where(Posting.client_id.in_(old)))
    spelled = [(client, _fields(client)) for client in clients]
    ids = word_ids(connection, sorted({word for _client, fields in spelled for word in fields}))
    postings = [
        {
            "word_id": ids[word],
            "owner_id": client.owner_id,
            "client_id": client.client_id,
            "field": field.value,
        }
        for client, fields in spelled
        for word, field in fields.items()
    ]
    if postings:
        connection.execute(insert(Posting), postings)


async def forget_unused(db: AsyncSession, turn: int, limit: int = AT_ONCE) -> None:
    """Delete words without postings from one batch of IDs; each `turn` looks at the next batch."""
    last = await db.scalar(select(func.max(Word.id))) or 0
    start = turn % (last // limit + 1) * limit
    some = select(Word.id, Word.word).where(Word.id > start, Word.id <= start + limit)
    used = (exists().where(noun.word_id == Word.id) for noun in (Posting, DealPosting))
    unused = some.where(*(~each for each in used)).with_for_update(skip_locked=True)
    found = (await db.execute(unused)).all()
    key = tuple_(Spelling.kind, Spelling.text, Spelling.word_id)
    for part in parts([key for row in found for key in _spellings(row.id, row.word)]):
        await db.execute(delete(Spelling).where(key.in_(part)))
    if found:
        await db.execute(delete(Word).where(Word.id.in_([row.id for row in found])))


def _fields(client: IndexState) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for field, text in zip(Field, (client.name, client.company, client.tags), strict=True):
        for word in normalise.index_words(text):
            if len(fields) < normalise.MAX_INDEXED_WORDS:
                fields.setdefault(word, field)
    return fields


def word_ids(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """The IDs of words, inserting new ones.

    Words must be sorted, so that two transactions with the same new words cannot deadlock.
    """
    ids = _look_up(connection, words)
    if missing := [word for word in words if word not in ids]:
        say = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(say(Word).on_conflict_do_nothing(), [{"word": word} for word in missing])
        new = _look_up(connection, missing)
        rows = [key for word in missing for key in _spellings(new[word], word)]
        if rows:
            told = [{"kind": kind, "text": text, "word_id": word_id} for kind, text, word_id in rows]
            connection.execute(say(Spelling).on_conflict_do_nothing(), told)
        ids |= new
    return ids


def _look_up(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for part in parts(words):
        found = connection.execute(select(Word.word, Word.id).where(Word.word.in_(part)))
        ids.update((row.word, row.id) for row in found)
    return ids


def _spellings(word_id: int, word: str) -> Iterator[tuple[int, str, int]]:
    if word.isascii() and not word.startswith(normalise.SOUND):
        yield from ((Kind.TAIL, tail, word_id) for tail in normalise.word_endings(word))
    if normalise.is_sound(word):
        yield from (
            (Kind.SLIP, slip, word_id) for slip in normalise.slip_forms(word.removeprefix(normalise.SOUND))
        )


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
