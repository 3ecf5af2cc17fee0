"""The page of one's own, drawn as it is true when it leaves."""

from handlers.agenda import home_page
from handlers.chat import Card, Request
from handlers.team import greetings
from reminders.registry import reminder
from storage.models import Place
from storage.team import accounts


@reminder("home", outlasts=True)
async def draw(req: Request, channel: str, space: str, user: str) -> Card:
    """Whoever has left, or has left that channel, sees nothing there any more."""
    account = await accounts.at(req.db, Place(channel, space, user, user))
    is_theirs = account is not None and account.rep_id == req.rep.id
    return await home_page.card(req) if is_theirs and req.rep.active else Card(body=greetings.not_any_more())
