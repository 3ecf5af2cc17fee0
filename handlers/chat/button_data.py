"""What a button carries: its values as short words, and back."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

Offset = Annotated[int, "of the first thing on a page"]
LARGEST: dict[Any, int] = {int: 2**63 - 1, Offset: 10**6}  # that a base takes; none has as many pages
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written(value: Any) -> str:
    """A value as a button carries it."""
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


def read(kind: Any, word: str) -> Any:
    """The value of that kind. Raises ValueError and OverflowError where it makes no sense."""
    if kind is datetime:
        return EPOCH + timedelta(minutes=int(word))
    if kind is date:
        return datetime.strptime(word, "%Y%m%d").date()
    if kind is bool:
        return bool(int(word))
    if kind in LARGEST and not 0 <= int(word) <= LARGEST[kind]:
        raise ValueError("neither a row's number nor an offset")
    return kind(word)
