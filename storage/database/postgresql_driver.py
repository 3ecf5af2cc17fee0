"""PostgreSQL driver: prepared statements straight on psycopg, several of them in one round trip."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from storage.database.prepared import Call, Found

if TYPE_CHECKING:
    from psycopg import AsyncConnection, AsyncCursor


class TransactionStatus(IntEnum):
    """libpq's, as psycopg.pq names them: psycopg is imported only where it is used."""

    IDLE = 0
    INTRANS = 2
    INERROR = 3


PREPARE_AFTER = 1  # executions until PostgreSQL keeps the plan


class Direct:
    """A psycopg connection."""

    def __init__(self, raw: "AsyncConnection[Any]") -> None:
        self._raw = raw
        raw.prepare_threshold = PREPARE_AFTER

    async def fetch(self, call: Call) -> Found:
        """Run a prepared statement."""
        async with self._raw.cursor() as cursor:
            await _start(cursor, call)
            return await _finish(cursor)

    async def fetch_all(self, calls: Sequence[Call]) -> list[Found]:
        """Run them in one round trip; none sees what another found."""
        cursors = [self._raw.cursor() for _call in calls]
        async with self._raw.pipeline():
            for cursor, call in zip(cursors, calls, strict=True):
                await _start(cursor, call)
        return [await _finish(cursor) for cursor in cursors]

    async def begin_transaction(self, *, is_hurried: bool) -> None:
        """psycopg begins by itself; a connection for reading makes each statement a transaction of its own."""

    async def commit_transaction(self) -> None:
        await self._raw.commit()

    async def end_transaction(self) -> bool:
        """Roll back what is not committed; True: the connection can be used again."""
        status = int(self._raw.info.transaction_status)
        if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
            await self._raw.rollback()
        return self.is_quiet

    async def leave(self) -> None:
        await self._raw.close()

    @property
    def is_quiet(self) -> bool:
        return int(self._raw.info.transaction_status) == TransactionStatus.IDLE

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
    return Found(rows, cursor.rowcount, cursor.description)
