"""What an event calls: a command, a button, a form, an answer to a question, or a search."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from handlers.activities.attachments import TAKEN_WITH, join_album, takes_no_file
from handlers.activities.attachments import offer as offer_to_keep
from handlers.buttons.activities import complete_follow_up
from handlers.chat import (
    ACTIONS,
    BUTTON_LIMIT,
    COMMANDS,
    OLD_BUTTON,
    Attached,
    Card,
    Command,
    Line,
    Reply,
    Request,
    Toast,
    UserError,
    open_to,
    requests,
)
from handlers.chat.contact_rows import ReceivedContacts
from handlers.chat.events import (
    ButtonPress,
    ContactsMessage,
    ContentMessage,
    FormSubmission,
    Incoming,
    Reaction,
    Submission,
    TextMessage,
    UnsupportedMessage,
)
from handlers.chat.links import link_at
from handlers.chat.max_length import fits
from handlers.chat.unused_text import with_unused_text
from handlers.forms import answers, dialog, questions, way_back
from handlers.i18n import _
from handlers.imports.received_contacts import offer
from handlers.parsing.time import times
from handlers.resolve.pending_line import answer_time
from handlers.resolve.unanswered_questions import client_answered
from handlers.routing import edited_message
from handlers.routing.links import follow
from handlers.routing.request_context import RequestContext, Route
from handlers.search import command_suggestions
from handlers.search.find import search_for
from handlers.text import TEXT, is_visible
from storage.activities import follow_ups
from storage.models import Draft, DraftKind
from storage.search import client_search

BESIDE = ("line", "contact")  # presses that answer what was asked about something sent
COLON = re.compile("[:：]")
Files = tuple[Attached, ...]
Run = Callable[[Request], Awaitable[Reply]]


async def route(request: Request, event: Incoming, known: RequestContext) -> Route:
    """Which handler this event is for. Reads only."""
    match event:
        case TextMessage():
            return await _text_message(request, event, known)
        case ButtonPress(data=data):
            return _pressed(data)
        case FormSubmission(submission=submission):
            return _submitted(submission)
        case Reaction():
            return await _reacted(request, event, known)
        case _:
            return _other_message(event, known)


def _other_message(event: Incoming, known: RequestContext) -> Route:
    match event:
        case ContactsMessage(contacts=contacts):
            return _leaving(known.question, "contact", lambda req: offer(req, contacts or ReceivedContacts()))
        case ContentMessage(text=text):
            return _content(text, known)
        case UnsupportedMessage():
            return Route("unsupported", _unsupported, reads=True)
        case _:
            return Route("ignored", _nothing, reads=True)


async def _text_message(request: Request, event: TextMessage, known: RequestContext) -> Route:
    if event.heard_in:
        known = replace(known, question=None)  # that was asked in private
    if event.is_edit:
        return edited_message.changed(
            known.before, await _written(request, event, replace(known, question=None))
        )
    if known.album and event.files:
        first, text = (known.album.draft_id, known.album.act_id), event.text.strip()
        return Route(edited_message.ALBUM, lambda req: join_album(req, *first, event.files, text))
    return await _written(request, event, known)


async def _written(request: Request, event: TextMessage, known: RequestContext) -> Route:
    text = event.text.strip()
    if len(text) > TEXT:
        return Route("too long", lambda _req: _too_long(text), reads=True)
    if text.startswith("/") and not event.is_forwarded:
        return _commanded(text, event.files, known)
    if known.shown and not event.is_forwarded and (is_visible(text) or event.files):
        return await _replied(request, text, known.shown[0], event.files)
    asked = None if event.files or known.left else known.question
    if asked and (call := await _answered(request, asked, text)):
        return call
    if event.files or event.is_forwarded:
        return await _forwarded(request, event, text, known.question)
    return await _text_route(request, text, known)


def _content(text: str, known: RequestContext) -> Route:
    """Kept with the client on the card that it replies to, or asked about."""
    line = Line("note", text, client=known.shown[0] if known.shown else None, verbatim=True)
    if known.shown:
        return Route("note", lambda req: COMMANDS["note"].run(req, line))
    return _leaving(known.question, "keep", lambda req: offer_to_keep(req, line))


async def _reacted(request: Request, event: Reaction, known: RequestContext) -> Route:
    """A sign on a reminder says that it is done; on anything else it says nothing."""
    place, client = event.place, known.shown[0] if known.shown else 0
    message = (*place.key, event.message_id)
    found = await follow_ups.reminded_by(request.db, request.rep, client, message)
    return (
        _pressed(complete_follow_up.button("", found.id, found.due_at).data)
        if found
        else Route("reaction", _nothing, reads=True)
    )


async def _nothing(_req: Request) -> Reply:
    return Toast("")


async def _forwarded(request: Request, event: TextMessage, text: str, left: Draft | None) -> Route:
    """Files, and somebody else's words: kept with a client, whom a caption may name."""
    if event.files and not event.is_forwarded and (call := await _without_slash(request, text, event.files)):
        return call
    said = ": ".join(filter(None, (event.author, text))) if event.is_forwarded else text
    line = Line("note", said, files=event.files, verbatim=event.is_forwarded)
    return _leaving(left, "keep", lambda req: offer_to_keep(req, line))


