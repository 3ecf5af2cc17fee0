"""Find the colleague a line names: "/remind @boris: …", "boris tomorrow"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.chat import Line, Request, UserError, shorten
from handlers.i18n import _
from handlers.resolve.names import split_name
from handlers.text import ECHO
from handlers.working_time import after_quiet
from storage import rights
from storage.clients import clients
from storage.messaging import outbox
from storage.models import Client, Rep
from storage.search import client_search, names_in_text
from storage.team import accounts

MAX_NAME_WORDS = 3
MIN_STEM = 3  # letters
POLISH_CASES, POLISH_ENDS = re.compile(r"(?:owi|iem|em|ie|e|a|i|u)\Z"), re.compile(r"(?:ia|a)\Z")
FLEETING = re.compile(r"e([kcrl])\Z")  # Marek, Marka
WITH_SIGN = re.compile(r"@([^\s:：,]+)[\s:：,]*")


async def find_colleagues(req: Request, words: str) -> Sequence[Rep]:
    """The active ones whom all these words name, perhaps in another grammatical case."""
    said = words.removesuffix("'s").split()
    if not 0 < len(said) <= MAX_NAME_WORDS:
        return ()
    return [rep for rep in await accounts.active(req.db) if all(_is_called(rep, word) for word in said)]


async def given_to(req: Request, line: Line) -> tuple[Rep | None, Line]:
    """Whom a line is for, and the line without the name: one after "@" or before a colon.

    Raises UserError.
    """
    if line.to is not None:
        return await get_colleague(req, line.to), line
    name, rest = split_name(line.rest)
    if signed := WITH_SIGN.match(line.rest):
        if not name or len(name.split()) > 1:
            name, rest = signed.group(1), line.rest[signed.end() :]
        found = await find_colleagues(req, name.removeprefix("@"))
        if len(found) != 1:
            text = _("I don't know which colleague “{name}” is. Write the name as in the team.")
            raise UserError(text.format(name=shorten(name, ECHO)))
    elif name and rest and not await client_search.find_named(req.db, req.rep, name, limit=1):
        found = await find_colleagues(req, name)
    else:
        return None, line
    if len(found) != 1:
        return None, line
    return found[0], replace(line, rest=rest, to=found[0].id, bare=True)


async def get_colleague(req: Request, rep_id: int) -> Rep:
    """Raises UserError."""
    found = await accounts.get(req.db, rep_id)
    if found is None or not found.active:
        raise UserError(_("That person is no longer here."))
    return found


async def check_given(req: Request, to: Rep, client: Client | None) -> None:
    """Raises UserError if a follow-up with that client, or a task without one, cannot be given to them."""
    if client is None and not rights.may_give(req.rep, to):
        raise UserError(_("You can give tasks to people in your team."))
    if client is not None and await clients.get(req.db, to, client.id) is None:
        raise UserError(_("{name} can't see {client}.").format(name=to.name, client=client.name))


async def tell(req: Request, to: Rep, name: str, follow_up_id: int) -> None:
    """Tell a colleague of a follow-up that is or was given, after their quiet hours."""
    send_at = after_quiet(req.now, to.timezone, to.quiet_from, to.quiet_to)
    key = f"{name}:{follow_up_id}:{req.now:%Y%m%d%H%M%S}"
    await outbox.put_reminder(req.db, key, to.id, name, {"follow_up_id": follow_up_id}, send_at)


def _is_called(rep: Rep, word: str) -> bool:
    known = client_search.fold(rep.name).split()
    is_cased = names_in_text.is_cased(word, rep.name) or _is_polish_case(word, known)
    return is_cased or client_search.is_near(word, known)


def _is_polish_case(word: str, known: Sequence[str]) -> bool:
    """ "markowi" and "marka" are of Marek, "kasi" and "kasię" of Kasia."""
    stem = POLISH_CASES.sub("", client_search.fold(word))
    return len(stem) >= MIN_STEM and any(
        stem in (POLISH_ENDS.sub("", name), FLEETING.sub(r"\1", name)) for name in known
    )
