"""Prepared statements: written in SQLAlchemy's language, compiled once, run by a driver as they are.

Compiling and running a statement through a session takes ten times as long as SQLite needs to answer it.
SQLAlchemy's private names that this needs (those with an underscore) are used only here;
tests/storage/database/test_prepared.py compares the rows with a session's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Protocol, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Column, CompoundSelect, Dialect, Executable, Select, TextClause, inspect
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import LRUCache

STATEMENTS = 1_000  # compiled statements that are kept

Row = Sequence[Any]
Values = Mapping[str, Any]
Process = Callable[[Any], Any]


class Objects(Protocol):
    """The model objects that a session has loaded so far."""

    def get(self, mapper: Mapper[Any], key: Row) -> object | None: ...

    def put(self, mapper: Mapper[Any], key: Row, values: dict[str, Any]) -> object: ...

    def renew(self, known: object, values: dict[str, Any]) -> None:
        """Give a known object the values that were read now."""


class Call(NamedTuple):
    """What a driver is given; for several rows at once, `parameters` is a list of them."""

    sql: str
    parameters: Any
    is_many: bool = False


class Found(NamedTuple):
    """What a driver has found. The others are the cursor's."""

    rows: list[Any]
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


class Unsupported(Exception):
    """The statement has to go through SQLAlchemy's session."""


@dataclass(frozen=True)
class Entity:
    """A model whose columns are at these positions of a row."""

    mapper: Mapper[Any]
    start: int
    names: Sequence[str]
    key: Sequence[int]  # positions of the primary key

    def load(self, row: Row, objects: Objects, renews: bool) -> object | None:
        key = tuple(row[position] for position in self.key)
        if None in key:  # an outer join found nothing
            return None
        known = objects.get(self.mapper, key)
        if known is not None and not renews:
            return known
        values = dict(zip(self.names, row[self.start : self.start + len(self.names)], strict=True))
        if known is None:
            return objects.put(self.mapper, key, values)
        objects.renew(known, values)
        return known


class Prepared:
    """A statement compiled for a dialect. `names`: the columns of an INSERT or UPDATE that are given later."""

    def __init__(self, statement: Any, dialect: Dialect, names: Collection[str], *, is_many: bool) -> None:
        plain, self.parts, labels = _flattened(statement)
        how = {"column_keys": list(names) or None, "for_executemany": is_many}
        self.compiled = cast(SQLCompiler, plain.compile(dialect=dialect, **how))
        self.renews = _renews(statement)
        self.sql = str(self.compiled)
        self.metadata = SimpleResultMetaData(labels) if labels is not None else None
        self._binds: Sequence[str] = self.compiled.positiontup or list(self.compiled.bind_names.values())
        self._processors = cast(Mapping[str, Process], self.compiled._bind_processors)
        self._is_positional = self.compiled.positional
        self._expands = bool(self.compiled.post_compile_params)
        self._defaults = _defaults(self.compiled)
        # A statement is found by itself, and must not be held by what is found.
        self.compiled.statement = self.compiled.compile_state = None
        self._types = [
            (position, process)
            for position, kind in enumerate(_types(plain))
            if (process := kind._cached_result_processor(dialect, None))
        ]

    def call(self, known: Values, given: Values | Sequence[Values]) -> Call:
        """The SQL and the parameters for it. Raises KeyError if one is missing."""
        if isinstance(given, Mapping):
            return self._call_once({**known, **given})
        calls = [self._call_once({**known, **each}) for each in given]
        return Call(calls[0].sql, [call.parameters for call in calls], is_many=True)

    def rows(self, found: Iterable[Row], objects: Objects) -> Sequence[Row]:
        """The rows that a driver has found as SQLAlchemy would give them."""
        rows = [self._processed(row) for row in found] if self._types else list(found)
        if self.parts is None:
            return rows
        return [
            tuple(
                row[part] if isinstance(part, int) else part.load(row, objects, self.renews)
                for part in self.parts
            )
            for row in rows
        ]

    def _call_once(self, values: dict[str, Any]) -> Call:
        if not self._expands:
            return Call(self.sql, _parameters(self._binds, values, self._processors, self._is_positional))
        # An IN list: the SQL depends on its length.
        state = self.compiled._process_parameters_for_postcompile({name: values[name] for name in self._binds})
        processors = {**self._processors, **cast(Mapping[str, Process], state.processors)}
        names = state.positiontup or list(state.parameters)
        return Call(state.statement, _parameters(names, state.parameters, processors, self._is_positional))

    def _processed(self, row: Row) -> Row:
        values = list(row)
        for position, process in self._types:
            values[position] = process(values[position])
        return values


@dataclass(frozen=True)
class Bound:
    """A prepared statement with the values that are written in it."""

    prepared: Prepared
    known: Values


_compiled: LRUCache[Any, tuple[Prepared, Mapping[str, int]]] = LRUCache(STATEMENTS)
_seen: WeakKeyDictionary[Executable, dict[Any, Bound]] = WeakKeyDictionary()


