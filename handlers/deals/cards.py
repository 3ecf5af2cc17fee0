"""The card of a deal, and its button in a list."""

from dataclasses import replace

from handlers.audit.undo import undo_button
from handlers.buttons.clients import open_client
from handlers.buttons.deals import edit_deal, list_deals, move_deal, open_deal
from handlers.buttons.deletions import ask_delete_deal
from handlers.chat import Button, Card, Request, Row, shorten
from handlers.chat.links import address
from handlers.i18n import _, day, money
from handlers.resolve.deal import get_deal
from handlers.sharing.share import deal_rows
from handlers.text import SHOWN
from handlers.working_time import local
from storage.deals import deals, stage_sums
from storage.models import Client, Deal, Stage, StageState


def card(req: Request, deal: Deal, stage: Stage, client: Client, stages: list[Stage]) -> Card:
    """Buttons carry the stage that the card shows, so a stale card cannot move the deal twice."""
    fields = [
        (_("Client"), client.name),
        (_("Stage"), f"{_(stage.name)} ({stage_sums.probability_of(deal, stage)} %)"),
        (_("Amount"), money(deal.amount, deal.currency)),
    ]
    if deal.expected_close:
        fields.append((_("Expected close"), day(deal.expected_close, local(req.now, req.rep.timezone).date())))
    if deal.lost_reason:
        fields.append((_("Lost reason"), shorten(deal.lost_reason, SHOWN)))
    others = [other for other in stages if other.id != stage.id]
    along = tuple(_move_button(deal, to) for to in others if to.state is StageState.OPEN)
    ends = tuple(_move_button(deal, to) for to in others if to.state is not StageState.OPEN)
    rows = (*(along[i : i + 2] for i in range(0, len(along), 2)), ends)
    more = (edit_deal.button(_("Edit"), deal.id), ask_delete_deal.button(_("Delete…"), deal.id))
    back = (open_client.button(_("Open card"), client.id), list_deals.button(_("‹ My deals"), 0))
    buttons = (*filter(None, rows), more, back, *deal_rows(req, deal.id))
    found_at = address(req, "d", deal.id)
    return Card(deal.title, tuple(fields), buttons=buttons, client=client.id, deal=deal.id, address=found_at)


def _move_button(deal: Deal, to: Stage) -> Button:
    return move_deal.button(_(to.name), deal.id, deal.stage_id, to.id)


async def deal_card(req: Request, deal_id: int) -> Card:
    found = await get_deal(req, deal_id)
    return card(req, *found, [*await deals.stages(req.db, found.stage.pipeline_id)])


async def with_undo(req: Request, deal_id: int) -> Card:
    shown = await deal_card(req, deal_id)
    return replace(shown, buttons=(*undo_button(req), *shown.buttons))


def with_value(shown: Card, label: str, said: str) -> Card:
    """The card with another value in the field with this label."""
    return replace(
        shown, fields=tuple((name, said if name == label else value) for name, value in shown.fields)
    )


def row(deal: Deal, client: Client) -> Row:
    """A button that opens a deal from a list."""
    return (open_deal.button(f"{deal.title} · {client.name}", deal.id),)
