"""Owners touched by this transaction, collected at every flush, to refresh what shows their data."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from storage.models import Account, Base, Company, Rep

EVERYBODY = 0  # no rep has this ID


def touched_owners(db: AsyncSession) -> set[int] | None:
    """The reps whose data this transaction has changed so far; None: everybody's."""
    return None if EVERYBODY in (found := _found(db.sync_session)) else found


def touch(session: Session, noun: str, *rows: Mapping[str, Any]) -> None:
    """Note the owners of these rows; for Rep and Account rows, the reps; for Company rows, everybody."""
    found = _found(session)
    found.update(row["owner_id"] for row in rows if row.get("owner_id"))
    if noun == Rep.__tablename__:
        found.update(row["id"] for row in rows if row.get("id"))
    if noun == Account.__tablename__:
        found.update(row["rep_id"] for row in rows if row.get("rep_id"))
    if noun == Company.__tablename__:
        found.add(EVERYBODY)


def owners_before(row: Base) -> dict[str, Any]:
    """The previous owner of a changed row."""
    return {
        attribute.key: value
        for attribute in inspect(row).attrs
        if attribute.key in ("owner_id", "rep_id")
        for value in attribute.history.deleted or ()
    }


def _found(session: Session) -> set[int]:
    found: set[int] = session.info.setdefault("concerned", set())
    return found
