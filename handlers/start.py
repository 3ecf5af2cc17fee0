"""/start: coming in, and what one hears on the doorstep."""

from collections.abc import Sequence

from handlers.chat import COMMANDS, Card, Line, Reply, Request, command, open_to
from handlers.i18n import N_, _
from handlers.links import HELLO, LINK, follow
from handlers.unused_text import with_unused_text
from storage.models import Rep


def unknown() -> str:
    """What a stranger hears."""
    return _("I do not know you yet. If your admin has sent you an invitation, send it to me as /start CODE.")


def come_in() -> str:
    """The same to those whom an admin lets come in by themselves."""
    return _("I do not know you yet. All members of this workspace may use me.")


def unknown_here() -> str:
    """What hears in a group whoever cannot be answered there: strangers, and those who were suspended."""
    return _("I cannot answer you here. Please write to me in private.")


def not_any_more() -> str:
    """What hears whoever was suspended or removed."""
    return _("You cannot use me any more, or not for the moment. Your admin can tell you why.")


def no_such_invitation() -> str:
    return _("That invitation is not valid (any more): please ask your admin for a new one.")


def welcome(rep: Rep) -> Card:
    return Card(
        title=_("Welcome, {name}!").format(name=rep.name),
        body=_(
            "Write to me as you would to a colleague:\n"
            "/new Ivan Petrov, Acme Ltd, +7 912 345-67-89 adds a client\n"
            "/call Ivan Petrov: 15 min, wants a discount; next: tuesday 10:00 send the offer\n"
            "Any other words are a search.\n"
            "/today shows what is due, /help all I can do."
        ),
    )


def linked(rep: Rep, channels: Sequence[str]) -> Card:
    """To whoever is here already, on one more channel."""
    text = _("You can use me here, too, and all is as you know it. Where I send reminders to: /settings.")
    fields = ((_("Channels"), ", ".join(channels)),)
    return Card(title=_("It is you, {name}!").format(name=rep.name), fields=fields, body=text)


@command(
    "start", N_("Join with an invitation, or see how to begin"), example="/start 7F3K-Q2MV-9DXA", reads=True
)
async def start(req: Request, line: Line) -> Reply:
    if LINK.fullmatch(line.rest):
        return await follow(req, line.rest)
    if line.rest and line.rest != HELLO:
        return _("You are in already. /help lists what I can do.")
    return welcome(req.rep)


async def a_command(_req: Request, rest: str) -> bool:
    return not rest or rest.removeprefix("/").casefold() in COMMANDS


@command("help", N_("What I can do"), reads=True, plain=a_command)
async def help_(req: Request, line: Line) -> Reply:
    """Written from the registry, so that it never lists what is not there, or for others."""
    known = open_to(req.rep.role)
    if asked := known.get(line.rest.strip().removeprefix("/").casefold()):
        example = (_("For example:"), _(asked.example), *map(_, asked.more)) if asked.example else ()
        return Card(title=f"/{asked.name}", body="\n".join((_(asked.about), "", *example)).strip())
    mine = known.values()
    lines = [f"/{c.name} - {_(c.about)}" for c in mine]
    examples = [_(c.example) for c in mine if c.example]
    search = _("Any other words are a search: a name, a company, the end of a phone number.")
    body = "\n".join([*lines, "", _("For example:"), *examples, "", search])
    return with_unused_text(Card(title=_("What I can do"), body=body), line.rest)
