"""Commands in a line: with a slash or without, and those that are unknown or misspelt."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from handlers.activities.attachments import TAKEN_WITH, takes_no_file
from handlers.chat import COMMANDS, Attached, Card, Command, Line, Reply, Request, open_to
from handlers.chat.unused_text import with_unused_text
from handlers.forms import dialog, questions, way_back
from handlers.routing.request_context import RequestContext, Route
from handlers.search import command_suggestions
from storage.models import Draft, DraftKind
from storage.search import client_search

COLON = re.compile("[:：]")
Files = tuple[Attached, ...]
Run = Callable[[Request], Awaitable[Reply]]


def command_word(word: str) -> tuple[str, str]:
    """The command in a word, and the text directly after its colon.

    In groups Telegram writes /find@the_bot, and people write "/call: …" as they would "Acme: …".
    """
    name, colon, more = COLON.sub(":", word).partition(":")
    return name.partition("@")[0].casefold(), more if colon else ""


def route_command(text: str, files: Files, known: RequestContext) -> Route:
    word, _space, rest = text[1:].replace("\n", " \n", 1).partition(" ")
    (name, more), form = command_word(word), known.question
    rest, bare = f"{more} {rest}".strip(), COLON.search(word) is not None
    if name in COMMANDS:
        return command_route(name, rest, files, left=None if known.left else form, bare=bare)
    if form and form.kind is DraftKind.FORM and name in questions.BUTTONS:  # "/cancel"
        draft_id = form.id
        return Route("form", lambda req: dialog.answer(req, draft_id, f"/{name}"))
    return route_with_way_back(
        None if known.left else form, "unknown", partial(_unknown_command, word, rest, files), reads=True
    )


def command_route(
    name: str,
    rest: str,
    files: Files = (),
    *,
    slash: bool = True,
    left: Draft | None = None,
    bare: bool = False,
) -> Route:
    command = COMMANDS[name]
    if files and name not in TAKEN_WITH:
        return Route("file", takes_no_file, reads=True)
    line = Line(name, rest, bare=bare, slash=slash, files=files)
    typed = "" if slash else f"{name} {rest}".strip()
    return route_with_way_back(left, name, partial(_run, command, line), typed, reads=command.reads)


async def _run(command: Command, line: Line, req: Request) -> Reply:
    reply = await command.run(req, line)
    return with_unused_text(reply, line.rest) if command.stands_alone and isinstance(reply, Card) else reply


def route_with_way_back(
    left: Draft | None, name: str, run: Run, typed: str = "", *, reads: bool = False
) -> Route:
    """A route that adds a button back to the unanswered question; `typed` may be the answer to a form's."""
    if left is None:
        return Route(name, run, reads)
    return Route(name, lambda req: way_back.with_way_back(left, typed, partial(run, req)), reads)


async def find_plain_command(request: Request, text: str, left: Draft | None = None) -> Route | None:
    """A command without a slash, unless a client's name begins with these words."""
    call = await find_command(request, text, left=left)
    return call if call and not await client_search.starts_a_name(request.db, request.rep, text) else None


async def find_command(
    request: Request, text: str, files: Files = (), *, left: Draft | None = None
) -> Route | None:
    """The command in a text without a slash, if there is one."""
    word, _space, rest = text.partition(" ")
    name = word.casefold()
    can_be = name in TAKEN_WITH if files else name in open_to(request.rep.role)
    if can_be and await COMMANDS[name].plain(request, rest.strip()):
        return command_route(name, rest.strip(), files, slash=False, left=left)
    return None


async def _unknown_command(word: str, rest: str, files: Files, req: Request) -> Reply:
    raise command_suggestions.unknown(req, word, rest.strip(), files)
