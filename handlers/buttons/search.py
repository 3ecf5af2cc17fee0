"""Buttons of search results."""

from enum import StrEnum

from handlers.chat.button_data import Offset
from handlers.chat.buttons import button


class ResultKind(StrEnum):
    """What was found; the values are a wire format."""

    CLIENT = "c"
    DEAL = "d"
    INTERACTION = "i"


@button("find.deal", reads=True)
def open_found_deal(deal_id: int, offset: Offset, told: str, words: str) -> None: ...


@button("find.deals", reads=True)
def list_found_deals(offset: Offset, told: str, words: str) -> None: ...


@button("find.where", reads=True)
def list_filtered(offset: Offset, told: str, words: str) -> None: ...


@button("find.hit", reads=True)
def open_filtered(client_id: int, offset: Offset, told: str, words: str) -> None: ...


@button("find.page", reads=True)
def list_found(offset: Offset, words: str) -> None: ...


@button("find.open", reads=True)
def open_found(client_id: int, offset: Offset, words: str) -> None: ...


@button("find.all", reads=True)
def list_results(words: str) -> None: ...


@button("find.kind", reads=True)
def list_of_kind(kind: ResultKind, offset: Offset, words: str) -> None: ...


@button("find.result", reads=True)
def open_result(kind: ResultKind, row_id: int, words: str) -> None: ...


@button("export.clients")
def export_clients(told: str, words: str) -> None: ...


@button("export.deals")
def export_deals(told: str, words: str) -> None: ...
