"""Text that is not a search but mentions a client: offer to log it or to add a follow-up."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.activities.attachments import FIRST_WORDS
from handlers.buttons.clients import open_client
from handlers.buttons.lines import confirm_line, log_statement, remind_of_statement
from handlers.chat import COMMANDS, Button, Card, Line, Reply, Request, Row, Unfinished, requests, shorten
from handlers.enum_labels import INTERACTION_KINDS
from handlers.i18n import _
from handlers.parsing.activities import sentences
from handlers.parsing.activities.follow_up_line import read_follow_up_line
from handlers.parsing.activities.interaction_durations import length_first
from handlers.parsing.activities.interaction_kinds import OFFERED, stated_kind
from handlers.parsing.contacts.person_names import is_like_name
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import HAN
from handlers.resolve.client_questions import ask, ask_whose
from handlers.resolve.client_words import without_client
from handlers.resolve.pending_line import drop_row, in_place, take_line
from handlers.resolve.visible_client import get_client, label
from handlers.text import ECHO
from storage.models import Client, InteractionKind
from storage.search import client_search, names_in_text

FEWEST_WORDS = 3  # fewer words are a search
FEWEST_SIGNS = lazy_regex(f"(?:[^{HAN}]*[{HAN}]){{4}}")  # the same for Chinese characters
MAX_CLIENTS = 2  # clients


@log_statement.handler
async def log_text(req: Request, draft_id: int, kind: InteractionKind, client_id: int) -> Reply:
    """Log the typed text as this kind of interaction with this client."""
    line = await take_line(req, draft_id, kind.value)
    client = await get_client(req, client_id)
    said = without_client(length_first(sentences.time_first(line.rest, requests.scene(req))), client, kind)
    line = replace(line, command=kind.value, rest=said, client=client.id)
    return in_place(await COMMANDS[kind.value].run(req, line))


@remind_of_statement.handler
async def remind(req: Request, draft_id: int, client_id: int) -> Reply:
    """Add a follow-up for the typed text with this client."""
    line = await take_line(req, draft_id, "remind")
    client = await get_client(req, client_id)
    when, said = sentences.split_due(line.rest, requests.scene(req))
    line = replace(line, command="remind", rest=said, client=client.id, when=when)
    return in_place(await COMMANDS["remind"].run(req, line))


async def offer_to_log(req: Request, words: str) -> Unfinished | None:
    """Ask whether to log the text or add a follow-up with the client it mentions; None if it mentions none."""
    if moved := await offer_to_remind(req, words):
        return moved
    if len(words.split()) < FEWEST_WORDS and not FEWEST_SIGNS.match(words):
        return None
    scene = requests.scene(req)
    if not (named := await _named(req, words)):
        is_planned = sentences.split_due(words, scene)[0] is not None and sentences.is_to_come(words, scene)
        return await _whose(req, words, scene) if is_planned or sentences.to_do(words) else None
    if sentences.to_do(words):
        text = _("No client called “{words}”. Set a follow-up?")
    elif sentences.is_to_come(words, scene):
        text = _("No client called “{words}”. Set a follow-up, or log it as done?")
    else:
        text = _("No client called “{words}”. Did this happen? Then log it.")
    card = Card(body=text.format(words=shorten(words, ECHO)))
    kinds = () if sentences.to_do(words) else OFFERED[stated_kind(words)]
    return Unfinished(
        card,
        Line("new", words),
        lambda draft: (
            *_rows(draft, named, kinds, to_do=sentences.is_to_come(words, scene)),
            _last(draft, may_add=is_like_name(words)),
        ),
    )


async def offer_to_remind(req: Request, words: str) -> Unfinished | None:
    """A line moves a follow-up with a client, and there is none: offer to set one at that time."""
    line = read_follow_up_line(words, requests.scene(req))
    if line is None or line.when is None:
        return None
    called = await client_search.find_named(req.db, req.rep, line.words, limit=MAX_CLIENTS)
    if not (named := called or await _named(req, line.words)):
        return None
    text = _("You have no open follow-up for “{words}”. Set one?").format(words=shorten(words, ECHO))
    return ask(Card(body=text), named, Line("remind", when=line.when))


async def _whose(req: Request, words: str, scene: Scene) -> Unfinished:
    """What is to be done is kept, and it is asked with whom."""
    when, said = sentences.split_due(words, scene)
    return await ask_whose(req, Line("remind", said, when=when))


async def _named(req: Request, words: str) -> list[Client]:
    """Clients mentioned in the text: Chinese names within a run of characters, else words similar to a name."""
    said = words.split()[:FIRST_WORDS]
    return (
        await names_in_text.find_within(req.db, req.rep, words, limit=MAX_CLIENTS)
        or await client_search.find_near(req.db, req.rep, said, limit=MAX_CLIENTS)
        or await names_in_text.find_cased(req.db, req.rep, said, limit=MAX_CLIENTS)
    )


def _rows(draft: int, named: list[Client], kinds: Sequence[InteractionKind], *, to_do: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    for client in named:
        if to_do:
            rows.append((_of(remind_of_statement.button(_("Follow-up"), draft, client.id), client),))
        if kinds:
            first, *others = (
                log_statement.button(_(INTERACTION_KINDS[kind]), draft, kind, client.id) for kind in kinds
            )
            rows += filter(None, ((_of(first, client),), tuple(others)))
    rows += ((open_client.button(label(client), client.id),) for client in named)
    return tuple(rows)


def _last(draft: int, *, may_add: bool) -> Row:
    add = (confirm_line.button(_("Add a client"), draft),) if may_add else ()
    return (*add, *drop_row(draft))


def _of(button: Button, client: Client) -> Button:
    return replace(button, label=f"{button.label}: {client.name}")
