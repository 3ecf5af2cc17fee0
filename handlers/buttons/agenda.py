"""Buttons of an agenda. `view`: what it shows, as `handlers/agenda/agenda_view.py` writes it."""

from datetime import datetime

from handlers.chat.buttons import button
from handlers.working_time import Step


@button("agenda", reads=True)
def show_agenda(view: str) -> None: ...


@button("agenda.open", reads=True)
def open_in_agenda(follow_up_id: int, view: str) -> None: ...


@button("agenda.done")
def complete_in_agenda(follow_up_id: int, due_at: datetime, view: str) -> None: ...


@button("agenda.move", reads=True)
def move_in_agenda(follow_up_id: int, due_at: datetime, view: str) -> None: ...


@button("agenda.to")
def move_to_step(follow_up_id: int, due_at: datetime, step: Step, view: str) -> None: ...
