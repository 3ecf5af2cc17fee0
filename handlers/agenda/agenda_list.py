"""/agenda: what is ahead, grouped by day: tomorrow, a week, what is overdue; a rep's own or a colleague's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from math import ceil

from handlers.activities import follow_up_cards, follow_up_moves
from handlers.activities.follow_up_cards import MOVES
from handlers.activities.follow_up_lines import follow_up_line, subject
from handlers.activities.follow_ups import complete
from handlers.agenda.agenda_view import ALL, View, code, range_of, view_of
from handlers.buttons.activities import (
    list_client_follow_ups,
    list_follow_ups,
    open_follow_up,
)
from handlers.buttons.agenda import (
    back_rows,
    complete_in_agenda,
    move_in_agenda,
    move_to_step,
    open_in_agenda,
    pick_date_in_agenda,
    pick_scope_in_agenda,
    show_agenda,
)
from handlers.buttons.clients import open_client
from handlers.buttons.recurrence import Scope
from handlers.chat import Button, Card, Redraw, Reply, Request, Row, listed, shorten
from handlers.chat.paging import pager
from handlers.i18n import _, day, days, moment, ngettext
from handlers.recurrence import scope as scope_questions
from handlers.resolve.pending_line import STEPS
from handlers.resolve.visible_client import get_client
from handlers.working_time import Step, local
from storage.activities import agenda
from storage.activities.agenda import Range
from storage.activities.follow_ups import ClientFollowUp
from storage.models import Rep
from storage.team import accounts

PAGE = 12  # lines
MAX_ROWS = 5  # follow-ups with buttons of their own; of more, a number opens each
NUMBERS = 6  # in a row
MAX_LABEL = 24  # letters


@show_agenda.handler
async def show(req: Request, view: str) -> Reply:
    return Redraw(await card(req, view_of(view)))


@list_follow_ups.handler
async def show_all(req: Request, owner: int, offset: int) -> Reply:
    return Redraw(await card(req, View(owner=owner, offset=offset)))


@list_client_follow_ups.handler
async def show_with_client(req: Request, client_id: int) -> Reply:
    return Redraw(await card(req, View(client=(await get_client(req, client_id)).id)))


@open_in_agenda.handler
async def open_follow_up_here(req: Request, follow_up_id: int, view: str) -> Reply:
    """A follow-up opened from the list, with a button back to it."""
    drawn = await follow_up_cards.card(req, *await follow_up_cards.get_follow_up(req, follow_up_id))
    return Redraw(replace(drawn, buttons=(*drawn.buttons, *back_rows(view))))


@complete_in_agenda.handler
async def complete_here(req: Request, follow_up_id: int, due_at: datetime, view: str) -> Reply:
    return await complete(req, follow_up_id, due_at, back_rows(view))


@move_in_agenda.handler
async def choose_time_here(req: Request, follow_up_id: int, due_at: datetime, view: str) -> Reply:
    """The times a follow-up of the list can be moved to."""
    promise = await follow_up_cards.get_follow_up(req, follow_up_id)
    follow_up = promise[0]
    if not follow_up_cards.is_as_seen(follow_up, due_at):
        return await follow_up_cards.stale(req, promise)
    steps = [move_to_step.button(_(STEPS[step]), follow_up.id, due_at, step, view) for step in MOVES]
    on_a_date = pick_date_in_agenda.button(_("Pick a date"), follow_up.id, due_at, view)
    return Redraw(
        Card(
            title=_("Move: {name}").format(name=subject(promise)),
            fields=((_("Due"), moment(due_at, req.rep.timezone, req.now)),),
            body=follow_up.text if follow_up.client_id else "",
            buttons=(tuple(steps[:2]), (*steps[2:], on_a_date), *back_rows(view)),
            client=follow_up.client_id,
        )
    )


@move_to_step.handler
async def move_here(req: Request, follow_up_id: int, due_at: datetime, step: Step, view: str) -> Reply:
    return await follow_up_moves.move_to_step(req, follow_up_id, due_at, step, back_rows(view))


@pick_date_in_agenda.handler
async def pick_date_here(req: Request, follow_up_id: int, due_at: datetime, view: str) -> Reply:
    return await follow_up_moves.ask_date(req, follow_up_id, due_at, view)


@pick_scope_in_agenda.handler
async def pick_scope_here(req: Request, follow_up_id: int, due_at: datetime, scope: Scope, view: str) -> Reply:
    return await scope_questions.date_form(req, follow_up_id, due_at, scope, view)


async def card(req: Request, view: View, otherwise: tuple[Row, ...] = (), owner: Rep | None = None) -> Card:
    """A page of an agenda. `otherwise`: buttons for other meanings of what was typed; `owner`: if known."""
    of = range_of(req, view)
    dues = await agenda.due_times(req.db, req.rep, of)
    if not dues:
        return await _nothing(req, view, of, otherwise, owner)
    found = await agenda.page(req.db, req.rep, of, limit=PAGE, offset=view.offset)
    pages = pager(lambda label, at: show_agenda.button(label, code(view.at(at))), view.offset, PAGE, len(dues))
    return Card(
        title=await _title(req, view, len(dues), owner),
        fields=tuple(_fields(req, view, found, dues)),
        buttons=(*_rows(found, view), *pages, *_opened(view), *otherwise),
        client=view.client,
    )


async def next_line(req: Request, of: Range) -> tuple[str, tuple[Row, ...]]:
    """The first follow-up that is due in that range, and a button that opens it; nothing if there is none."""
    found = await agenda.page(req.db, req.rep, of, limit=1)
    if not found:
        return "", ()
    opened = open_follow_up.button(shorten(subject(found[0]), MAX_LABEL), found[0][0].id)
    return _("Next: {follow_up}").format(follow_up=follow_up_line(req, found[0])), ((opened,),)


async def _nothing(req: Request, view: View, of: Range, otherwise: tuple[Row, ...], owner: Rep | None) -> Card:
    said = _("Nothing is overdue.") if view.days.overdue else _("Nothing planned.")
    following, rows = "", tuple[Row, ...]()
    if of.until is None:
        said = _("No open follow-ups. Set one with /remind.")
    else:
        following, rows = await next_line(req, Range(owner=of.owner, client=of.client, since=of.until))
    return Card(
        title=await _what(req, view, owner),
        body="\n".join(filter(None, (said, following))),
        buttons=(*rows, *_opened(view), *otherwise),
        client=view.client,
    )


async def _title(req: Request, view: View, count: int, owner: Rep | None) -> str:
    if view.days != ALL:
        title = ngettext("{what}: {n} follow-up", "{what}: {n} follow-ups", count)
        return title.format(what=await _what(req, view, owner), n=count)
    title = ngettext("{n} open follow-up", "{n} open follow-ups", count).format(n=count)
    return " · ".join(filter(None, (await _whose(req, view, owner), title)))


async def _what(req: Request, view: View, owner: Rep | None) -> str:
    """Whose agenda of which days, for its title."""
    today = local(req.now, req.rep.timezone).date()
    said = _("Agenda")
    if view.days.overdue:
        said = _("Overdue")
    elif view.days.first and view.days.last:
        said = days(view.days.first, view.days.last, today)
    elif view.days.last:
        said = _("Until {day}").format(day=day(view.days.last, today))
    return " · ".join(filter(None, (await _whose(req, view, owner), said)))


async def _whose(req: Request, view: View, owner: Rep | None) -> str:
    if view.client is not None:
        return (await get_client(req, view.client)).name
    if view.owner == req.rep.id:
        return ""
    owner = owner or await accounts.get(req.db, view.owner or 0)
    return owner.name if owner else ""


def _fields(
    req: Request, view: View, found: Sequence[ClientFollowUp], dues: Sequence[datetime]
) -> Iterator[tuple[str, str]]:
    """Numbered lines, below their days and how many there are of each."""
    counts = Counter(_group(req, due) for due in dues)
    is_one_day = view.days.first is not None and view.days.first == view.days.last
    number = view.offset
    for group, promises in groupby(found, lambda promise: _group(req, promise[0].due_at)):
        dated = group == _("Overdue") and not is_one_day
        lines = []
        for promise in promises:
            number += 1
            line = follow_up_line(req, promise, dated=dated, named=view.client is None)
            lines.append(f"{number}. {line}")
        heading = "" if is_one_day or view.days.overdue else f"{group} ({counts[group]})"
        yield heading, listed(lines)


def _group(req: Request, due_at: datetime) -> str:
    zone = req.rep.timezone
    if due_at < req.now:
        return _("Overdue")
    return day(local(due_at, zone).date(), local(req.now, zone).date())


def _rows(found: Sequence[ClientFollowUp], view: View) -> tuple[Row, ...]:
    here = code(view)
    numbered = [(view.offset + at, promise) for at, promise in enumerate(found, start=1)]
    if len(found) <= MAX_ROWS:
        return tuple(_row(number, promise, here) for number, promise in numbered)
    buttons = [open_in_agenda.button(str(number), promise[0].id, here) for number, promise in numbered]
    return even_rows(buttons)


def even_rows(numbers: Sequence[Button]) -> tuple[Row, ...]:
    """Buttons with numbers in as few rows as will do, none much shorter than the others."""
    in_a_row = ceil(len(numbers) / ceil(len(numbers) / NUMBERS))
    return tuple(tuple(numbers[at : at + in_a_row]) for at in range(0, len(numbers), in_a_row))


def _row(number: int, promise: ClientFollowUp, here: str) -> Row:
    follow_up, _client = promise
    label = shorten(f"{number}. {subject(promise)}", MAX_LABEL)
    return (
        open_in_agenda.button(label, follow_up.id, here),
        complete_in_agenda.button(_("Done"), follow_up.id, follow_up.due_at, here),
        move_in_agenda.button(_("Move"), follow_up.id, follow_up.due_at, here),
    )


def _opened(view: View) -> tuple[Row, ...]:
    opened: Button | None = open_client.button(_("Open card"), view.client) if view.client is not None else None
    return ((opened,),) if opened else ()
