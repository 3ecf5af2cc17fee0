"""Follow-ups in a line: what they are about, when they are due, and what is to be done."""

from datetime import timedelta

from handlers.chat import Request, shorten
from handlers.i18n import _, clock, moment, near
from handlers.text import ECHO, colon
from handlers.working_time import local
from storage.activities.follow_ups import ClientFollowUp
from storage.models import FollowUp, FollowUpKind

SIGNS = {
    FollowUpKind.CALL: "📞",
    FollowUpKind.MEETING: "👥",
    FollowUpKind.EMAIL: "✉️",
    FollowUpKind.MESSAGE: "💬",
}


def subject(promise: ClientFollowUp) -> str:
    """Whom or what a follow-up is about: its client, or what the task is."""
    follow_up, client = promise
    return client.name if client else shorten(follow_up.text, ECHO) or _("Task")


def follow_up_line(req: Request, promise: ClientFollowUp, *, dated: bool = True, named: bool = True) -> str:
    """When, of what kind, whom about and what. `named`: whether the client is named."""
    follow_up, client = promise
    zone = req.rep.timezone
    when = _due(req, follow_up) if dated else clock(local(follow_up.due_at, zone))
    text = shorten(follow_up.text, ECHO) if client else ""
    what = colon(subject(promise), text) if named and text else text or subject(promise)
    return " ".join(filter(None, (when, SIGNS.get(follow_up.kind), what)))


def _due(req: Request, follow_up: FollowUp) -> str:
    """When it is due; before yesterday with its date, as a weekday would be taken for the next one."""
    zone = req.rep.timezone
    is_past = local(follow_up.due_at, zone).date() < local(req.now, zone).date() - timedelta(days=1)
    return (moment if is_past else near)(follow_up.due_at, zone, req.now)
