"""Encode and decode the values in a button's data."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

Offset = Annotated[int, "of the first thing on a page"]
LARGEST: dict[Any, int] = {int: 2**63 - 1, Offset: 10**6}  # what the database takes; no list is that long
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def encode(value: Any) -> str:
    """Encode a value for a button's data."""
    match value:
        case datetime():
            return str(int((value - EPOCH) // timedelta(minutes=1)))
        case date():
            return value.strftime("%Y%m%d")
        case StrEnum():
            return value.value
        case bool():
            return str(int(value))
        case _:
            return str(value)


def decode(kind: Any, word: str) -> Any:
    """Decode a value of that kind. Raises ValueError or OverflowError if it is invalid."""
    if kind is datetime:
        return EPOCH + timedelta(minutes=int(word))
    if kind is date:
        return datetime.strptime(word, "%Y%m%d").date()
    if kind is bool:
        return bool(int(word))
    if kind in LARGEST and not 0 <= int(word) <= LARGEST[kind]:
        raise ValueError("neither a row's number nor an offset")
    return kind(word)
