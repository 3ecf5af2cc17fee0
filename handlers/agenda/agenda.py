"""/today shows what is overdue and due, birthdays and quiet deals; /birthdays shows the next ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.activities.follow_up_lines import follow_up_line, subject
from handlers.agenda import agenda_list
from handlers.agenda.agenda_list import MAX_ROWS, even_rows
from handlers.buttons.activities import complete_follow_up, open_follow_up, open_today
from handlers.buttons.clients import open_client
from handlers.buttons.deals import open_deal
from handlers.chat import Card, Line, Redraw, Reply, Request, Row, command, listed
from handlers.i18n import N_, _, ngettext
from handlers.i18n import day as day_said
from handlers.recurrence.keep_in_touch import going_cold
from handlers.resolve.deal import line_of
from handlers.text import colon
from handlers.working_time import born_on, local, next_birthday, tomorrow
from storage.activities import follow_ups
from storage.activities.agenda import Range
from storage.activities.follow_ups import ClientFollowUp
from storage.clients import clients
from storage.deals import deals
from storage.models import Client, Deal, Stage

SHOWN = 8  # of each kind
QUIET = timedelta(days=14)  # an open deal without changes for that long is quiet
AHEAD = 30  # days for which birthdays are listed
Entry = tuple[str, Row]  # a line, and the buttons about it


@command("today", N_("My day: overdue, due today, birthdays, who is going cold"), reads=True, stands_alone=True)
async def today(req: Request, _line: Line) -> Reply:
    return await day(req)


@command("birthdays", N_("Upcoming birthdays"), reads=True, stands_alone=True)
async def birthdays(req: Request, _line: Line) -> Reply:
    start = local(req.now, req.rep.timezone).date()
    coming = [start + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    born = [pair for on in coming for pair in born_on(on)]
    found = await clients.born_on(req.db, req.rep, born, limit=100)
    dated = sorted(((_next(start, c), c.name, c) for c in found), key=lambda row: (*row[:2], row[2].id))
    if not dated:
        return _("No birthdays in the next 30 days.")
    lines = "\n".join(colon(day_said(on, start), f"{name}{_turns(client, on)}") for on, name, client in dated)
    rows = tuple((open_client.button(name, client.id),) for _on, name, client in dated[:SHOWN])
    return Card(title=_("Birthdays"), body=lines, buttons=rows)


@open_today.handler
async def show_today(req: Request) -> Reply:
    return Redraw(await day(req))


async def day(req: Request, title: str = "", since: date | None = None) -> Card:
    """The rep's day. `since`: also show birthdays missed since that local day."""
    now = local(req.now, req.rep.timezone)
    overdue = await follow_ups.open_until(req.db, req.rep, req.now, limit=SHOWN)
    due = await _due(req)
    born = await _born(req, now.date(), since or now.date())
    quiet = await deals.quiet_of(req.db, req.rep, req.now - QUIET, limit=SHOWN)
    lists: tuple[tuple[str, list[Entry]], ...] = (
        (_("Overdue"), [_follow_up(req, each, dated=True) for each in overdue]),
        (_("Due today"), [_follow_up(req, each, dated=False) for each in due]),
        (_("Birthdays"), [_birthday(client, since or now.date(), now.date()) for client in born]),
        (_("Going cold"), await going_cold(req)),
        (_("Quiet deals"), [_quiet_deal(*found) for found in quiet]),
    )
    entries = [entry for _label, found in lists for entry in found]
    lines = iter(_numbered(entries) if len(entries) > MAX_ROWS else [line for line, _row in entries])
    said = [[next(lines) for _each in found] for _label, found in lists]
    said[0] += await _more(req, overdue)
    fields = tuple((label, listed(each)) for (label, _found), each in zip(lists, said, strict=True))
    rows = _number_rows(entries) if len(entries) > MAX_ROWS else tuple(row for _line, row in entries)
    if any(value for _label, value in fields):
        return Card(title or _("My day"), fields, buttons=rows)
    coming = Range(owner=req.rep.id, since=tomorrow(req.now, req.rep.timezone))
    following, opened = await agenda_list.next_line(req, coming)
    nothing = _("Nothing due. A good day to call someone you haven't spoken to in a while.")
    return Card(title or _("My day"), body="\n".join(filter(None, (nothing, following))), buttons=opened)


async def due_together(req: Request, since: datetime, until: datetime) -> Card | None:
    """The rep's open follow-ups due from `since` until before `until` (UTC); None if there are none."""
    found = await follow_ups.open_until(req.db, req.rep, until, since=since, limit=SHOWN)
    if not found:
        return None
    count = await follow_ups.count_overdue(req.db, req.rep, until, since=since)
    entries = [_follow_up(req, each, dated=True) for each in found]
    body = "\n".join((*(line for line, _row in entries), *and_more(count - len(found))))
    title = ngettext("{n} follow-up is due", "{n} follow-ups are due", count).format(n=count)
    return Card(title, body=body, buttons=tuple(row for _line, row in entries))


def is_empty(card: Card) -> bool:
    return not card.fields


async def _due(req: Request) -> Sequence[ClientFollowUp]:
    return await follow_ups.open_until(
        req.db, req.rep, tomorrow(req.now, req.rep.timezone), since=req.now, limit=SHOWN
    )


async def _more(req: Request, overdue: Sequence[ClientFollowUp]) -> list[str]:
    """How many more are overdue: they appear once these are done or snoozed."""
    if len(overdue) < SHOWN:
        return []
    return and_more(await follow_ups.count_overdue(req.db, req.rep, req.now) - len(overdue))


def and_more(left: int) -> list[str]:
    return [ngettext("and {n} more", "and {n} more", left).format(n=left)] if left else []


async def _born(req: Request, today: date, since: date) -> Sequence[Client]:
    days = [since + timedelta(days=n) for n in range((today - since).days + 1)]
    return await clients.born_on(req.db, req.rep, [p for on in days for p in born_on(on)], limit=SHOWN)


def _numbered(entries: Sequence[Entry]) -> list[str]:
    return [f"{number}. {line}" for number, (line, _row) in enumerate(entries, start=1)]


def _number_rows(entries: Sequence[Entry]) -> tuple[Row, ...]:
    """Of many, a number opens each: a row for each would fill a phone's screen."""
    numbers = enumerate(entries, start=1)
    return even_rows([replace(row[0], label=str(number)) for number, (_line, row) in numbers])


def _follow_up(req: Request, promise: ClientFollowUp, *, dated: bool) -> Entry:
    follow_up, _client = promise
    opened = open_follow_up.button(subject(promise), follow_up.id)
    done = complete_follow_up.button(_("Done"), follow_up.id, follow_up.due_at)
    return follow_up_line(req, promise, dated=dated), (opened, done)


def _birthday(client: Client, since: date, today: date) -> Entry:
    """A birthday; one that has passed is shown with its date, as the congratulation is late."""
    on = next_birthday(since, client.birth_month or 1, client.birth_day or 1)
    said = client.name + _turns(client, on)
    label = _("Send birthday wishes: {name}").format(name=client.name)
    return said if on >= today else f"{said}, {day_said(on, today)}", (open_client.button(label, client.id),)


def _quiet_deal(deal: Deal, stage: Stage, client: Client) -> Entry:
    opened = open_deal.button(f"{deal.title} · {client.name}", deal.id)
    return colon(client.name, line_of(deal, stage)), (opened,)


def _next(today: date, client: Client) -> date:
    return next_birthday(today, client.birth_month or 1, client.birth_day or 1)


def _turns(client: Client, on: date) -> str:
    return f" ({on.year - client.birth_year})" if client.birth_year else ""
