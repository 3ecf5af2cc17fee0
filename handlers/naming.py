"""Who is meant in a sentence. What was typed is kept, and finishes by itself after a press."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import parse
from handlers.chat import (
    COMMANDS,
    OLD_BUTTON,
    Button,
    Card,
    Line,
    Redraw,
    Reply,
    Request,
    Row,
    Unfinished,
    UserError,
    action,
    shorten,
)
from handlers.i18n import N_, _
from handlers.letters import ECHO, is_visible
from handlers.rules import Step, step_time
from storage import changes, clients, drafts, search
from storage.models import Client, DraftKind

CANDIDATES = 6
LONGEST_NAME = 6  # words
STEPS = {
    Step.HOUR: N_("In 1 hour"),
    Step.LATER: N_("Later today"),
    Step.TOMORROW: N_("Tomorrow"),
    Step.THREE_DAYS: N_("In 3 days"),
    Step.WEEK: N_("Next week"),
}
# A colon ends a name; one inside a time ("10:00") does not.
COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")


async def client_meant(req: Request, line: Line) -> tuple[Client, Line] | None:
    """The client a line is about, and the line without the name. None: it names nobody. Raises Unfinished.

    Up to the first colon; else the longest leading words that name exactly one; else who was looked at last.
    """
    if line.client is not None:
        return await get_client(req, line.client), line
    name, rest = split_name(line.rest)
    if name:
        found = await search.find_named(req.db, req.rep, name, limit=CANDIDATES)
        if found or (named := await _named_before_a_time(req, name, replace(line, rest=rest))) is None:
            return _only(found, name, replace(line, rest=rest))
        return named
    words = rest.split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        name, tail = " ".join(words[:count]), rest.split(maxsplit=count)[count:]
        if found := await search.find_said(req.db, req.rep, name, limit=CANDIDATES):
            return _only(found, name, replace(line, rest=tail[0] if tail else ""))
    if looked_at := await _still_there(req, req.looked_at):
        return looked_at, replace(line, rest=rest)
    if rest and (looked_before := await _still_there(req, req.looked_before)):
        raise _ask_about_older(looked_before, replace(line, rest=rest))
    return None


async def _still_there(req: Request, client_id: int | None) -> Client | None:
    return await clients.get(req.db, req.rep, client_id) if client_id is not None else None


async def _named_before_a_time(req: Request, name: str, line: Line) -> tuple[Client, Line] | None:
    """ "Kasia yesterday 15:00 1h": the client, and the line with the rest of it. Raises Unfinished."""
    words = name.split()
    for count in range(min(LONGEST_NAME, len(words) - 1), 0, -1):
        told = parse.apart(words[count:], parse.scene(req))
        begins = " ".join(words[:count])
        if told and (found := await search.find_said(req.db, req.rep, begins, limit=CANDIDATES)):
            return _only(found, begins, replace(line, rest=f"{told}, {line.rest}"))
    return None


async def names_somebody(req: Request, rest: str) -> bool:
    """Whether a line without a slash can be a command about a client: only if it says which."""
    name, tail = split_name(rest)
    if name:
        return bool(tail)
    words = rest.split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        found = await search.find_said(req.db, req.rep, " ".join(words[:count]), limit=2)
        if found:
            return len(found) == 1
    return not rest


def split_name(text: str) -> tuple[str, str]:
    """What stands before the colon that ends a name, and the rest; the name is empty if there is none."""
    colon = COLON.search(text)
    if colon is None or parse.NEXT.search(text[: colon.end()]):
        return "", text
    return text[: colon.start()].strip(), text[colon.end() :].strip()


@action("line.client")
async def choose_client(req: Request, draft_id: int, client_id: int) -> Reply:
    return await resume(req, draft_id, client=client_id)


@action("line.when")
async def choose_when(req: Request, draft_id: int, step: Step) -> Reply:
    when = step_time(step, req.now, req.rep.timezone, req.rep.working_days)
    return await resume(req, draft_id, when=when)


@action("line.anyway")
async def anyway(req: Request, draft_id: int) -> Reply:
    return await resume(req, draft_id, anyway=True)


@action("line.drop")
async def drop(req: Request, draft_id: int) -> Reply:
    await _line(req, draft_id)
    return Redraw(Card(body=_("Cancelled. Nothing was changed.")))


@action("line.create")
async def create(req: Request, draft_id: int, name: str) -> Reply:
    """Make the client a line names, then finish the line."""
    line = await _line(req, draft_id)
    client = await clients.add(req.db, req.rep, clients.NewClient(name=name), req.now)
    return await _finish(req, replace(line, client=client.id))


async def resume(req: Request, draft_id: int, **more: Any) -> Reply:
    """A press has told what the line lacks: finish it."""
    return await _finish(req, replace(await _line(req, draft_id), **more))


def ask_when(line: Line, typed: str) -> Unfinished:
    """The time in a line was not understood: ask with buttons."""
    text = _("When is “{typed}”? Choose, or write it like: tomorrow 10:00, friday, in 3 days, 15.03.")
    return Unfinished(
        Card(body=text.format(typed=shorten(typed, ECHO))),
        line,
        lambda draft: (
            tuple(choose_when.button(_(STEPS[step]), draft, step) for step in (Step.HOUR, Step.TOMORROW)),
            tuple(choose_when.button(_(STEPS[step]), draft, step) for step in (Step.THREE_DAYS, Step.WEEK)),
            (drop.button(_("Cancel"), draft),),
        ),
    )


def _only(found: Sequence[Client], name: str, line: Line) -> tuple[Client, Line]:
    if len(found) == 1:
        return found[0], line
    raise _ask_which(found, line) if found else _ask_unknown(name, line)


def _ask_which(found: Sequence[Client], line: Line) -> Unfinished:
    def ask(draft: int) -> tuple[Row, ...]:
        return (
            *((choose_client.button(label(client), draft, client.id),) for client in found),
            (drop.button(_("Cancel"), draft),),
        )

    return Unfinished(Card(title=_("Which one?"), body=_("What you typed is kept.")), line, ask)


def _ask_unknown(name: str, line: Line) -> Unfinished:
    text = _("I know no “{name}”. Shall I add them? What you typed is kept.")
    text = text.format(name=shorten(name, ECHO))

    def ask(draft: int) -> tuple[Row, ...]:
        rows: list[Row] = []
        if fits := _create_button(draft, name):
            rows.append((fits,))
        return (*rows, (drop.button(_("Cancel"), draft),))

    return Unfinished(Card(body=text), line, ask)


def _create_button(draft: int, name: str) -> Button | None:
    if not is_visible(name):
        return None
    try:
        return create.button(_("Add {name}").format(name=name), draft, name)
    except ValueError:  # too long a name for a button
        return None


def _ask_about_older(client: Client, line: Line) -> Unfinished:
    text = _("Who is this about? The last one you looked at was {name}.").format(name=client.name)
    return Unfinished(
        Card(body=text),
        line,
        lambda draft: (
            (choose_client.button(label(client), draft, client.id),),
            (drop.button(_("Cancel"), draft),),
        ),
    )


def label(client: Client) -> str:
    """A client on a button or in a list."""
    return f"{client.name} · {client.company}" if client.company else client.name


async def get_client(req: Request, client_id: int) -> Client:
    """The client, if there and to be seen. Raises UserError."""
    client = await clients.get(req.db, req.rep, client_id)
    if client is None:
        raise UserError(_("That client is gone."))
    return client


async def _line(req: Request, draft_id: int) -> Line:
    draft = await drafts.get(req.db, req.place, draft_id)
    if draft is None or draft.kind is not DraftKind.LINE:
        raise UserError(_(OLD_BUTTON))
    await drafts.drop(req.db, draft)
    line = Line.from_json(draft.data)
    changes.act(req.db, req.rep, req.now, req.place.channel, line.command)  # not of the button's
    return line


async def _finish(req: Request, line: Line) -> Reply:
    return in_place(await COMMANDS[line.command].run(req, line))


def in_place(reply: Reply) -> Reply:
    """An answer to a press takes the place of the card that was pressed."""
    return Redraw(reply) if isinstance(reply, Card) else reply
