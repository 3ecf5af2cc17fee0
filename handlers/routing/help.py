"""/help lists the commands and what each one does."""

from handlers.chat import COMMANDS, Card, Line, Reply, Request, command, open_to
from handlers.chat.unused_text import with_unused_text
from handlers.i18n import N_, _


async def a_command(_req: Request, rest: str) -> bool:
    return not rest or rest.removeprefix("/").casefold() in COMMANDS


@command("help", N_("What I can do"), reads=True, plain=a_command)
async def help_(req: Request, line: Line) -> Reply:
    """Generated from the registry: it lists only commands that exist and that this role may use."""
    known = open_to(req.rep.role)
    if asked := known.get(line.rest.strip().removeprefix("/").casefold()):
        example = (_("For example:"), _(asked.example), *map(_, asked.more)) if asked.example else ()
        return Card(title=f"/{asked.name}", body="\n".join((_(asked.about), "", *example)).strip())
    mine = known.values()
    lines = [f"/{c.name} - {_(c.about)}" for c in mine]
    examples = [_(c.example) for c in mine if c.example]
    search = _("Type anything else to search: a name, a company, the last digits of a phone number.")
    body = "\n".join([*lines, "", _("For example:"), *examples, "", search])
    return with_unused_text(Card(title=_("What I can do"), body=body), line.rest)
