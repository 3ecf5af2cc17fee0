"""Delete after a confirming press: a client, a deal, an interaction, a follow-up."""

from datetime import datetime

from handlers.audit.undo import open_or_undo
from handlers.buttons.deletions import (
    delete_client,
    delete_deal,
    delete_follow_up,
    delete_interaction,
    delete_without_deals,
)
from handlers.chat import Card, Redraw, Reply, Request, UserError, shorten
from handlers.deletions.counts import with_it
from handlers.enum_labels import INTERACTION_KINDS
from handlers.i18n import _
from handlers.resolve.deal import get_deal
from handlers.resolve.visible_client import get_client
from handlers.text import SHOWN
from handlers.working_time import after_quiet
from storage.activities import activity_deletions
from storage.clients import client_deletions, offers
from storage.deals import deal_deletions
from storage.messaging import outbox
from storage.models import Client, Deletion, InteractionKind
from storage.team import accounts

NOTICE = "client.deleted"  # the reminder that tells the owner


@delete_client.handler
async def client_confirmed(req: Request, client_id: int, total: int) -> Reply:
    return await _delete_client(req, client_id, None, total)


@delete_without_deals.handler
async def heir_confirmed(req: Request, client_id: int, heir_id: int, total: int) -> Reply:
    await get_client(req, heir_id)
    return await _delete_client(req, client_id, heir_id, total)


@delete_deal.handler
async def deal_confirmed(req: Request, deal_id: int, was: int) -> Reply:
    await get_deal(req, deal_id)
    return await _deleted(req, await deal_deletions.delete(req.db, req.rep, deal_id, was, req.now))


@delete_interaction.handler
async def interaction_confirmed(req: Request, interaction_id: int) -> Reply:
    done = await activity_deletions.delete_interaction(req.db, req.rep, interaction_id, req.now)
    if done is None:
        raise UserError(_("That entry is gone."))
    return await _deleted(req, done)


@delete_follow_up.handler
async def follow_up_confirmed(req: Request, follow_up_id: int, due_at: datetime) -> Reply:
    done = await activity_deletions.delete_follow_up(req.db, req.rep, follow_up_id, due_at, req.now)
    return await _deleted(req, done)


def title_of(deletion: Deletion) -> str:
    """What was deleted, in a list: a client with the company, else what it is and whose."""
    said, client = shorten(deletion.name, SHOWN), deletion.details.get("client", "")
    match deletion.noun:
        case "clients":
            return " · ".join(filter(None, (said, deletion.company)))
        case "interactions":
            kind = _(INTERACTION_KINDS[InteractionKind(deletion.details["kind"])])
        case "deals":
            kind = _("Deal")
        case _:
            kind = _("Follow-up")
    about = ": ".join(filter(None, (kind, said)))
    return " · ".join(filter(None, (about, client)))


async def _delete_client(req: Request, client_id: int, heir_id: int | None, total: int) -> Reply:
    await get_client(req, client_id)
    done = await client_deletions.delete(req.db, req.rep, client_id, req.now, total=total, heir_id=heir_id)
    if done is None:
        raise UserError(_("Something has changed in the meantime. Please check again."))
    await offers.taken_back(req.db, done.act_id, req.now)
    await _tell_owner(req, done)
    return await _deleted(req, done, heir_id)


async def _deleted(req: Request, done: Deletion | None, heir_id: int | None = None) -> Reply:
    if done is None:
        raise UserError(_("Something has changed in the meantime. Please check again."))
    left = heir_id or (done.client_id if done.noun != Client.__tablename__ else None)
    title = _("Deleted: {name}").format(name=title_of(done))
    return Redraw(
        Card(title=title, body=with_it(done.details), buttons=(open_or_undo(req, left),), client=left)
    )


async def _tell_owner(req: Request, done: Deletion) -> None:
    owner = await accounts.get(req.db, done.owner_id)
    if owner is None or owner.id == req.rep.id:
        return
    send_at = after_quiet(req.now, owner.timezone, owner.quiet_from, owner.quiet_to)
    args = {"deletion_id": done.id}
    await outbox.put_reminder(req.db, f"deleted:{done.id}", owner.id, NOTICE, args, send_at)
