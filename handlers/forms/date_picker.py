"""Date picker made of buttons: days with their names, three in a row, then the hours of a working day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from handlers.chat import Field
from handlers.forms.fields import Day, Moment, PastMoment

T = TypeVar("T")

DATED = Day | Moment | PastMoment
DAYS_IN_A_ROW, ROWS = 3, 5
FARTHEST = 100  # pages; days beyond must be typed
HOURS_IN_A_ROW, HOURS = 4, range(8, 20)


def has_days(field: Field) -> bool:
    """Whether the field asks for a day, or a time on one."""
    return isinstance(field, DATED)


def days(field: Field, today: date, page: int) -> list[Sequence[date]]:
    """A page of days, the nearest first: future ones, or past ones for a field that asks for a past time."""
    way, first = -1 if isinstance(field, PastMoment) else 1, min(page, FARTHEST) * DAYS_IN_A_ROW * ROWS
    return _rows([today + timedelta(way * (first + n)) for n in range(DAYS_IN_A_ROW * ROWS)], DAYS_IN_A_ROW)


def hours(field: Field, on: date, now: datetime) -> list[Sequence[datetime]]:
    """The possible hours of that day. `now` and the hours are local."""
    every = [datetime(on.year, on.month, on.day, hour, tzinfo=now.tzinfo) for hour in HOURS]
    is_past = isinstance(field, PastMoment)
    return _rows([at for at in every if (at <= now if is_past else at > now)], HOURS_IN_A_ROW)


def _rows(items: Sequence[T], width: int) -> list[Sequence[T]]:
    return [items[i : i + width] for i in range(0, len(items), width)]
