"""/undo reverts the rep's last change, unless a later change depends on it."""

from handlers.buttons.audit import undo_act
from handlers.buttons.clients import open_client
from handlers.chat import NOT_YOURS, Card, Line, Redraw, Reply, Request, Row, UserError, command
from handlers.i18n import N_, _, commas, moment, ngettext
from handlers.working_time import after_quiet
from storage.audit import changes, reversal
from storage.audit.reversal import Depended, OutOfSight, Purged, Undone
from storage.clients import offers
from storage.messaging import outbox
from storage.models import Act, Role
from storage.rights import LastAdmin, NotAllowed
from storage.team import accounts

PURGED = N_("That can't be restored any more.")
ACT_LABELS = {
    "client": N_("a change to a client"),
    "deal": N_("a new deal"),
    "follow_up": N_("a change to a follow-up"),
    "new": N_("a new client"),
    "client.new": N_("a new client"),
    "contact": N_("a new client"),
    "client.edit": N_("a change to a client"),
    "edit": N_("a change to a client"),
    "call": N_("a logged call"),
    "meeting": N_("a logged meeting"),
    "email": N_("a logged e-mail"),
    "message": N_("a logged message"),
    "note": N_("a note"),
    "log": N_("a logged interaction"),
    "deal.new": N_("a new deal"),
    "deal.edit": N_("a change to a deal"),
    "deal.amount": N_("a change to a deal"),
    "deal.set_amount": N_("a change to a deal"),
    "deal.move": N_("a deal moved to another stage"),
    "deal.lose": N_("a deal moved to another stage"),
    "move": N_("a deal moved to another stage"),
    "won": N_("a deal moved to another stage"),
    "lost": N_("a deal moved to another stage"),
    "line": N_("a button press"),
    "form": N_("a change made in a form"),
    "remind": N_("a follow-up"),
    "recurrence": N_("a change to a recurring follow-up"),
    "link": N_("an unlinked channel"),
    "assign": N_("a handover"),
    "handover": N_("a handover"),
    "settings": N_("a change to settings"),
    "setup": N_("a change to settings"),
    "team": N_("a change in the team"),
    "team.be": N_("a new role"),
    "team.into": N_("a change of team"),
    "team.new": N_("a change of team"),
    "team.suspend": N_("someone suspended"),
    "team.back": N_("access restored"),
    "team.remove": N_("someone removed"),
    "lead": N_("a new lead taken"),
    "delete": N_("something deleted"),
    "bind": N_("what I post in a chat"),
    "join": N_("access for a new person"),
}


@command("undo", N_("Undo my last change"), stands_alone=True)
async def undo(req: Request, _line: Line) -> Reply:
    act = await changes.last(req.db, req.rep)
    if act is None:
        return _("Nothing to undo.")
    return await _taken_back(req, act.id)


@undo_act.handler
async def undo_this(req: Request, act_id: int) -> Reply:
    return Redraw(await _taken_back(req, act_id))


def undo_button(req: Request) -> tuple[Row, ...]:
    """A row with a button that undoes this transaction's changes; no row if there are none."""
    row = undo_row(req)
    return (row,) if row else ()


def undo_row(req: Request) -> Row:
    """The same button for the end of another row; nothing if there are no changes."""
    act_id = changes.act_id(req.db)
    return (undo_act.button(_("Undo"), act_id),) if act_id is not None else ()


def open_or_undo(req: Request, client_id: int | None) -> Row:
    """Buttons below a change: the client's card, if there is one, and last to undo it."""
    opened = (open_client.button(_("Open card"), client_id),) if client_id else ()
    return (*opened, *undo_row(req))


def refusal_text(error: NotAllowed | LastAdmin) -> str:
    """Why a change of a member was refused."""
    if isinstance(error, NotAllowed):
        return _(NOT_YOURS[Role.ADMIN])
    return _("There must be at least one admin. Make someone else an admin first.")


async def _taken_back(req: Request, act_id: int) -> Card:
    try:
        undone = await reversal.undo(req.db, req.rep, act_id, req.now)
    except Depended as error:
        text = _("A later change depends on that one. Undo the later one first: /undo.")
        raise UserError(text) from error
    except Purged as error:
        raise UserError(_(PURGED)) from error
    except (NotAllowed, LastAdmin) as error:
        raise UserError(refusal_text(error)) from error
    except OutOfSight as error:
        text = _("You can no longer see that client, so the change can't be undone.")
        raise UserError(text) from error
    if undone is None:
        raise UserError(_("That's already undone."))
    await offers.taken_back(req.db, act_id, req.now)
    await _tell(req, undone)
    said = "\n".join(filter(None, (await _what(req, undone.act), _who_stays(len(undone.stay)))))
    return Card(title=_("Undone"), body=said)


async def _tell(req: Request, undone: Undone) -> None:
    """Notify reps who had received clients that this undo takes away again."""
    for rep_id, count in undone.gone.items():
        rep = await accounts.get(req.db, rep_id)
        if rep is not None and rep_id != req.rep.id:
            send_at = after_quiet(req.now, rep.timezone, rep.quiet_from, rep.quiet_to)
            args = {"act_id": undone.act.id, "count": count}
            key = f"handover.back:{undone.act.id}:{rep_id}"
            await outbox.put_reminder(req.db, key, rep_id, "handover.back", args, send_at)


def _who_stays(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "{n} client has been reassigned since, and stays there.",
        "{n} clients have been reassigned since, and stay there.",
        count,
    )
    return text.format(n=count)


async def _what(req: Request, act: Act) -> str:
    said = ACT_LABELS.get(act.name) or ACT_LABELS.get(act.name.partition(".")[0]) or N_("my last change")
    what = _(said)
    whose = await changes.get_subject_name(req.db, req.rep, act)
    when = moment(act.at, req.rep.timezone, req.now)
    return commas(f"{what[:1].upper()}{what[1:]}", whose, when)
