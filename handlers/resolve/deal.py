"""Find the deal that a typed line is about, and ask with buttons where that is not clear."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from handlers.buttons.lines import choose_deal
from handlers.chat import Card, Line, Reply, Request, Row, Unfinished, UserError, shorten
from handlers.i18n import _, commas, money
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.money.amounts import split_money
from handlers.parsing.time.tokens import HAN
from handlers.resolve.client import find_leading
from handlers.resolve.names import BEFORE_A_NAME, cut_words, split_name
from handlers.resolve.pending_line import drop_row, resume
from handlers.text import ECHO, bullets, colon
from storage.deals import deals
from storage.deals.deal_lists import Total
from storage.deals.stage_sums import probability_of
from storage.models import Client, Deal, Stage, StageState
from storage.search import client_search

CANDIDATES = 6
BAR = 4  # signs of a bar
MAX_TITLE_WORDS = 12  # words
BEFORE_A_TITLE = {"the", "this", "our", "deal", "сделку", "сделка", "угоду", "угода", "szansę", "szansa"}
BEGINS_IN_HAN = lazy_regex(f"[{HAN}]{{2}}")
LETTER = lazy_regex(r"[^\W\d_]")
ENDS_A_NAME = lazy_regex(r"[,;:.–—-]\s*\Z")


class Found(NamedTuple):
    """A deal with its stage and its client."""

    deal: Deal
    stage: Stage
    client: Client


async def resolve_deal(req: Request, line: Line, said: str) -> tuple[Found, str]:
    """The deal that `said` names, and the text after its name. Raises Unfinished, UserError.

    The longest leading words that match deals count. A single match is taken, unless the words after it may
    belong to another name.
    """
    candidates, tail = await _named(req, said) if said else (await _of_client_looked_at(req), "")
    if line.deal is None and (shown := await _shown(req, said, candidates)):
        return shown, said
    if line.deal is not None:
        return await get_deal(req, line.deal), tail
    name = said.removesuffix(tail)
    called_so = [row for row in candidates if client_search.fold(row.deal.title) == client_search.fold(name)]
    only = called_so if len(called_so) == 1 else candidates
    if len(only) == 1 and not await _is_other_name(req, only[0], name, tail):
        return only[0], tail
    raise await _question(req, line, said, candidates)


async def names_a_deal(req: Request, rest: str) -> bool:
    """Whether a line without a slash can be about a deal: it names one, or is a bare reply to a deal's card."""
    name, _rest = split_name(rest)
    candidates, _tail = await _named(req, name or rest)
    return bool(candidates) or (req.about_deal is not None and not rest)


async def is_titled(req: Request, said: str) -> bool:
    """Whether all these words are of a deal's title, in any grammatical case; a client's name is none."""
    return bool(await find_titled(req, said))


async def find_titled(req: Request, said: str) -> list[Found]:
    """The deals of whose titles all these words are, in any grammatical case."""
    words = client_search.parts(said)
    if not words:
        return []
    named = [row for row in await _find(req, said) if all(f" {word}" in row.deal.folded for word in words)]
    return named or await _find_cased(req, said)


async def is_called(req: Request, title: str) -> bool:
    """Whether there is an open deal with this title."""
    found = await deals.find(req.db, req.rep, title, limit=1)
    return any(client_search.fold(deal.title) == client_search.fold(title) for deal, _stage, _client in found)


async def get_deal(req: Request, deal_id: int) -> Found:
    """The deal, if it exists and the rep may see it. Raises UserError."""
    found = await deals.get(req.db, req.rep, deal_id)
    if found is None:
        raise UserError(_("That deal is gone."))
    return Found(*found)


def line_of(deal: Deal, stage: Stage) -> str:
    """A deal in a list: title, amount, stage."""
    return f"{deal.title} · {worth(deal, stage)}"


def worth(deal: Deal, stage: Stage) -> str:
    """Amount and stage of a deal, the stage with a bar: "$12,000 · Negotiation ▰▰▰▱"."""
    bar = f" {stage_bar(probability_of(deal, stage))}" if stage.state is StageState.OPEN else ""
    return f"{money(deal.amount, deal.currency)} · {_(stage.name)}{bar}"


def stage_bar(percent: int) -> str:
    full = round(percent * BAR / 100)
    return "▰" * full + "▱" * (BAR - full)


def with_sums(counted: str, totals: Sequence[Total]) -> str:
    """ "4 deals, $12,500 + $600": never a sum across currencies."""
    sums = " + ".join(money(each.amount, each.currency) for each in totals if each.amount)
    return commas(counted, sums)


@choose_deal.handler
async def _choose_deal(req: Request, draft_id: int, deal_id: int) -> Reply:
    return await resume(req, draft_id, deal=deal_id)


