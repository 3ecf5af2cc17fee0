"""Sessions: how statements are run, for reading and in a transaction."""

from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, ClassVar, Protocol, cast

from sqlalchemy import Dialect, Executable, Select, bindparam, exc, insert, inspect, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from storage.database.pool import Driver, Lent, Pool
from storage.database.prepared import Bound, Call, Found, Objects, Row, Unsupported, Values, prepare
from storage.models import Base

Params = Values | Sequence[Values]
Asked = tuple[Executable, Params]
NONE: Values = {}
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


class Frozen:
    """Loaded objects that cannot be changed: setting an attribute raises AttributeError."""

    def __init__(self) -> None:
        self._known: dict[tuple[Mapper[Any], Row], object] = {}

    def get(self, mapper: Mapper[Any], key: Row) -> object | None:
        return self._known.get((mapper, key))

    def put(self, mapper: Mapper[Any], key: Row, values: dict[str, Any]) -> object:
        new: object = object.__new__(mapper.class_)
        new.__dict__.update(values)
        self._known[mapper, key] = new
        return new

    def renew(self, known: object, values: dict[str, Any]) -> None:
        known.__dict__.update(values)


class Tracked:
    """Loaded objects that the session watches, to write what is changed in them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, mapper: Mapper[Any], key: Row) -> object | None:
        found: object | None = self._session.identity_map.get(mapper.identity_key_from_primary_key(tuple(key)))
        return found

    def put(self, mapper: Mapper[Any], _key: Row, values: dict[str, Any]) -> object:
        new: object = mapper.class_manager.new_instance()
        new.__dict__.update(values)
        make_transient_to_detached(new)
        self._session.add(new)
        return new

    def renew(self, known: object, values: dict[str, Any]) -> None:
        for name, value in values.items():
            set_committed_value(known, name, value)


class Lease:
    """A connection for a session: taken at its first statement, and given back when the session closes."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lent: Lent | None = None
        self.engine = pool.engine

    async def fetch(self, bound: Sequence[Bound], asked: Sequence[Asked]) -> list[Found]:
        """Run these statements. Raises SQLAlchemy's errors, like a session."""
        is_first = self._lent is None
        try:
            return await _fetch((await self.take()).driver, self.engine.dialect, bound, asked)
        except exc.DBAPIError as error:
            if not (error.connection_invalidated and is_first):
                raise
        # The server has closed an idle connection, and maybe all of them; nothing has happened yet.
        await self.close()
        await self._pool.drop_idle()
        return await _fetch((await self.take()).driver, self.engine.dialect, bound, asked)

    async def take(self) -> Lent:
        if self._lent is None:
            self._lent = await self._pool.take()
            await self._lent.driver.begin_transaction(is_hurried=self._pool.is_hurried)
        return self._lent

    async def commit(self) -> None:
        if self._lent:
            await self._lent.driver.commit_transaction()

    async def close(self) -> None:
        """Give the connection back; what is not committed is rolled back."""
        lent, self._lent = self._lent, None
        if lent:
            is_good = False
            try:
                is_good = await lent.driver.end_transaction()
            finally:
                await self._pool.give_back(lent, is_good=is_good)

    @property
    def is_quiet(self) -> bool:
        """Whether closing waits for nothing."""
        return self._lent is None or self._lent.driver.is_quiet


