"""Every handler, by people of every role, with what is theirs, a team mate's, and somebody else's.

The handlers are read off the registry: a new one without a line here fails.
"""

import itertools
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.buttons.recurrence import Scope
from handlers.buttons.search import ResultKind
from handlers.buttons.team import SettingGroup, Setup
from handlers.chat import ACTIONS, COMMANDS, FORMS, Card, Line, Redraw, Reply, Request, UserError
from handlers.exports import list_file
from handlers.working_time import Step
from storage import rights
from storage.activities import files, follow_ups, interactions, recurrence_days, recurrences
from storage.audit import changes
from storage.audit.history import HistoryKind
from storage.clients import client_deletions, clients, handover, offers
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.jobs import jobs
from storage.messaging import drafts, subscriptions
from storage.messaging.subscriptions import Aim
from storage.models import (
    Client,
    DraftKind,
    FileKind,
    FollowUpState,
    InteractionKind,
    JoinRequest,
    Offer,
    Outcome,
    Place,
    RecurrenceUnit,
    Rep,
    Role,
    Visibility,
)
from storage.team import accounts, join_requests, teams
from tests.support import people, recording
from tests.support.world import BEGINNING

pytestmark = pytest.mark.usefixtures("compared")

OWN, TEAM, OTHER = range(3)  # whose it is: Ann's, who acts; Boris's of her team; Clara's of another one
NAMES = ("Ann", "Boris", "Clara")
CLIENTS = ("Quokka", "Walrus", "Zebra")
DEALS = ("Harpsichord", "Mandolin", "Trombone")
SAID = ("baobab", "cedar", "dogwood")
SECRET = "Very secret"
BELONGINGS = 5  # deals, interactions and follow-ups of each client
DUE = BEGINNING + timedelta(hours=2)
Rule = Callable[[Role, int], bool]


@dataclass(frozen=True)
class Theirs:
    """One of everything, by its number."""

    rep: int
    name: str
    client: int
    deal: int
    follow_up: int
    done: int  # another follow-up, closed
    task: int  # without a client
    given: int  # a task that `to` gave them
    recurring: int  # another one
    interaction: int
    form: int
    contact: int  # people handed on
    my_contact: int  # the same, of who acts
    lines: Mapping[str, int]
    act: int
    gift: int  # the act by which a client came to them
    account: int
    offer: int  # of another client, to their team
    request: int
    to: int  # somebody of their team
    to_name: str
    team: int
    role: Role
    my_lines: Mapping[str, int]  # of who acts
    client_name: str
    deal_title: str
    deletion: int  # of another client of theirs
    spare: int  # another client of who acts
    job: int


NO_BIRTHDAY = zlib.crc32(b"")


def everybody(_role: Role, _whose: int) -> bool:
    return True


def nobody(_role: Role, _whose: int) -> bool:
    return False


def sees(role: Role, whose: int) -> bool:
    """Reps see their own clients here, managers those of the team."""
    return role is Role.ADMIN or whose == OWN or (role is Role.MANAGER and whose == TEAM)


def mine(_role: Role, whose: int) -> bool:
    return whose == OWN


def manager(role: Role, _whose: int) -> bool:
    return role is not Role.REP


def manages(role: Role, whose: int) -> bool:
    return role is not Role.REP and sees(role, whose)


def team_mate(_role: Role, whose: int) -> bool:
    return whose != OTHER


def admin(role: Role, _whose: int) -> bool:
    return role is Role.ADMIN


def mine_or_admin(role: Role, whose: int) -> bool:
    return whose == OWN or role is Role.ADMIN


def admin_of_others(role: Role, whose: int) -> bool:
    return role is Role.ADMIN and whose != OWN


def _occurrence(of: Theirs) -> dict[str, Any]:
    return {"follow_up_id": of.recurring, "due_at": DUE.isoformat(), "scope": Scope.ALL}


def _other_role(of: Theirs) -> Role:
    return Role.REP if of.role is Role.MANAGER else Role.MANAGER


def _agenda(of: Theirs) -> str:
    return f"{of.rep}...0"


