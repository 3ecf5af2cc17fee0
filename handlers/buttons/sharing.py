"""Buttons that share a card with others."""

from handlers.chat.buttons import button


@button("share.client")
def share_client(client_id: int) -> None: ...


@button("share.deal")
def share_deal(deal_id: int) -> None: ...


@button("share.links")
def share_links() -> None: ...
