"""Buttons about deals and the board."""

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button


@button("pipeline", reads=True)
def open_board() -> None: ...


@button("pipeline.stage", reads=True)
def open_stage(stage_id: int, offset: Offset) -> None: ...


@button("pipeline.closed", reads=True)
def open_closed(stage_id: int, offset: Offset) -> None: ...


@button("deal.new", reads=True)
def start_deal(client_id: int) -> None: ...


@button("deals", reads=True)
def list_deals(offset: Offset) -> None: ...


@button("deal", reads=True)
def open_deal(deal_id: int) -> None: ...


@button("deal.move")
def move_deal(deal_id: int, was: int, to: int) -> None: ...


@button("deal.set_amount")
def set_deal_amount(deal_id: int, amount: int, currency: str) -> None: ...


@button("deal.more", reads=True)
def open_deal_menu(deal_id: int) -> None: ...


@button("deal.stages", reads=True)
def choose_stage(deal_id: int) -> None: ...


@button("deal.edit", reads=True)
def edit_deal(deal_id: int) -> None: ...


@button("deal.history", reads=True)
def open_deal_history(deal_id: int, offset: Offset) -> None: ...


@button("deal.note", reads=True)
def add_deal_note(deal_id: int) -> None: ...
