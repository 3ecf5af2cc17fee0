"""/bind subscribes a group or channel to notices about a team, a pipeline or one deal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from handlers.audit.undo import undo_button
from handlers.chat import Card, Line, Reply, Request, UserError, command, shorten
from handlers.chat.unused_text import with_unused_text
from handlers.i18n import N_, _
from handlers.resolve.deal import resolve_deal
from handlers.text import ECHO
from storage.deals import deals
from storage.messaging import outbox, subscriptions
from storage.messaging.subscriptions import Aim, BoundChat
from storage.models import Binding, Pipeline, Role, Team
from storage.rights import SYSTEM, NotAllowed
from storage.team import teams

Named = TypeVar("Named", Team, Pipeline)

TEAM, PIPELINE, DEAL, OFF = "team", "pipeline", "deal", "off"
SPELLED = {
    TEAM: "team|команда|команду|команде|zespół|zespol|zespołu|团队",
    PIPELINE: "pipeline|воронка|воронку|воронки|lejek|lejka|漏斗|销售漏斗",
    DEAL: "deal|сделка|сделку|угода|угоду|szansa|szansę|szanse|商机",
    OFF: "off|выкл|выключить|отключить|вимк|вимкнути|wyłącz|wylacz|关闭|停止",
}
WORDS = {word: meant for meant, written in SPELLED.items() for word in written.split("|")}


async def says_what(_req: Request, rest: str) -> bool:
    return _split(rest)[0] in WORDS or not rest


@command(
    "bind",
    N_("Post this team's news in a group or channel"),
    example=N_("/bind team North"),
    plain=says_what,
    role=Role.MANAGER,
)
async def bind(req: Request, line: Line) -> Reply:
    line = replace(line, room=line.room or req.room)
    if not line.room:
        text = _(
            "Send this in the group or channel itself: /bind team North. In a Telegram group, add"
            " my name right after the command."
        )
        raise UserError(text)
    word, name = _split(line.rest)
    room = (req.place.channel, req.place.space, line.room)
    match WORDS.get(word):
        case "team":
            return await _bound(req, room, Aim(team_id=(await _team(req, name)).id))
        case "pipeline":
            return await _bound(req, room, Aim(pipeline_id=(await _pipeline(req, name)).id))
        case "deal":
            found, tail = await resolve_deal(req, line, name)
            return with_unused_text(await _bound(req, room, Aim(deal_id=found.deal.id)), tail)
        case "off":
            return await _dropped(req, room)
        case _ if line.rest:
            return await _bound(req, room, await _of_that_name(req, line.rest))
        case _:
            return await _stands(req, room)


async def subscription_text(req: Request, binding: Binding) -> str:
    """What the chat is subscribed to, in words."""
    if binding.team_id is not None:
        team = await teams.get(req.db, binding.team_id)
        text = _("deals won by team {name}, and new leads for it")
        return text.format(name=team.name if team else "")
    if binding.pipeline_id is not None:
        named = [p.name for p in await deals.pipelines(req.db) if p.id == binding.pipeline_id]
        return _("deals won in the pipeline {name}").format(name="".join(named))
    found = await deals.get(req.db, SYSTEM, binding.deal_id or 0)
    return _("when the deal “{name}” is won").format(name=found[0].title if found else "")


def _split(rest: str) -> tuple[str, str]:
    word, _space, name = rest.partition(" ")
    return word.rstrip(":").casefold(), name.strip(" :")


async def _bound(req: Request, room: BoundChat, aim: Aim) -> Card:
    try:
        binding = await subscriptions.put(req.db, req.rep, room, aim, req.now)
    except NotAllowed as error:
        text = _(
            "Managers can connect a chat to their own team or one of its deals. For anything else, ask"
            " an admin."
        )
        raise UserError(text) from error
    told = await subscription_text(req, binding)
    await _say(req, room, _("From now on I'll post here: {what}.").format(what=told))
    text = _("From now on I'll post in that chat: {what}. If nothing appears there, add me to it.")
    return Card(body=text.format(what=told), buttons=undo_button(req))


async def _dropped(req: Request, room: BoundChat) -> Reply:
    try:
        done = await subscriptions.drop(req.db, req.rep, room)
    except NotAllowed as error:
        raise UserError(_("Someone else set up this chat. Ask them, or an admin.")) from error
    if not done:
        return _("I wasn't posting anything in this chat.")
    await _say(req, room, _("I've stopped posting here."))
    return Card(body=_("I've stopped posting in that chat."), buttons=undo_button(req))


async def _stands(req: Request, room: BoundChat) -> str:
    binding = await subscriptions.get_at(req.db, room)
    now = (
        _("I post in this chat: {what}.").format(what=await subscription_text(req, binding)) if binding else ""
    )
    how = _(
        "What should I post here? /bind team North, /bind pipeline Sales, or /bind deal annual"
        " licence. /bind off stops it."
    )
    return "\n".join(filter(None, (now, how)))


async def _say(req: Request, room: BoundChat, text: str) -> None:
    """Tell everybody in the chat what it is subscribed to."""
    await outbox.queue(req.db, *room, Card(body=text).to_json(), req.now)


async def _of_that_name(req: Request, name: str) -> Aim:
    """A pipeline or a team named without the word before it. Raises UserError."""
    wanted = " ".join(name.split()).casefold()
    for pipeline in await deals.pipelines(req.db):
        if pipeline.name.casefold() == wanted:
            return Aim(pipeline_id=pipeline.id)
    return Aim(team_id=(await _team(req, name)).id)


async def _team(req: Request, name: str) -> Team:
    """Raises UserError."""
    mine = await teams.get(req.db, req.rep.team_id) if req.rep.team_id and not name else None
    return mine or _called(name, await teams.get_all(req.db))


async def _pipeline(req: Request, name: str) -> Pipeline:
    """Raises UserError."""
    known = await deals.pipelines(req.db)
    return known[0] if len(known) == 1 and not name else _called(name, known)


def _called(name: str, known: Sequence[Named]) -> Named:
    """Raises UserError."""
    wanted = " ".join(name.split()).casefold()
    found = next((one for one in known if one.name.casefold() == wanted), None)
    if found is None:
        text = _("There's no “{name}”. Choose from: {names}.")
        names = ", ".join(one.name for one in known) or _("none yet")
        raise UserError(text.format(name=shorten(name, ECHO), names=names))
    return found