def prepare(statement: Executable, dialect: Dialect, given: Values | Sequence[Values]) -> Bound:
    """The statement, compiled at the first use of one like it. Raises Unsupported.

    A statement that is made once is found by itself; one that is made anew, by SQLAlchemy's cache key (its
    shape, without the values).
    """
    is_many = not isinstance(given, Mapping)
    names = tuple(given if isinstance(given, Mapping) else given[0])
    if not isinstance(statement, UpdateBase):
        names = ()
    key = (dialect.name, names, is_many)
    seen = _seen.setdefault(statement, {})
    if (found := seen.get(key)) is None:
        found = seen[key] = _bind(statement, dialect, names, is_many=is_many)
    return found


def _bind(statement: Any, dialect: Dialect, names: tuple[str, ...], *, is_many: bool) -> Bound:
    if isinstance(statement, UpdateBase) and _changes_objects(statement):
        raise Unsupported("objects in the session might be changed")
    cache_key = statement._generate_cache_key()
    if cache_key is None:
        prepared = Prepared(statement, dialect, names, is_many=is_many)
        return Bound(prepared, prepared._defaults)
    key = (dialect.name, cache_key.key, names, is_many, _renews(statement))
    if key not in _compiled:
        prepared = Prepared(statement, dialect, names, is_many=is_many)
        _compiled[key] = prepared, _places(prepared.compiled, cache_key.bindparams)
    prepared, places = _compiled[key]
    values = {name: cache_key.bindparams[place] for name, place in places.items()}
    return Bound(prepared, prepared._defaults | {name: v.effective_value for name, v in values.items()})


def _parameters(
    names: Sequence[str], values: Values, processors: Mapping[str, Process], is_positional: bool
) -> list[Any] | dict[str, Any]:
    found = {name: processors[name](values[name]) if name in processors else values[name] for name in names}
    return [found[name] for name in names] if is_positional else found


def _renews(statement: Any) -> bool:
    return bool(statement.get_execution_options().get("populate_existing"))


def _places(compiled: SQLCompiler, binds: Sequence[BindParameter[Any]]) -> Mapping[str, int]:
    """Where in the cache key each parameter's value is; not those that are given later."""
    places = {bind.key: place for place, bind in enumerate(binds) if not bind.required}
    found = {
        name: next((each.key for each in bind._cloned_set if each.key in places), None)
        for bind, name in compiled.bind_names.items()
    }
    return {name: places[key] for name, key in found.items() if key is not None}


def _defaults(compiled: SQLCompiler) -> dict[str, Any]:
    """The values that are the same for every statement of this shape."""
    written = {
        name: bind.effective_value
        for bind, name in compiled.bind_names.items()
        if not bind.required and not bind.callable
    }
    columns: Iterable[Column[Any]] = chain(compiled.insert_prefetch or (), compiled.update_prefetch or ())
    return written | {column.key: _default(column) for column in columns}


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if not default.is_scalar:
        raise Unsupported(f"a default that is computed: {column}")
    return default.arg


def _flattened(statement: Any) -> tuple[Any, Sequence[int | Entity] | None, Sequence[str] | None]:
    """The statement with single columns instead of models; how to build its rows; their labels."""
    if isinstance(statement, TextClause):
        return statement, None, None
    if isinstance(statement, CompoundSelect):
        return statement, None, [str(column.key) for column in statement.selected_columns]
    if isinstance(statement, UpdateBase):
        return statement, None, [str(column.key) for column in statement.exported_columns]
    if not isinstance(statement, Select) or statement._with_options:
        raise Unsupported(type(statement).__name__)
    columns: list[Any] = []
    parts: list[int | Entity] = []
    labels: list[str] = []
    for told in statement.column_descriptions:
        labels.append(told["name"] or f"column_{len(labels)}")
        if told.get("entity") is not None and told["expr"] is told["entity"]:
            entity = _entity(told["expr"], len(columns))
            columns += [getattr(told["expr"], name) for name in entity.names]
            parts.append(entity)
        else:
            parts.append(len(columns))
            columns.append(told["expr"])
    if all(isinstance(part, int) for part in parts):
        return statement, None, labels
    return statement.with_only_columns(*columns), parts, labels


def _changes_objects(statement: UpdateBase) -> bool:
    is_of_a_model = "compile_state_plugin" in statement._propagate_attrs
    return is_of_a_model and statement.get_execution_options().get("synchronize_session") is not False


def _entity(model: Any, start: int) -> Entity:
    mapper: Mapper[Any] = inspect(model).mapper
    names = [attribute.key for attribute in mapper.column_attrs]
    key = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    return Entity(mapper, start, names, [start + names.index(name) for name in key])


def _types(statement: Any) -> Iterable[TypeEngine[Any]]:
    if isinstance(statement, TextClause):
        return ()
    columns = statement.exported_columns if isinstance(statement, UpdateBase) else statement.selected_columns
    return (column.type for column in columns)
