"""Buttons of /help, the tour and the tip of the week."""

from handlers.chat.buttons import button


@button("help", reads=True)
def open_help() -> None: ...


@button("command")
def run_command(name: str) -> None: ...


@button("help.subject", reads=True)
def open_subject(name: str) -> None: ...


@button("help.command", reads=True)
def open_command_help(name: str) -> None: ...


@button("tour", reads=True)
def open_tour() -> None: ...


@button("tour.begin")
def begin_tour(rep_id: int) -> None: ...


@button("tour.do")
def do_step(step: str) -> None: ...


@button("tour.leave")
def leave_tour(draft_id: int) -> None: ...


@button("tip.try")
def try_tip(name: str) -> None: ...


@button("tip.dismiss")
def dismiss_tip(name: str) -> None: ...
