"""Find interactions by words of their texts or beginnings of these, Chinese by two characters; newest first."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.database.dialects import LONG, dialect_of
from storage.database.lease import Query
from storage.models import Client, Interaction
from storage.rights import Sight, Who, sight_of
from storage.search import normalise
from storage.search.texts.full_text import INDEX, LEXEMES, MAX_PREFIX, MIN_PREFIX, OWNER

MAX_FOUND = 50  # interactions: of a word that more have, the newest
MAX_LETTERS, MAX_WORDS = 200, 8  # typed; a longer text is no search
# PostgreSQL's index knows no order. A word that many have is looked for in the newest first, until enough are
# found. A sample of rows, or the newest of one's own, tell which takes less.
SAMPLE, OWN_SAMPLE = 3_000, 1_000  # rows
FEWEST = 3  # of the sample: fewer tell too little
# Microseconds, as measured with 3,000,000 texts: for one of the newest, for an entry of the index (a word of a
# text), and for a text found by it.
ROW_IN_ORDER, ENTRY, ROW = 0.8, 0.27, 3.5
# A word that many times as many texts have as the rarest of several is left to be compared with what the index
# finds for the others: to read its entries would take longer than the rows it rules out.
MUCH_COMMONER = 30

Hit = tuple[Interaction, Client]

TEAM = "SELECT reps.id FROM reps WHERE reps.team_id = :my_team"
MINE = {Sight.ALL: "true", Sight.OWN: "owner_id = :my_id", Sight.TEAM: f"owner_id IN ({TEAM})"}


async def find(db: AsyncSession, who: Who, words: str) -> Sequence[Hit]:
    """The newest interactions (by when they were logged) whose text has all these words, with their clients."""
    asked = query(dialect_of(db), who, words)
    return found((await db.execute(*asked)).all()) if asked else ()


def query(dialect: str, who: Who, words: str) -> Query | None:
    """The statement for these; None: there are none."""
    typed, far = normalise.text_words(words[:MAX_LETTERS]), sight_of(who)
    if len(words) > MAX_LETTERS or not typed or len(typed) > MAX_WORDS or far is Sight.NONE:
        return None
    return _statement(dialect, far, len(typed)), {**rights.me(who), **_values(dialect, typed)}


def found(rows: Sequence[Any]) -> Sequence[Hit]:
    """What that statement has found."""
    return [(talk, client) for talk, client in rows]


def _values(dialect: str, typed: Sequence[str]) -> dict[str, str]:
    if dialect == "sqlite":  # longer words are looked for by their longest prefix in the index, then compared
        parts = {f"part{n}": f" {word}{'' if _is_start(word) else ' '}" for n, word in enumerate(typed)}
        return {
            "words": " AND ".join(f'"{word[:MAX_PREFIX]}"{"*" * _is_start(word)}' for word in typed),
            **parts,
        }
    lexemes = {f"word{n}": f"'{word}'{':*' * _is_start(word)}" for n, word in enumerate(typed)}
    likes = {f"like{n}": f"% {word}{'' if _is_start(word) else ' '}%" for n, word in enumerate(typed)}
    return {**lexemes, **likes}


def _is_start(word: str) -> bool:
    """Whether other words that begin with it count, too; a shorter word must be there as a whole."""
    return len(word) >= MIN_PREFIX


@cache
def _statement(dialect: str, far: Sight, count: int) -> Select[Interaction, Client]:
    ids = text(_in_sqlite(far, count) if dialect == "sqlite" else _in_postgresql(far, count))
    newest = ids.columns(interaction_id=BigInteger).subquery()
    found = select(Interaction, Client).join(Client, Client.id == Interaction.client_id)
    found = found.where(Interaction.id.in_(select(newest.c.interaction_id)), rights.within(far))
    return found.order_by(Interaction.id.desc()).prefix_with(LONG)


def _in_sqlite(far: Sight, count: int) -> str:
    """SQLite's index gives the newest first, and stops when there are enough."""
    owners = {
        Sight.ALL: ":words",
        Sight.OWN: f"'\"{OWNER}' || :my_id || '\" AND ' || :words",
        Sight.TEAM: f"'(' || (SELECT group_concat('\"{OWNER}' || id || '\"', ' OR ') FROM ({TEAM}))"
        " || ') AND ' || :words",
    }
    words = f"(SELECT words FROM interaction_words WHERE interaction_id = {INDEX}.rowid)"
    has = " AND ".join(f"instr({words}, :part{n})" for n in range(count))
    return (
        f"SELECT rowid AS interaction_id FROM {INDEX} WHERE {INDEX} MATCH {owners[far]} AND {has}"
        f" ORDER BY rowid DESC LIMIT {MAX_FOUND}"
    )


