"""Buttons about recurring follow-ups: this one, or all to come."""

from datetime import datetime
from enum import StrEnum

from handlers.chat.buttons import button


class Scope(StrEnum):
    ONE = "one"
    ALL = "all"


@button("recurrence.drop")
def drop_occurrences(follow_up_id: int, due_at: datetime, scope: Scope) -> None: ...


@button("recurrence.date", reads=True)
def pick_date(follow_up_id: int, due_at: datetime, scope: Scope) -> None: ...


@button("recurrence.move")
def move_occurrences(follow_up_id: int, due_at: datetime, to: datetime, scope: Scope) -> None: ...


@button("recurrence.text", reads=True)
def edit_text(follow_up_id: int, due_at: datetime, scope: Scope) -> None: ...