async def _answered(request: Request, question: Draft, text: str) -> Route | None:
    """What is typed answers what was asked last: by a form, or when a line is to be due."""
    draft_id = question.id
    if question.kind is DraftKind.FORM:
        is_button = dialog.is_on_a_button(question, text)
        if not is_button and (command := await _plain_command(request, text, question)):
            return command  # it may be the answer all the same: that is a press away
        if not is_button and await way_back.looks_up(request.db, request.rep, question, text):
            return _leaving(question, "search", lambda req: search_for(req, text), text, reads=True)
        return Route("form", lambda req: dialog.answer(req, draft_id, text))
    if question.data["asks"] == "when" and (when := times.when(text, requests.scene(request))):
        return _done_beside("line.when", lambda req: answer_time(req, draft_id, when))
    return None


def _command_word(word: str) -> tuple[str, str]:
    """The command in a word, and what is written right behind its colon.

    In groups Telegram writes /find@the_bot, and people write "/call: …" as they would "Acme: …".
    """
    name, colon, more = COLON.sub(":", word).partition(":")
    return name.partition("@")[0].casefold(), more if colon else ""


def _commanded(text: str, files: Files, known: RequestContext) -> Route:
    word, _space, rest = text[1:].replace("\n", " \n", 1).partition(" ")
    (name, more), form = _command_word(word), known.question
    rest = f"{more} {rest}".strip()
    if name in COMMANDS:
        return _command(name, rest.strip(), files, left=None if known.left else form)
    if form and form.kind is DraftKind.FORM and name in questions.BUTTONS:  # "/cancel"
        draft_id = form.id
        return Route("form", lambda req: dialog.answer(req, draft_id, f"/{name}"))
    return _leaving(
        None if known.left else form, "unknown", partial(_unknown_command, word, rest, files), reads=True
    )


def _command(
    name: str, rest: str, files: Files = (), *, slash: bool = True, left: Draft | None = None
) -> Route:
    command = COMMANDS[name]
    if files and name not in TAKEN_WITH:
        return Route("file", takes_no_file, reads=True)
    line = Line(name, rest, slash=slash, files=files)
    typed = "" if slash else f"{name} {rest}".strip()
    return _leaving(left, name, partial(_run, command, line), typed, reads=command.reads)


async def _run(command: Command, line: Line, req: Request) -> Reply:
    reply = await command.run(req, line)
    return with_unused_text(reply, line.rest) if command.stands_alone and isinstance(reply, Card) else reply


def _leaving(left: Draft | None, name: str, run: Run, typed: str = "", *, reads: bool = False) -> Route:
    """With the way back to the question that it leaves; `typed` may be the answer to a form's."""
    if left is None:
        return Route(name, run, reads)
    return Route(name, lambda req: way_back.beside(left, typed, partial(run, req)), reads)