BUTTONS: dict[str, tuple[Rule, Callable[[Theirs], tuple[Any, ...]]]] = {
    "agenda": (everybody, lambda x: (_agenda(x),)),
    "agenda.date": (sees, lambda x: (x.follow_up, DUE, _agenda(x))),
    "agenda.scope": (sees, lambda x: (x.follow_up, DUE, Scope.ONE, _agenda(x))),
    "agenda.done": (sees, lambda x: (x.follow_up, DUE, _agenda(x))),
    "agenda.move": (sees, lambda x: (x.follow_up, DUE, _agenda(x))),
    "agenda.open": (sees, lambda x: (x.follow_up, _agenda(x))),
    "agenda.to": (sees, lambda x: (x.follow_up, DUE, Step.WEEK, _agenda(x))),
    "assign": (sees, lambda x: (x.client, 0)),
    "assign.to": (sees, lambda x: (x.client, x.to, x.rep)),
    "client": (sees, lambda x: (x.client,)),
    "client.edit": (sees, lambda x: (x.client,)),
    "client.about": (sees, lambda x: (x.client, 0)),
    "client.more": (sees, lambda x: (x.client,)),
    "client.history": (sees, lambda x: (x.client, 0)),
    "command": (everybody, lambda _x: ("today",)),
    "contact.add": (mine, lambda x: (x.contact, 0)),
    "contact.drop": (mine, lambda x: (x.contact,)),
    "contact.list": (mine, lambda x: (x.contact, 0)),
    "contact.pick": (mine, lambda x: (x.contact, 0)),
    "contact.same": (sees, lambda x: (x.my_contact, 0, x.client)),
    "deal": (sees, lambda x: (x.deal,)),
    "client.deals": (sees, lambda x: (x.client, 0)),
    "deal.edit": (sees, lambda x: (x.deal,)),
    "deal.more": (sees, lambda x: (x.deal,)),
    "deal.stages": (sees, lambda x: (x.deal,)),
    "deal.history": (sees, lambda x: (x.deal, 0)),
    "deal.note": (sees, lambda x: (x.deal,)),
    "deal.move": (sees, lambda x: (x.deal, 1, 3)),
    "deal.set_amount": (sees, lambda x: (x.deal, 900_000, "USD")),
    "deal.new": (sees, lambda x: (x.client,)),
    "deals": (everybody, lambda _x: (0,)),
    "delete.client": (sees, lambda x: (x.client,)),
    "delete.client.yes": (sees, lambda x: (x.client, BELONGINGS)),
    "delete.deal": (sees, lambda x: (x.deal,)),
    "delete.deal.yes": (sees, lambda x: (x.deal, 1)),
    "delete.entry": (sees, lambda x: (x.interaction,)),
    "delete.entry.yes": (sees, lambda x: (x.interaction,)),
    "delete.follow_up": (sees, lambda x: (x.follow_up,)),
    "delete.follow_up.yes": (sees, lambda x: (x.follow_up, DUE)),
    "delete.heir": (sees, lambda x: (x.client,)),
    "delete.heir.yes": (sees, lambda x: (x.client, x.spare, BELONGINGS)),
    "deleted": (everybody, lambda _x: (0,)),
    "deleted.open": (mine_or_admin, lambda x: (x.deletion,)),
    "deleted.restore": (mine_or_admin, lambda x: (x.deletion,)),
    "export.clients": (everybody, lambda _x: ("nc", "")),
    "export.deals": (everybody, lambda _x: ("do", "")),
    "file": (sees, lambda x: (x.client,)),  # each has one
    "find.all": (everybody, lambda _x: ("baobab cedar",)),
    "find.kind": (everybody, lambda _x: (ResultKind.INTERACTION, 0, "hm")),
    "find.result": (sees, lambda x: (ResultKind.INTERACTION, x.interaction, "hm")),
    "find.deal": (sees, lambda x: (x.deal, 0, "do", "quokka")),
    "find.deals": (everybody, lambda _x: (0, "do", "")),
    "find.hit": (sees, lambda x: (x.client, 0, "m", "quokka")),
    "find.open": (sees, lambda x: (x.client, 0, "quokka")),
    "find.page": (everybody, lambda x: (0, x.client_name)),
    "find.where": (everybody, lambda _x: (0, "nc", "")),
    "follow_up": (sees, lambda x: (x.follow_up,)),
    "follow_up.more": (sees, lambda x: (x.follow_up,)),
    "follow_ups": (everybody, lambda x: (x.rep, 0)),
    "follow_ups.client": (sees, lambda x: (x.client,)),
    "follow_up.date": (sees, lambda x: (x.follow_up, DUE)),
    "follow_up.done": (sees, lambda x: (x.follow_up, DUE)),
    "follow_up.drop": (sees, lambda x: (x.follow_up, DUE)),
    "follow_up.log": (sees, lambda x: (x.follow_up, DUE)),
    "follow_up.snooze": (sees, lambda x: (x.follow_up, DUE, Step.WEEK)),
    "follow_up.decline": (mine, lambda x: (x.given, x.to)),
    "follow_up.edit": (sees, lambda x: (x.follow_up, DUE)),
    "follow_up.logged": (sees, lambda x: (x.done,)),
    "follow_up.to": (sees, lambda x: (x.follow_up, DUE, DUE + timedelta(days=1))),
    "follow_up.went": (sees, lambda x: (x.done, Outcome.REACHED)),
    "form.back": (mine, lambda x: (x.form, "name")),
    "form.cancel": (mine, lambda x: (x.form,)),
    "form.day": (mine, lambda x: (x.form, "name", date(2026, 3, 12))),
    "form.days": (mine, lambda x: (x.form, "name", 0)),
    "form.give": (mine, lambda x: (x.form, "company", "Acme")),
    "form.pick": (mine, lambda x: (x.form, "name")),
    "form.resume": (mine, lambda x: (x.form, "")),
    "form.skip": (mine, lambda x: (x.form, "company")),
    "handover": (manages, lambda x: (x.rep, 0)),
    "handover.list": (mine, lambda x: (x.gift, 0)),
    "handover.share": (manages, lambda x: (x.rep, 2)),
    "handover.to": (manages, lambda x: (x.rep, x.to, 2)),
    "help": (everybody, lambda _x: ()),
    "help.command": (everybody, lambda _x: ("call",)),
    "help.subject": (everybody, lambda _x: ("deals",)),
    "history": (sees, lambda x: (x.client, HistoryKind.ALL, 0)),
    "history.edit": (sees, lambda x: (x.client, HistoryKind.ALL, 0)),
    "history.entries": (sees, lambda x: (x.client, 0)),
    "job.cancel": (mine_or_admin, lambda x: (x.job,)),
    "job.pause": (mine_or_admin, lambda x: (x.job,)),
    "job.resume": (mine_or_admin, lambda x: (x.job,)),
    "join.approve": (admin, lambda x: (x.request,)),
    "join.ask": (everybody, lambda _x: ()),
    "join.decline": (admin, lambda x: (x.request,)),
    "lead.offer": (sees, lambda x: (x.client, x.team)),
    "lead.take": (team_mate, lambda x: (x.offer,)),
    "line.add": (mine, lambda x: (x.lines["new"],)),
    "line.ask": (mine, lambda x: (x.lines["remind"],)),
    "line.anyway": (mine, lambda x: (x.lines["new"],)),
    "line.change": (mine, lambda x: (x.lines["change"], 0, NO_BIRTHDAY)),
    "line.point": (mine, lambda x: (x.lines["change"], NO_BIRTHDAY)),
    "line.client": (sees, lambda x: (x.my_lines["note"], x.client)),
    "line.create": (mine, lambda x: (x.lines["note"], "Yak")),
    "line.deal": (sees, lambda x: (x.my_lines["won"], x.deal)),
    "line.drop": (mine, lambda x: (x.lines["note"],)),
    "line.nobody": (mine, lambda x: (x.lines["task"],)),
    "line.promises": (sees, lambda x: (x.my_lines["promise"], x.client)),
    "line.run": (mine, lambda x: (x.lines["new"], "help")),
    "line.tells": (sees, lambda x: (x.my_lines["new"], InteractionKind.NOTE, x.client)),
    "line.when": (mine, lambda x: (x.lines["remind"], Step.WEEK)),
    "link.drop": (mine, lambda x: (x.account,)),
    "log": (sees, lambda x: (x.client,)),
    "log.any": (everybody, lambda _x: ()),
    "log.edit": (sees, lambda x: (x.interaction,)),
    "log.empty": (sees, lambda x: (InteractionKind.CALL, x.client)),
    "log.message": (everybody, lambda _x: ()),
    "log.read": (sees, lambda x: (x.interaction, 0)),
    "log.next": (sees, lambda x: (x.interaction, DUE, x.done)),
    "log.quote": (everybody, lambda _x: ()),
    "pipeline": (everybody, lambda _x: ()),
    "pipeline.closed": (everybody, lambda _x: (5, 0)),
    "pipeline.stage": (everybody, lambda _x: (1, 0)),
    "recurrence.date": (sees, lambda x: (x.recurring, DUE, Scope.ALL)),
    "recurrence.drop": (sees, lambda x: (x.recurring, DUE, Scope.ALL)),
    "recurrence.move": (sees, lambda x: (x.recurring, DUE, DUE + timedelta(days=1), Scope.ALL)),
    "recurrence.text": (sees, lambda x: (x.recurring, DUE, Scope.ALL)),
    "remind": (sees, lambda x: (x.client,)),
    "remind.in": (sees, lambda x: (x.client, Step.WEEK, x.done)),
    "settings": (everybody, lambda _x: ()),
    "settings.group": (admin, lambda _x: (SettingGroup.COMPANY,)),
    "setup": (everybody, lambda _x: ()),
    "setup.choose": (everybody, lambda _x: (Setup.ZONE,)),
    "setup.confirm": (everybody, lambda _x: ("UTC", "PL", "PLN")),
    "setup.set": (admin, lambda _x: (Setup.CURRENCY, "PLN")),
    "setup.type": (everybody, lambda _x: (Setup.COUNTRY,)),
    "share.client": (sees, lambda x: (x.client,)),
    "share.deal": (sees, lambda x: (x.deal,)),
    "share.links": (everybody, lambda _x: ()),
    "team": (manager, lambda _x: (0,)),
    "team.back": (admin, lambda x: (x.rep,)),
    "team.be": (admin, lambda x: (x.rep, _other_role(x), x.role)),
    "team.into": (admin, lambda x: (x.rep, 0, x.team)),
    "team.new": (admin, lambda x: (x.rep, x.team)),
    "team.person": (manages, lambda x: (x.rep,)),
    "team.remove": (admin_of_others, lambda x: (x.rep,)),
    "team.role": (admin, lambda x: (x.rep,)),
    "team.suspend": (admin_of_others, lambda x: (x.rep,)),
    "team.teams": (admin, lambda x: (x.rep,)),
    "today": (everybody, lambda _x: ()),
    "tip.dismiss": (everybody, lambda _x: ("move",)),
    "tip.try": (everybody, lambda _x: ("pipeline",)),
    "tour": (nobody, lambda _x: ()),  # none is begun
    "tour.begin": (mine, lambda x: (x.rep,)),
    "tour.do": (everybody, lambda _x: ("new",)),
    "tour.leave": (nobody, lambda x: (x.form,)),
    "undo": (mine, lambda x: (x.act,)),
}

