"""PostgreSQL driver: prepared statements straight on psycopg, several of them in one round trip."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from storage.database.prepared import Call, Found

if TYPE_CHECKING:
    from psycopg import AsyncConnection, AsyncCursor


IDLE, IN_TRANSACTION, FAILED = 0, 2, 3  # libpq's states of a transaction
PREPARE_AFTER = 1  # executions until PostgreSQL keeps the plan


class Direct:
    """A psycopg connection."""

    def __init__(self, raw: "AsyncConnection[Any]") -> None:
        self._raw = raw
        raw.prepare_threshold = PREPARE_AFTER

    async def fetch(self, *calls: Call) -> list[Found]:
        """Run prepared statements, in one round trip: none sees what another found."""
        cursors = [self._raw.cursor() for _call in calls]
        async with self._raw.pipeline() if len(calls) > 1 else nullcontext():
            for cursor, call in zip(cursors, calls, strict=True):
                await _start(cursor, call)
        return [await _finish(cursor) for cursor in cursors]

    async def begin_transaction(self, *, is_hurried: bool) -> None:
        """psycopg begins by itself; a connection for reading makes each statement a transaction of its own."""

    async def commit_transaction(self) -> None:
        await self._raw.commit()

    async def end_transaction(self) -> bool:
        """Roll back what is not committed; True: the connection can be used again."""
        if self._status in (IN_TRANSACTION, FAILED):
            await self._raw.rollback()
        return self.is_quiet

    async def leave(self) -> None:
        await self._raw.close()

    @property
    def is_quiet(self) -> bool:
        return self._status == IDLE

    @property
    def has_failed(self) -> bool:
        """Whether COMMIT would roll back."""
        return self._status == FAILED

    @property
    def _status(self) -> int:
        return int(self._raw.info.transaction_status)

    def is_gone(self) -> bool:
        return self._raw.closed or self._raw.broken


async def _start(cursor: "AsyncCursor[Any]", call: Call) -> None:
    sql = call.sql.encode()
    if call.is_many:
        await cursor.executemany(sql, call.parameters)
    else:
        await cursor.execute(sql, call.parameters)


async def _finish(cursor: "AsyncCursor[Any]") -> Found:
    rows = await cursor.fetchall() if cursor.description else []
    return Found(rows, cursor.description)