async def _text_route(request: Request, text: str, known: RequestContext) -> Route:
    question = _left_open(known)
    if not is_visible(text):
        return _command("find", "")
    if link := link_at(request, text):
        return Route("start", lambda req: follow(req, link), reads=True)
    if command := await _plain_command(request, text, question):
        return command
    word, _space, rest = text.partition(" ")
    name, more = _command_word(word)
    if name != word.casefold() and name in open_to(request.rep.role):  # "remind: …"
        return _command(name, f"{more} {rest}".strip(), slash=False, left=question)
    is_command = word.casefold() in open_to(request.rep.role)
    meant = Line(word.casefold(), rest.strip()) if is_command and rest.strip() else None
    waits = question if question and question.data.get("asks") == "client" else None
    if waits and (told := await _route_client_answer(request, waits, text)):
        return told
    run = partial(search_for, words=text, meant=meant, waits=waits)
    return _leaving(question, "search", run, text, reads=True)


def _left_open(known: RequestContext) -> Draft | None:
    """The question that waits for an answer; of a form also when something else has been turned to since."""
    question = known.question
    return question if question and (question.kind is DraftKind.FORM or not known.left) else None


async def _route_client_answer(request: Request, waits: Draft, text: str) -> Route | None:
    """The one client who is called so: the line that asked for the name finishes by itself."""
    client = await client_answered(request, Line.from_json(waits.data), text)
    if client is None:
        return None
    words = [str(waits.id), str(client.id)]
    return _done_beside("line.client", lambda req: ACTIONS["line.client"].press(req, words))


async def _plain_command(request: Request, text: str, left: Draft | None = None) -> Route | None:
    """A command without a slash, where nobody's name begins so."""
    call = await _without_slash(request, text, left=left)
    return call if call and not await client_search.starts_a_name(request.db, request.rep, text) else None


async def _replied(request: Request, text: str, client: int, files: Files) -> Route:
    """A reply to a card: what is no command is a note."""
    line = Line("note", text, client=client, files=files)
    note = Route("note", lambda req: COMMANDS["note"].run(req, line))
    call = await _without_slash(request, text, files)
    return note if call is None or (call.reads and " " in text) else call  # "find out the price" is no search


async def _without_slash(
    request: Request, text: str, files: Files = (), *, left: Draft | None = None
) -> Route | None:
    """The command that the words make, if they make one."""
    word, _space, rest = text.partition(" ")
    name = word.casefold()
    can_be = name in TAKEN_WITH if files else name in open_to(request.rep.role)
    if can_be and await COMMANDS[name].plain(request, rest.strip()):
        return _command(name, rest.strip(), files, slash=False, left=left)
    return None


def _pressed(data: str) -> Route:
    name, *words = data.split(":")
    action = ACTIONS.get(name)
    if action is None or len(data.encode()) > BUTTON_LIMIT:
        return Route("old button", _old_button, reads=True)
    if name.partition(".")[0] in BESIDE:
        return _done_beside(name, lambda req: action.press(req, words), reads=action.reads)
    return Route(name, lambda req: action.press(req, words), action.reads)


def _done_beside(name: str, run: Run, *, reads: bool = False) -> Route:
    """What was turned to while a form is half filled is done: the form is shown again to go on with."""

    async def done_beside(req: Request) -> Reply:
        return await dialog.and_back(req, await run(req))

    return Route(name, done_beside, reads)


def _submitted(submission: Submission) -> Route:
    name = str(submission.form["form"])
    return Route(name, lambda req: answers.submit(req, submission))


async def _too_long(text: str) -> Reply:
    return fits(text, TEXT)


async def _unsupported(_req: Request) -> Reply:
    raise UserError(_("I cannot keep that. I can keep words, photos, files, voice notes, contacts and places."))


async def _unknown_command(word: str, rest: str, files: Files, req: Request) -> Reply:
    raise command_suggestions.unknown(req, word, rest.strip(), files)


async def _old_button(_req: Request) -> Reply:
    raise UserError(_(OLD_BUTTON))
