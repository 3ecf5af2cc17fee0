"""Follow-ups in a line: what they are about, when they are due, and what is to be done."""

from handlers.chat import Request, shorten
from handlers.i18n import _, clock, moment
from handlers.text import ECHO
from handlers.working_time import local
from storage.activities.follow_ups import ClientFollowUp


def subject(promise: ClientFollowUp) -> str:
    """Whom or what a follow-up is about: its client, or what the task is."""
    follow_up, client = promise
    return client.name if client else shorten(follow_up.text, ECHO) or _("Task")


def follow_up_line(req: Request, promise: ClientFollowUp, *, dated: bool = True) -> str:
    follow_up, client = promise
    zone = req.rep.timezone
    when = moment(follow_up.due_at, zone, req.now) if dated else clock(local(follow_up.due_at, zone))
    said = f": {shorten(follow_up.text, ECHO)}" if client and follow_up.text else ""
    return f"{when} {subject(promise)}{said}"