NEW_CLIENT = {"name": "Yak", "company": None, "phones": None, "emails": None, "birthday": None}
SUBMISSIONS: dict[str, tuple[Rule, Callable[[Theirs], dict[str, Any]]]] = {
    "client.edit": (sees, lambda x: {"client_id": x.client, "about": "hm"}),
    "client.new": (everybody, lambda _x: NEW_CLIENT),
    "deal.amount": (sees, lambda x: {"deal_id": x.deal, "amount": None}),
    "deal.edit": (sees, lambda x: {"deal_id": x.deal, "title": "Lute"}),
    "deal.lose": (sees, lambda x: {"deal_id": x.deal, "was": 1, "to": 6, "reason": "dear"}),
    "deal.note": (sees, lambda x: {"deal_id": x.deal, "text": "hm"}),
    "deal.new": (sees, lambda x: {"client": x.client, "title": "Lute", "amount": None, "expected_close": None}),
    "delete.heir": (sees, lambda x: {"client_id": x.client, "heir": x.spare}),
    "follow_up.date": (
        sees,
        lambda x: {"follow_up_id": x.follow_up, "due_at": DUE.isoformat(), "when": DUE + timedelta(days=1)},
    ),
    "follow_up.decline": (
        mine,
        lambda x: {"follow_up_id": x.given, "giver": x.to, "why": "hm"},
    ),
    "follow_up.edit": (
        sees,
        lambda x: {"follow_up_id": x.follow_up, "due_at": DUE.isoformat(), "text": "hm"},
    ),
    "invite": (manager, lambda _x: {"life": "7"}),
    "log": (sees, lambda x: {"kind": "call", "client": x.client, "text": "hm"}),
    "log.any": (sees, lambda x: {"kind": "note", "client": x.client, "text": "hm"}),
    "log.edit": (sees, lambda x: {"interaction_id": x.interaction, "text": "hm"}),
    "recurrence.date": (
        sees,
        lambda x: {**_occurrence(x), "when": DUE + timedelta(days=1)},
    ),
    "recurrence.text": (sees, lambda x: {**_occurrence(x), "text": "hm"}),
    "remind": (sees, lambda x: {"client": x.client, "when": DUE, "text": "hm"}),
    "settings": (everybody, lambda _x: {"working_days": "123"}),
    "setup": (everybody, lambda _x: {"country": "PL"}),
    "team.new": (admin, lambda x: {"rep_id": x.rep, "was": x.team, "name": "West"}),
}

