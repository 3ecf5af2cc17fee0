"""Buttons of the tip of the week."""

from handlers.chat.buttons import button


@button("tip.try")
def try_tip(name: str) -> None: ...


@button("tip.dismiss")
def dismiss_tip(name: str) -> None: ...
