"""Buttons of the tour: begin or resume, have a step done, leave."""

from handlers.chat.buttons import button


@button("tour")
def open_tour() -> None: ...


@button("tour.do")
def do_step(step: str) -> None: ...


@button("tour.leave")
def leave_tour() -> None: ...
