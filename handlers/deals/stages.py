"""/move, /won and /lost move a deal to another stage, as do the buttons of its card."""

import re

from handlers.agenda.follow_up_commands import run_line
from handlers.buttons.deals import move_deal
from handlers.chat import Card, Line, Redraw, Reply, Request, Toast, UserError, command
from handlers.chat.unused_text import with_unused_text
from handlers.deals.cards import card, deal_card, with_undo, with_value
from handlers.deals.forms import LOSE, why_lost
from handlers.deals.stage_names import split_stage
from handlers.i18n import N_, _, money, percent
from handlers.parsing.deals.probability import probability_at_the_end
from handlers.parsing.money.amount_reader import Money
from handlers.parsing.money.amounts import split_money
from handlers.resolve.deal import Found, is_called, names_a_deal, resolve_deal
from handlers.resolve.names import split_name
from handlers.sharing.win_notice import tell_of_win
from storage.deals import deals, stage_sums
from storage.models import Deal, Stage, StageState

AGREED = re.compile(  # what people write before the amount of a deal they have won
    r"\A[\s,;:!.，。！：-]*(?:(?:the )?(?:final|agreed) (?:price|amount|sum|value)|finally|in the end|signed"
    r"|closed|agreed on"
    r"|подписали|подписан\w?|в итоге|итог\w*(?: сумма| цена)?|сумма|сошлись|підписали|у підсумку|в підсумку"
    r"|зрештою|сума"
    r"|ostatecznie|finalnie|podpisan\w|kwota|拿下了?|赢了|签了|[！，。]|最[后终](?:谈到|成交价?|价格?)?|成交价?|谈到|共|总价){1,4}"
    r"(?:\s(?:at|for|is|was|на|за|na|za|to))?[\s,;:!.，。！：-]*\Z",
    re.IGNORECASE,
)
EDGES = " \t\n,;:，；：。！、"
BEFORE_STAGE = re.compile(r"\A(?:to|в|у|на|do|到|->|→)\s", re.IGNORECASE)


@command(
    "move",
    N_("Move a deal to another stage"),
    example=N_("/move annual licence negotiation"),
    plain=names_a_deal,
)
async def move(req: Request, line: Line) -> Reply:
    """ "/move annual licence negotiation 60%": to a stage, to another probability; or a follow-up to a time."""
    if moved := await run_line(req, f"move {line.rest}"):
        return moved
    stages = [*await deals.stages(req.db)]
    probability, rest = probability_at_the_end(line.rest, req.currency, req.rep.locale)
    to, said, after = _split_stage(req, rest, stages)
    if to and await is_called(req, rest):  # a deal may have the name of a stage
        to, said, after = None, rest, ""
    found, tail = await resolve_deal(req, line, said)
    left_out = " ".join(filter(None, (tail, after)))
    if probability is not None and (to or found.stage).state is not StageState.OPEN:
        left_out, probability = f"{left_out} {probability}%", None  # what is closed is certain
    before = percent(stage_sums.probability_of(found.deal, found.stage))
    if probability is not None:
        await deals.edit(req.db, req.rep, found.deal.id, {"probability": probability})
    if to:
        return await _moved(req, found, to, *_amount_in(req, found, left_out))
    if probability is None:
        return with_unused_text(card(req, *found, stages), BEFORE_STAGE.sub("", left_out))
    drawn = await with_undo(req, found.deal.id)
    drawn = with_value(drawn, percent(probability), f"{before} → {percent(probability)}")
    return with_unused_text(drawn, BEFORE_STAGE.sub("", left_out))


@command("won", N_("Mark a deal as won"), example=N_("/won annual licence"), plain=names_a_deal)
async def won(req: Request, line: Line) -> Reply:
    found, tail = await resolve_deal(req, line, line.rest)
    amount, unused = _amount_in(req, found, tail)
    return await _moved(req, found, await end_stage(req, StageState.WON), amount, unused)


