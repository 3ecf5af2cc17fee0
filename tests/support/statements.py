"""The statements that reach a driver, whichever way they take."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

import storage
from storage.database.postgresql_driver import Direct
from storage.database.prepared import Call, Found
from storage.database.sqlite_driver import Adapted

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def listening(database: storage.Database) -> Iterator[list[Call]]:
    """All but those that begin and end transactions."""
    asked: list[Call] = []

    def note(*calls: Call) -> None:
        asked.extend(call for call in calls if not call.sql.startswith(CONTROL))

    def note_sqlalchemys(_connection: Any, _cursor: Any, sql: str, given: Any, *_more: Any) -> None:
        note(Call(sql, given))

    engines = {database.writer.sync_engine, database.reader.sync_engine}
    with ExitStack() as stack:
        for driver in (Adapted, Direct):
            stack.enter_context(_noting(driver, note))
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note_sqlalchemys)
            stack.callback(event.remove, engine, "before_cursor_execute", note_sqlalchemys)
        yield asked


@contextmanager
def _noting(driver: Any, note: Any) -> Iterator[None]:
    fetch, fetch_all = driver.fetch, driver.fetch_all

    async def one(self: Any, call: Call) -> Found:
        note(call)
        found: Found = await fetch(self, call)
        return found

    async def several(self: Any, calls: Sequence[Call]) -> list[Found]:
        if driver is Direct:  # on SQLite each is fetched by itself
            note(*calls)
        found: list[Found] = await fetch_all(self, calls)
        return found

    with patch.object(driver, "fetch", one), patch.object(driver, "fetch_all", several):
        yield
