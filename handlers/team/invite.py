"""/invite creates an invitation code for one person, in a text to forward."""

import re
from collections.abc import Sequence
from datetime import timedelta

from handlers.chat import Card, Form, Line, Reply, Request, UserError, command, shorten
from handlers.enum_labels import ROLES
from handlers.forms.fields import Choice
from handlers.i18n import N_, _, moment
from handlers.text import ECHO, SHOWN
from storage.messaging import bot_names
from storage.models import Role, Team
from storage.rights import may_invite
from storage.team import invitations, teams

USUAL_LIFE = invitations.INVITATION_LIFE.days
MAX_LIFE = 30  # days
LIVES = (("1", N_("1 day")), (str(USUAL_LIFE), N_("7 days")), (str(MAX_LIFE), N_("30 days")))
DAYS = re.compile(r"\b(\d{1,3})\s*(?:(?:d|day|days|д|дн|день|дня|дней|дні|днів|dzień|dni)\b|天)", re.IGNORECASE)
INVITE = Form(
    "invite",
    N_("Invite someone"),
    (
        Choice(
            "role",
            N_("Which role?"),
            required=True,
            options=tuple((r.value, label) for r, label in ROLES.items()),
        ),
        Choice("team", N_("Which team?")),
        Choice("life", N_("How long is it valid?"), required=True, options=LIVES),
    ),
    role=Role.MANAGER,
)


@command("invite", N_("Invite someone"), example=N_("/invite manager, North, 3 days"), role=Role.MANAGER)
async def invite(req: Request, line: Line) -> Reply:
    known = await teams.get_all(req.db)
    if line.rest:
        return await _invited(req, *_understood(line.rest, known))
    form = INVITE.filled(role=Role.REP, life=str(USUAL_LIFE))
    if req.rep.role is not Role.ADMIN:
        _own_team(req)
        return form.without("role", "team")
    offered = tuple((str(team.id), team.name) for team in known)
    return form.offering("team", offered) if offered else form.without("team")


@INVITE.submit
async def make(req: Request, life: str, role: str | None = None, team: str | None = None) -> Reply:
    return await _invited(req, Role(role) if role else None, int(team) if team else None, int(life))


def _no_such_team(words: str, known: Sequence[Team]) -> str:
    text = _("No team or role called “{words}”.").format(words=shorten(words, ECHO))
    if not known:
        return f"{text} " + _("No teams yet. To create one, open /team, choose a person, then Team.")
    names = ", ".join(team.name for team in known)
    return f"{text} " + _("The teams are: {names}.").format(names=shorten(names, SHOWN))


def _understood(said: str, known: Sequence[Team]) -> tuple[Role | None, int | None, int]:
    """Role, team and number of days from the text, in any order. Raises UserError."""
    days = DAYS.search(said)
    words = re.split(r"[\s,，、]+", DAYS.sub(" ", said).strip(" ,，、"))
    named = {word: r for r, label in ROLES.items() for word in (r.value, _(label).casefold())}
    role = next((named[word.casefold()] for word in words if word.casefold() in named), None)
    left = " ".join(word for word in words if role is None or named.get(word.casefold()) is not role)
    team = next((team for team in known if team.name.casefold() == left.casefold()), None)
    if left and team is None:
        raise UserError(_no_such_team(left, known))
    return role, team.id if team else None, int(days[1]) if days else USUAL_LIFE


async def _invited(req: Request, role: Role | None, team_id: int | None, days: int) -> Card:
    role = role or Role.REP
    if team_id is None and req.rep.role is not Role.ADMIN:
        team_id = _own_team(req)
    if not may_invite(req.rep, role, team_id):
        raise UserError(_("Managers can invite reps to their own team. For anyone else, ask an admin."))
    if not 0 < days <= MAX_LIFE or (team_id is not None and await teams.get(req.db, team_id) is None):
        raise UserError(_("An invitation lasts 1 to 30 days, and the team must already exist."))
    life = timedelta(days=days)
    code = await invitations.invite(req.db, role, req.now, by=req.rep, team_id=team_id, life=life)
    return Card(body=await _words(req, code, moment(req.now + life, req.rep.timezone, req.now)), secret=True)


async def _words(req: Request, code: str, until: str) -> str:
    """The text of the invitation, to be forwarded as it is."""
    ways = [_way(channel, name, code) for channel, name in (await bot_names.get_all(req.db)).items()]
    said = _(
        "{name} invites you to Rapport, our CRM in chat: log a call in one line, see who a client"
        " is before you call, and get reminded who to call next."
    )
    once = _("The invitation is for one person and is valid until {when}.")
    return "\n\n".join(
        [said.format(name=req.rep.name), "\n".join(ways) or f"/start {code}", once.format(when=until)]
    )


def _way(channel: str, name: str, code: str) -> str:
    if channel == "telegram":
        return f"Telegram: https://t.me/{name}?start={code}"
    return f"{channel.capitalize()} ({name}): /crm start {code}"


def _own_team(req: Request) -> int:
    if req.rep.team_id is None:
        raise UserError(
            _("You're not in a team yet, so I don't know which team to invite people to. Please ask an admin.")
        )
    return req.rep.team_id
