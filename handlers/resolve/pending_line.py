"""Pending lines: save a line that lacks a client, a deal or a time, and finish it once that is answered."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.buttons.lines import choose_time, confirm_line, drop_line
from handlers.chat import (
    COMMANDS,
    OLD_BUTTON,
    Card,
    Line,
    Redraw,
    Reply,
    Request,
    Row,
    Unfinished,
    UserError,
    requests,
    shorten,
)
from handlers.holidays import country_of
from handlers.i18n import N_, _
from handlers.parsing.time.time_at_edge import split_when
from handlers.text import ECHO
from handlers.working_time import Step, step_time
from storage.audit import changes
from storage.messaging import drafts
from storage.models import Draft, DraftKind

STEPS = {
    Step.HOUR: N_("In 1 hour"),
    Step.LATER: N_("Later today"),
    Step.TOMORROW: N_("Tomorrow"),
    Step.THREE_DAYS: N_("In 3 days"),
    Step.WEEK: N_("Next week"),
}


@choose_time.handler
async def choose_when(req: Request, draft_id: int, step: Step) -> Reply:
    when = step_time(step, req.now, req.rep.timezone, req.rep.working_days, country_of(req.rep))
    return await resume(req, draft_id, when=when)


async def answer_time(req: Request, draft_id: int, when: datetime) -> Reply:
    """Finish the line with a typed time; `when` is UTC."""
    return await finish(req, replace(await take_line(req, draft_id), when=when))


@confirm_line.handler
async def anyway(req: Request, draft_id: int) -> Reply:
    return await resume(req, draft_id, anyway=True)


@drop_line.handler
async def drop(req: Request, draft_id: int) -> Reply:
    await take_line(req, draft_id)
    return Redraw(Card(body=_("Cancelled. Nothing changed.")))


def drop_row(draft: int) -> Row:
    return (drop_line.button(_("Cancel"), draft),)


def ask_when(req: Request, line: Line, typed: str) -> Unfinished:
    """Ask for a time that was not understood or is in the past. It can be chosen or typed."""
    gone_by, _text = split_when(typed, requests.scene(req), past=True)
    text = (
        _("“{typed}” is in the past. Choose a new time, or type it like: tomorrow 10:00, friday, 15.03.")
        if gone_by
        else _("When is “{typed}”? Choose, or type it like: tomorrow 10:00, friday, in 3 days, 15.03.")
    )
    return Unfinished(
        Card(body=text.format(typed=shorten(typed, ECHO))),
        replace(line, asks="when"),
        lambda draft: (
            tuple(choose_time.button(_(STEPS[step]), draft, step) for step in (Step.HOUR, Step.TOMORROW)),
            tuple(choose_time.button(_(STEPS[step]), draft, step) for step in (Step.THREE_DAYS, Step.WEEK)),
            drop_row(draft),
        ),
    )


async def resume(req: Request, draft_id: int, **more: Any) -> Reply:
    """Finish the line with what a press has added."""
    return in_place(await finish(req, replace(await take_line(req, draft_id), **more)))


async def finish(req: Request, line: Line) -> Reply:
    return await COMMANDS[line.command].run(req, replace(line, asks=""))


async def take_line(req: Request, draft_id: int, command: str = "") -> Line:
    """Remove the draft and return its line; `command`: for the audit log, if not its own. Raises UserError."""
    draft = await get_line_draft(req, draft_id)
    await drafts.drop(req.db, draft)
    line = Line.from_json(draft.data)
    changes.act(req.db, req.rep, req.now, req.place.channel, command or line.command)  # not as the button
    return line


async def get_line_draft(req: Request, draft_id: int) -> Draft:
    """The draft of a line that waits for an answer. Raises UserError."""
    draft = await drafts.get(req.db, req.place, draft_id)
    if draft is None or draft.kind is not DraftKind.LINE:
        raise UserError(_(OLD_BUTTON))
    return draft


def in_place(reply: Reply) -> Reply:
    """Show the answer to a press in place of the pressed card."""
    return Redraw(reply) if isinstance(reply, Card) else reply
