"""The page of one's own, drawn as it is true when it leaves."""

from handlers import home, start
from handlers.chat import Card, Request
from reminders import reminder
from storage import accounts
from storage.accounts import Place


@reminder("home", outlasts=True)
async def draw(req: Request, channel: str, space: str, user: str) -> Card:
    """Whoever has left, or has left that channel, sees nothing there any more."""
    account = await accounts.at(req.db, Place(channel, space, user, user))
    is_theirs = account is not None and account.rep_id == req.rep.id
    return await home.card(req) if is_theirs and req.rep.active else Card(body=start.not_any_more())
