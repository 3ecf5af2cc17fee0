"""/team lists members; admins set roles and teams, suspend and remove people."""

from collections.abc import Awaitable, Sequence

from handlers.audit.undo import refusal_text, undo_row
from handlers.buttons.clients import preview_handover
from handlers.buttons.team import (
    choose_role,
    choose_team,
    create_team,
    list_members,
    open_member,
    reinstate_member,
    remove_member,
    set_role,
    set_team,
    suspend_member,
)
from handlers.chat import (
    Button,
    Card,
    Form,
    Line,
    Offset,
    Redraw,
    Reply,
    Request,
    Row,
    UserError,
    command,
)
from handlers.chat.paging import pager
from handlers.enum_labels import ROLES
from handlers.forms.fields import Text
from handlers.i18n import N_, _, moment, near
from handlers.team.linked_accounts import channel_name
from storage.models import Rep, Role, Team
from storage.rights import LastAdmin, NotAllowed
from storage.team import teams
from storage.team.teams import Member

PAGE = 8
NEW = Form(
    "team.new", N_("New team"), (Text("name", N_("What's the team called?"), required=True),), role=Role.ADMIN
)


@command(
    "team",
    N_("Your team: people, roles, last activity"),
    role=Role.MANAGER,
    reads=True,
    stands_alone=True,
)
async def team(req: Request, _line: Line) -> Reply:
    return await _list(req, 0)


@list_members.handler
async def page(req: Request, offset: Offset) -> Reply:
    return Redraw(await _list(req, offset))


@open_member.handler
async def show(req: Request, rep_id: int) -> Reply:
    return Redraw(await _card(req, rep_id))


@choose_role.handler
async def ask_role(req: Request, rep_id: int) -> Reply:
    rep, _team = await _get(req, rep_id)
    others = [role for role in ROLES if role is not rep.role]
    rows = tuple((set_role.button(_(ROLES[role]), rep_id, role, rep.role),) for role in others)
    return Redraw(_question(rep, _("Which role?"), rows))


@set_role.handler
async def _set_role(req: Request, rep_id: int, role: Role, was: Role) -> Reply:
    return await _changed(req, rep_id, teams.set_role(req.db, req.rep, rep_id, was, role))


@choose_team.handler
async def ask_team(req: Request, rep_id: int) -> Reply:
    rep, now = await _get(req, rep_id)
    was = now.id if now else 0
    others = [known for known in await teams.get_all(req.db) if known.id != was]
    rows: list[Row] = [(set_team.button(known.name, rep_id, known.id, was),) for known in others]
    rows.append((create_team.button(_("New team"), rep_id, was),))
    if was:
        rows.append((set_team.button(_("No team"), rep_id, 0, was),))
    return Redraw(_question(rep, _("Which team?"), tuple(rows)))


@set_team.handler
async def _set_team(req: Request, rep_id: int, team_id: int, was: int) -> Reply:
    """Put a member into a team; 0: no team."""
    if team_id and await teams.get(req.db, team_id) is None:
        raise UserError(_("That team is gone."))
    put = teams.set_team(req.db, req.rep, rep_id, was or None, team_id or None)
    return await _changed(req, rep_id, put)


@create_team.handler
async def new_team(req: Request, rep_id: int, was: int) -> Reply:
    await _get(req, rep_id)
    return NEW.concerning(rep_id=rep_id, was=was)


@NEW.submit
async def make_team(req: Request, rep_id: int, was: int, name: str) -> Reply:
    made = await teams.put(req.db, name)
    return await _changed(req, rep_id, teams.set_team(req.db, req.rep, rep_id, was or None, made.id))


@suspend_member.handler
async def suspend(req: Request, rep_id: int) -> Reply:
    _not_myself(req, rep_id)
    return await _changed(req, rep_id, teams.suspend(req.db, req.rep, rep_id, req.now))


@reinstate_member.handler
async def bring_back(req: Request, rep_id: int) -> Reply:
    return await _changed(req, rep_id, teams.bring_back(req.db, req.rep, rep_id))


