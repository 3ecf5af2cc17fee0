"""Commands in a line: with a slash or without, and those that are unknown or misspelt."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

from handlers.activities.attachments import TAKEN_WITH, takes_no_file
from handlers.chat import COMMANDS, Attached, Card, Command, Line, Reply, Request, is_open, requests
from handlers.chat.unused_text import with_unused_text
from handlers.clients import edit_line
from handlers.forms import dialog, questions, way_back
from handlers.parsing.commands.command_line import SpokenCommand, read_command, request_in
from handlers.parsing.commands.deal_sentence import DealSentence, read_deal_sentence
from handlers.parsing.time import times
from handlers.resolve.deal import is_titled, names_a_deal
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
    left = None if known.left else form
    if name in COMMANDS:
        return command_route(name, rest, files, left=left, bare=bare)
    if form and form.kind is DraftKind.FORM and name in questions.BUTTONS:  # "/cancel"
        draft_id = form.id
        return Route("form", lambda req: dialog.answer(req, draft_id, f"/{name}"))
    if asked := request_in(text[1:]):
        return _request_route(asked, files, slash=True, left=left)
    if spoken := read_command(text[1:]):
        return command_route(spoken.name, spoken.rest, files, left=left, bare=spoken.has_colon)
    return route_with_way_back(left, "unknown", partial(_unknown_command, word, rest, files), reads=True)


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


async def find_named_command(request: Request, text: str, left: Draft | None = None) -> Route | None:
    """The same by the command's own name only: an answer to a question may begin with any other word."""
    call = await _named_route(request, text, (), left)
    return call if call and not await client_search.starts_a_name(request.db, request.rep, text) else None


async def find_command(
    request: Request, text: str, files: Files = (), *, left: Draft | None = None
) -> Route | None:
    """The command in a text without a slash, if there is one: said in words of any language, or by its name."""
    if not files and (asked := find_request(request, text, left)):
        return asked
    if not files and await edit_line.gives_contact_point(request, text):
        return None
    if (spoken := read_command(text)) and await _is_command(request, spoken, files):
        return command_route(spoken.name, spoken.rest, files, slash=False, left=left, bare=spoken.has_colon)
    if named := await _named_route(request, text, files, left):
        return named
    if not files and (sentence := read_deal_sentence(text)) and await _names_deal(request, sentence):
        return command_route(sentence.name, sentence.rest, slash=False, left=left)
    return None


async def _names_deal(request: Request, sentence: DealSentence) -> bool:
    """Whether its title is one; behind a verb a reason may follow it: "przegraliśmy okna za drogo"."""
    return await is_titled(request, sentence.title) or (
        sentence.is_after and await names_a_deal(request, sentence.title)
    )


async def _named_route(request: Request, text: str, files: Files, left: Draft | None) -> Route | None:
    word, _space, rest = text.partition(" ")
    name = word.casefold()
    if _can_be(request, name, files) and await COMMANDS[name].plain(request, rest.strip()):
        return command_route(name, rest.strip(), files, slash=False, left=left)
    return None


def candidate_line(request: Request, text: str) -> Line | None:
    """The command that a text without a slash may be, as it begins with a word for one; nothing is certain."""
    if (spoken := read_command(text)) and spoken.rest and _can_be(request, spoken.name, ()):
        return Line(spoken.name, spoken.rest)
    word, _space, rest = text.partition(" ")
    is_command = is_open(word.casefold(), request.rep.role)
    return Line(word.casefold(), rest.strip()) if is_command and rest.strip() else None


def find_request(request: Request, text: str, left: Draft | None) -> Route | None:
    """What the whole text asks for: "my day", "воронка"."""
    asked = _request_in(request, text, left)
    return _request_route(asked, (), slash=False, left=left) if asked else None


def _request_in(request: Request, text: str, left: Draft | None) -> str:
    """What the whole text asks for; in a form a time is the answer ("today")."""
    asked = request_in(text)
    if not asked or not is_open(asked.partition(" ")[0], request.rep.role):
        return ""
    is_form = left is not None and left.kind is DraftKind.FORM
    return "" if is_form and times.when(text, requests.scene(request)) else asked


def _request_route(asked: str, files: Files, *, slash: bool, left: Draft | None) -> Route:
    name, _space, rest = asked.partition(" ")
    return command_route(name, rest, files, slash=slash, left=left)


def _can_be(request: Request, name: str, files: Files) -> bool:
    return name in TAKEN_WITH if files else is_open(name, request.rep.role)


async def _is_command(request: Request, spoken: SpokenCommand, files: Files) -> bool:
    return _can_be(request, spoken.name, files) and (
        spoken.has_colon or await COMMANDS[spoken.name].plain(request, spoken.rest.strip())
    )


async def _unknown_command(word: str, rest: str, files: Files, req: Request) -> Reply:
    raise command_suggestions.unknown(req, word, rest.strip(), files)
