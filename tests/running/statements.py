"""The statements that reach a driver, whichever way they take."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

import storage
from storage.database.postgresql_driver import Direct
from storage.database.prepared import Call, Found
from storage.database.sqlite_driver import Adapted

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class Trace(list[Call]):
    """The statements, and how many round trips they take on PostgreSQL."""

    trips = 0

    def note(self, *calls: Call) -> None:
        told = [call for call in calls if not call.sql.startswith(CONTROL)]
        self += told
        self.trips += bool(told)


@contextmanager
def listening(database: storage.Database) -> Iterator[Trace]:
    """All statements but those that begin and end transactions."""
    asked = Trace()

    def note_sqlalchemys(_connection: Any, _cursor: Any, sql: str, given: Any, *_more: Any) -> None:
        asked.note(Call(sql, given))

    with ExitStack() as stack:
        stack.enter_context(_noting(Adapted, asked.note))
        stack.enter_context(_noting(Direct, asked.note))
        for engine in {database.writer.sync_engine, database.reader.sync_engine}:
            event.listen(engine, "before_cursor_execute", note_sqlalchemys)
            stack.callback(event.remove, engine, "before_cursor_execute", note_sqlalchemys)
        yield asked


@contextmanager
def _noting(driver: Any, note: Callable[..., None]) -> Iterator[None]:
    usual = driver.fetch

    async def fetch(self: Any, *calls: Call) -> list[Found]:
        note(*calls)
        found: list[Found] = await usual(self, *calls)
        return found

    with patch.object(driver, "fetch", fetch):
        yield
