"""A session's connection, and how it runs statements there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Executable, exc
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

from storage.database.pool import Lent, Pool
from storage.database.prepared import Bound, Call, Found, Objects, Values, prepare

Params = Values | Sequence[Values]
Query = tuple[Executable, Params]  # a statement and its parameters
NONE: Values = {}


class Lease:
    """A connection for a session: taken at its first statement, and given back when the session closes."""

    def __init__(self, pool: Pool) -> None:
        self.engine = pool.engine
        self._pool = pool
        self._dbapi: Any = pool.engine.dialect.loaded_dbapi
        self._lent: Lent | None = None

    async def run(self, queries: Sequence[Query], objects: Objects) -> list[IteratorResult[Any]]:
        """Run these, and find or make the objects. Raises Unsupported, and SQLAlchemy's errors."""
        bound = [prepare(statement, self.engine.dialect, params) for statement, params in queries]
        calls = _calls(bound, [params for _statement, params in queries])
        found = await self.fetch(*calls)
        return [_result(each, came, objects) for each, came in zip(bound, found, strict=True)]

    async def fetch(self, *calls: Call) -> list[Found]:
        """Raises SQLAlchemy's errors, like a session."""
        is_first = self._lent is None
        try:
            return await self._fetch(calls)
        except exc.DBAPIError as error:
            if not (error.connection_invalidated and is_first):
                raise
        # The server has closed an idle connection, and maybe all of them; nothing has happened yet.
        await self.close()
        await self._pool.drop_idle()
        return await self._fetch(calls)

    async def take(self) -> Lent:
        if self._lent is None:
            with self._errors("BEGIN"):
                self._lent = await self._pool.take()
            has_begun = False
            try:
                with self._errors("BEGIN"):
                    await self._lent.driver.begin_transaction(is_hurried=self._pool.is_hurried)
                has_begun = True
            finally:
                if not has_begun:
                    await self.close()
        return self._lent

    async def take_checked(self) -> Lent:
        """The connection for others than `fetch`, which would not notice in time that it is closed."""
        if self._lent is None:
            await self.fetch(Call("SELECT 1", ()))
        return await self.take()

    async def commit(self) -> None:
        """Raises PendingRollbackError if the database would roll back instead."""
        if self._lent:
            if self._lent.driver.has_failed:
                raise exc.PendingRollbackError("a statement of the transaction has failed")
            with self._errors("COMMIT"):
                await self._lent.driver.commit_transaction()

    async def close(self) -> None:
        """Give the connection back; what is not committed is rolled back."""
        lent, self._lent = self._lent, None
        if lent:
            is_good = False
            try:
                with suppress(self._dbapi.Error):  # it is closed then
                    is_good = lent.is_valid and await lent.driver.end_transaction()
            finally:
                await self._pool.give_back(lent, is_good=is_good)

    @property
    def is_quiet(self) -> bool:
        """Whether closing waits for nothing."""
        return self._lent is None or (self._lent.is_valid and self._lent.driver.is_quiet)

    async def _fetch(self, calls: Sequence[Call]) -> list[Found]:
        driver = (await self.take()).driver
        with self._errors("; ".join(call.sql for call in calls)):
            return await driver.fetch(*calls)

    @contextmanager
    def _errors(self, sql: str) -> Iterator[None]:
        """Raise SQLAlchemy's errors instead of the driver's."""
        try:
            yield
        except self._dbapi.Error as error:
            gone = self._lent is None or self._lent.driver.is_gone()
            raise exc.DBAPIError.instance(
                sql, None, error, self._dbapi.Error, hide_parameters=True, connection_invalidated=gone
            ) from error


def _calls(bound: Sequence[Bound], given: Sequence[Params]) -> list[Call]:
    try:
        return [each.prepared.call(each.known, params) for each, params in zip(bound, given, strict=True)]
    except (LookupError, TypeError, ValueError) as error:
        sql = bound[0].prepared.sql
        raise exc.StatementError("a parameter does not fit", sql, None, error, hide_parameters=True) from error


def _result(bound: Bound, found: Found, objects: Objects) -> IteratorResult[Any]:
    metadata = bound.prepared.metadata
    if metadata is None:  # of a statement in words
        metadata = SimpleResultMetaData([column[0] for column in found.description or ()])
    return IteratorResult(metadata, iter(bound.prepared.rows(found.rows, objects)))
