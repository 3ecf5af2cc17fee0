"""Ask before anything is deleted: a card that says what goes with it."""

from dataclasses import asdict
from typing import Any

from handlers.buttons.activities import open_follow_up
from handlers.buttons.clients import open_client, open_history
from handlers.buttons.deals import open_deal
from handlers.buttons.deletions import (
    ask_delete_client,
    ask_delete_deal,
    ask_delete_follow_up,
    ask_delete_interaction,
    choose_heir,
    delete_client,
    delete_deal,
    delete_follow_up,
    delete_interaction,
    delete_without_deals,
)
from handlers.buttons.recurrence import Scope, drop_occurrences
from handlers.chat import Card, Form, Redraw, Reply, Request, Row, UserError, shorten
from handlers.deletions.counts import counted
from handlers.enum_labels import INTERACTION_KINDS
from handlers.forms.fields import Person
from handlers.i18n import N_, _, commas, moment, ngettext
from handlers.recurrence.recurring import repeats
from handlers.recurrence.scope import SCOPES
from handlers.resolve.deal import get_deal, line_of
from handlers.resolve.visible_client import get_client, label
from handlers.text import SHOWN, colon
from storage.activities import follow_ups, interactions
from storage.clients import client_deletions
from storage.deals import deal_deletions
from storage.models import Client, FollowUp, Interaction, Rep, Role
from storage.team import accounts

HEIR = Form(
    "delete.heir",
    N_("Who gets the deals?"),
    (Person("heir", N_("Which client gets the deals?"), required=True),),
)


@ask_delete_client.handler
async def ask_client(req: Request, client_id: int) -> Reply:
    return Redraw(await client_question(req, await get_client(req, client_id)))


async def client_question(req: Request, client: Client) -> Card:
    was = await client_deletions.count(req.db, req.rep, client.id)
    cancel = (open_client.button(_("Cancel"), client.id),)
    rows: tuple[Row, ...]
    if not was.deals:
        rows = ((delete_client.button(_("Delete"), client.id, was.total).styled("danger"), *cancel),)
    else:
        everything = ngettext("Delete with {n} deal", "Delete with {n} deals", was.deals).format(n=was.deals)
        pass_on = ngettext("Give the deal to another client", "Give the deals to another client", was.deals)
        rows = (
            (delete_client.button(everything, client.id, was.total),),
            (choose_heir.button(pass_on, client.id),),
            cancel,
        )
    body = await _consequences(req, client.owner_id, asdict(was))
    return Card(_("Delete {name}?").format(name=label(client)), body=body, buttons=rows, client=client.id)


@choose_heir.handler
async def ask_heir(req: Request, client_id: int) -> Reply:
    client = await get_client(req, client_id)
    title = _("Who gets {name}'s deals?").format(name=client.name)
    return Form(HEIR.name, title, HEIR.fields).concerning(client_id=client_id)


@HEIR.submit
async def ask_about_heir(req: Request, client_id: int, heir: int) -> Reply:
    client, other = await get_client(req, client_id), await get_client(req, heir)
    if client.id == other.id:
        raise UserError(_("That's the client you're deleting. Choose another one."))
    was = await client_deletions.count(req.db, req.rep, client.id)
    given = ngettext("{n} deal goes to {name}.", "{n} deals go to {name}.", was.deals)
    rest = await _consequences(req, client.owner_id, {**asdict(was), "deals": 0})
    yes = delete_without_deals.button(_("Delete"), client.id, other.id, was.total).styled("danger")
    return Card(
        title=_("Delete {name}?").format(name=label(client)),
        body=f"{given.format(n=was.deals, name=other.name)} {rest}",
        buttons=((yes, open_client.button(_("Cancel"), client.id)),),
        client=client.id,
    )


@ask_delete_deal.handler
async def ask_deal(req: Request, deal_id: int) -> Reply:
    return Redraw(await deal_question(req, deal_id))


async def deal_question(req: Request, deal_id: int) -> Card:
    deal, stage, client = await get_deal(req, deal_id)
    notes = await deal_deletions.count_notes(req.db, req.rep, deal_id)
    yes = delete_deal.button(_("Delete"), deal_id, stage.id).styled("danger")
    consequences = await _consequences(req, deal.owner_id, {"interactions": notes})
    body = f"{colon(client.name, line_of(deal, stage))}\n{consequences}"
    return _question(deal.title, body, (yes, open_deal.button(_("Cancel"), deal_id)), client.id)


@ask_delete_interaction.handler
async def ask_interaction(req: Request, interaction_id: int) -> Reply:
    talk = await interactions.get(req.db, req.rep, interaction_id)
    if talk is None:
        raise UserError(_("That entry is gone."))
    return Redraw(await interaction_question(req, talk))


async def interaction_question(req: Request, talk: Interaction) -> Card:
    client = await get_client(req, talk.client_id)
    said = shorten(talk.text, SHOWN)
    kind = f"{_(INTERACTION_KINDS[talk.kind])}, {moment(talk.at, req.rep.timezone, req.now)}"
    body = "\n".join(filter(None, (client.name, said, await _consequences(req, client.owner_id, {}))))
    yes = delete_interaction.button(_("Delete"), talk.id).styled("danger")
    return _question(kind, body, (yes, open_history.button(_("Cancel"), client.id, 0)), client.id)


@ask_delete_follow_up.handler
async def ask_follow_up(req: Request, follow_up_id: int) -> Reply:
    found = await follow_ups.get(req.db, req.rep, follow_up_id)
    if found is None:
        raise UserError(_("That follow-up is gone."))
    return Redraw(await follow_up_question(req, *found))


async def follow_up_question(req: Request, promised: FollowUp, client: Client | None) -> Card:
    """Of one that recurs, ask whether this one or all are meant."""
    owner_id = client.owner_id if client else promised.owner_id
    said, consequences = shorten(promised.text, SHOWN), await _consequences(req, owner_id, {})
    often = await repeats(req, promised)
    body = "\n".join(filter(None, (client.name if client else "", said, often, consequences)))
    label = _(SCOPES[Scope.ONE]) if often else _("Delete")
    yes = delete_follow_up.button(label, promised.id, promised.due_at).styled("danger")
    every = drop_occurrences.button(_(SCOPES[Scope.ALL]), promised.id, promised.due_at, Scope.ALL)
    name = commas(_("Follow-up"), moment(promised.due_at, req.rep.timezone, req.now))
    no = open_follow_up.button(_("Cancel"), promised.id)
    return _question(name, body, (yes, every, no) if often else (yes, no), promised.client_id)


def _question(name: str, body: str, row: Row, client_id: int | None) -> Card:
    title = _("Delete {name}?").format(name=name)
    return Card(title=title, body=body, buttons=(row,), client=client_id)


async def _consequences(req: Request, owner_id: int, details: dict[str, Any]) -> str:
    said = counted(details)
    with_it = _("This also deletes {what}.").format(what=said) if said else ""
    return " ".join(filter(None, (with_it, await _who_restores(req, owner_id))))


async def _who_restores(req: Request, owner_id: int) -> str:
    if req.rep.role is Role.ADMIN or req.rep.id == owner_id:
        return _("For 30 days you can restore it: /deleted.")
    owner: Rep | None = await accounts.get(req.db, owner_id)
    text = _("For 30 days {name} or an admin can restore it.")
    return text.format(name=owner.name if owner else "")
