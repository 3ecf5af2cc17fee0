"""A sentence that changes an open deal: its amount, its probability, the day it is to be closed by."""

from dataclasses import replace
from typing import Any

from handlers.chat import Card, Reply, Request, UserError, requests
from handlers.deals.cards import with_undo, with_value
from handlers.i18n import _, money, percent
from handlers.parsing.deals.deal_change import DealChange, read_deal_change
from handlers.resolve.deal import Found, find_titled
from storage.deals import deals
from storage.deals.stage_sums import probability_of
from storage.models import StageState


async def changes_deal(req: Request, text: str) -> bool:
    """Whether the line changes one open deal that it names."""
    return await _read(req, text) is not None


async def change_by_line(req: Request, text: str) -> Reply:
    """Raises UserError."""
    read = await _read(req, text)
    if read is None:
        raise UserError(_("That deal is gone."))
    found, change = read
    values: dict[str, Any] = {}
    if change.amount:
        values |= {"amount": change.amount.amount, "currency": change.amount.currency}
    values |= {"probability": change.probability} if change.probability is not None else {}
    values |= {"expected_close": change.close} if change.close else {}
    before = money(found.deal.amount, found.deal.currency), percent(probability_of(found.deal, found.stage))
    await deals.edit(req.db, req.rep, found.deal.id, values)
    return _with_old_values(await with_undo(req, found.deal.id), change, before)


def _with_old_values(card: Card, change: DealChange, before: tuple[str, str]) -> Card:
    amount, probability = before
    if change.amount and (now := money(change.amount.amount, change.amount.currency)) != amount:
        card = with_value(card, now, f"{amount} → {now}")
    if change.probability is not None and (now := percent(change.probability)) != probability:
        card = with_value(card, now, f"{probability} → {now}")
    return card


async def _read(req: Request, text: str) -> tuple[Found, DealChange] | None:
    """The open deal that the line names, if it is the only one, and what becomes of it."""
    scene = requests.scene(req)
    change = read_deal_change(text, scene)
    if change is None:
        return None
    found = await find_titled(req, change.title)
    if len(found) != 1 or found[0].stage.state is not StageState.OPEN:
        return None
    in_its_currency = read_deal_change(text, replace(scene, currency=found[0].deal.currency))
    return (found[0], in_its_currency or change)
