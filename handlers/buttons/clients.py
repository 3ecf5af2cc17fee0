"""Buttons about clients: their cards, owners and offers."""

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button
from storage.audit.history import HistoryKind
from storage.models import Role


@button("client", reads=True)
def open_client(client_id: int) -> None: ...


@button("client.more", reads=True)
def open_client_menu(client_id: int) -> None: ...


@button("client.edit", reads=True)
def edit_client(client_id: int) -> None: ...


@button("assign", reads=True)
def choose_owner(client_id: int, offset: Offset) -> None: ...


@button("assign.to")
def assign_client(client_id: int, rep_id: int, was: int) -> None: ...


@button("handover", role=Role.MANAGER, reads=True)
def preview_handover(rep_id: int, offset: Offset) -> None: ...


@button("handover.to", role=Role.MANAGER)
def confirm_handover(rep_id: int, to_id: int, count: int) -> None: ...


@button("handover.share", role=Role.MANAGER)
def distribute_clients(rep_id: int, count: int) -> None: ...


@button("handover.list", reads=True)
def list_received_clients(act_id: int, offset: Offset) -> None: ...


@button("client.history", reads=True)
def open_history(client_id: int, offset: Offset) -> None: ...


@button("history", reads=True)
def open_history_of(client_id: int, kind: HistoryKind, offset: Offset) -> None: ...


@button("history.entries", reads=True)
def choose_entry(client_id: int, offset: Offset) -> None: ...


@button("history.edit", reads=True)
def choose_entry_of(client_id: int, kind: HistoryKind, offset: Offset) -> None: ...


@button("client.deals", reads=True)
def list_deals_of(client_id: int, offset: Offset) -> None: ...


@button("lead.offer")
def offer_client(client_id: int, team_id: int) -> None: ...


@button("lead.take")
def take_offer(offer_id: int) -> None: ...
