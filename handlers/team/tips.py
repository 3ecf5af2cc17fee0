"""The tip of the week: a command that the person has not used, until they use, try or dismiss it."""

from collections.abc import Collection

from handlers.buttons.help import dismiss_tip, try_tip
from handlers.chat import COMMANDS, OLD_BUTTON, Line, Reply, Request, Row, Toast, UserError, open_to
from handlers.i18n import _
from storage.audit import changes
from storage.models import Rep
from storage.team import accounts

# The most useful first. What changes nothing leaves no trace in the audit log: it counts once it was tried.
TIPS = (
    *("call", "remind", "deal", "note", "move", "find", "meeting", "undo", "pipeline", "won", "birthdays"),
    *("email", "message", "lost", "link", "assign", "settings", "bind"),
)
# What else says that somebody knows how: names of buttons and forms.
ALSO = {
    "call": ("log", "log.any"),
    "meeting": ("log", "log.any"),
    "remind": ("remind.in",),
    "deal": ("deal.new",),
    "move": ("deal.move", "won", "lost"),
    "won": ("deal.move", "move"),
    "lost": ("deal.lose",),
    "assign": ("assign.to", "handover"),
}


def choose(rep: Rep, used: Collection[str]) -> str:
    """The command of the next tip; "" if there is none left. `used`: names of the person's acts."""
    known, done = open_to(rep.role), (rep.tips_done or "").split()
    unused = (name for name in TIPS if name in known and not {name, *ALSO.get(name, ())} & {*used})
    return next((name for name in unused if name not in done), "")


async def next_tip(req: Request) -> str:
    return choose(req.rep, await changes.names_used(req.db, req.rep))


def text(name: str) -> str:
    """What a tip says: "/move - Move a deal …", and an example."""
    command = COMMANDS[name]
    return "\n".join(filter(None, (f"/{name} - {_(command.about)}", _(command.example))))


def rows(name: str) -> tuple[Row, ...]:
    return ((try_tip.button(_("Try it"), name), dismiss_tip.button(_("I know that"), name)),)


@try_tip.handler
async def run(req: Request, name: str) -> Reply:
    """Run the command of the tip; it is not proposed again."""
    if name not in COMMANDS:
        raise UserError(_(OLD_BUTTON))
    await _done(req, name)
    return await COMMANDS[name].run(req, Line(name))


@dismiss_tip.handler
async def dismiss(req: Request, name: str) -> Reply:
    if name not in COMMANDS:
        raise UserError(_(OLD_BUTTON))
    await _done(req, name)
    return Toast(_("OK, you won't see that tip again."))


async def _done(req: Request, name: str) -> None:
    rep = await accounts.get(req.db, req.rep.id)
    if rep is not None:
        rep.tips_done = " ".join(dict.fromkeys((*(rep.tips_done or "").split(), name)))
        await req.db.flush()
