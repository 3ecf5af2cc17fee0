"""Move a follow-up, or mark it as done, by a line: "move petrov to wed 15:00", "done petrov"."""

from collections.abc import Sequence

from handlers.activities import follow_up_moves
from handlers.activities.follow_up_lines import follow_up_line
from handlers.activities.follow_ups import complete
from handlers.buttons.activities import complete_follow_up, move_follow_up_to
from handlers.chat import Button, Card, Redraw, Reply, Request, requests, shorten
from handlers.i18n import _
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.parsing.activities.follow_up_line import FollowUpLine, read_follow_up_line
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.tokens import HAN
from handlers.resolve.names import BEFORE_A_NAME
from storage.activities import agenda
from storage.activities.agenda import Range
from storage.activities.follow_ups import ClientFollowUp
from storage.audit import changes
from storage.models import Client, FollowUpKind
from storage.search import client_search, names_in_text

MAX_COMPARED = 200  # open follow-ups
CANDIDATES = 6
MIN_WORD = 3  # letters
MAX_LABEL = 48  # letters
IN_HAN = lazy_regex(f"[{HAN}]+")
BESIDE_IN_HAN = "的了已经把跟给和事"  # say nothing by themselves
BY_NAME = 100  # one word of a client's name counts more than any words of what is to be done


async def moves_follow_up(req: Request, text: str) -> bool:
    """Whether a line moves one of the rep's open follow-ups to another time."""
    line = read_follow_up_line(text, requests.scene(req))
    return line is not None and line.when is not None and bool(await find_candidates(req, line))


async def completes_follow_up(req: Request, text: str) -> bool:
    """Whether a line says that one of the rep's open follow-ups is done."""
    line = read_follow_up_line(text, requests.scene(req))
    return line is not None and line.when is None and bool(await find_candidates(req, line))


async def run_line(req: Request, text: str) -> Reply | None:
    """Do what the line says; ask which is meant if it may be several; None if it is none."""
    line = read_follow_up_line(text, requests.scene(req))
    found = await find_candidates(req, line) if line else []
    if line is None or not found:
        return None
    if len(found) > 1:
        rows = tuple((_button(req, promise, line),) for promise in found[:CANDIDATES])
        return Card(title=_("Which one?"), buttons=rows)
    follow_up, _client = found[0]
    changes.act(req.db, req.rep, req.now, req.place.channel, "follow_up")  # whatever command it came from
    if line.when is None:
        reply = await complete(req, follow_up.id, follow_up.due_at)
    else:
        reply = await follow_up_moves.move_or_ask(req, follow_up.id, follow_up.due_at, line.when)
    return reply.card if isinstance(reply, Redraw) else reply


def _button(req: Request, promise: ClientFollowUp, line: FollowUpLine) -> Button:
    follow_up, _client = promise
    label = shorten(follow_up_line(req, promise), MAX_LABEL)
    if line.when is None:
        return complete_follow_up.button(label, follow_up.id, follow_up.due_at)
    return move_follow_up_to.button(label, follow_up.id, follow_up.due_at, line.when)


async def find_candidates(req: Request, line: FollowUpLine) -> Sequence[ClientFollowUp]:
    """The rep's open follow-ups that fit the words best."""
    mine = await agenda.page(req.db, req.rep, Range(owner=req.rep.id), limit=MAX_COMPARED)
    scores = [(_score(line, promise), promise) for promise in mine]
    best = max((score for score, _promise in scores), default=0)
    return [promise for score, promise in scores if score == best] if best else []


def _score(line: FollowUpLine, promise: ClientFollowUp) -> int:
    """How well the words name it: by its client, else by most of what is to be done."""
    follow_up, client = promise
    words = line.words
    said = [word for word in client_search.fold(words).split() if len(word) >= MIN_WORD]
    named = _names(client, words, said) if client else 0
    known = [word for word in client_search.fold(follow_up.text).split() if len(word) >= MIN_WORD]
    shared = sum(client_search.is_near(word, known) for word in said if known) + _pairs(words, follow_up.text)
    if not named and 2 * shared < max(len(said), 1):
        return 0
    if not (line.is_certain or (named and shared)) and _says_more(words, promise):
        return 0  # who and what, in other words: "Petrov picked up the samples, done" is certain, too
    return BY_NAME * named + shared


def _says_more(words: str, promise: ClientFollowUp) -> bool:
    """Whether there are words of something else: "made Petrov an offer" is not the call to him."""
    follow_up, client = promise
    names = f"{client.name} {client.company}" if client else ""
    known = client_search.fold(f"{names} {follow_up.text}").split()
    others = [word for word in IN_HAN.sub(" ", words).split() if len(client_search.fold(word)) >= MIN_WORD]
    han = {*"".join(IN_HAN.findall(words))} - {*names, *follow_up.text, *BESIDE_IN_HAN}
    return len(han) >= MIN_WORD or any(
        not client_search.is_near(client_search.fold(word), known)
        and not names_in_text.is_cased(word, names)
        and kind_of(word) is FollowUpKind.TASK
        and word.casefold() not in BEFORE_A_NAME
        for word in others
    )


def _names(client: Client, words: str, said: Sequence[str]) -> int:
    known = client_search.fold(f"{client.name} {client.company}").split()
    return sum(
        client_search.is_near(word, known) or names_in_text.is_cased(word, client.name) for word in said
    ) + bool(names_in_text.name_within(client, words))


def _pairs(words: str, text: str) -> int:
    """Chinese is compared by two characters."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return sum(pair in words for pair in pairs if IN_HAN.fullmatch(pair))
