"""/undo: taking back my last change, while nothing later stands on it."""

from handlers.chat import NOT_YOURS, Card, Line, Redraw, Reply, Request, Row, UserError, action, command
from handlers.i18n import N_, _, moment
from storage import changes, leads
from storage.changes import Depended, OutOfSight
from storage.models import Act, Role
from storage.rights import LastAdmin, NotAllowed

SAID = {
    "client": N_("a change of a client"),
    "deal": N_("a new deal"),
    "follow_up": N_("a change of a follow-up"),
    "new": N_("a new client"),
    "client.new": N_("a new client"),
    "contact": N_("a new client"),
    "client.edit": N_("a change of a client"),
    "call": N_("a logged call"),
    "meeting": N_("a logged meeting"),
    "email": N_("a logged e-mail"),
    "message": N_("a logged message"),
    "note": N_("a note"),
    "log": N_("what was logged"),
    "deal.new": N_("a new deal"),
    "deal.edit": N_("a change of a deal"),
    "deal.move": N_("a move of a deal"),
    "deal.lose": N_("a move of a deal"),
    "move": N_("a move of a deal"),
    "won": N_("a move of a deal"),
    "lost": N_("a move of a deal"),
    "line": N_("what a button finished"),
    "form": N_("what a form changed"),
    "remind": N_("a follow-up"),
    "link": N_("unlinking a channel"),
    "assign": N_("a handover"),
    "handover": N_("a handover"),
    "settings": N_("a change of settings"),
    "team": N_("a change in the team"),
    "lead": N_("taking a new lead"),
    "bind": N_("what a chat is told"),
    "join": N_("letting somebody in"),
}


@command("undo", N_("Take back my last change"))
async def undo(req: Request, _line: Line) -> Reply:
    act = await changes.last(req.db, req.rep)
    if act is None:
        return _("There is nothing to take back.")
    return await _taken_back(req, act.id)


@action("undo")
async def undo_this(req: Request, act_id: int) -> Reply:
    return Redraw(await _taken_back(req, act_id))


def undo_button(req: Request) -> tuple[Row, ...]:
    """A row that takes back what this transaction has changed; none if it has changed nothing."""
    act_id = changes.act_id(req.db)
    return ((undo_this.button(_("Undo"), act_id),),) if act_id is not None else ()


def refused(error: NotAllowed | LastAdmin) -> str:
    """Why nothing comes of a change of people."""
    if isinstance(error, NotAllowed):
        return _(NOT_YOURS[Role.ADMIN])
    return _("There must always be an admin: make somebody else one first.")


async def _taken_back(req: Request, act_id: int) -> Card:
    try:
        act = await changes.undo(req.db, req.rep, act_id, req.now)
    except Depended as error:
        text = _("Something later stands on that change. Take back the later one first: /undo.")
        raise UserError(text) from error
    except (NotAllowed, LastAdmin) as error:
        raise UserError(refused(error)) from error
    except OutOfSight as error:
        text = _("That change is of a client you cannot see any more, so it stays.")
        raise UserError(text) from error
    if act is None:
        raise UserError(_("That has been taken back already."))
    await leads.taken_back(req.db, act.id, req.now)
    return Card(title=_("Taken back"), body=await _what(req, act))


async def _what(req: Request, act: Act) -> str:
    said = SAID.get(act.name) or SAID.get(act.name.partition(".")[0]) or N_("my last change")
    what = _(said)
    whose = await changes.whose(req.db, req.rep, act)
    when = moment(act.at, req.rep.timezone, req.now)
    return ", ".join(filter(None, (f"{what[:1].upper()}{what[1:]}", whose, when)))
