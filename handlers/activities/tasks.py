"""Tasks: follow-ups without a client. `/remind: buy coffee tomorrow`, "remind me to buy coffee tomorrow"."""

from collections.abc import Sequence
from itertools import pairwise

from handlers.activities.follow_up_cards import add_follow_up
from handlers.chat import Line, Reply, Request, UserError, requests
from handlers.chat.hidden_links import with_addresses
from handlers.i18n import _
from handlers.parsing.activities import sentences
from handlers.parsing.activities.reminder_line import reminded_of
from handlers.parsing.recurrence.recurrence_line import read_recurring
from handlers.recurrence.recurring import add_recurring
from handlers.resolve.client import names_somebody
from handlers.resolve.names import BEFORE_A_NAME, is_spoken_of, split_name
from handlers.resolve.pending_line import ask_when
from storage.models import Client, Rep
from storage.search import client_search, names_in_text


async def reminder_in(req: Request, text: str) -> Line | None:
    """The line of /remind that a text asks for: a task if it names no client; with one, if it says when."""
    scene = requests.scene(req)
    asked = reminded_of(text, scene)
    if not asked:
        return None
    when, said = sentences.split_due(asked, scene)
    found = await find_named(req, said)
    if not found:
        return Line("remind", asked, bare=req.looked_at is None, slash=False)
    return Line("remind", said, client=found[0].id, when=when) if when and len(found) == 1 else None


async def names_client(req: Request, line: Line) -> bool:
    """Whether a line that begins with a colon names a client before another: "/remind: Acme: friday call"."""
    if line.client is not None or req.about is not None:
        return True
    name, _rest = split_name(line.rest)
    if name:
        return bool(await client_search.find_named(req.db, req.rep, name, limit=1))
    return line.to is not None and bool(line.rest) and await names_somebody(req, line.rest)


async def remind_of_task(req: Request, line: Line, to: Rep | None = None) -> Reply:
    """Add a task without a client, perhaps for a colleague. Raises UserError."""
    when, text = (line.when, line.rest) if line.when else sentences.split_due(line.rest, requests.scene(req))
    if not text:
        raise UserError(_("What should I remind you of? For example: /remind: buy coffee tomorrow"))
    if line.when is None and (recurring := read_recurring(line.rest, requests.scene(req))):
        said = sentences.to_do(recurring.text) or recurring.text
        return await add_recurring(req, None, recurring, with_addresses(said, line.links or req.links), to)
    if when is None:
        raise ask_when(req, line, line.rest)
    return await add_follow_up(req, None, with_addresses(text, line.links or req.links), when, to=to)


async def find_named(req: Request, text: str) -> Sequence[Client]:
    """The clients that a text names, the first of all that look like it."""
    said = text.split()
    after_such = [word for before, word in pairwise(said) if before.casefold() in BEFORE_A_NAME]
    perhaps = [*(word for word in said if word[0].isupper()), *after_such]
    near = await client_search.find_near(req.db, req.rep, said, limit=client_search.NEAR)
    return (
        [client for client in near if is_spoken_of(client, said, perhaps)]
        or await names_in_text.find_within(req.db, req.rep, text, limit=client_search.NEAR)
        or await names_in_text.find_cased(req.db, req.rep, said, limit=client_search.NEAR)
    )
