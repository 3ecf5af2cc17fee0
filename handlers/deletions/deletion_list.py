"""/deleted lists what was deleted in the last 30 days, to be restored."""

from handlers.activities.follow_up_cards import card as follow_up_card
from handlers.audit.undo import PURGED
from handlers.buttons.deletions import list_deletions, open_deletion, restore_deletion
from handlers.chat import Card, Line, Offset, Redraw, Reply, Request, UserError, command, shorten
from handlers.chat.paging import pager
from handlers.clients import card as client_card
from handlers.deals.cards import deal_card
from handlers.deletions.counts import with_it
from handlers.deletions.deletions import title_of
from handlers.i18n import N_, _, moment, ngettext
from handlers.text import colon
from storage.activities import follow_ups
from storage.audit import deletions
from storage.audit.deletions import Found
from storage.audit.reversal import Depended
from storage.clients import offers
from storage.models import Client, Deal, Deletion, FollowUp

PAGE = 8
ON_A_BUTTON = 48  # letters


@command("deleted", N_("See what was deleted, and restore it"), reads=True, stands_alone=True)
async def deleted(req: Request, _line: Line) -> Reply:
    return await _page(req, 0)


@list_deletions.handler
async def page(req: Request, offset: Offset) -> Reply:
    return Redraw(await _page(req, offset))


@open_deletion.handler
async def show(req: Request, deletion_id: int) -> Reply:
    deletion, _by = found = await _get(req, deletion_id)
    if deletion.restored_at:
        raise UserError(_("That is already restored."))
    rows = (
        (restore_deletion.button(_("Restore"), deletion.id),),
        (list_deletions.button(_("‹ Deleted"), 0),),
    )
    body = "\n".join(filter(None, (_who_and_when(req, found), with_it(deletion.details))))
    return Redraw(Card(title=title_of(deletion), body=body, buttons=rows))


@restore_deletion.handler
async def restore(req: Request, deletion_id: int) -> Reply:
    deletion, _by = await _get(req, deletion_id)
    try:
        done = await deletions.restore(req.db, req.rep, deletion_id, req.now)
    except Depended as error:
        text = _(
            "{name} can't be restored yet. If what it belonged to is deleted, restore that first: /deleted."
        )
        raise UserError(text.format(name=shorten(title_of(deletion), ON_A_BUTTON))) from error
    if done is None:
        raise UserError(_("That is already restored."))
    await offers.taken_back(req.db, done.act_id, req.now)
    return Redraw(await _restored(req, done), _("Restored"))


async def notice(req: Request, deletion_id: int) -> Card | None:
    """What the owner of a deleted client is told; None if it is there again."""
    found = await deletions.get(req.db, req.rep, deletion_id, req.now)
    if found is None or found[0].restored_at:
        return None
    text = _("{who} has deleted your client {name}.").format(who=found[1].name, name=title_of(found[0]))
    row = (restore_deletion.button(_("Restore"), deletion_id),)
    return Card(body="\n".join(filter(None, (text, with_it(found[0].details)))), buttons=(row,))


async def find_deleted(req: Request, words: str) -> Card | None:
    """The answer to a search for deleted clients, each with a button to restore it, or None."""
    found = await deletions.find(req.db, req.rep, words, limit=PAGE)
    if not found:
        return None
    lines = [colon(title_of(deletion), _who_and_when(req, (deletion, by))) for deletion, by in found]
    label = _("Restore {name}")
    rows = tuple(
        (restore_deletion.button(label.format(name=shorten(deletion.name, ON_A_BUTTON)), deletion.id),)
        for deletion, _by in found
    )
    return Card(body="\n".join(lines), buttons=rows)


async def _page(req: Request, offset: int) -> Card:
    total = await deletions.count(req.db, req.rep)
    if not total:
        return Card(body=_("Nothing was deleted in the last 30 days."))
    found = await deletions.page(req.db, req.rep, limit=PAGE, offset=offset)
    rows = tuple(
        (open_deletion.button(shorten(title_of(deletion), ON_A_BUTTON), deletion.id),)
        for deletion, _by in found
    )
    title = ngettext("Deleted: {n} entry", "Deleted: {n} entries", total).format(n=total)
    lines = [colon(shorten(title_of(each[0]), ON_A_BUTTON), _who_and_when(req, each)) for each in found]
    pages = pager(list_deletions.button, offset, PAGE, total)
    return Card(title=title, body="\n".join(lines), buttons=(*rows, *pages))


def _who_and_when(req: Request, found: Found) -> str:
    deletion, by = found
    when = moment(deletion.at, req.rep.timezone, req.now)
    return _("deleted {when}, {who}").format(when=when, who=by.name)


async def _restored(req: Request, done: Deletion) -> Card:
    """The card of what is there again."""
    match done.noun:
        case Client.__tablename__:
            return await client_card.card(req, done.row_id)
        case Deal.__tablename__:
            return await deal_card(req, done.row_id)
        case FollowUp.__tablename__ if found := await follow_ups.get(req.db, req.rep, done.row_id):
            return await follow_up_card(req, *found)
        case _ if done.client_id:
            return await client_card.card(req, done.client_id)
        case _:
            return Card(body=_("Restored"))


async def _get(req: Request, deletion_id: int) -> Found:
    found = await deletions.get(req.db, req.rep, deletion_id, req.now)
    if found is None:
        raise UserError(_(PURGED))
    return found
