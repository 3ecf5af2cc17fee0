"""Route an event to its handler: a command, a button, a form, an answer to a question, or a search."""

from dataclasses import replace
from functools import partial

from handlers.activities.attachments import join_album
from handlers.activities.attachments import offer as offer_to_keep
from handlers.agenda.follow_up_commands import moves_follow_up
from handlers.buttons.activities import complete_follow_up
from handlers.chat import (
    ACTIONS,
    BUTTON_LIMIT,
    COMMANDS,
    OLD_BUTTON,
    Line,
    Reply,
    Request,
    Toast,
    UserError,
    is_open,
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
from handlers.chat.max_length import check_length
from handlers.clients.assign_line import assignment_in
from handlers.forms import answers, dialog, way_back
from handlers.i18n import _
from handlers.imports.received_contacts import offer
from handlers.parsing.time import times
from handlers.resolve.pending_line import answer_time
from handlers.resolve.unanswered_questions import client_answered
from handlers.routing import edited_message, tour
from handlers.routing.commands import (
    Files,
    Run,
    candidate_line,
    command_route,
    command_word,
    find_command,
    find_named_command,
    find_plain_command,
    find_request,
    route_command,
    route_with_way_back,
)
from handlers.routing.links import follow
from handlers.routing.own_words import follow_up_route, in_own_words
from handlers.routing.request_context import RequestContext, Route
from handlers.search.command_suggestions import is_thanks
from handlers.search.find import search_for
from handlers.text import TEXT, is_visible
from storage.activities import follow_ups
from storage.models import Draft, DraftKind

STAY_OPEN = (DraftKind.FORM, DraftKind.TOUR)  # questions that other commands leave open
BESIDE = ("line", "contact")  # buttons that answer a question about something sent


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
            return route_with_way_back(
                known.question, "contact", lambda req: offer(req, contacts or ReceivedContacts())
            )
        case ContentMessage(text=text):
            return _content(text, known)
        case UnsupportedMessage():
            return Route("unsupported", _unsupported, reads=True)
        case _:
            return Route("ignored", _nothing, reads=True)


async def _text_message(request: Request, event: TextMessage, known: RequestContext) -> Route:
    if event.heard_in:
        known = replace(known, question=None)  # questions are asked in private
    if event.is_edit:
        return edited_message.edited_route(
            known.before, await _written(request, event, replace(known, question=None))
        )
    if known.album and event.files:
        first, text = (known.album.draft_id, known.album.act_id), event.text.strip()
        return Route(edited_message.ALBUM, lambda req: join_album(req, *first, event.files, text))
    text = event.text.strip()
    is_own = not (event.files or event.is_forwarded or event.heard_in)
    if is_own and len(text) <= TEXT and tour.is_step(known.question, text, request.now):
        return Route("tour.do", lambda req: tour.take(req, text))
    return await _written(request, event, known)


async def _written(request: Request, event: TextMessage, known: RequestContext) -> Route:
    text = event.text.strip()
    if len(text) > TEXT:
        return Route("too long", lambda _req: _too_long(text), reads=True)
    if text.startswith("/") and not event.is_forwarded:
        return route_command(text, event.files, known)
    if known.shown and not event.is_forwarded and (is_visible(text) or event.files):
        return await _replied(request, text, known.shown[0], event.files)
    asked = None if event.files or known.left else known.question
    if asked and (call := await _answered(request, asked, text)):
        return call
    if event.files or event.is_forwarded:
        return await _forwarded(request, event, text, known.question)
    return await _text_route(request, text, known)


def _content(text: str, known: RequestContext) -> Route:
    """The route of locations and polls; in reply to a card they are saved with its client."""
    line = Line("note", text, client=known.shown[0] if known.shown else None, verbatim=True)
    if known.shown:
        return Route("note", lambda req: COMMANDS["note"].run(req, line))
    return route_with_way_back(known.question, "keep", lambda req: offer_to_keep(req, line))


async def _reacted(request: Request, event: Reaction, known: RequestContext) -> Route:
    """A reaction on a reminder completes it; on anything else it does nothing."""
    place, client = event.place, known.shown[0] if known.shown else None
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
    if event.files and not event.is_forwarded and (call := await find_command(request, text, event.files)):
        return call
    said = ": ".join(filter(None, (event.author, text))) if event.is_forwarded else text
    line = Line("note", said, files=event.files, verbatim=event.is_forwarded)
    return route_with_way_back(left, "keep", lambda req: offer_to_keep(req, line))


async def _answered(request: Request, question: Draft, text: str) -> Route | None:
    """The route of an answer to the last question: a form's field, or the time of a line."""
    draft_id = question.id
    if question.kind is DraftKind.FORM:
        is_button = dialog.is_on_a_button(question, text)
        if not is_button and (command := await find_named_command(request, text, question)):
            return command  # a button still takes it as the answer
        if (
            not is_button
            and not dialog.takes_any_text(question)
            and (asked := find_request(request, text, question))
        ):
            return asked
        if not is_button and await way_back.looks_up(request.db, request.rep, question, text):
            return route_with_way_back(question, "search", lambda req: search_for(req, text), text, reads=True)
        return Route("form", lambda req: dialog.answer(req, draft_id, text))
    if question.data["asks"] == "when" and (when := times.when(text, requests.scene(request))):
        return _done_beside("line.when", lambda req: answer_time(req, draft_id, when))
    return None


async def _text_route(request: Request, text: str, known: RequestContext) -> Route:
    question = _left_open(known)
    if not is_visible(text):
        return command_route("find", "")
    if link := link_at(request, text):
        return Route("start", lambda req: follow(req, link), reads=True)
    if found := await _command_in_words(request, text, question) or await in_own_words(request, text, question):
        return found
    asks_for_client = question is not None and question.data.get("asks") == "client"
    waits = question if asks_for_client and not is_thanks(text) else None
    if waits and (told := await _route_client_answer(request, waits, text)):
        return told
    run = partial(search_for, words=text, meant=candidate_line(request, text), waits=waits)
    return route_with_way_back(question, "search", run, text, reads=True)


async def _command_in_words(request: Request, text: str, left: Draft | None) -> Route | None:
    """The command that a text without a slash gives: "deals", "remind: …"."""
    if await moves_follow_up(request, text):
        return follow_up_route(text, left)
    if given := await assignment_in(request, text):
        return route_with_way_back(left, given.command, lambda req: COMMANDS[given.command].run(req, given))
    if command := await find_plain_command(request, text, left):
        return command
    word, _space, rest = text.partition(" ")
    name, more = command_word(word)
    if name != word.casefold() and is_open(name, request.rep.role):
        return command_route(name, f"{more} {rest}".strip(), slash=False, left=left, bare=True)
    return None


def _left_open(known: RequestContext) -> Draft | None:
    """The question that waits for an answer; a form's even if the rep has done something else since."""
    question = known.question
    return question if question and (question.kind in STAY_OPEN or not known.left) else None


async def _route_client_answer(request: Request, waits: Draft, text: str) -> Route | None:
    """If exactly one client has that name: finish the line that asked for it."""
    client = await client_answered(request, Line.from_json(waits.data), text)
    if client is None:
        return None
    words = [str(waits.id), str(client.id)]
    return _done_beside("line.client", lambda req: ACTIONS["line.client"].press(req, words))


async def _replied(request: Request, text: str, client: int, files: Files) -> Route:
    """A reply to a card: a note, unless it is a command."""
    line = Line("note", text, client=client, files=files)
    note = Route("note", lambda req: COMMANDS["note"].run(req, line))
    call = await find_command(request, text, files)
    return note if call is None or (call.reads and " " in text) else call  # "find out the price" is a note


def _pressed(data: str) -> Route:
    name, *words = data.split(":")
    action = ACTIONS.get(name)
    if action is None or len(data.encode()) > BUTTON_LIMIT:
        return Route("old button", _old_button, reads=True)
    if name.partition(".")[0] in BESIDE:
        return _done_beside(name, lambda req: action.press(req, words), reads=action.reads)
    return Route(name, lambda req: action.press(req, words), action.reads)


def _done_beside(name: str, run: Run, *, reads: bool = False) -> Route:
    """Run it, then show the half-filled form again."""

    async def done_beside(req: Request) -> Reply:
        return await dialog.and_back(req, await run(req))

    return Route(name, done_beside, reads)


def _submitted(submission: Submission) -> Route:
    name = str(submission.form["form"])
    return Route(name, lambda req: answers.submit(req, submission))


async def _too_long(text: str) -> Reply:
    return check_length(text, TEXT)


async def _unsupported(_req: Request) -> Reply:
    raise UserError(
        _("I can't save that. I can save text, photos, files, voice notes, contacts and locations.")
    )


async def _old_button(_req: Request) -> Reply:
    raise UserError(_(OLD_BUTTON))
