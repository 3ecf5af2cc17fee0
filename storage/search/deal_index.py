"""The words of deal titles: which deal has which."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from storage.models import Client, Deal, DealPosting
from storage.search import index, normalise

SOURCES = ("client_id", "title")  # the columns of a deal it is computed from
KNOWN = select(Deal.id, Deal.client_id, Client.owner_id, Deal.title).join(Client, Client.id == Deal.client_id)


def refill(connection: Connection, deal_ids: Sequence[int], *, anew: bool = True) -> None:
    """Index these deals by what the database says of them. `anew`: they may be indexed already."""
    for part in index.parts(deal_ids):
        if anew:
            connection.execute(delete(DealPosting).where(DealPosting.deal_id.in_(part)))
        _put(connection, connection.execute(KNOWN.where(Deal.id.in_(part))).all())


def fill(connection: Connection, client_ids: Sequence[int]) -> None:
    """Index all deals of these clients, for a backfill."""
    refill(connection, connection.scalars(select(Deal.id).where(Deal.client_id.in_(client_ids))).all())


def _put(connection: Connection, deals: Sequence[Row[*tuple[Any, ...]]]) -> None:
    spelled = [(deal, normalise.index_words(deal.title)[: normalise.MAX_INDEXED_WORDS]) for deal in deals]
    ids = index.word_ids(connection, sorted({word for _deal, words in spelled for word in words}))
    postings = [
        {"word_id": ids[word], "owner_id": deal.owner_id, "deal_id": deal.id, "client_id": deal.client_id}
        for deal, words in spelled
        for word in words
    ]
    if postings:
        connection.execute(insert(DealPosting), postings)
