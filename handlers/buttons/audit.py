"""Buttons that undo a change."""

from handlers.chat.buttons import button


@button("undo")
def undo_act(act_id: int) -> None: ...
