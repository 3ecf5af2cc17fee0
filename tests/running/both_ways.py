"""Every query that is run prepared is run by a session of SQLAlchemy's, too, and has to find the same rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import CompoundSelect, Select, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import lease
from storage.database.lease import Lease, Query
from storage.database.objects import Frozen
from storage.database.prepared import Objects, prepare
from storage.models import Base


@contextmanager
def both_ways() -> Iterator[list[str]]:
    """Raises AssertionError where the rows differ. The queries that were compared are listed."""
    compared: list[str] = []
    usual = Lease.run

    async def run(self: Lease, queries: Sequence[Query], objects: Objects) -> list[Any]:
        for statement, params in queries:
            if isinstance(statement, Select | CompoundSelect) and statement._for_update_arg is None:
                bound = prepare(statement, self.engine.dialect, params)
                [call] = lease._calls([bound], [params])
                [found] = await self.fetch(call)
                ours = [tuple(map(_plain, row)) for row in bound.prepared.rows(found.rows, Frozen())]
                theirs = await _by_session(self, statement, params)
                assert ours == theirs, call.sql
                compared.append(call.sql)
        return await usual(self, queries, objects)

    with patch.object(Lease, "run", run):
        yield compared


async def _by_session(of: Lease, statement: Any, params: Any) -> list[tuple[Any, ...]]:
    joined = (await of.take()).for_orm(of.engine)
    async with AsyncSession(joined, join_transaction_mode="rollback_only") as db:
        return [tuple(map(_plain, row)) for row in await db.execute(statement, params)]


def _plain(value: Any) -> Any:
    """An object as its class and its columns."""
    if isinstance(value, Base):
        names = [attribute.key for attribute in inspect(type(value)).column_attrs]
        return type(value), {name: value.__dict__[name] for name in names}
    return value
