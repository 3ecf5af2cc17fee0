"""Buttons below a question about a line that was typed."""

from handlers.chat.buttons import button
from handlers.working_time import Step
from storage.models import InteractionKind


@button("line.client")
def choose_client(draft_id: int, client_id: int) -> None: ...


@button("line.create")
def create_client(draft_id: int, name: str) -> None: ...


@button("line.nobody")
def choose_nobody(draft_id: int) -> None: ...


@button("line.deal")
def choose_deal(draft_id: int, deal_id: int) -> None: ...


@button("line.when")
def choose_time(draft_id: int, step: Step) -> None: ...


@button("line.change")
def save_change(draft_id: int, point_id: int, was: int) -> None: ...


@button("line.point")
def add_contact_point(draft_id: int, was: int) -> None: ...


@button("line.anyway")
def confirm_line(draft_id: int) -> None: ...


@button("line.drop")
def drop_line(draft_id: int) -> None: ...


@button("line.ask")
def ask_again(draft_id: int) -> None: ...


@button("line.tells")
def log_statement(draft_id: int, kind: InteractionKind, client_id: int) -> None: ...


@button("line.promises")
def remind_of_statement(draft_id: int, client_id: int) -> None: ...


@button("line.run")
def run_suggestion(draft_id: int, name: str) -> None: ...


@button("line.add")
def add_named_client(draft_id: int) -> None: ...
