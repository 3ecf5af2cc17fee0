"""Buttons for contacts received in a chat."""

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button


@button("contact.list")
def list_contacts(draft_id: int, offset: Offset) -> None: ...


@button("contact.pick")
def open_contact(draft_id: int, at: int) -> None: ...


@button("contact.add")
def add_contact(draft_id: int, at: int) -> None: ...


@button("contact.same")
def merge_contact(draft_id: int, at: int, client_id: int) -> None: ...


@button("contact.drop")
def drop_contacts(draft_id: int) -> None: ...