@command(
    "lost", N_("Mark a deal as lost"), example=N_("/lost annual licence: too expensive"), plain=names_a_deal
)
async def lost(req: Request, line: Line) -> Reply:
    """The text after the deal's name is the lost reason."""
    name, rest = split_name(line.rest)
    found, tail = await resolve_deal(req, line, name or rest)
    to = await end_stage(req, StageState.LOST)
    reason = (", ".join(filter(None, (tail, rest))) if name else tail).strip(EDGES)
    if not reason:
        return why_lost(found.deal, found.deal.stage_id, to.id)
    await move_to_stage(req, found.deal.id, found.deal.stage_id, to, reason)
    return await with_undo(req, found.deal.id)


def _amount_in(req: Request, found: Found, tail: str) -> tuple[Money | None, str]:
    """The new amount, in the deal's currency if none is given, and the words besides it."""
    amount, unused = split_money(tail, found.deal.currency, req.rep.locale) if tail else (None, "")
    return amount, AGREED.sub("", unused) if amount else unused


async def _moved(req: Request, found: Found, to: Stage, amount: Money | None, unused: str) -> Card:
    deal = found.deal
    before = money(deal.amount, deal.currency)
    if amount:
        values = {"amount": amount.amount, "currency": amount.currency}
        await deals.edit(req.db, req.rep, deal.id, values)
    await move_to_stage(req, deal.id, deal.stage_id, to)
    drawn = await with_undo(req, deal.id)
    if amount and (after := money(amount.amount, amount.currency)) != before:
        drawn = with_value(drawn, after, f"{before} → {after}")
    return with_unused_text(drawn, unused)


def _split_stage(req: Request, text: str, stages: list[Stage]) -> tuple[Stage | None, str, str]:
    """The stage that a line ends with, the line before it, and the amount after it ("to negotiation 9000")."""
    to, before = split_stage(text, stages)
    amount, title = split_money(text, req.currency, req.rep.locale)
    if to or not amount or not text.startswith(title):
        return to, before, ""
    to, before = split_stage(title, stages)
    return (to, before, text.removeprefix(title).strip()) if to else (None, text, "")


@move_deal.handler
async def press_move(req: Request, deal_id: int, was: int, to: int) -> Reply:
    stage = await get_stage(req, to)
    if stage.state is StageState.LOST and (found := await _stands(req, deal_id, was)):
        return why_lost(found, was, to)
    return await _pressed(req, deal_id, was, stage)


@LOSE.submit
async def submit_lost(req: Request, deal_id: int, was: int, to: int, reason: str | None) -> Reply:
    return await _pressed(req, deal_id, was, await get_stage(req, to), reason or "")


async def move_to_stage(req: Request, deal_id: int, was: int, to: Stage, reason: str = "") -> bool:
    """Move the deal if it is still in stage `was` (else False); announce a win in subscribed chats."""
    moved = await deals.move(req.db, req.rep, deal_id, was, to, req.now, reason)
    if moved and to.state is StageState.WON:
        await tell_of_win(req, deal_id)
    return moved


async def _pressed(req: Request, deal_id: int, was: int, to: Stage, reason: str = "") -> Reply:
    if await move_to_stage(req, deal_id, was, to, reason):
        return Redraw(await with_undo(req, deal_id))
    word = _("The deal has already moved. Nothing changed.")
    if await _stands(req, deal_id, to.id):  # a second press of the same button: the card shows it, and its undo
        return Toast(word)
    return Redraw(await deal_card(req, deal_id), word)


async def _stands(req: Request, deal_id: int, stage_id: int) -> Deal | None:
    """The deal, if it is in that stage."""
    found = await deals.get(req.db, req.rep, deal_id)
    return found[0] if found and found[0].stage_id == stage_id else None


async def end_stage(req: Request, state: StageState) -> Stage:
    return next(stage for stage in await deals.stages(req.db) if stage.state is state)


async def get_stage(req: Request, stage_id: int) -> Stage:
    """Raises UserError."""
    stage = await deals.stage(req.db, stage_id)
    if stage is None:
        raise UserError(_("That stage is gone."))
    return stage