LINES: dict[str, tuple[Rule, Callable[[Theirs], str]]] = {
    "agenda": (everybody, lambda x: f"{x.name} this week"),
    "assign": (sees, lambda x: f"{x.client_name}: {x.to_name}"),
    "bind": (manages, lambda x: f"deal {x.deal_title}"),
    "birthdays": (everybody, lambda _x: ""),
    "call": (sees, lambda x: f"{x.client_name}: hm"),
    "deal": (sees, lambda x: f"{x.client_name}: lute 12 USD"),
    "deals": (everybody, lambda _x: ""),
    "delete": (sees, lambda x: x.client_name),
    "deleted": (everybody, lambda _x: ""),
    "edit": (sees, lambda x: x.client_name),
    "email": (sees, lambda x: f"{x.client_name}: hm"),
    "find": (sees, lambda x: x.client_name),
    "handover": (manages, lambda x: x.name),
    "help": (everybody, lambda _x: ""),
    "invite": (manager, lambda _x: "rep"),
    "link": (everybody, lambda _x: ""),
    "lost": (sees, lambda x: f"{x.deal_title}: dear"),
    "meeting": (sees, lambda x: f"{x.client_name}: hm"),
    "message": (sees, lambda x: f"{x.client_name}: hm"),
    "move": (sees, lambda x: f"{x.deal_title} offer"),
    "new": (everybody, lambda _x: "Yak"),
    "note": (sees, lambda x: f"{x.client_name}: hm"),
    "pipeline": (everybody, lambda _x: ""),
    "remind": (sees, lambda x: f"{x.client_name}: tomorrow 10:00 ring"),
    "settings": (everybody, lambda _x: ""),
    "start": (everybody, lambda _x: ""),
    "team": (manager, lambda _x: ""),
    "today": (everybody, lambda _x: ""),
    "tour": (everybody, lambda _x: ""),
    "undo": (everybody, lambda _x: ""),
    "won": (sees, lambda x: x.deal_title),
}


