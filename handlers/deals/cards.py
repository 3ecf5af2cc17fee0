"""The card of a deal, and its button in a list."""

from dataclasses import replace

from handlers.audit.undo import undo_row
from handlers.buttons.clients import open_client
from handlers.buttons.deals import (
    add_deal_note,
    choose_stage,
    edit_deal,
    list_deals,
    move_deal,
    open_deal,
    open_deal_history,
    open_deal_menu,
)
from handlers.buttons.deletions import ask_delete_deal
from handlers.chat import Button, Card, Redraw, Reply, Request, Row, shorten
from handlers.chat.links import address
from handlers.i18n import _, commas, day, percent
from handlers.resolve.deal import get_deal, worth
from handlers.sharing.share import deal_row
from handlers.text import SHOWN
from handlers.working_time import local
from storage.deals import deals, stage_sums
from storage.models import Client, Deal, Stage, StageState


@open_deal_menu.handler
async def show_all_buttons(req: Request, deal_id: int) -> Reply:
    found = await get_deal(req, deal_id)
    drawn = _drawn(req, *found, await _stages(req, found.stage))
    items = (_client_button(found.client), *_items(req, deal_id))
    return Redraw(drawn.with_items(items, _back(deal_id)))


@choose_stage.handler
async def show_stages(req: Request, deal_id: int) -> Reply:
    """The card with a button for every other stage."""
    found = await get_deal(req, deal_id)
    stages = await _stages(req, found.stage)
    items = tuple(_move_button(found.deal, to, _(to.name)) for to in stages if to.id != found.stage.id)
    return Redraw(_text(req, *found).with_items(items, _back(deal_id)))


def card(req: Request, deal: Deal, stage: Stage, client: Client, stages: list[Stage]) -> Card:
    """Buttons carry the stage that the card shows, so a stale card cannot move the deal twice."""
    more = open_deal_menu.button(_("More…"), deal.id)
    drawn = _drawn(req, deal, stage, client, stages)
    beside = (_client_button(client), *deal_row(req, deal.id))
    return drawn.with_menu(more, _items(req, deal.id), beside=beside)


async def deal_card(req: Request, deal_id: int) -> Card:
    found = await get_deal(req, deal_id)
    return card(req, *found, await _stages(req, found.stage))


async def with_undo(req: Request, deal_id: int) -> Card:
    return (await deal_card(req, deal_id)).with_last(undo_row(req))


def with_value(shown: Card, value: str, said: str) -> Card:
    """The card with `said` instead of an amount or a probability that it shows."""
    return replace(shown, lead=shown.lead.replace(value, said, 1))


def row(deal: Deal, client: Client) -> Row:
    """A button that opens a deal from a list."""
    return (open_deal.button(f"{deal.title} · {client.name}", deal.id),)


def _drawn(req: Request, deal: Deal, stage: Stage, client: Client, stages: list[Stage]) -> Card:
    others = choose_stage.button(_("Other stage…"), deal.id)
    rows = ((*_next_stage(deal, stage, stages), others), _ends(deal, stage, stages))
    return replace(_text(req, deal, stage, client), buttons=tuple(filter(None, rows)))


def _text(req: Request, deal: Deal, stage: Stage, client: Client) -> Card:
    today = local(req.now, req.rep.timezone).date()
    return Card(
        title=deal.title,
        subtitle=commas(client.name, client.company),
        lead=_worth(deal, stage),
        fields=(
            (_("Expected close"), day(deal.expected_close, today) if deal.expected_close else ""),
            (_("Lost reason"), shorten(deal.lost_reason, SHOWN)),
        ),
        client=client.id,
        deal=deal.id,
        address=address(req, "d", deal.id),
    )


def _worth(deal: Deal, stage: Stage) -> str:
    """Amount, stage and probability."""
    is_open = stage.state is StageState.OPEN
    return (
        f"{worth(deal, stage)} {percent(stage_sums.probability_of(deal, stage))}"
        if is_open
        else worth(deal, stage)
    )


def _next_stage(deal: Deal, stage: Stage, stages: list[Stage]) -> Row:
    if stage.state is not StageState.OPEN:
        return ()
    further = [to for to in stages if to.state is StageState.OPEN and to.position > stage.position]
    label = _("Next: {stage}")
    return tuple(_move_button(deal, to, label.format(stage=_(to.name))).styled("primary") for to in further[:1])


def _ends(deal: Deal, stage: Stage, stages: list[Stage]) -> Row:
    """Won and lost; nothing for a closed deal."""
    if stage.state is not StageState.OPEN:
        return ()
    return tuple(_move_button(deal, to, _(to.name)) for to in stages if to.state is not StageState.OPEN)


def _client_button(client: Client) -> Button:
    return open_client.button(_("Client"), client.id)


def _items(req: Request, deal_id: int) -> Row:
    edit, delete = edit_deal.button(_("Edit"), deal_id), ask_delete_deal.button(_("Delete…"), deal_id)
    note, history = add_deal_note.button(_("Note"), deal_id), open_deal_history.button(_("History"), deal_id, 0)
    return (note, history, edit, delete, list_deals.button(_("‹ My deals"), 0))


def _move_button(deal: Deal, to: Stage, label: str) -> Button:
    return move_deal.button(label, deal.id, deal.stage_id, to.id)


def _back(deal_id: int) -> Button:
    return open_deal.button(_("‹ Less"), deal_id)


async def _stages(req: Request, stage: Stage) -> list[Stage]:
    return [*await deals.stages(req.db, stage.pipeline_id)]
