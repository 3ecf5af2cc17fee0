"""Buttons of an agenda. `view`: what it shows, as `handlers/agenda/agenda_view.py` writes it."""

from datetime import datetime

from handlers.buttons.recurrence import Scope
from handlers.chat.buttons import button
from handlers.chat.replies import Row
from handlers.i18n import _
from handlers.working_time import Step


@button("agenda", reads=True)
def show_agenda(view: str) -> None: ...


@button("agenda.open", reads=True)
def open_in_agenda(follow_up_id: int, view: str) -> None: ...


@button("agenda.done")
def complete_in_agenda(follow_up_id: int, due_at: datetime, view: str) -> None: ...


@button("agenda.move", reads=True)
def move_in_agenda(follow_up_id: int, due_at: datetime, view: str) -> None: ...


@button("agenda.date", reads=True)
def pick_date_in_agenda(follow_up_id: int, due_at: datetime, view: str) -> None: ...


@button("agenda.scope", reads=True)
def pick_scope_in_agenda(follow_up_id: int, due_at: datetime, scope: Scope, view: str) -> None: ...


@button("agenda.to")
def move_to_step(follow_up_id: int, due_at: datetime, step: Step, view: str) -> None: ...


def back_rows(view: str) -> tuple[Row, ...]:
    """A button back to that list; nothing without one."""
    return ((show_agenda.button(_("‹ Back to the list"), view),),) if view else ()
