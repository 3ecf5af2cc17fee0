"""Buttons that delete something, and that restore it."""

from datetime import datetime

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button


@button("delete.client", reads=True)
def ask_delete_client(client_id: int) -> None: ...


@button("delete.client.yes")
def delete_client(client_id: int, total: int) -> None: ...


@button("delete.heir", reads=True)
def choose_heir(client_id: int) -> None: ...


@button("delete.heir.yes")
def delete_without_deals(client_id: int, heir_id: int, total: int) -> None: ...


@button("delete.deal", reads=True)
def ask_delete_deal(deal_id: int) -> None: ...


@button("delete.deal.yes")
def delete_deal(deal_id: int, was: int) -> None: ...


@button("delete.entry", reads=True)
def ask_delete_interaction(interaction_id: int) -> None: ...


@button("delete.entry.yes")
def delete_interaction(interaction_id: int) -> None: ...


@button("delete.follow_up", reads=True)
def ask_delete_follow_up(follow_up_id: int) -> None: ...


@button("delete.follow_up.yes")
def delete_follow_up(follow_up_id: int, due_at: datetime) -> None: ...


@button("deleted", reads=True)
def list_deletions(offset: Offset) -> None: ...


@button("deleted.open", reads=True)
def open_deletion(deletion_id: int) -> None: ...


@button("deleted.restore")
def restore_deletion(deletion_id: int) -> None: ...
