"""Owners touched by this transaction, collected at every flush, to refresh what shows their data."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Account, Company, Rep

EVERYBODY = 0  # no rep has this ID


def touched_owners(db: AsyncSession) -> set[int] | None:
    """The reps whose data this transaction has changed so far; None: everybody's."""
    return None if EVERYBODY in (found := _found(db.info)) else found


def touch(info: dict[Any, Any], noun: str, *rows: Mapping[str, Any]) -> None:
    """Note the owners of these rows; for Rep and Account rows, the reps; for Company rows, everybody. `info` is
    the session's.
    """
    found = _found(info)
    found.update(row["owner_id"] for row in rows if row.get("owner_id"))
    if noun == Rep.__tablename__:
        found.update(row["id"] for row in rows if row.get("id"))
    if noun == Account.__tablename__:
        found.update(row["rep_id"] for row in rows if row.get("rep_id"))
    if noun == Company.__tablename__:
        found.add(EVERYBODY)


def _found(info: dict[Any, Any]) -> set[int]:
    found: set[int] = info.setdefault("touched", set())
    return found
