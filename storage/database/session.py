"""Sessions: how statements are run, for reading and in a transaction."""

from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, ClassVar, Protocol, cast

from sqlalchemy import Executable, Select, bindparam, exc, inspect, select
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session

from storage.database.lease import NONE, Lease, Params, Query
from storage.database.objects import Frozen, Tracked, inserting, position, table_of, values_of
from storage.database.pool import Pool
from storage.database.prepared import Call, Unsupported

FEW = 10  # new rows that are inserted one by one


class TrackedSession(Session):
    """The session under a transaction's: storage/audit listens to its flushes."""


class Recorder(Protocol):
    """Records every row that is written (storage/audit/recording.py)."""

    def prepare(self, row: object) -> None:
        """Fill the derived columns of a row that will be added."""

    def added(self, info: dict[Any, Any], row: object) -> None:
        """Note that the row was added."""

    async def write(self, db: AsyncSession) -> None:
        """Write what follows from what was noted, also in flushes of the ORM."""


class Reader:
    """What `reading` yields: the part of a session that reads."""

    def __init__(self, pool: Pool) -> None:
        self.bind = pool.engine
        self.info: dict[str, Any] = {}
        self.lease = Lease(pool)
        self._objects = Frozen()

    async def execute(self, statement: Executable, params: Params | None = None) -> IteratorResult[Any]:
        return (await self.lease.run([(statement, params or NONE)], self._objects))[0]

    async def scalars(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalars()

    async def scalar(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalar()

    async def execute_all(self, *queries: Query) -> list[IteratorResult[Any]]:
        return await self.lease.run(queries, self._objects)

    async def get(self, model: type[Any], key: Any) -> Any:
        return await self.scalar(*by_key(model, key))

    async def get_one(self, model: type[Any], key: Any) -> Any:
        return _present(await self.get(model, key))


class Transaction(AsyncSession):
    """What `transaction` yields: a session that runs all but the ORM's own statements prepared."""

    sync_session_class = TrackedSession
    recorder: ClassVar[Recorder]

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool.engine, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.lease = Lease(pool)
        self._objects = Tracked(self.sync_session)
        self._orm: AsyncConnection | None = None  # the connection, once the ORM needs it
        self._is_over = False

    async def execute(self, statement: Any, params: Any = None, **how: Any) -> Any:
        await self._flush_changes()
        try:
            if how:
                raise Unsupported("options of SQLAlchemy")
            return (await self.lease.run([(statement, params or NONE)], self._objects))[0]
        except Unsupported:
            await self._bind()
            return await super().execute(statement, params, **how)

    async def scalars(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return (await self.execute(statement, params, **how)).scalars()

    async def scalar(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return (await self.execute(statement, params, **how)).scalar()

    async def execute_all(self, *queries: Query) -> list[IteratorResult[Any]]:
        await self._flush_changes()
        return await self.lease.run(queries, self._objects)

    async def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        if how:
            await self._bind()
            return await super().get(entity, ident, **how)
        known = self._objects.get(inspect(entity), ident if isinstance(ident, tuple) else (ident,))
        if known is not None and not inspect(known).expired:
            return known
        return await self.scalar(*by_key(entity, ident))

    async def get_one(self, entity: Any, ident: Any, **how: Any) -> Any:
        return _present(await self.get(entity, ident, **how))

    async def refresh(self, *what: Any, **how: Any) -> None:
        await self._bind()
        await super().refresh(*what, **how)

    async def run_sync(self, work: Any, *more: Any, **others: Any) -> Any:  # type: ignore[override]
        await self._bind()
        return await super().run_sync(work, *more, **others)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:  # type: ignore[override]
        """A savepoint. After an exception, objects that were loaded before it cannot be changed any more."""
        await self._settle()
        await self.lease.fetch(Call("SAVEPOINT nested", ()))
        info, is_done = dict(self.info), False
        try:
            yield
            await self._settle()
            is_done = True
        finally:
            if not is_done:
                await self._take_back(info)
            await self.lease.fetch(Call("RELEASE SAVEPOINT nested", ()))

    async def commit(self) -> None:
        """Commit, unless it was rolled back."""
        if not self._is_over:
            await self._settle()
            await self.lease.commit()
            self._is_over = True

    async def rollback(self) -> None:
        self._is_over = True
        await self.close()

    async def close(self) -> None:
        if self._orm:
            await super().close()
        self.sync_session.expunge_all()
        await self.lease.close()

    async def flush(self, objects: Any = None) -> None:
        session = self.sync_session
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

    async def _insert(self, row: object) -> None:
        """Insert a new object: the ORM takes ten times as long."""
        self.recorder.prepare(row)
        [result] = await self.lease.run([(inserting(table_of(row)), values_of(row))], self._objects)
        self._objects.put_new(row, dict(result.mappings().one()))
        self.recorder.added(self.info, row)

    async def _flush_changes(self) -> None:
        if self._objects.has_changes:
            await self.flush()

    async def _settle(self) -> None:
        """Write what is pending. The ORM works in a savepoint of its own: this ends it."""
        await self.flush()
        if self._orm:
            await super().commit()

    async def _take_back(self, info: dict[Any, Any]) -> None:
        self._objects.freeze()
        if self._orm:
            await super().rollback()
        await self.lease.fetch(Call("ROLLBACK TO SAVEPOINT nested", ()))
        self.info.clear()
        self.info.update(info)

    async def _bind(self) -> None:
        """Let the ORM take part in the transaction."""
        if self._orm is None:
            self.bind = self._orm = (await self.lease.take()).for_orm(self.lease.engine)


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


def _present(found: Any) -> Any:
    if found is None:
        raise exc.NoResultFound("no row was found for that key")
    return found
