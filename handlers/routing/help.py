"""/help: six things for the day, commands by subject, and what one command understands."""

from collections.abc import Iterator, Sequence

from handlers.buttons.help import open_command_help, open_help, open_subject, run_command
from handlers.chat import (
    COMMANDS,
    OLD_BUTTON,
    Button,
    Card,
    Command,
    Line,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    command,
    listed,
    open_to,
    shorten,
)
from handlers.i18n import N_, _
from handlers.routing.help_guides import DAY, GUIDES, LAST_SUBJECT, SUBJECTS
from handlers.search.command_suggestions import command_for, guess
from handlers.text import ECHO
from storage.models import Rep

COMMANDS_IN_A_ROW, SUBJECTS_IN_A_ROW = 3, 2


async def a_command(req: Request, rest: str) -> bool:
    return not rest or _command_named(req, rest) in COMMANDS


def _command_named(req: Request, said: str) -> str:
    """The command that is called so, in any language; else what was said."""
    name = said.strip().removeprefix("/").casefold()
    return name if name in COMMANDS or name in SUBJECTS else command_for(req, name) or name


@command("help", N_("What I can do"), reads=True, plain=a_command)
async def help_(req: Request, line: Line) -> Reply:
    """Only what this role may use is shown."""
    name = _command_named(req, line.rest)
    if asked := open_to(req.rep.role).get(name):
        return _command_card(asked)
    if name in SUBJECTS:
        return _subject_card(req, name)
    return _unknown_card(req, name) if name else day_card(req.rep)


@open_help.handler
async def show_help(req: Request) -> Reply:
    return Redraw(day_card(req.rep))


@open_subject.handler
async def show_subject(req: Request, name: str) -> Reply:
    return Redraw(_subject_card(req, name) if name in SUBJECTS else day_card(req.rep))


@open_command_help.handler
async def show_command(req: Request, name: str) -> Reply:
    asked = open_to(req.rep.role).get(name)
    return Redraw(_command_card(asked) if asked else day_card(req.rep))


@run_command.handler
async def run(req: Request, name: str) -> Reply:
    """Run a command without anything after it."""
    if name not in COMMANDS:
        raise UserError(_(OLD_BUTTON))
    return await COMMANDS[name].run(req, Line(name))


def day_card(rep: Rep, notice: str = "", near: str = "") -> Card:
    fields = tuple((_(what), listed([_(example)])) for what, example in DAY)
    found = [open_command_help.button(f"/{near}", near)] if near else []
    subjects = [
        open_subject.button(_(title), name)
        for name, (title, _commands) in SUBJECTS.items()
        if any(commands_about(rep, name))
    ]
    buttons = (*_rows(found), *_rows(subjects, SUBJECTS_IN_A_ROW))
    return Card(title=_("What I can do"), lead=notice, fields=fields, buttons=buttons)


def _unknown_card(req: Request, name: str) -> Card:
    text = _("There is no command “{word}”.").format(word=shorten(name, ECHO))
    near = guess(req, name, begun=True)
    return day_card(
        req.rep, f"{text} {_('Did you mean /{command}?').format(command=near)}" if near else text, near
    )


def _subject_card(req: Request, name: str) -> Card:
    title, _commands = SUBJECTS[name]
    listed = list(commands_about(req.rep, name))
    lines = "\n".join(f"/{each.name} - {_(each.about)}" for each in listed)
    buttons = [open_command_help.button(f"/{each.name}", each.name) for each in listed]
    return Card(title=_(title), body=lines, buttons=(*_rows(buttons), _back()))


def commands_about(rep: Rep, subject: str) -> Iterator[Command]:
    known = open_to(rep.role)
    listed = [name for _title, names in SUBJECTS.values() for name in names]
    others = [name for name in known if name not in listed] if subject == LAST_SUBJECT else []
    yield from (known[name] for name in (*SUBJECTS[subject][1], *others) if name in known)


def _command_card(asked: Command) -> Card:
    examples = [_(each) for each in (asked.example, *asked.more) if each]
    guide = [_(line) for line in GUIDES.get(asked.name, ())]
    shown = (_("For example:"), *examples) if examples else ()
    blocks = ((_(asked.about),), shown, guide)
    return Card(
        title=f"/{asked.name}",
        body="\n\n".join("\n".join(block) for block in blocks if block),
        buttons=(_back(),),
    )


def _back() -> Row:
    return (open_help.button(_("All subjects")),)


def _rows(buttons: Sequence[Button], in_a_row: int = COMMANDS_IN_A_ROW) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + in_a_row]) for at in range(0, len(buttons), in_a_row))
