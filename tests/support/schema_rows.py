"""Rows of every schema there ever was, as Rapport wrote them when it was the newest one.

`tests/data/schemas/<revision>.json` was written by the last commit of that revision: a new base, the lines of
`tests/data/schemas/lines.txt` typed at the console, then

    python -m tests.support.schema_rows data/rapport.db > tests/data/schemas/<revision>.json

Whoever adds a migration adds such a file. Revisions 0004 and 0008 have none: no commit ever stopped there. From
0020 on there are follow-ups that recur or are given, clients to keep in touch with, and deletions, too: a rep
called Boris has joined before the lines are typed.
"""

import json
import sqlite3
import sys

from sqlalchemy import Connection, MetaData, text

from storage.search.texts import full_text
from tests.paths import DATA

SCHEMAS = DATA / "schemas"
REVISIONS = sorted(path.stem for path in SCHEMAS.glob("*.json"))

Rows = dict[str, list[dict[str, object]]]


def read(revision: str) -> Rows:
    rows: Rows = json.loads((SCHEMAS / f"{revision}.json").read_text(encoding="utf-8"))
    return rows


def insert(connection: Connection, rows: Rows) -> None:
    """Into an empty base of the schema they were written in."""
    tables = MetaData()
    tables.reflect(connection)
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres:
        connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    for table in tables.sorted_tables:
        for row in rows.get(table.name, ()):
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f"%({name})s" if is_postgres else f":{name}" for name in row)
            told = {name: str(v) if is_postgres and v is not None else v for name, v in row.items()}
            connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({values})', told)
        if is_postgres and "id" in table.c:
            sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            connection.execute(
                text(f'SELECT setval({sequence}, max(id)) FROM "{table.name}" HAVING max(id) > 0')
            )


def written(path: str) -> Rows:
    """All rows of an SQLite base."""
    with sqlite3.connect(path) as base:
        base.row_factory = sqlite3.Row
        named = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in named if name != "alembic_version" and not full_text.is_own(name))
        rows = {name: [dict(row) for row in base.execute(f'SELECT * FROM "{name}"')] for name in names}
        return {name: found for name, found in rows.items() if found}


if __name__ == "__main__":
    print(json.dumps(written(sys.argv[1]), ensure_ascii=False, indent=1))  # noqa: T201
