"""The full-text index over the words of interactions: SQLite's FTS5, PostgreSQL's GIN.

Both get the words as storage/search/normalise.py makes them, so both find the same. The databases keep it right
by themselves: whatever writes `interaction_words`, triggers (SQLite) or the index (PostgreSQL) follow. The
owner's ID is in it as a word, so that a search among one's own clients takes no longer than one among all.
"""

from sqlalchemy import Connection, text

INDEX = "interaction_search"  # the table of SQLite and those that belong to it, the index of PostgreSQL
OWNER = "ø"  # before an owner's ID: no word has it, as words are in plain letters
LEXEMES = (
    f"array_to_tsvector(array_append(string_to_array(btrim(words), ' '), '{OWNER}' || CAST(owner_id AS text)))"
)
MIN_PREFIX, MAX_PREFIX = 3, 14  # letters: beginnings of these lengths are found as fast as whole words
PREFIXES = " ".join(map(str, range(MIN_PREFIX, MAX_PREFIX + 1)))

_ADD = f"INSERT INTO {INDEX}(rowid, words) VALUES (new.interaction_id, '{OWNER}' || new.owner_id || new.words)"
_REMOVE = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, words)"
    f" VALUES ('delete', old.interaction_id, '{OWNER}' || old.owner_id || old.words)"
)
TRIGGERS = {"INSERT": (_ADD,), "DELETE": (_REMOVE,), "UPDATE": (_REMOVE, _ADD)}


def create(connection: Connection) -> None:
    """For migrations."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(f"CREATE INDEX {INDEX} ON interaction_words USING gin ({LEXEMES}) WITH (fastupdate = off)")
        )
        return
    how = f"content='', detail=none, columnsize=0, tokenize='ascii', prefix='{PREFIXES}'"
    connection.execute(text(f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, {how})"))
    for event, statements in TRIGGERS.items():
        body = "; ".join(statements)
        connection.execute(
            text(f"CREATE TRIGGER {INDEX}_{event.lower()} AFTER {event} ON interaction_words BEGIN {body}; END")
        )


def drop(connection: Connection) -> None:
    """For migrations back; PostgreSQL's goes with its table, and so do the triggers."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"DROP TABLE {INDEX}"))


def is_own(name: str | None) -> bool:
    """Whether a table or an index belongs to it, and so is in no model."""
    return name is not None and name.startswith(INDEX)