class Reader:
    """What `reading` yields: the part of a session that reads."""

    def __init__(self, pool: Pool) -> None:
        self.bind = pool.engine
        self.info: dict[str, Any] = {}
        self.lease = Lease(pool)
        self._objects = Frozen()

    async def execute(self, statement: Executable, params: Params | None = None) -> IteratorResult[Any]:
        return (await self.execute_all((statement, params or NONE)))[0]

    async def scalars(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalars()

    async def scalar(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalar()

    async def execute_all(self, *asked: Asked) -> list[IteratorResult[Any]]:
        """Run statements that do not depend on each other: on PostgreSQL in one round trip."""
        bound = [prepare(statement, self.bind.dialect, params) for statement, params in asked]
        return _results(bound, await self.lease.fetch(bound, asked), self._objects)

    async def get(self, model: type[Any], key: Any) -> Any:
        statement, params = by_key(model, key)
        return await self.scalar(statement, params)

    async def get_one(self, model: type[Any], key: Any) -> Any:
        return _present(await self.get(model, key))


class Transaction(AsyncSession):
    """What `transaction` yields: a session that runs all but the ORM's own statements prepared."""

    sync_session_class = TrackedSession
    recorder: ClassVar[Recorder]

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool.engine, expire_on_commit=False, join_transaction_mode="create_savepoint")
        self.lease = Lease(pool)
        self._orm: AsyncConnection | None = None  # the connection, once the ORM needs it
        self._dialect: Dialect = pool.engine.dialect
        self._objects = Tracked(self.sync_session)
        self._is_over = False

    async def execute(self, statement: Any, params: Any = None, **how: Any) -> Any:
        try:
            if how:
                raise Unsupported("options of SQLAlchemy")
            bound = prepare(statement, self._dialect, params or NONE)
        except Unsupported:
            await self._bind()
            return await super().execute(statement, params, **how)
        return (await self._run([bound], [(statement, params or NONE)]))[0]

    async def scalars(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return (await self.execute(statement, params, **how)).scalars()

    async def scalar(self, statement: Any, params: Any = None, **how: Any) -> Any:
        return (await self.execute(statement, params, **how)).scalar()

    async def execute_all(self, *asked: Asked) -> list[IteratorResult[Any]]:
        """Run statements that do not depend on each other: on PostgreSQL in one round trip."""
        return await self._run([prepare(each, self._dialect, params) for each, params in asked], asked)

    async def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        if how:
            await self._bind()
            return await super().get(entity, ident, **how)
        key = tuple(ident) if isinstance(ident, tuple) else (ident,)
        known = self._objects.get(inspect(entity), key)
        if known is not None and not inspect(known).expired:
            return known
        statement, params = by_key(entity, ident)
        return await self.scalar(statement, params)

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
        await self._control("SAVEPOINT nested")
        info = dict(self.info)
        try:
            yield
            await self._settle()
        except BaseException:
            for row in self.sync_session:
                _freeze(self.sync_session, row)
            if self._orm:
                await super().rollback()
            await self._control("ROLLBACK TO SAVEPOINT nested")
            self.info.clear()
            self.info.update(info)
            raise
        finally:
            await self._control("RELEASE SAVEPOINT nested")

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
        new = list(session.new)
        if len(new) <= FEW and not session.deleted and not session.dirty:
            for row in new:  # before the first statement, which would flush them
                session.expunge(row)
            for row in sorted(new, key=_order):
                await self._insert(row)
        else:
            await self._bind()
            await super().flush(objects)
        await self.recorder.write(self)

    async def _settle(self) -> None:
        """Write what is pending. The ORM works in a savepoint of its own: this ends it."""
        await self.flush()
        if self._orm:
            await super().commit()

    async def _bind(self) -> None:
        """Let the ORM take part in the transaction."""
        if self._orm is None:
            self.bind = self._orm = (await self.lease.take()).for_orm(self.lease.engine)

    async def _control(self, sql: str) -> None:
        await (await self.lease.take()).driver.fetch(Call(sql, ()))

    async def _insert(self, row: Any) -> None:
        """Insert a new object: the ORM takes ten times as long."""
        self.recorder.prepare(row)
        table = inspect(type(row)).local_table
        set_values = {
            column.name: row.__dict__[column.name] for column in table.c if column.name in row.__dict__
        }
        asked = (_insert(table), set_values)
        [result] = await self._run([prepare(asked[0], self._dialect, set_values)], [asked])
        unset = {column.name: _default(column) for column in table.c if column.name not in set_values}
        for name, value in {**unset, **result.mappings().one()}.items():
            set_committed_value(row, name, value)
        make_transient_to_detached(row)
        self.sync_session.add(row)
        self.recorder.added(self.info, row)

    async def _run(self, bound: Sequence[Bound], asked: Sequence[Asked]) -> list[IteratorResult[Any]]:
        if self._is_changed():
            await self.flush()
        return _results(bound, await self.lease.fetch(bound, asked), self._objects)

    def _is_changed(self) -> bool:
        session = self.sync_session
        return bool(session.new or session.deleted or session.dirty)


def by_key(model: type[Any], key: Any) -> Asked:
    """The statement that loads an object by its primary key."""
    values = key if isinstance(key, tuple) else (key,)
    statement = _by_key(cast(Hashable, model))
    return statement, {f"key_{number}": value for number, value in enumerate(values)}


@cache
def _by_key(model: Any) -> Select[Any]:
    parts = enumerate(inspect(model).primary_key)
    return select(model).where(*(part == bindparam(f"key_{number}", type_=part.type) for number, part in parts))


@cache
def _insert(table: Any) -> Any:
    return insert(table).returning(*table.primary_key)


def _freeze(session: Session, row: object) -> None:
    session.expunge(row)
    del row.__dict__["_sa_instance_state"]


def _default(column: Any) -> Any:
    return column.default.arg if column.default is not None else None


def _order(row: object) -> int:
    """Rows that others refer to come first."""
    return _orders()[inspect(type(row)).local_table]


@cache
def _orders() -> dict[Any, int]:
    return {table: number for number, table in enumerate(Base.metadata.sorted_tables)}


def _present(found: Any) -> Any:
    if found is None:
        raise exc.NoResultFound("no row was found for that key")
    return found


async def _fetch(
    driver: Driver, dialect: Dialect, bound: Sequence[Bound], asked: Sequence[Asked]
) -> list[Found]:
    """Raises SQLAlchemy's errors, like a session."""
    calls = _calls(bound, asked)
    dbapi: Any = dialect.loaded_dbapi
    try:
        return [await driver.fetch(calls[0])] if len(calls) == 1 else await driver.fetch_all(calls)
    except dbapi.Error as error:
        gone = driver.is_gone(error)
        raise exc.DBAPIError.instance(
            calls[0].sql, None, error, dbapi.Error, hide_parameters=True, connection_invalidated=gone
        ) from error


def _calls(bound: Sequence[Bound], asked: Sequence[Asked]) -> list[Call]:
    try:
        return [each.prepared.call(each.known, params) for each, (_, params) in zip(bound, asked, strict=True)]
    except Exception as error:
        sql = bound[0].prepared.sql
        raise exc.StatementError("a parameter does not fit", sql, None, error, hide_parameters=True) from error


def _results(bound: Sequence[Bound], found: Sequence[Found], objects: Objects) -> list[IteratorResult[Any]]:
    return [
        _result(each.prepared.metadata, came, each.prepared.rows(came.rows, objects))
        for each, came in zip(bound, found, strict=True)
    ]


def _result(metadata: SimpleResultMetaData | None, found: Found, rows: Sequence[Row]) -> IteratorResult[Any]:
    if metadata is None:  # of a statement in words
        metadata = SimpleResultMetaData([column[0] for column in found.description or ()])
    return IteratorResult(metadata, iter(rows))
