"""/agenda, and questions about what is ahead without a slash: "boris tomorrow", "what's on friday"."""

from handlers.agenda import agenda_list
from handlers.agenda.agenda import day
from handlers.agenda.agenda_view import View
from handlers.chat import Line, Reply, Request, UserError, command, requests, shorten
from handlers.i18n import N_, _
from handlers.parsing.activities.agenda_line import AgendaLine, Days, read_agenda
from handlers.resolve.colleague import find_colleagues
from handlers.text import ECHO
from storage.models import Rep
from storage.search import client_search


async def asks_for_agenda(req: Request, text: str) -> bool:
    """Whether a line without a slash is such a question, and not the beginning of a client's name."""
    found = await _find(req, text)
    return found is not None and not await client_search.starts_a_name(req.db, req.rep, text)


async def _is_agenda(req: Request, rest: str) -> bool:
    return await _find(req, f"agenda {rest}") is not None


@command(
    "agenda",
    N_("What's ahead: a day, a week, what is overdue"),
    example=N_("/agenda next week"),
    reads=True,
    plain=_is_agenda,
    more=(N_("/agenda friday"), N_("/agenda overdue"), N_("/agenda boris tomorrow")),
)
async def agenda(req: Request, line: Line) -> Reply:
    found = await _find(req, line.rest) or await _find(req, f"agenda {line.rest}")
    if found is None:
        text = _("I don't understand “{typed}”. Try: tomorrow, friday, next week, overdue.")
        raise UserError(text.format(typed=shorten(line.rest, ECHO)))
    asked, owner = found
    if asked.is_today and owner is req.rep:
        return await day(req)
    days = Days(last=asked.days.last) if asked.is_today else asked.days
    return await agenda_list.card(req, View(days, owner=owner.id), owner=owner)


async def _find(req: Request, text: str) -> tuple[AgendaLine, Rep] | None:
    """What is asked for, and whose agenda; None if there are other words."""
    asked = read_agenda(text, requests.scene(req))
    if asked is None or not asked.words:
        return (asked, req.rep) if asked else None
    found = await find_colleagues(req, asked.words)
    return (asked, found[0]) if len(found) == 1 else None
