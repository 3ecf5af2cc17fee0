"""The words of interactions, which their texts are found by: written with every text, whatever writes it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import insert_on, one_of
from storage.database.lease import Query
from storage.models import Base, Client, Interaction, InteractionWords
from storage.search import normalise

MAX_WORDS = 1_000  # different words of a text; the rest of a longer one is not searched
SOURCES = ("client_id", "text")  # the columns it is computed from

client, talk, known = (
    Base.metadata.tables[noun.__tablename__] for noun in (Client, Interaction, InteractionWords)
)

# The client is locked by then, so its owner stays who it is (storage/audit/recording.py).
PUT = text(
    "INSERT INTO interaction_words (interaction_id, client_id, owner_id, words)"
    " SELECT interactions.id, interactions.client_id, clients.owner_id, CAST(:words AS TEXT)"
    " FROM interactions JOIN clients ON clients.id = interactions.client_id"
    " WHERE interactions.id = :interaction"
    " ON CONFLICT (interaction_id) DO UPDATE"
    " SET client_id = excluded.client_id, owner_id = excluded.owner_id, words = excluded.words"
)
DROP = delete(known).where(one_of(known.c.interaction_id, "interactions"))
TEXTS = select(talk.c.id, talk.c.text).where(one_of(talk.c.id, "interactions"))


def words_of(said: str) -> str:
    """The different words of a text, each between spaces; "" if there are none."""
    found = normalise.text_words(said)[:MAX_WORDS]
    return f" {' '.join(found)} " if found else ""


async def queries(db: AsyncSession, texts: Mapping[int, str | None]) -> list[Query]:
    """The statements that write the words of these interactions anew. None: the text is in the database."""
    if unknown := sorted(row_id for row_id, said in texts.items() if said is None):
        texts = {**texts, **dict((await db.execute(TEXTS, {"interactions": unknown})).all())}
    words = {row_id: words_of(said or "") for row_id, said in sorted(texts.items())}
    put = [{"interaction": row_id, "words": said} for row_id, said in words.items() if said]
    gone = [row_id for row_id, said in words.items() if not said]
    found: list[Query] = [(PUT, put[0] if len(put) == 1 else put)] if put else []
    return [*found, (DROP, {"interactions": gone})] if gone else found


def refill(connection: Connection, interaction_ids: Sequence[int]) -> None:
    """The words of these interactions, which have none yet."""
    _fill(connection, talk.c.id.in_(interaction_ids))


def fill(connection: Connection, client_ids: Sequence[int]) -> None:
    """The words of all interactions with these clients that have none yet, for a backfill."""
    _fill(connection, talk.c.client_id.in_(client_ids))


def _fill(connection: Connection, these: ColumnElement[bool]) -> None:
    found = select(talk.c.id, talk.c.client_id, client.c.owner_id, talk.c.text)
    found = found.join(client, client.c.id == talk.c.client_id).where(these)
    rows = connection.execute(found.where(talk.c.text != "").order_by(talk.c.id)).all()
    new = [
        {"interaction_id": row_id, "client_id": client_id, "owner_id": owner_id, "words": words}
        for row_id, client_id, owner_id, said in rows
        if (words := words_of(said))
    ]
    if new:
        connection.execute(insert_on(connection.dialect.name, known).on_conflict_do_nothing(), new)