# Those of a follow-up, whether it has a client or not.
OF_A_TASK = {
    *("agenda.done", "agenda.move", "agenda.open", "agenda.to", "follow_up", "follow_up.date"),
    *("follow_up.done", "follow_up.drop", "follow_up.edit", "follow_up.snooze", "follow_up.to"),
}


class Back(Exception):
    """All is as it was before."""


@dataclass
class Company:
    database: storage.Database
    reps: list[Rep]
    theirs: list[Theirs]

    @asynccontextmanager
    async def as_it_was(self, role: Role, whose: int) -> AsyncIterator[tuple[Request, Theirs]]:
        """Ann in that role, and what is theirs; nothing that is done stays."""
        theirs = self.theirs[whose]
        with suppress(Back):
            async with storage.transaction(self.database) as db:
                await db.execute(update(Rep).where(Rep.id == self.reps[OWN].id).values(role=role))
                ann = await db.get_one(Rep, self.reps[OWN].id)
                changes.act(db, ann, BEGINNING, "telegram", "matrix")
                request = Request(db=db, rep=ann, now=BEGINNING, place=_place(OWN), room="-100")
                yield request, replace(theirs, role=role) if whose == OWN else theirs
                raise Back


async def _job(db: AsyncSession, rep: Rep) -> int:
    args = {"filter": "m", "words": "", "among": None}
    place = Place("telegram", "", "1", "1")
    job = await jobs.add(db, rep, "export.clients", place, BEGINNING, args=args, cursor=list_file.FIRST)
    return job.id


