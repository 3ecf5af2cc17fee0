"""Commands that can be typed: declaration and registry."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.chat.access import guarded
from handlers.chat.forms import Reply
from handlers.chat.replies import Line
from handlers.chat.requests import Request
from storage.models import Role
from storage.rights import includes_role

Run = Callable[[Request, Line], Awaitable[Reply]]
Plain = Callable[[Request, str], Awaitable[bool]]


async def never(_req: Request, _rest: str) -> bool:
    return False


async def only_alone(_req: Request, rest: str) -> bool:
    """Without a slash, a command counts only if nothing follows it."""
    return not rest


@dataclass(frozen=True)
class Command:
    """A command that can be typed. `plain` decides whether a line without a slash is this command."""

    name: str
    about: str
    example: str
    run: Run
    reads: bool
    plain: Plain
    role: Role = Role.REP
    more: tuple[str, ...] = ()  # other examples, in its own help
    stands_alone: bool = False  # words after it mean nothing to it


COMMANDS: dict[str, Command] = {}


def command(
    name: str,
    about: str,
    *,
    example: str = "",
    reads: bool = False,
    plain: Plain = only_alone,
    role: Role = Role.REP,
    more: tuple[str, ...] = (),
    stands_alone: bool = False,
) -> Callable[[Run], Run]:
    """Declare a command; `role`: the least that may use it; `plain`: whether a line without a slash is one."""

    def declare(run: Run) -> Run:
        checked = guarded(role, run)
        COMMANDS[name] = Command(name, about, example, checked, reads, plain, role, more, stands_alone)
        return run

    return declare


def is_open(name: str, role: Role) -> bool:
    """Whether there is such a command that people with this role may use."""
    return name in COMMANDS and includes_role(role, COMMANDS[name].role)


def open_to(role: Role) -> dict[str, Command]:
    """The commands that people with this role may use."""
    return {name: command for name, command in COMMANDS.items() if includes_role(role, command.role)}
