"""Every reply there is, drawn in every language: it fits, and nothing of it is left in English.

The handlers are read off the registry, by way of the table of rights; so are the reminders.
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import update

import reminders
from bot.channels.slack import modal
from bot.channels.slack.render import messages
from bot.channels.telegram.limits import LABEL_LENGTH
from bot.channels.telegram.render import keyboard, pages
from handlers.chat import (
    ACTIONS,
    COMMANDS,
    FORMS,
    Card,
    Form,
    Line,
    Post,
    Redraw,
    Reply,
    Request,
    Toast,
    Unfinished,
    UserError,
)
from handlers.i18n import ENGLISH, _, languages, speaking
from storage.activities import recurrences
from storage.audit import changes
from storage.clients import clients
from storage.clients.new_client import Birthday
from storage.deals import deals
from storage.messaging import inbox, outbox, subscriptions
from storage.models import Account, FollowUp, FollowUpState, Outbox, Rep, Role, StageState
from tests.fakes.slack_blocks import message_problems, view_problems
from tests.fakes.telegram_content import parsed, rows
from tests.handlers.test_rights_matrix import BUTTONS, DUE, LINES, OWN, SUBMISSIONS, Company, Theirs, company

pytestmark = pytest.mark.usefixtures("compared")

__all__ = ["company"]

Run = Callable[[Request, Theirs], Awaitable[Any]]

# What is said in English wherever it is said: names, and what was typed.
DATA = """
    Ann Boris Clara Dora Boss Mallory Quokka Walrus Zebra Yak Gnu Dodo Gift Lead Harpsichord Mandolin Trombone
    Lute Very secret ring write old North South Sales Telegram Slack Console Rapport Follow-up ValueError
    UTC Berlin PLN Europe Kyiv Moscow Warsaw Asia Shanghai Acme West dear lute also- E-mail min
    baobab cedar dogwood