async def _theirs(db: AsyncSession, reps: list[Rep], request: JoinRequest) -> list[Theirs]:
    *reps, dora, boss = reps
    taker = {OWN: reps[TEAM], TEAM: reps[OWN], OTHER: dora}
    boxes = [await _lines(db, whose) for whose in range(3)]
    contacts = [await _contact(db, whose) for whose in range(3)]
    found = []
    for whose, rep in enumerate(reps):
        to = taker[whose]
        acts = {"gift": await _gift(db, boss, rep), "act": await _changed(db, rep, whose)}
        found.append(
            Theirs(
                rep=rep.id,
                name=rep.name,
                form=await _form(db, whose),
                contact=contacts[whose],
                my_contact=contacts[OWN],
                lines=boxes[whose],
                my_lines=boxes[OWN],
                account=await _account(db, rep, whose),
                offer=await _offer(db, boss, rep),
                request=request.id,
                to=to.id,
                to_name=to.name,
                team=rep.team_id or 0,
                role=rep.role,
                client_name=CLIENTS[whose],
                deal_title=DEALS[whose],
                deletion=await _deletion(db, boss, rep),
                spare=0,
                job=await _job(db, rep),
                **acts,
                **_things(whose),
            )
        )
    spare = await db.scalar(select(Client.id).where(Client.name == "Gift", Client.owner_id == found[OWN].rep))
    return [replace(each, spare=spare or 0) for each in found]


def _place(whose: int) -> Place:
    return recording.place(str(whose))


def _things(whose: int) -> dict[str, int]:
    """What was made once, before all else."""
    each = {"client": whose + 1, "deal": whose + 1, "interaction": whose + 1}
    return {
        **each,
        "follow_up": 2 * whose + 1,
        "done": 2 * whose + 2,
        "task": 6 + whose + 1,
        "given": 9 + whose + 1,
        "recurring": 12 + whose + 1,
    }


async def _lines(db: AsyncSession, whose: int) -> dict[str, int]:
    kept = {
        "note": Line("note", "hm"),
        "won": Line("won"),
        "remind": Line("remind", "ring", client=whose + 1),
        "task": Line("remind", "ring tomorrow"),
        "new": Line("new", "Yak"),
        "promise": Line("new", "ring Yak tomorrow"),
        "change": Line("edit", "birthday 5 may", client=whose + 1),
    }
    at = (_place(whose), DraftKind.LINE)
    return {name: (await drafts.add(db, *at, line.to_json(), BEGINNING)).id for name, line in kept.items()}


async def _form(db: AsyncSession, whose: int) -> int:
    form, _run = FORMS["client.edit"]
    data = form.concerning(client_id=whose + 1).filled(name=CLIENTS[whose], company=SECRET).to_json()
    begun = {**data, "given": {}, "at": "name"}
    return (await drafts.add(db, _place(whose), DraftKind.FORM, begun, BEGINNING)).id


async def _contact(db: AsyncSession, whose: int) -> int:
    data = {"people": [asdict(NewClient("Yak")), asdict(NewClient("Gnu"))]}
    return (await drafts.add(db, _place(whose), DraftKind.CONTACT, data, BEGINNING)).id


async def _gift(db: AsyncSession, boss: Rep, rep: Rep) -> int:
    changes.act(db, boss, BEGINNING, "telegram", "assign.to")
    client = await clients.add(db, boss, NewClient("Gift"), BEGINNING)
    assert await handover.assign(db, boss, client.id, boss.id, rep, BEGINNING)
    return changes.act_id(db) or 0


async def _offer(db: AsyncSession, boss: Rep, rep: Rep) -> int:
    client = await clients.add(db, boss, NewClient("Lead"), BEGINNING)
    assert await offers.put(db, boss, client.id, rep.team_id or 0, BEGINNING)
    return await db.scalar(select(Offer.id).where(Offer.client_id == client.id)) or 0


