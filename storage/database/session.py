"""Sessions: how statements are run, for reading and in a transaction."""

from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, ClassVar, Protocol, cast

from sqlalchemy import Dialect, Executable, Select, bindparam, exc, insert, inspect, select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from storage.database.prepared import Bound, Call, Found, Objects, Row, Unsupported, Values, prepare
from storage.database.readers import Driver, Readers, driver_of
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


class Reader:
    """What `reading` yields: the part of a session that reads."""

    def __init__(self, bind: AsyncEngine, readers: Readers) -> None:
        self.bind = bind
        self.info: dict[str, Any] = {}
        self._dialect = bind.dialect
        self._readers = readers
        self._objects = Frozen()
        self._driver: Driver | None = None

    async def execute(self, statement: Executable, params: Params | None = None) -> IteratorResult[Any]:
        return (await self.execute_all((statement, params or NONE)))[0]

    async def scalars(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalars()

    async def scalar(self, statement: Executable, params: Params | None = None) -> Any:
        return (await self.execute(statement, params)).scalar()

    async def execute_all(self, *asked: Asked) -> list[IteratorResult[Any]]:
        """Run statements that do not depend on each other: on PostgreSQL in one round trip."""
        bound = [prepare(statement, self._dialect, params) for statement, params in asked]
        is_first = self._driver is None
        driver = self._driver or await self._begin()
        try:
            found = await _run(driver, self._dialect, bound, asked)
        except exc.DBAPIError as error:
            if not (error.connection_invalidated and is_first):
                raise
            # The server has closed an idle connection, and maybe all of them: a look may be repeated.
            await self._leave(is_good=False)
            await self._readers.drop_idle()
            found = await _run(await self._begin(), self._dialect, bound, asked)
        return _results(bound, found, self._objects)

    async def get(self, model: type[Any], key: Any) -> Any:
        statement, params = by_key(model, key)
        return await self.scalar(statement, params)

    async def get_one(self, model: type[Any], key: Any) -> Any:
        return _present(await self.get(model, key))

    async def close(self) -> None:
        if self._driver:
            await self._leave(is_good=True)

    @property
    def is_quiet(self) -> bool:
        """Whether closing waits for nothing."""
        return self._driver is None or self._driver.is_quiet

    async def _begin(self) -> Driver:
        self._driver = await self._readers.take()
        self._driver.begin()
        return self._driver

    async def _leave(self, *, is_good: bool) -> None:
        driver, self._driver = self._driver, None
        assert driver
        ended = False
        try:
            ended = is_good and await driver.end()
        finally:
            await self._readers.give_back(driver, is_good=ended)


class Transaction(AsyncSession):
    """What `transaction` yields: a session that runs all but the ORM's own statements prepared."""

    sync_session_class = TrackedSession
    recorder: ClassVar[Recorder]

    def __init__(self, bind: AsyncEngine) -> None:
        super().__init__(bind, expire_on_commit=False)
        self._dialect: Dialect = bind.dialect
        self._objects = Tracked(self.sync_session)
        self._driver: Driver | None = None

    async def execute(self, statement: Any, params: Any = None, **how: Any) -> Any:
        if how:
            return await super().execute(statement, params, **how)
        try:
            bound = prepare(statement, self._dialect, params or NONE)
        except Unsupported:
            return await super().execute(statement, params)
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
            return await super().get(entity, ident, **how)
        key = tuple(ident) if isinstance(ident, tuple) else (ident,)
        known = self._objects.get(inspect(entity), key)
        if known is not None and not inspect(known).expired:
            return known
        statement, params = by_key(entity, ident)
        return await self.scalar(statement, params)

    async def get_one(self, entity: Any, ident: Any, **how: Any) -> Any:
        return _present(await self.get(entity, ident, **how))

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:  # type: ignore[override]
        async with super().begin_nested():
            await self.connection()  # SQLAlchemy would only send SAVEPOINT before a statement of its own
            yield

    async def rollback(self) -> None:
        self._driver = None
        await super().rollback()

    async def commit(self) -> None:
        await self.flush()
        self._driver = None
        await super().commit()

    async def flush(self, objects: Any = None) -> None:
        session = self.sync_session
        new = list(session.new)
        if len(new) <= FEW and not session.deleted and not session.dirty:
            for row in new:  # before the first statement, which would flush them
                session.expunge(row)
            for row in sorted(new, key=_order):
                await self._insert(row)
        else:
            await super().flush(objects)
        await self.recorder.write(self)

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
        driver = self._driver or await self._begin()
        try:
            found = await _run(driver, self._dialect, bound, asked)
        except exc.DBAPIError as error:
            if error.connection_invalidated:
                await (await self.connection()).invalidate()
            raise
        return _results(bound, found, self._objects)

    def _is_changed(self) -> bool:
        session = self.sync_session
        return bool(session.new or session.deleted or session.dirty)

    async def _begin(self) -> Driver:
        connection = await self.connection()
        assert connection.sync_connection
        self._driver = driver_of(connection.sync_connection.connection.dbapi_connection)
        return self._driver


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


async def _run(driver: Driver, dialect: Dialect, bound: Sequence[Bound], asked: Sequence[Asked]) -> list[Found]:
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
