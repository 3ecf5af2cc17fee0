"""The open follow-ups of a rep in one list: overdue, due today, and later."""

from collections.abc import Sequence

from handlers.activities.follow_up_lines import follow_up_line, subject
from handlers.buttons.activities import complete_follow_up, list_follow_ups, open_follow_up
from handlers.chat import Card, Redraw, Reply, Request, Row
from handlers.chat.paging import pager
from handlers.i18n import _, ngettext
from handlers.working_time import tomorrow
from storage.activities import follow_ups
from storage.activities.follow_ups import ClientFollowUp

PAGE = 8


@list_follow_ups.handler
async def page(req: Request, owner: int, offset: int) -> Reply:
    return Redraw(await card(req, owner, offset))


async def card(req: Request, owner: int, offset: int, otherwise: tuple[Row, ...] = ()) -> Card:
    """A page of the list. `owner`: the rep's id; `otherwise`: buttons for other meanings of what was typed."""
    total = await follow_ups.count_open_of(req.db, req.rep, owner)
    if not total:
        return Card(body=_("No open follow-ups. Set one with /remind."), buttons=otherwise)
    found = await follow_ups.open_of(req.db, req.rep, owner, limit=PAGE, offset=offset)
    pages = pager(lambda text, at: list_follow_ups.button(text, owner, at), offset, PAGE, total)
    rows = (*map(_row, found), *pages, *otherwise)
    title = ngettext("{n} open follow-up", "{n} open follow-ups", total).format(n=total)
    return Card(title=title, fields=_fields(req, found), buttons=rows)


def _fields(req: Request, found: Sequence[ClientFollowUp]) -> tuple[tuple[str, str], ...]:
    midnight = tomorrow(req.now, req.rep.timezone)
    parts = (
        (_("Overdue"), [each for each in found if each[0].due_at < req.now]),
        (_("Due today"), [each for each in found if req.now <= each[0].due_at < midnight]),
        (_("Later"), [each for each in found if each[0].due_at >= midnight]),
    )
    return tuple((name, "\n".join(follow_up_line(req, each) for each in part)) for name, part in parts if part)


def _row(promise: ClientFollowUp) -> Row:
    follow_up, _client = promise
    return (
        open_follow_up.button(subject(promise), follow_up.id),
        complete_follow_up.button(_("Done"), follow_up.id, follow_up.due_at),
    )
