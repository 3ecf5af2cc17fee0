"""What recurs, in a sentence without a command: "every friday remind me to …", "общаться раз в месяц с …"."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.activities.tasks import find_named
from handlers.chat import COMMANDS, Line, Reply, Request, requests
from handlers.parsing.activities import sentences
from handlers.parsing.activities.follow_up_kinds import kind_of
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.recurrence.recurrence_line import Recurring, read_recurring
from handlers.parsing.time.time_at_edge import DEED
from handlers.resolve.client_questions import CANDIDATES, ask_which_one, ask_whose
from storage.models import Client, FollowUpKind
from storage.search import client_search

FIRST_WORDS, MAX_BEGIN = 2, 40  # words, letters
FOR_IN_HAN = lazy_regex("[给跟和找向]")


async def recurring_in(req: Request, text: str) -> Recurring | None:
    """The rule in a text that asks to be reminded again and again; None: it is rather a search."""
    recurring = read_recurring(text, requests.scene(req))
    if recurring is None or not recurring.text:
        return None
    said = recurring.text
    is_to_do = sentences.to_do(text) or sentences.to_do(said) or DEED.search(f" {said}")
    if recurring.is_contact or recurring.is_plan or is_to_do or kind_of(said) is not FollowUpKind.TASK:
        return recurring
    is_told = recurring.is_bare or await _begins_with_client(req, said)  # "Carter is out on mondays"
    return None if is_told else recurring


async def _begins_with_client(req: Request, said: str) -> bool:
    """Whether it may tell what a client does: "сверка с Павловым" does not, nor "给张强对账"."""
    begin = " ".join(said[:MAX_BEGIN].split()[:FIRST_WORDS])
    return not FOR_IN_HAN.match(begin) and bool(await find_named(req, begin))


async def run(req: Request, text: str, recurring: Recurring) -> Reply:
    """Set it for the client the text names, or as a task if it names nobody. Raises Unfinished."""
    named = _nearest(await find_named(req, recurring.text), recurring.text)
    line = Line("remind", sentences.to_do(text) or text)
    if len(named) > 1:
        raise ask_which_one(named[:CANDIDATES], line)
    if not named and recurring.is_contact:
        raise await ask_whose(req, line)
    line = replace(line, client=named[0].id) if named else replace(line, bare=True)
    return await COMMANDS["remind"].run(req, line)


def _nearest(found: Sequence[Client], text: str) -> Sequence[Client]:
    """Those of whom the text has the most words: "John Carter" is not John Smith."""
    said = text.split()
    known = [client_search.fold(f"{client.name} {client.company}").split() for client in found]
    counts = [sum(client_search.is_near(word, names) for word in said) for names in known]
    return [client for client, count in zip(found, counts, strict=True) if count == max(counts)]