"""
WORD = re.compile(r"[A-Za-z-]{3,}")
TYPED = re.compile(r"/\w+|https?://\S+|\S+@\S+|\b\w{4}-\w{4}-\w{4}\b")  # commands, addresses, invitations


@dataclass(frozen=True)
class Drawn:
    """What a handler has answered: a card, words, or a form."""

    card: Card | None = None
    form: Form | None = None

    def texts(self) -> Iterator[str]:
        """All that is said in it, piece by piece."""
        if self.card:
            yield from (self.card.title, self.card.subtitle, self.card.footer, *self.card.lead.splitlines())
            yield from (contact.text for contact in self.card.contacts)
            for label, value in self.card.fields:
                yield from (label, *value.splitlines())
            yield from self.card.body.splitlines()
            yield from (button.label for row in self.card.buttons for button in row)
            yield from (button.label for button in (self.card.menu.items if self.card.menu else ()))
        if self.form:
            yield _(self.form.title)
            for field in self.form.fields:
                yield from (_(field.label), _(field.hint))


async def drawn(run: Awaitable[Any]) -> Drawn:
    try:
        return _shown(await run)
    except UserError as error:
        return Drawn(Card(body=error.text, buttons=tuple(error.buttons)))
    except Unfinished as asked:
        card = asked.card
        return Drawn(replace(card, buttons=(*card.buttons, *asked.ask(1))))


def _shown(reply: Reply) -> Drawn:
    match reply:
        case Form():
            return Drawn(form=reply)
        case Redraw() | Post():
            return Drawn(reply.card)
        case Toast(text) | str(text):
            return Drawn(Card(body=text))
        case _:
            return Drawn(reply)


def pressing(name: str) -> Run:
    async def press(request: Request, of: Theirs) -> Reply:
        _rule, carried = BUTTONS[name]
        words = ACTIONS[name].button("label", *carried(of)).data.split(":")[1:]
        return await ACTIONS[name].press(request, words)

    return press


def submitting(name: str) -> Run:
    async def submit(request: Request, of: Theirs) -> Reply:
        _form, run = FORMS[name]
        return await run(request, **SUBMISSIONS[name][1](of))

    return submit


def typing(name: str, *, alone: bool = False) -> Run:
    async def type_(request: Request, of: Theirs) -> Reply:
        return await COMMANDS[name].run(request, Line(name, "" if alone else LINES[name][1](of)))

    return type_


def reminding(name: str) -> Run:
    async def remind(request: Request, of: Theirs) -> Card:
        card = await reminders.DRAWS[name](request, **await REMINDERS[name](request, of))
        assert card is not None, f"{name} is not drawn at all"
        return card

    return remind


async def _birthday(request: Request, of: Theirs) -> dict[str, Any]:
    client = await clients.get(request.db, request.rep, of.client)
    assert client
    await clients.edit(request.db, client, {"birthday": Birthday(3, 3, 1985)})
    return {"client_id": of.client, "on": "2026-03-03"}


async def _due(_request: Request, of: Theirs) -> dict[str, Any]:
    return {"follow_up_id": of.follow_up, "due_at": DUE.isoformat()}


async def _given_done(request: Request, of: Theirs) -> dict[str, Any]:
    follow_up = await request.db.get_one(FollowUp, of.given)
    follow_up.state = FollowUpState.DONE
    await request.db.flush()
    return {"follow_up_id": of.given}


async def _nobody_elses(request: Request, of: Theirs) -> dict[str, Any]:
    follow_up = await request.db.get_one(FollowUp, of.follow_up)
    follow_up.owner_id = of.to
    return await _due(request, of)


async def _due_together(_request: Request, _of: Theirs) -> dict[str, Any]:
    return {"since": DUE.isoformat(), "until": DUE.isoformat()}


async def _ignored_together(request: Request, of: Theirs) -> dict[str, Any]:
    follow_up = await request.db.get_one(FollowUp, of.follow_up)
    follow_up.owner_id, follow_up.reminded_at = of.to, DUE
    return {"owner_id": of.to, **await _due_together(request, of)}


async def _orphaned(request: Request, of: Theirs) -> dict[str, Any]:
    occurrence = await request.db.get_one(FollowUp, of.recurring)
    recurrence = await recurrences.get_of(request.db, occurrence)
    assert recurrence
    recurrence.owner_id = of.to
    (await request.db.get_one(Rep, of.to)).active = False
    return {"recurrence_id": recurrence.id}


async def _given_back(request: Request, of: Theirs) -> dict[str, Any]:
    key = f"handover:{of.gift}:{request.rep.id}"
    await outbox.put_reminder(request.db, key, request.rep.id, "handover", {"act_id": of.gift}, request.now)
    await request.db.execute(update(Outbox).where(Outbox.key == key).values(sent="1"))
    return {"act_id": of.gift, "count": 2}


async def _at_home(request: Request, _of: Theirs) -> dict[str, Any]:
    return {"channel": request.place.channel, "space": request.place.space, "user": request.place.user}


async def _in_the_room(request: Request, of: Theirs) -> int:
    bound = await subscriptions.of_team(request.db, of.team)
    return bound[0].id


async def _offered(request: Request, of: Theirs) -> dict[str, Any]:
    return {"offer_id": of.offer, "binding_id": await _in_the_room(request, of)}


async def _won(request: Request, of: Theirs) -> dict[str, Any]:
    won = next(s for s in await deals.stages(request.db) if s.state is StageState.WON)
    await deals.move(request.db, request.rep, of.deal, 1, won, request.now)
    return {"deal_id": of.deal, "binding_id": await _in_the_room(request, of)}


async def _set_aside(request: Request, _of: Theirs) -> dict[str, Any]:
    for _try in range(5):
        await inbox.count_failure(
            request.db, "telegram", "", "77", request.now, raw={"x": 1}, error="ValueError: no", most=5
        )
    return {"channel": "telegram", "space": "", "key": "77"}


async def _blocked(request: Request, of: Theirs) -> dict[str, Any]:
    (await request.db.get_one(Account, of.account)).unreachable_at = request.now
    return {"account_id": of.account}


REMINDERS: Mapping[str, Callable[[Request, Theirs], Awaitable[dict[str, Any]]]] = {
    "birthday": _birthday,
    "client.deleted": lambda _request, of: _nothing(deletion_id=of.deletion),
    "digest": lambda _request, _of: _nothing(),
    "escalation": _nobody_elses,
    "escalations": _ignored_together,
    "follow_up": _due,
    "follow_ups": _due_together,
    "given": lambda _request, of: _nothing(follow_up_id=of.given),
    "given.back": lambda _request, of: _nothing(follow_up_id=of.task, by=of.to, why="ring"),
    "given.done": _given_done,
    "handover": lambda _request, of: _nothing(act_id=of.gift),
    "handover.back": _given_back,
    "home": _at_home,
    "job.stopped": lambda _request, of: _nothing(job_id=of.job, rep_id=of.rep),
    "join": lambda _request, of: _nothing(request_id=of.request),
    "lead": _offered,
    "recurrence.orphan": _orphaned,
    "set_aside": _set_aside,
    "unreachable": _blocked,
    "weekly": lambda _request, _of: _nothing(monday="2026-03-09"),
    "won": _won,
}


async def _nothing(**known: Any) -> dict[str, Any]:
    """To be made first."""
    return known


RUNS: Mapping[str, Run] = {
    **{f"button {name}": pressing(name) for name in BUTTONS},
    **{f"form {name}": submitting(name) for name in SUBMISSIONS},
    **{f"command {name}": typing(name) for name in LINES},
    **{f"command {name} alone": typing(name, alone=True) for name in LINES},
    **{f"reminder {name}": reminding(name) for name in REMINDERS},
}


def test_every_reminder_has_its_line() -> None:
    assert set(REMINDERS) == set(reminders.DRAWS)


async def test_every_reply_fits_and_is_translated(company: Company) -> None:
    english: dict[str, set[str]] = {}
    wrong = []
    for language in (ENGLISH, *(code for code in languages() if code != ENGLISH)):
        with speaking(language):
            async with company.as_it_was(Role.ADMIN, OWN) as (request, theirs):
                request.rep.locale = language
                await request.db.flush()
                for name, run in RUNS.items():
                    answer = await _tried(run, request, theirs)
                    said = {text for text in answer.texts() if _is_said(text)}
                    same = said & english.setdefault(name, set())
                    english[name] |= said if language == ENGLISH else set()
                    wrong += [f"{language}, {name}: {problem}" for problem in _problems(answer)]
                    wrong += [f"{language}, {name}: not translated: {text}" for text in sorted(same)]
    assert not wrong, "\n".join(wrong)


class _TakenBack(Exception):
    """Nothing of what was tried stays."""


async def _tried(run: Run, request: Request, of: Theirs) -> Drawn:
    """What it answers; nothing of what it does stays."""
    db = request.db
    with suppress(_TakenBack):
        async with db.begin_nested():
            rep = await db.get(Rep, of.rep, populate_existing=True)
            assert rep
            changes.act(db, rep, request.now, "telegram", "reply")
            answer = await drawn(run(replace(request, rep=rep), of))
            raise _TakenBack
    return answer


def _problems(answer: Drawn) -> Iterator[str]:
    if answer.card:
        for page in pages(answer.card):
            parsed(page)
        if markup := keyboard(answer.card):
            rows(json.dumps(markup))
        for message in messages(answer.card):
            yield from message_problems(message["text"], message["blocks"])
        yield from (
            f"too long for a button: {button.label}"
            for row in answer.card.buttons
            for button in row
            if len(button.label) > LABEL_LENGTH
        )
    if answer.form:
        yield from view_problems(modal.view(answer.form, {}))


def _is_said(text: str) -> bool:
    """Whether there are words of ours in it."""
    words = WORD.findall(TYPED.sub(" ", text))
    return bool({*words} - {*DATA.split()})