@remove_member.handler
async def remove(req: Request, rep_id: int) -> Reply:
    _not_myself(req, rep_id)
    rep, _team = await _get(req, rep_id)
    if not await _done(teams.remove(req.db, req.rep, rep_id, req.now)):
        raise UserError(_("That person is no longer here."))
    text = _("They no longer have access. Their work stays under their name, and they keep their clients.")
    left = (preview_handover.button(_("Hand over clients"), rep_id, 0),)
    rows = (left, (list_members.button(_("‹ Team"), 0), *undo_row(req)))
    return Redraw(Card(title=_("Removed: {name}").format(name=rep.name), body=text, buttons=rows))


async def _list(req: Request, offset: int) -> Card:
    found = await teams.members(req.db, req.rep, limit=PAGE + 1, offset=offset)
    shown = found[:PAGE]
    channels = await teams.channels(req.db, [rep.id for rep, _team in shown])
    lines = [_line_of(req, member, channels[member[0].id]) for member in shown]
    names = [open_member.button(rep.name, rep.id) for rep, _team in shown]
    rows: list[Row] = [tuple(names[i : i + 2]) for i in range(0, len(names), 2)]
    rows += pager(list_members.button, offset, PAGE, offset + len(found))
    return Card(title=_("Team"), body="\n".join(lines), buttons=tuple(rows))


def _line_of(req: Request, member: Member, channels: Sequence[str]) -> str:
    rep, team = member
    seen = _("seen {when}").format(when=_seen(req, rep)) if rep.seen_at else ""
    told = (_(ROLES[rep.role]), team.name if team else "", _met(channels), seen, _state(rep))
    return f"{rep.name}: {', '.join(filter(None, told))}"


async def _card(req: Request, rep_id: int) -> Card:
    rep, team = await _get(req, rep_id)
    channels = (await teams.channels(req.db, [rep_id]))[rep_id]
    fields = (
        (_("Role"), _(ROLES[rep.role])),
        (_("Team"), team.name if team else ""),
        (_("Channels"), _met(channels)),
        (_("Joined"), moment(rep.created_at, req.rep.timezone, req.now)),
        (_("Last seen"), _seen(req, rep)),
        (_("Status"), _state(rep)),
    )
    return Card(title=rep.name, fields=fields, buttons=_buttons(req, rep))


def _buttons(req: Request, rep: Rep) -> tuple[Row, ...]:
    rows: list[Row] = []
    if req.rep.role is Role.ADMIN:
        rows.append((choose_role.button(_("Role"), rep.id), choose_team.button(_("Team"), rep.id)))
        if rep.id != req.rep.id:
            pause = suspend_member if rep.active else reinstate_member
            label = _("Suspend") if rep.active else _("Restore access")
            rows.append((pause.button(label, rep.id), remove_member.button(_("Remove"), rep.id)))
    rows.append((preview_handover.button(_("Hand over clients"), rep.id, 0),))
    return (*rows, (list_members.button(_("‹ Team"), 0),))


def _question(rep: Rep, body: str, rows: tuple[Row, ...]) -> Card:
    back: Button = open_member.button(_("‹ Back"), rep.id)
    return Card(title=rep.name, body=body, buttons=(*rows, (back,)))


async def _changed(req: Request, rep_id: int, change: Awaitable[bool]) -> Redraw:
    """The member's card after the change, with an undo button."""
    done = await _done(change)
    drawn = await _card(req, rep_id)
    if not done:
        return Redraw(drawn, _("That has already changed. Nothing was done."))
    return Redraw(drawn.with_last(undo_row(req)))


async def _done(change: Awaitable[bool]) -> bool:
    try:
        return await change
    except (NotAllowed, LastAdmin) as error:
        raise UserError(refusal_text(error)) from error


def _not_myself(req: Request, rep_id: int) -> None:
    if rep_id == req.rep.id:
        raise UserError(_("You can't do that to yourself. Ask another admin."))


async def _get(req: Request, rep_id: int) -> tuple[Rep, Team | None]:
    found = await teams.member(req.db, req.rep, rep_id)
    if found is None:
        raise UserError(_("That person is no longer here."))
    return found


def _met(channels: Sequence[str]) -> str:
    return ", ".join(channel_name(channel) for channel in channels)


def _seen(req: Request, rep: Rep) -> str:
    return near(rep.seen_at, req.rep.timezone, req.now) if rep.seen_at else ""


def _state(rep: Rep) -> str:
    return "" if rep.active else _("suspended")