async def _deletion(db: AsyncSession, boss: Rep, rep: Rep) -> int:
    changes.act(db, boss, BEGINNING, "telegram", "delete.client.yes")
    client = await clients.add(db, rep, NewClient("Dodo", company=SECRET), BEGINNING)
    done = await client_deletions.delete(db, boss, client.id, BEGINNING, total=0)
    assert done
    return done.id


async def _changed(db: AsyncSession, rep: Rep, whose: int) -> int:
    changes.act(db, rep, BEGINNING, "telegram", "client.edit")
    await clients.edit(db, await db.get_one(Client, whose + 1), {"about": "old"})
    return changes.act_id(db) or 0


async def _account(db: AsyncSession, rep: Rep, whose: int) -> int:
    await accounts.add(db, rep, _place(whose), BEGINNING)
    return (await accounts.add(db, rep, recording.place(f"also-{whose}"), BEGINNING)).id


@pytest.fixture(scope="module")
async def company(common: storage.Database) -> Company:
    """Ann and Boris of North, Clara and Dora of South, and the boss; one of everything of the first three."""
    now = BEGINNING
    async with storage.transaction(common) as db:
        await rights.set_visibility(db, Visibility.OWN)
        reps = [await people.rep(db, name, now) for name in (*NAMES, "Dora")]
        reps.append(await people.rep(db, "Boss", now, role=Role.ADMIN))
        north, south = [(await teams.put(db, name)).id for name in ("North", "South")]
        for rep, team in zip(reps, (north, north, south, south, None), strict=True):
            rep.team_id = team
        for rep, name, title in zip(reps, CLIENTS, DEALS, strict=False):
            client = await clients.add(db, rep, NewClient(name, company=SECRET), now)
            await deals.add(db, rep, client, title, 100, "USD", now)
            await follow_ups.add(db, rep, client, "ring", DUE, now)
            done = await follow_ups.add(db, rep, client, "write", DUE, now)
            await follow_ups.close(db, rep, done.id, DUE, FollowUpState.DONE, now)
            said = f"hm {SAID[CLIENTS.index(name)]}"
            logged = await interactions.add(db, rep, client, InteractionKind.CALL, at=now, now=now, text=said)
            await files.add(db, rep, logged, FileKind.PHOTO, "f", now, channel="telegram", name=SECRET)
        for rep in reps[: len(NAMES)]:
            await follow_ups.add(db, rep, None, f"lute {SECRET}", DUE, now)
        for rep, giver in zip(reps[: len(NAMES)], (reps[TEAM], reps[OWN], reps[3]), strict=True):
            await follow_ups.add(db, giver, None, "ring", DUE, now, to=rep)
        for whose, rep in enumerate(reps[: len(NAMES)], 1):  # their clients have the numbers from 1 on
            rule = recurrence_days.Rule(RecurrenceUnit.DAY, 1, DUE.date(), DUE.time())
            await recurrences.add(db, rep, await clients.get(db, rep, whose), "ring", rule, now)
        for name, team in (("north", north), ("south", south)):
            await subscriptions.put(db, reps[-1], ("telegram", "", name), Aim(team_id=team), now)
        home = {"locale": "en", "timezone": "UTC"}
        where = recording.place("stranger")
        request = await join_requests.ask(db, where, "Mallory", **home, is_guest=False, at=now)
        assert isinstance(request, JoinRequest)
        theirs = await _theirs(db, reps, request)
    return Company(common, reps, theirs)


def test_every_handler_has_its_line() -> None:
    assert set(BUTTONS) == set(ACTIONS)
    assert set(SUBMISSIONS) == set(FORMS)
    assert set(LINES) == set(COMMANDS)


async def _tried(company: Company, rule: Rule, run: Callable[[Request, Theirs], Any]) -> None:
    for role in Role:
        for whose in (OWN, TEAM, OTHER):
            async with company.as_it_was(role, whose) as (request, theirs):
                said = ""
                try:
                    said = _told(await run(request, theirs))
                    done = True
                except UserError as error:
                    done, said = False, error.text
                told = f"{role} and what is {NAMES[whose]}'s: {said}"
                assert done is rule(role, whose), told
                hidden = [CLIENTS[other] for other in (TEAM, OTHER) if not sees(role, other)]
                echoed = CLIENTS[whose]  # what was typed is said back
                assert not [name for name in hidden if name in said and name != echoed], told
                assert done or SECRET not in said, told