async def _named(req: Request, said: str) -> tuple[list[Found], str]:
    """The deals that the longest leading words name, and the words after: as written, in another grammatical
    case, or with the amount directly after them ("年度采购30万").
    """
    words = said.split()
    if len(words) > 1 and words[0].casefold() in BEFORE_A_TITLE:
        return await _named(req, cut_words(said, 1)[1])
    for find in (partial(_find, req), partial(_find_cased, req)):
        found, count = await find_leading(words, MAX_TITLE_WORDS, find)
        if found:
            return list(found), cut_words(said, count)[1]
    if named := await _without_spaces(req, said):
        return named
    amount, name = split_money(said, req.currency, req.rep.locale)
    if amount and name != said and said.startswith(name):
        return [*await _find(req, name)], said.removeprefix(name)
    return [], said


async def _without_spaces(req: Request, said: str) -> tuple[list[Found], str] | None:
    """ "水泥订单拿下了": the longest title that a text in Chinese begins with, and the characters after it."""
    if not BEGINS_IN_HAN.match(said):
        return None
    begun = [row for row in await _find(req, said[:2]) if said.startswith(row.deal.title)]
    title = max((row.deal.title for row in begun), key=len, default="")
    return ([row for row in begun if row.deal.title == title], said[len(title) :]) if begun else None


async def _find(req: Request, begins: str) -> list[Found]:
    """The open deals that these words name; closed ones if none is open."""
    asked = (req.db, req.rep, begins)
    rows = await deals.find(*asked, limit=CANDIDATES)
    rows = rows or await deals.find(*asked, limit=CANDIDATES, closed=True)
    return [Found(*row) for row in rows]


async def _find_cased(req: Request, begins: str) -> list[Found]:
    """The same for words in another grammatical case than in the title: "арматуру" for "арматура"."""
    found = [Found(*row) for row in await deals.find_cased(req.db, req.rep, begins, limit=CANDIDATES)]
    is_open = [row for row in found if row.stage.state is StageState.OPEN]
    return is_open or found


async def _is_other_name(req: Request, found: Found, name: str, tail: str) -> bool:
    """Whether the words after a deal's name may belong to the name of another deal or client."""
    _amount, said = split_money(tail, found.deal.currency, req.rep.locale)
    words = [word for word in said.split() if LETTER.search(word) and word.casefold() not in BEFORE_A_NAME]
    if not words or ENDS_A_NAME.search(name):
        return False
    title, typed = client_search.fold(found.deal.title).split(), client_search.fold(name).split()
    if not all(client_search.is_near(word, typed) for word in title):
        return True
    others, _count = await find_leading(
        words, 2, partial(client_search.find_words, req.db, req.rep, limit=CANDIDATES)
    )
    return bool(others) and found.client.id not in {client.id for client in others}


async def _shown(req: Request, said: str, named: list[Found]) -> Found | None:
    """The deal on the card replied to, or the only open deal of its client, unless the line names a deal."""
    if said and named:
        return None
    if req.about_deal is not None:
        return await get_deal(req, req.about_deal)
    theirs = await _of_client_looked_at(req) if req.about is not None else []
    return theirs[0] if len(theirs) == 1 else None


async def _of_client_looked_at(req: Request) -> list[Found]:
    client = req.looked_at if req.about is None else req.about
    if client is None:
        return []
    found = await deals.open_of_client(req.db, req.rep, client, limit=CANDIDATES)
    return [Found(*row) for row in found]


async def _question(req: Request, line: Line, said: str, candidates: list[Found]) -> UserError:
    """Ask which of these deals; if none matched, which of the rep's own open deals."""
    title = _("Which deal?")
    if not candidates:
        candidates = [Found(*row) for row in await deals.open_of(req.db, req.rep, limit=CANDIDATES)]
        if said:
            title = _("No deal called “{name}”. Which one do you mean?").format(name=shorten(said, ECHO))
    if not candidates:
        return UserError(_("No such deal, and you have no open ones. Open one with /deal."))
    body = bullets(colon(client.name, line_of(deal, stage)) for deal, stage, client in candidates)

    def ask(draft: int) -> tuple[Row, ...]:
        rows = zip(_labels(candidates), candidates, strict=True)
        chosen = ((choose_deal.button(label, draft, row.deal.id),) for label, row in rows)
        return (*chosen, drop_row(draft))

    return Unfinished(Card(title=title, body=body), replace(line, asks="deal"), ask)


def _labels(rows: list[Found]) -> list[str]:
    """Button labels: title and client; also stage and amount where several would look the same."""
    short = [f"{row.deal.title} · {row.client.name}" for row in rows]
    times = Counter(short)
    told = zip(short, rows, strict=True)
    return [colon(row.client.name, line_of(row.deal, row.stage)) if times[s] > 1 else s for s, row in told]
