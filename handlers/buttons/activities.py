"""Buttons about interactions, follow-ups and files."""

from datetime import datetime

from handlers.chat.buttons import button
from handlers.working_time import Step
from storage.models import InteractionKind, Outcome


@button("file", reads=True)
def open_file(file_id: int) -> None: ...


@button("follow_ups", reads=True)
def list_follow_ups(owner: int, offset: int) -> None: ...


@button("follow_ups.client", reads=True)
def list_client_follow_ups(client_id: int) -> None: ...


@button("remind", reads=True)
def remind_of_client(client_id: int) -> None: ...


@button("remind.in")
def plan_next_step(client_id: int, step: Step, newest: int) -> None: ...


@button("follow_up", reads=True)
def open_follow_up(follow_up_id: int) -> None: ...


@button("follow_up.more", reads=True)
def open_follow_up_menu(follow_up_id: int) -> None: ...


@button("follow_up.done")
def complete_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("follow_up.log", reads=True)
def log_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("follow_up.went")
def log_outcome(follow_up_id: int, outcome: Outcome) -> None: ...


@button("follow_up.logged")
def log_done(follow_up_id: int) -> None: ...


@button("follow_up.edit", reads=True)
def edit_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("follow_up.decline", reads=True)
def decline_follow_up(follow_up_id: int, giver: int) -> None: ...


@button("follow_up.to")
def move_follow_up_to(follow_up_id: int, due_at: datetime, until: datetime) -> None: ...


@button("follow_up.snooze")
def snooze_follow_up(follow_up_id: int, due_at: datetime, step: Step) -> None: ...


@button("follow_up.date", reads=True)
def move_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("follow_up.drop")
def drop_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("log", reads=True)
def log_with_client(client_id: int) -> None: ...


@button("log.edit", reads=True)
def edit_interaction(interaction_id: int) -> None: ...


@button("log.next")
def remind_as_mentioned(interaction_id: int, at: datetime, newest: int) -> None: ...


@button("log.empty")
def log_without_text(kind: InteractionKind, client_id: int) -> None: ...


@button("log.read", reads=True)
def read_interaction(interaction_id: int, part: int) -> None: ...


@button("client.about", reads=True)
def read_client_note(client_id: int, part: int) -> None: ...


@button("log.any", reads=True)
def log_anything() -> None: ...


@button("log.message", reads=True)
def log_message() -> None: ...


@button("log.quote", reads=True)
def log_quote() -> None: ...


@button("today", reads=True)
def open_today() -> None: ...
