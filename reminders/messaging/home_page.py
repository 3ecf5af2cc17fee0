"""Redraw a home page with its state at the time of sending."""

from handlers.agenda import home_page
from handlers.chat import Card, Request
from handlers.team import greetings
from reminders.registry import reminder
from storage.models import Place
from storage.team import accounts


@reminder("home", outlasts=True)
async def draw(req: Request, channel: str, space: str, user: str) -> Card:
    """People who have left, or have unlinked that channel, see nothing there any more."""
    account = await accounts.get_at(req.db, Place(channel, space, user, user))
    is_theirs = account is not None and account.rep_id == req.rep.id
    return await home_page.card(req) if is_theirs and req.rep.active else Card(body=greetings.not_any_more())
