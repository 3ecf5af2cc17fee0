"""Model objects made of rows: frozen ones for reading, and those that a transaction watches."""

from functools import cache
from typing import Any

from sqlalchemy import Column, Table, insert, inspect
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from storage.database.prepared import Row, Values
from storage.models import Base


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
        self._watch(new)
        return new

    def renew(self, known: object, values: dict[str, Any]) -> None:
        for name, value in values.items():
            set_committed_value(known, name, value)

    def put_new(self, row: object, generated: Values) -> None:
        """Watch a row that was inserted. `generated`: the columns that the database has filled."""
        table = table_of(row)
        unset = {column.name: _default(column) for column in table.c if column.name not in row.__dict__}
        row.__dict__.update({**unset, **generated})
        self._watch(row)

    @property
    def has_changes(self) -> bool:
        """Whether the session has something to flush, by the name that it has for itself."""
        return not self._session._is_clean()

    def freeze(self) -> None:
        """Nothing of what was loaded so far can be changed any more."""
        for row in self._session:
            self._session.expunge(row)
            del row.__dict__["_sa_instance_state"]

    def _watch(self, row: object) -> None:
        make_transient_to_detached(row)
        self._session.add(row)


def values_of(row: object) -> Values:
    """The columns of a new row that are set."""
    given = row.__dict__
    return {column.name: given[column.name] for column in table_of(row).c if column.name in given}


def table_of(row: object) -> Table:
    table: Table = inspect(type(row)).local_table
    return table


@cache
def inserting(table: Table) -> Any:
    """The statement that inserts a row, and returns its key."""
    return insert(table).returning(*table.primary_key)


def position(row: object) -> int:
    """Rows that others refer to come first."""
    return _positions()[table_of(row)]


@cache
def _positions() -> dict[Table, int]:
    return {table: number for number, table in enumerate(Base.metadata.sorted_tables)}


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default and default.arg