def _in_postgresql(far: Sight, count: int) -> str:
    owners = {
        Sight.ALL: "NULL",
        Sight.OWN: f"'''{OWNER}' || CAST(:my_id AS bigint) || ''''",
        Sight.TEAM: f"'(' || (SELECT string_agg('''{OWNER}' || id || '''', ' | ') FROM ({TEAM}) mates) || ')'",
    }
    numbers = range(count)
    likes = " AND ".join(f"words LIKE :like{n}" for n in numbers)
    counts = ", ".join(f"count(*) FILTER (WHERE words LIKE :like{n}) AS n{n}" for n in numbers)
    most = f"{MUCH_COMMONER} * greatest(1, {_rarest(count)})"
    asked = ", ".join(f"CASE WHEN n{n} <= {most} THEN :word{n} END" for n in numbers)
    newest = "SELECT * FROM interaction_words ORDER BY interaction_id DESC OFFSET 0"
    sample = f"interaction_words TABLESAMPLE SYSTEM ((SELECT least(100, {100 * SAMPLE} / rows) FROM there))"
    if far is Sight.OWN:
        newest = f"SELECT * FROM interaction_words WHERE {MINE[far]}"  # in the order of an index of their own
        sample = f"({newest} ORDER BY interaction_id DESC LIMIT {OWN_SAMPLE}) newest"
    return f"""
        WITH there AS MATERIALIZED (
            SELECT greatest(reltuples, 1) AS rows FROM pg_class
            WHERE oid = CAST('interaction_words' AS regclass)
        ), counted AS MATERIALIZED (
            SELECT greatest(1, count(*)) AS size,
                count(*) FILTER (WHERE {likes} AND {MINE[far]}) AS found, {counts}
            FROM {sample}
        ), sample AS MATERIALIZED (
            SELECT counted.*, {_is_common(far, count)} AS is_common FROM counted, there
        ), scanned AS (
            SELECT interaction_id FROM ({newest}) newest
            WHERE (SELECT is_common FROM sample) AND {MINE[far]} AND {likes}
            ORDER BY interaction_id DESC LIMIT {MAX_FOUND}
        ), indexed AS MATERIALIZED (
            SELECT interaction_id FROM interaction_words
            WHERE NOT (SELECT is_common FROM sample) AND {likes} AND {LEXEMES} @@ CAST(
                (SELECT concat_ws(' & ', {owners[far]}, {asked}) FROM sample) AS tsquery)
        )
        SELECT interaction_id FROM scanned
        UNION ALL (SELECT interaction_id FROM indexed ORDER BY 1 DESC LIMIT {MAX_FOUND})"""


def _is_common(far: Sight, count: int) -> str:
    """Whether reading the newest takes less than the index, by the cheaper of two ways to ask it."""
    own, entries = far is Sight.OWN, " + ".join(f"n{n}" for n in range(count))
    by_all, by_one = f"{ENTRY} * ({entries}) + {ROW} * found", f"{ENTRY + ROW} * {_rarest(count)}"
    # Of one's own texts the index finds only these, which are few compared with its entries.
    by_index = f"{ENTRY} * ({entries})" if own else f"least({by_all}, {by_one})"
    in_order = f"{MAX_FOUND * (ROW if own else ROW_IN_ORDER)} * size / greatest(1, found)"
    is_cheaper = f"found >= {FEWEST} AND {in_order} < {by_index} * greatest(there.rows, size) / size"
    return f"(size < {OWN_SAMPLE} OR {is_cheaper})" if own else is_cheaper


def _rarest(count: int) -> str:
    return f"least({', '.join(f'n{n}' for n in range(count))})"