def _told(reply: Reply) -> str:
    card = reply.card if isinstance(reply, Redraw) else reply
    return str(card.to_json()) if isinstance(card, Card) else str(card)


@pytest.mark.parametrize("name", sorted(BUTTONS))
async def test_a_button_does_only_what_its_presser_may(company: Company, name: str) -> None:
    rule, carried = BUTTONS[name]

    async def press(request: Request, of: Theirs) -> Reply:
        words = ACTIONS[name].button("label", *carried(of)).data.split(":")[1:]
        return await ACTIONS[name].press(request, words)

    await _tried(company, rule, press)


@pytest.mark.parametrize("name", [name for name in sorted(BUTTONS) if name in OF_A_TASK])
async def test_a_task_without_a_client_is_for_its_owner_and_who_manages_them(
    company: Company, name: str
) -> None:
    _rule, carried = BUTTONS[name]

    async def press(request: Request, of: Theirs) -> Reply:
        words = ACTIONS[name].button("label", *carried(replace(of, follow_up=of.task))).data.split(":")[1:]
        return await ACTIONS[name].press(request, words)

    await _tried(company, sees, press)


async def test_a_rep_s_agenda_shows_only_what_one_may_see(company: Company) -> None:
    async def ask(request: Request, of: Theirs) -> Reply:
        reply = await COMMANDS["agenda"].run(request, Line("agenda", f"{of.name} this week"))
        assert ("lute" in _told(reply)) is sees(request.rep.role, company.theirs.index(of)), _told(reply)
        return reply

    for whose in (TEAM, OTHER):
        for role in Role:
            async with company.as_it_was(role, whose) as (request, theirs):
                await ask(request, theirs)


@pytest.mark.parametrize("name", sorted(SUBMISSIONS))
async def test_a_form_does_only_what_who_fills_it_in_may(company: Company, name: str) -> None:
    rule, values = SUBMISSIONS[name]
    _form, submit = FORMS[name]

    async def fill(request: Request, of: Theirs) -> Reply:
        return await submit(request, **values(of))

    await _tried(company, rule, fill)


@pytest.mark.parametrize("name", sorted(LINES))
async def test_a_command_does_only_what_who_types_it_may(company: Company, name: str) -> None:
    rule, rest = LINES[name]

    async def say(request: Request, of: Theirs) -> Reply:
        return await COMMANDS[name].run(request, Line(name, rest(of)))

    await _tried(company, rule, say)


@pytest.mark.parametrize("words", [SAID, DEALS])
async def test_titles_and_what_was_said_are_found_by_who_may_see_the_client(
    company: Company, words: tuple[str, ...]
) -> None:
    for role, whose in itertools.product(Role, (OWN, TEAM, OTHER)):
        async with company.as_it_was(role, whose) as (request, _theirs):
            try:
                said = _told(await COMMANDS["find"].run(request, Line("find", words[whose])))
            except UserError as error:
                said = error.text
            assert (CLIENTS[whose] in said) is sees(role, whose), (role, whose, said)
            for kind in ResultKind:
                pressed = ACTIONS["find.kind"].button("", kind, 0, words[whose]).data.split(":")[1:]
                said = _told(await ACTIONS["find.kind"].press(request, pressed))
                assert sees(role, whose) or CLIENTS[whose] not in said, (role, whose, kind)
            for kind, row_id in ((ResultKind.DEAL, whose + 1), (ResultKind.CLIENT, whose + 1)):
                pressed = ACTIONS["find.result"].button("", kind, row_id, "hm").data.split(":")[1:]
                with nullcontext() if sees(role, whose) else pytest.raises(UserError):
                    await ACTIONS["find.result"].press(request, pressed)


@pytest.mark.parametrize("field", ["visibility", "members_join", "escalate_after", "country", "currency"])
async def test_what_is_the_companys_only_an_admin_sets(company: Company, field: str) -> None:
    async def fill(request: Request, _of: Theirs) -> Reply:
        values = {
            "visibility": "all",
            "members_join": "join",
            "escalate_after": 0,
            "country": "PL",
            "currency": "PLN",
        }
        return await FORMS["settings"][1](request, **{field: values[field]})

    await _tried(company, admin, fill)
