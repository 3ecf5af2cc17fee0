"""Buttons of /help: subjects, and what one command understands."""

from handlers.chat.buttons import button


@button("help", reads=True)
def open_help() -> None: ...


@button("command")
def run_command(name: str) -> None: ...


@button("help.subject", reads=True)
def open_subject(name: str) -> None: ...


@button("help.command", reads=True)
def open_command_help(name: str) -> None: ...
