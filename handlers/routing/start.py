"""/start follows a link or greets."""

from handlers.chat import Line, Reply, Request, command
from handlers.chat.links import HELLO, LINK
from handlers.i18n import N_, _
from handlers.routing.links import follow
from handlers.team.greetings import welcome
from handlers.team.setup import own_card


@command(
    "start", N_("Join with an invitation, or see how to start"), example="/start 7F3K-Q2MV-9DXA", reads=True
)
async def start(req: Request, line: Line) -> Reply:
    if LINK.fullmatch(line.rest):
        return await follow(req, line.rest)
    if line.rest and line.rest != HELLO:
        return _("You already have access. /help shows what I can do.")
    return welcome(req.rep) if req.rep.setup_at else own_card(req)
