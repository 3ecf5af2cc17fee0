"""Sessions: how statements are run, for reading and in a transaction."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any, ClassVar, Protocol, cast

from sqlalchemy import Select, bindparam, exc, inspect, select
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session

from storage.database.lease import NONE, Lease, Params, Query
from storage.database.objects import Frozen, Tracked, inserting, position, table_of, values_of
from storage.database.pool import Pool
from storage.database.prepared import Call, Objects, Unsupported

FEW = 10  # new rows that are inserted one by one


class TrackedSession(Session):
    """The session under a transaction's: storage/audit listens to its flushes."""


class Recorder(Protocol):
    """Records every row that is written (storage/audit/recording.py)."""

    def fill(self, row: object) -> None:
        """Fill the derived columns of a row that will be added."""

    def added(self, info: dict[Any, Any], row: object) -> None:
        """Note that the row was added."""

    async def write(self, db: AsyncSession) -> None:
        """Write what follows from what was noted, also in flushes of the ORM."""


class Queries(ABC):
    """What both sessions have in common. Raises SQLAlchemy's errors."""

    lease: Lease
    _objects: Objects

    async def execute_all(self, *queries: Query) -> list[IteratorResult[Any]]:
        """Run statements that do not depend on each other: on PostgreSQL in one round trip."""
        return await self.lease.run(queries, self._objects)

    @abstractmethod
    async def execute(self, statement: Any, params: Params | None = None) -> Any: ...

    @abstractmethod
    async def get(self, entity: Any, ident: Any) -> Any: ...

    async def scalars(self, statement: Any, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalars()

    async def scalar(self, statement: Any, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalar()

    async def get_one(self, entity: Any, ident: Any) -> Any:
        if (found := await self.get(entity, ident)) is None:
            raise exc.NoResultFound("no row was found for that key")
        return found


class Reader(Queries):
    """What `reading` yields: the part of a session that reads."""

    def __init__(self, pool: Pool) -> None:
        self.bind = pool.engine
        self.info: dict[str, Any] = {}
        self.lease = Lease(pool)
        self._objects = Frozen()

    async def execute(self, statement: Any, params: Params | None = None) -> IteratorResult[Any]:
        return (await self.execute_all((statement, params or NONE)))[0]

    async def get(self, entity: Any, ident: Any) -> Any:
        return await self.scalar(*by_key(entity, ident))


class Transaction(Queries, AsyncSession):  # type: ignore[misc] # its methods take fewer arguments
    """What `transaction` yields: a session that runs all but the ORM's own statements prepared."""

    sync_session_class = TrackedSession
    recorder: ClassVar[Recorder]

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool.engine, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.lease = Lease(pool)
        self._objects: Tracked = Tracked(self.sync_session)
        self._orm: AsyncConnection | None = None  # the connection, once the ORM needs it
        self._is_over = False
        self._has_failed = False  # not all that should be written was

    @property
    def is_quiet(self) -> bool:
        """Whether closing waits for nothing."""
        return self._orm is None and self.lease.is_quiet

    async def execute(self, statement: Any, params: Params | None = None) -> Any:  # type: ignore[override]
        try:
            return (await self.execute_all((statement, params or NONE)))[0]
        except Unsupported:
            await self._bind()
            return await AsyncSession.execute(self, statement, params)

    async def execute_all(self, *queries: Query) -> list[IteratorResult[Any]]:
        if self._objects.has_changes:
            await self.flush()
        return await super().execute_all(*queries)

    async def get(self, entity: Any, ident: Any, *, populate_existing: bool = False) -> Any:  # type: ignore[override]
        known = self._objects.get(inspect(entity), ident if isinstance(ident, tuple) else (ident,))
        if known is None:
            return await self.scalar(*by_key(entity, ident))
        if populate_existing or inspect(known).expired:
            statement, params = by_key(entity, ident)
            return await self.scalar(statement.execution_options(populate_existing=True), params)
        return known

    async def refresh(self, *what: Any) -> None:
        await self._bind()
        await super().refresh(*what)

    async def run_sync(self, work: Any, *more: Any) -> Any:  # type: ignore[override]
        await self._bind()
        return await super().run_sync(work, *more)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:  # type: ignore[override]
        """A savepoint. After an exception, objects that were loaded before it cannot be changed any more."""
        await self._settle()
        await self.lease.fetch(Call("SAVEPOINT nested", ()))
        info, must_take_back = dict(self.info), True
        try:
            yield
            await self._settle()
            must_take_back = False
        except asyncio.CancelledError:
            must_take_back = False
            self._has_failed = True  # all of the transaction is taken back
            raise
        finally:
            if must_take_back:
                await self._take_back(info)
        await self.lease.fetch(Call("RELEASE SAVEPOINT nested", ()))

    async def commit(self) -> None:
        """Commit, unless it was rolled back. Raises PendingRollbackError if something could not be written."""
        if self._is_over:
            return
        if self._has_failed:
            raise exc.PendingRollbackError("not all of the transaction was written")
        await self._settle()
        await self.lease.commit()
        self._is_over = True

    async def rollback(self) -> None:
        self._is_over = True
        await self.close()

    async def close(self) -> None:
        try:
            if self._orm:
                with suppress(exc.DBAPIError):  # all of it is rolled back below
                    await super().close()
        finally:
            self.sync_session.expunge_all()
            await self.lease.close()

    async def flush(self, objects: Any = None) -> None:
        session, has_failed = self.sync_session, self._has_failed
        self._has_failed = True
        new = list(session.new) if self._objects.has_changes else []
        if len(new) <= FEW and not session.deleted and not session.dirty:
            for row in new:  # before the first statement, which would flush them
                session.expunge(row)
            for row in sorted(new, key=position):
                await self._insert(row)
        else:
            await self._bind()
            await super().flush(objects)
        await self.recorder.write(self)
        self._has_failed = has_failed

    async def _insert(self, row: object) -> None:
        """Insert a new object: the ORM takes ten times as long."""
        self.recorder.fill(row)
        [result] = await super().execute_all((inserting(table_of(row)), values_of(row)))
        self._objects.put_new(row, dict(result.mappings().one()))
        self.recorder.added(self.info, row)

    async def _settle(self) -> None:
        """Write what is pending. The ORM works in a savepoint of its own: this ends it."""
        await self.flush()
        if self._orm:
            await super().commit()

    async def _take_back(self, info: dict[Any, Any]) -> None:
        self._objects.freeze()
        if self._orm:
            await super().rollback()
            self._objects.freeze()  # what was deleted is back
        await self.lease.fetch(Call("ROLLBACK TO SAVEPOINT nested", ()), Call("RELEASE SAVEPOINT nested", ()))
        self.info.clear()
        self.info.update(info)
        self._has_failed = False

    async def _bind(self) -> None:
        """Let the ORM take part in the transaction."""
        if self._orm is None:
            lent = await self.lease.take_checked()
            self.bind = self._orm = lent.for_orm(self.lease.engine)


async def execute_all(db: AsyncSession, *queries: Query) -> list[Any]:
    """Run statements that do not depend on each other: on PostgreSQL in one round trip."""
    return await cast(Reader | Transaction, db).execute_all(*queries)


def by_key(model: type[Any], key: Any) -> Query:
    """Loads an object by its primary key."""
    values = key if isinstance(key, tuple) else (key,)
    return _by_key(cast(Hashable, model)), {f"key_{number}": value for number, value in enumerate(values)}


@cache
def _by_key(model: Any) -> Select[Any]:
    parts = enumerate(inspect(model).primary_key)
    return select(model).where(*(part == bindparam(f"key_{number}", type_=part.type) for number, part in parts))
