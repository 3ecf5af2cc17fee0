"""/move, /won, /lost: a deal named in a line goes to another stage, at the amount the line ends with."""

import re
from dataclasses import replace

from handlers import parse
from handlers.chat import Card, Line, Reply, Request, command
from handlers.deals import card, end_stage, move_deal, why_lost, with_undo
from handlers.i18n import N_, _, money
from handlers.naming import split_name
from handlers.unused_text import with_unused_text
from handlers.which_deal import Found, deal_meant, is_called, names_a_deal
from storage import deals, search
from storage.models import Stage, StageState

TO = re.compile(r"(?:\A|\s)(?:to|в|у|на|do|到|->|→)\Z", re.IGNORECASE)  # what people write before a stage
BEFORE_STAGE = re.compile(r"\A(?:to|в|у|на|do|到|->|→)\s", re.IGNORECASE)


@command(
    "move",
    N_("Move a deal to another stage"),
    example=N_("/move annual licence negotiation"),
    plain=names_a_deal,
)
async def move(req: Request, line: Line) -> Reply:
    stages = [*await deals.stages(req.db)]
    to, said, after = _split_stage(req, line.rest, stages)
    if to and await is_called(req, line.rest):  # a deal may be called as a stage is
        to, said, after = None, line.rest, ""
    found, tail = await deal_meant(req, line, said)
    left_out = " ".join(filter(None, (tail, after)))
    if to is None:
        return with_unused_text(card(req, *found, stages), BEFORE_STAGE.sub("", left_out))
    return await _moved(req, found, to, *_amount_in(req, found, left_out))


@command("won", N_("A deal is won"), example=N_("/won annual licence"), plain=names_a_deal)
async def won(req: Request, line: Line) -> Reply:
    found, tail = await deal_meant(req, line, line.rest)
    amount, unused = _amount_in(req, found, tail)
    return await _moved(req, found, await end_stage(req, StageState.WON), amount, unused)


@command("lost", N_("A deal is lost"), example=N_("/lost annual licence: too expensive"), plain=names_a_deal)
async def lost(req: Request, line: Line) -> Reply:
    """What is said after the deal is the reason."""
    name, rest = split_name(line.rest)
    found, tail = await deal_meant(req, line, name or rest)
    to = await end_stage(req, StageState.LOST)
    reason = ", ".join(filter(None, (tail, rest))) if name else tail
    if not reason:
        return why_lost(found.deal, found.deal.stage_id, to.id)
    await move_deal(req, found.deal.id, found.deal.stage_id, to, reason)
    return await with_undo(req, found.deal.id)


def _amount_in(req: Request, found: Found, tail: str) -> tuple[parse.Money | None, str]:
    """What the deal is worth now, in its own currency where none is said, and the words beside that."""
    return parse.split_money(tail, found.deal.currency, req.rep.locale) if tail else (None, "")


async def _moved(req: Request, found: Found, to: Stage, amount: parse.Money | None, unused: str) -> Card:
    deal = found.deal
    before = money(deal.amount, deal.currency)
    if amount:
        values = {"amount": amount.amount, "currency": amount.currency}
        await deals.edit(req.db, req.rep, deal.id, values)
    await move_deal(req, deal.id, deal.stage_id, to)
    drawn = await with_undo(req, deal.id)
    if amount and (after := money(amount.amount, amount.currency)) != before:
        drawn = replace(drawn, fields=_with_old_amount(drawn.fields, before, after))
    return with_unused_text(drawn, unused)


def _with_old_amount(
    fields: tuple[tuple[str, str], ...], before: str, after: str
) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"{before} → {after}" if name == _("Amount") else value) for name, value in fields)


def _split_stage(req: Request, text: str, stages: list[Stage]) -> tuple[Stage | None, str, str]:
    """The stage that a line ends with, the line before it, and the amount behind it ("to negotiation 9000")."""
    to, before = _stage_named(text, stages)
    amount, title = parse.split_money(text, req.currency, req.rep.locale)
    if to or not amount or not text.startswith(title):
        return to, before, ""
    to, before = _stage_named(title, stages)
    return (to, before, text.removeprefix(title).strip()) if to else (None, text, "")


def _stage_named(text: str, stages: list[Stage]) -> tuple[Stage | None, str]:
    """A stage named at the end of the line, and the line before it."""
    words = text.split()
    for stage in stages:
        for name in {stage.name, _(stage.name)}:
            count = len(name.split())
            if words and search.fold(" ".join(words[-count:])) == search.fold(name):
                return stage, TO.sub("", " ".join(words[:-count]))
    return None, text
