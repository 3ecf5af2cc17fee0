"""Slack at the wire: real Bolt and the real pipeline, in Socket Mode and over HTTP, against a strict fake."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle, pairwise
from typing import Any

import pytest
from sqlalchemy import text as sql
from structlog.testing import capture_logs

import storage
from bot.channel import SendError, WrongToken
from bot.channels import token_state
from bot.channels.slack import Slack
from bot.channels.slack.payloads.response_urls import How, ResponseUrl
from bot.web.server import Web
from handlers.chat import Button, Card
from handlers.i18n import nearest
from tests.fakes import slack_payloads as payloads
from tests.fakes.slack import FakeSlack, User
from tests.support.world import UNHURRIED, World

WAYS = ["socket", "http"]
LONG = Card(body="\n".join(f"line {n} " + "x" * 90 for n in range(300)))


@dataclass
class Team:
    """Rapport in a workspace, and Ann in it."""

    world: World
    fake: FakeSlack
    slack: Slack
    ann: User

    def said(self) -> str:
        """Everything Ann reads in the direct messages."""
        return "\n".join(message.text for message in self.fake.messages(self.ann))

    async def reads(self, words: str) -> None:
        await self.fake.until(lambda: words in self.said())

    async def presses(self, label: str) -> None:
        await self.fake.presses(self.ann, self.fake.messages(self.ann)[-1], label)

    async def count(self, table: str) -> int:
        async with storage.reading(self.world.database) as db:
            return int(await db.scalar(sql(f"SELECT count(*) FROM {table}")) or 0)


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as slack:
        yield slack


@asynccontextmanager
async def running(world: World, fake: FakeSlack, way: str) -> AsyncIterator[Slack]:
    ready = asyncio.Event()
    app_token = fake.app_token if way == "socket" else ""
    secrets: dict[str, Any] = {"app_token": app_token, "signing_secret": fake.signing_secret}
    slack = Slack(fake.bot_token, fake.base, world.dispatcher, lambda _name: ready.set(), **secrets)
    slack.limits = UNHURRIED
    world.delivery.add(slack)
    web = Web("127.0.0.1", 0, slack.routes())
    if way == "http":
        fake.http_url = await web.start() + "/slack/events"
    tasks = [asyncio.create_task(slack.run()), asyncio.create_task(world.delivery.run())]
    try:
        await ready.wait()
        if way == "socket":
            await fake.connected()
        yield slack
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await web.stop()
        await slack.close()


@pytest.fixture(params=WAYS)
async def team(request: pytest.FixtureRequest, world: World, fake: FakeSlack) -> AsyncIterator[Team]:
    async with running(world, fake, request.param) as slack:
        ann = fake.user("U1", "Ann", "en-US", "Europe/Berlin")
        team = Team(world, fake, slack, ann)
        await fake.dm(ann, f"start {await world.invite()}")
        await team.reads("Welcome, Ann!")
        yield team
        assert fake.problems == []


async def test_a_newcomer_is_known_by_name_language_and_time_zone(world: World, fake: FakeSlack) -> None:
    async with running(world, fake, "socket"):
        ann = fake.user("U7", "Анна", "ru-RU", "Asia/Tashkent")
        await fake.slash(ann, "/crm", f"start {await world.invite()}")
        await fake.until(lambda: fake.messages(ann))
    async with storage.reading(world.database) as db:
        row = (await db.execute(sql("SELECT name, locale, timezone FROM reps"))).one()
    assert tuple(row) == ("Анна", nearest("ru-RU"), "Asia/Tashkent")


async def test_a_stranger_hears_one_sentence(team: Team) -> None:
    mallory = team.fake.user("U9", "Mallory")
    await team.fake.dm(mallory, "find acme")
    await team.fake.until(lambda: team.fake.messages(mallory))
    assert "You don't have access yet" in team.fake.messages(mallory)[0].text


async def test_commands_and_plain_words_do_the_same(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova, Acme Ltd")
    await team.reads("Olga Orlova")
    await team.fake.dm(team.ann, "call Olga Orlova: 15 min, wants a discount")
    await team.reads("wants a discount")
    assert await team.count("interactions") == 1


async def test_the_command_alone_helps_and_speaks_of_itself(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "")
    await team.reads("/crm call ")


async def test_words_that_are_no_command_are_a_search(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova, Acme Ltd")
    await team.reads("Olga Orlova")
    await team.fake.slash(team.ann, "/crm", "acme")
    await team.fake.until(lambda: team.said().count("Olga Orlova") > 1)


async def test_a_command_is_answered_where_it_was_typed_unseen_by_others(team: Team) -> None:
    channel = team.fake.channel("C1", team.ann)
    before = len(team.fake.messages(team.ann))
    await team.fake.slash(team.ann, "/crm", "deals", channel)
    await team.fake.until(lambda: team.fake.messages(team.ann, channel))
    [answer] = team.fake.messages(team.ann, channel)
    assert "no open deals" in answer.text
    assert answer.only_for == team.ann.id
    assert len(team.fake.messages(team.ann)) == before


@pytest.mark.parametrize("how", [404, 410])
async def test_where_an_answer_cannot_be_shown_any_more_it_comes_directly(team: Team, how: int) -> None:
    team.fake.fail("response_url", how)
    await team.fake.slash(team.ann, "/crm", "deals", team.fake.channel("C1", team.ann))
    await team.reads("no open deals")


@pytest.mark.parametrize("how", [500, 429, "drop"])
async def test_an_answer_that_did_not_arrive_is_sent_again(team: Team, how: int | str) -> None:
    channel = team.fake.channel("C1", team.ann)
    fault = team.fake.fail("response_url", how, retry_after=1)
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova", channel)
    await team.fake.until(lambda: not fault.times)
    await team.world.delivery.settle()
    team.world.clock.now += timedelta(seconds=5)
    team.world.delivery.wake()
    await team.fake.until(lambda: team.fake.messages(team.ann, channel))


async def test_what_is_too_long_for_an_address_goes_on_directly(team: Team) -> None:
    hook = team.fake.new_hook(team.ann, team.fake.channel("C1", team.ann))
    before = len(team.fake.messages(team.ann))
    card = Card(body="\n".join(f"line {n} " + "x" * 90 for n in range(900)))
    at = str(ResponseUrl(How.BESIDE, hook, team.world.clock() + timedelta(minutes=1)))
    await team.slack.send("T1", team.ann.id, card, replaces=at)
    there, here = team.fake.messages(team.ann, "C1"), team.fake.messages(team.ann)[before:]
    text = "\n".join(message.text for message in (*there, *here))
    assert len(there) == 5
    assert all(f"line {n} " in text for n in range(900))


async def test_a_form_is_a_modal_and_its_errors_stand_under_their_fields(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new")
    await team.fake.until(lambda: team.fake.view(team.ann))
    view = team.fake.view(team.ann)
    assert view
    phone = next(block["block_id"] for block in view.inputs() if "hone" in block["label"]["text"])
    name = view.inputs()[0]["block_id"]
    errors = await team.fake.submit(team.ann, {name: "Olga Orlova", phone: "none"})
    assert "phone number" in errors[phone]
    assert await team.count("clients") == 0
    assert await team.fake.submit(team.ann, {phone: "+7 912 345-67-89"}) == {}
    assert team.fake.view(team.ann) is None
    await team.reads("Olga Orlova")


async def test_a_client_is_looked_up_in_a_modal(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova, Acme Ltd")
    await team.reads("Olga Orlova")
    await team.fake.slash(team.ann, "/crm", "new Anna Orlenko, Beta")
    await team.reads("Anna Orlenko")
    boris = team.fake.user("U2", "Boris")  # who has looked at nobody yet
    await team.fake.slash(boris, "/crm", f"start {await team.world.invite()}")
    await team.fake.slash(boris, "/crm", "remind")
    await team.fake.until(lambda: team.fake.view(boris))
    offered = await team.fake.suggestions(boris, "client", "orl")
    assert sorted(label for _value, label in offered) == ["Anna Orlenko · Beta", "Olga Orlova · Acme Ltd"]


async def test_a_stranger_looks_nothing_up(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "remind")
    await team.fake.until(lambda: team.fake.view(team.ann))
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    await team.reads("Olga Orlova")
    mallory = team.fake.user("U9", "Mallory")
    team.fake.views[mallory.id] = team.fake.views[team.ann.id]
    assert len(await team.fake.suggestions(team.ann, "client", "olga")) == 1
    assert await team.fake.suggestions(mallory, "client", "olga") == []


async def test_a_press_edits_the_message(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    await team.reads("Olga Orlova")
    await team.fake.slash(team.ann, "/crm", "call Olga Orlova: hello")
    await team.reads("hello")
    await team.presses("Undo")
    await team.fake.until(lambda: team.fake.messages(team.ann)[-1].edits == 1)
    assert await team.count("interactions") == 0


async def test_an_old_button_is_refused_in_passing(team: Team) -> None:
    await team.slack.send("T1", team.ann.id, Card(body="once", buttons=((Button("Go", "no.such.thing"),),)))
    await team.presses("Go")
    await team.fake.until(lambda: team.fake.ephemerals(team.ann))
    assert "expired" in team.fake.ephemerals(team.ann)[0]


async def test_what_is_delivered_twice_is_done_once(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    await team.reads("Olga Orlova")
    await team.fake.dm(team.ann, "call Olga Orlova: hello")
    await team.fake.again()
    await team.fake.slash(team.ann, "/crm", "note Olga Orlova: hi")
    await team.fake.again()
    await team.reads("hi")
    assert await team.count("interactions") == 2


async def test_what_slack_tries_again_is_done_once(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    await team.reads("Olga Orlova")
    await team.fake.dm(team.ann, "call Olga Orlova: hello")
    for number in (1, 2, 3):
        assert (await team.fake.deliver(*team.fake.delivered[-1], retry=number)).ok
    assert await team.count("interactions") == 1


@pytest.mark.parametrize("way", WAYS)
async def test_in_an_organisation_a_person_is_the_same_in_all_its_workspaces(
    world: World, fake: FakeSlack, way: str
) -> None:
    fake.workspaces = cycle(("T1", "T2"))
    async with running(world, fake, way) as slack:
        team = Team(world, fake, slack, fake.user("W1", "Ann"))
        channel = fake.channel("C1", team.ann)
        await fake.dm(team.ann, f"start {await world.invite()}")
        await team.reads("Welcome, Ann!")
        await fake.slash(team.ann, "/crm", "new Olga Orlova")
        await team.reads("Olga Orlova")
        await team.presses("Log a call")
        await fake.opened(team.ann)
        assert await fake.submit(team.ann, {"What did you talk about?": "likes it"}) == {}
        await team.reads("Call logged")
        await fake.mentions(team.ann, channel, "orlova")
        await fake.until(lambda: fake.messages(team.ann, channel))
        await fake.opens_home(team.ann)
        await fake.until(lambda: fake.homes)
        assert await team.count("accounts") == await team.count("homes") == 1
        assert await team.count("interactions") == 1
    async with storage.reading(world.database) as db:
        assert await db.scalar(sql("SELECT space FROM accounts")) == "E1"
    assert fake.problems == []


async def test_a_save_pressed_again_because_the_answer_was_lost_is_saved_once(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new")
    await team.fake.until(lambda: team.fake.view(team.ann))
    view = team.fake.view(team.ann)
    assert view
    await team.fake.submit(team.ann, {view.inputs()[0]["block_id"]: "Olga Orlova"})
    team.fake.views[team.ann.id] = view
    assert await team.fake.submit(team.ann, {}) == {}
    assert await team.count("clients") == 1


async def test_bots_edits_channels_and_unknown_kinds_are_passed_over(team: Team) -> None:
    before = len(team.fake.messages(team.ann))
    text, ts = "find x", team.fake.next_ts()
    bodies = [
        payloads.direct_message("Ev91", team.ann, text, ts, bot_id="B9"),
        payloads.direct_message("Ev92", team.ann, text, ts, subtype="message_changed"),
        payloads.event("Ev94", {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}),
    ]
    unasked = [
        payloads.direct_message("Ev93", team.ann, text, ts, channel_type="channel"),
        payloads.event("Ev95", {"type": "channel_rename", "channel": {"id": "C1", "name": "sales"}}),
    ]
    for body in bodies:
        assert (await team.fake.event(body)).ok
    for body in unasked:
        assert (await team.fake.event(body, unasked=True)).ok
    limited = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1, "api_app_id": "A1"}
    assert (await team.fake.deliver("events_api", limited)).ok
    shortcut = {"type": "shortcut", "callback_id": "x", "user": {"id": "U1"}}
    assert (await team.fake.deliver("interactive", shortcut)).ok
    assert len(team.fake.messages(team.ann)) == before


async def test_what_was_typed_arrives_unescaped(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    await team.reads("Olga Orlova")
    said = "note Olga Orlova: R&D <b>, see <http://acme.io|acme.io>, <mailto:a@b.io|a@b.io>"
    escaped = said.replace("&", "&amp;").replace("<b>", "&lt;b&gt;")
    await team.fake.event(payloads.direct_message("Ev96", team.ann, escaped, team.fake.next_ts()))
    await team.reads("R&D <b>, see acme.io, a@b.io")


async def test_a_client_called_like_markup_pings_nobody(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new <!channel> <b> & *Co*, Acme")
    await team.fake.dm(team.ann, "find acme")
    await team.fake.until(lambda: "<!channel> <b> & *Co*" in team.said())


async def test_a_long_card_comes_in_parts_and_loses_nothing(team: Team) -> None:
    body = "\n".join(f"line {n} " + "x" * 90 for n in range(300))
    rows = tuple((Button(f"Row {n}", f"x:{n}"),) for n in range(60))
    before = len(team.fake.messages(team.ann))
    await team.slack.send("T1", team.ann.id, Card("T" * 200, (("Field", "f" * 7000),), body, rows))
    parts = team.fake.messages(team.ann)[before:]
    assert len(parts) > 1
    text = "\n".join(part.text for part in parts)
    assert all(f"line {n} " in text for n in range(300))
    assert [label for part in parts for label, _data in part.buttons] == [f"Row {n}" for n in range(60)]


async def test_an_empty_card_is_no_message_and_breaks_nothing(team: Team) -> None:
    assert await team.slack.send("T1", team.ann.id, Card()) == ""


@pytest.mark.parametrize("how", [500, "ratelimited", "drop"])
async def test_when_a_later_part_fails_the_first_is_not_repeated(team: Team, how: int | str) -> None:
    before = len(team.fake.messages(team.ann))
    await team.slack.send("T1", team.ann.id, LONG)
    parts = [message.text for message in team.fake.messages(team.ann)[before:]]
    assert len(parts) > 2
    team.fake.fail("chat.postMessage", how, after=1)
    await team.slack.send("T1", team.ann.id, LONG)
    assert [message.text for message in team.fake.messages(team.ann)[before:]] == [*parts, *parts]


async def test_the_parts_of_a_long_card_keep_the_pace_of_the_channel(team: Team) -> None:
    team.slack.limits = replace(UNHURRIED, per_chat=20)
    before = len(team.fake.taken)
    await team.slack.send("T1", team.ann.id, LONG)
    at = [taken.at for taken in team.fake.taken[before:]]
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.045


async def test_a_message_that_cannot_be_edited_is_sent_anew(team: Team) -> None:
    team.fake.fail("chat.update", "cant_update_message")
    first = await team.slack.send("T1", team.ann.id, Card(body="one"))
    second = await team.slack.send("T1", team.ann.id, Card(body="two"), replaces=first)
    assert second != first
    third = await team.slack.send("T1", team.ann.id, Card(body="three"), replaces=second)
    assert third == second
    assert [message.text for message in team.fake.messages(team.ann)[-2:]] == ["one", "three"]


@pytest.mark.parametrize(
    ("how", "retry_after", "expected"),
    [
        (429, 7, {"wait": 7, "permanent": False, "unreachable": False}),
        ("rate_limited", 0, {"wait": 1, "permanent": False, "unreachable": False}),
        ("channel_not_found", 0, {"wait": None, "permanent": True, "unreachable": False}),
        ("invalid_blocks", 0, {"wait": None, "permanent": True, "unreachable": False}),
        ("user_disabled", 0, {"wait": None, "permanent": True, "unreachable": True}),
        ("account_inactive", 0, {"wait": None, "permanent": True, "unreachable": True}),
        ("fatal_error", 0, {"wait": None, "permanent": False, "unreachable": False}),
        ("token_revoked", 0, {"wait": None, "permanent": False, "unreachable": False}),
        (503, 0, {"wait": None, "permanent": False, "unreachable": False}),
        ("drop", 0, {"wait": None, "permanent": False, "unreachable": False}),
    ],
)
async def test_every_refusal_means_something(
    team: Team, how: int | str, retry_after: int, expected: dict[str, object]
) -> None:
    team.fake.fail("chat.postMessage", how, retry_after=retry_after)
    with pytest.raises(SendError) as refused:
        await team.slack.send("T1", team.ann.id, Card(body="hello"))
    error = refused.value
    wait = int(error.wait.total_seconds()) if error.wait else None
    assert {"wait": wait, "permanent": error.permanent, "unreachable": error.unreachable} == expected


async def test_where_slack_means_our_token_and_not_the_person_nobody_is_given_up(team: Team) -> None:
    team.fake.fail("chat.postMessage", "account_inactive")
    team.fake.fail("auth.test", "account_inactive")
    with pytest.raises(SendError) as refused:
        await team.slack.send("T1", team.ann.id, Card(body="hello"))
    assert not refused.value.permanent


async def test_it_is_connected_while_the_connection_lasts(world: World, fake: FakeSlack) -> None:
    async with running(world, fake, "socket") as slack:
        assert await slack.is_connected()
        fake.fail("apps.connections.open", "internal_error", times=100)
        for socket in fake.sockets:
            await socket.close()
        await _until(slack.is_connected, False)
        fake.clear()
    assert not await slack.is_connected()


async def test_it_is_not_ready_while_slack_refuses_the_token(team: Team) -> None:
    good = team.fake.bot_token
    assert await team.slack.is_connected()
    team.fake.bot_token = "xoxb-another"
    with pytest.raises(SendError):
        await team.slack.send("T1", team.ann.id, Card(body="hello"))
    assert not await team.slack.is_connected()
    team.fake.bot_token = good
    assert await team.slack.is_connected()


async def test_that_the_token_is_refused_is_found_though_nothing_is_said(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_state, "CHECK_INTERVAL", 0.0)
    team.fake.bot_token = "xoxb-another"
    assert not await team.slack.is_connected()


async def test_what_slack_refuses_for_another_reason_says_nothing_of_the_token(team: Team) -> None:
    for error in ("account_inactive", "channel_not_found", "internal_error"):
        team.fake.fail("chat.postMessage", error)
        with pytest.raises(SendError):
            await team.slack.send("T1", team.ann.id, Card(body="hello"))
        assert await team.slack.is_connected()
    team.fake.fail("auth.test", 503, times=2)
    assert await team.slack.is_connected()


async def _until(is_so: Callable[[], Awaitable[bool]], so: bool) -> None:
    for _look in range(1000):
        if await is_so() is so:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


async def test_a_modal_whose_answer_was_lost_is_open_all_the_same(team: Team) -> None:
    team.fake.fail("views.open", "lost")
    await team.fake.slash(team.ann, "/crm", "new")
    await team.slack.settle()
    assert team.fake.view(team.ann)
    assert "too slow" not in team.said()


async def test_a_modal_that_does_not_open_is_said(team: Team) -> None:
    team.fake.fail("views.open", "internal_error", times=2)
    await team.fake.slash(team.ann, "/crm", "new")
    await team.reads("Please try again")


@asynccontextmanager
async def away(world: World) -> AsyncIterator[None]:
    """The base does not know what is asked of it."""
    await _tell(world, "ALTER TABLE inbox RENAME TO inbox_elsewhere")
    yield
    await _tell(world, "ALTER TABLE inbox_elsewhere RENAME TO inbox")


@asynccontextmanager
async def busy(world: World) -> AsyncIterator[None]:
    """Somebody else is writing."""
    async with world.database.writer.begin() as other:
        if not world.database.is_sqlite:
            await other.execute(sql("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield


async def _tell(world: World, statement: str) -> None:
    async with world.database.writer.begin() as connection:
        await connection.execute(sql(statement))


async def test_a_command_that_cannot_be_saved_is_given_back(team: Team) -> None:
    async with away(team.world):
        said = await team.fake.slash(team.ann, "/crm", "note Acme: a <b> & c")
    assert said == "Not saved, nothing changed. You typed: /crm note Acme: a <b> & c"
    assert await team.count("interactions") == 0


async def test_a_press_that_cannot_be_saved_is_said_in_passing(team: Team) -> None:
    await team.slack.send("T1", team.ann.id, Card(body="once", buttons=((Button("Go", "undo:1"),),)))
    async with away(team.world):
        await team.presses("Go")
    await team.slack.settle()
    assert "Not saved, nothing changed" in team.fake.ephemerals(team.ann)[0]


async def test_a_form_that_cannot_be_saved_stays_open(team: Team) -> None:
    await team.fake.slash(team.ann, "/crm", "new")
    await team.fake.until(lambda: team.fake.view(team.ann))
    async with away(team.world):
        errors = await team.fake.submit(team.ann, {"name": "Olga Orlova"})
    assert "Not saved, nothing changed" in errors["name"]
    assert await team.fake.submit(team.ann, {}) == {}
    assert await team.count("clients") == 1


@pytest.mark.parametrize("missing", ["event_id", "trigger_id", "view"])
async def test_what_lacks_what_slack_always_sends_is_taken_and_ignored(team: Team, missing: str) -> None:
    said, clients = len(team.fake.messages(team.ann)), await team.count("clients")
    card = team.fake.messages(team.ann)[-1]
    trigger, hook = "1.2.3", "https://hooks.slack.com/1"
    bodies: list[tuple[str, dict[str, Any]]] = [
        ("events_api", payloads.direct_message("Ev9", team.ann, "new Olga Orlova", "1700000009.000001")),
        ("slash_commands", payloads.slash(team.ann, "/crm", "new Olga Orlova", team.ann.dm, trigger, hook)),
        ("interactive", payloads.shortcut(team.ann, "log", trigger)),
        ("interactive", {**payloads.pressed(team.ann, card, *_button(), trigger, hook)}),
        ("interactive", {"type": "view_submission", "user": {"id": team.ann.id}, "view": {}}),
    ]
    with capture_logs() as logged:
        for kind, body in bodies:
            if missing in body:
                is_text = kind == "slash_commands"  # over HTTP all of it is
                for nothing in ({}, {missing: ""}, *(() if is_text else ({missing: None}, {missing: 7}))):
                    told = {name: value for name, value in body.items() if name != missing} | nothing
                    assert (await team.fake.deliver(kind, told)).ok, (kind, nothing)
    assert [line for line in logged if line["log_level"] in ("warning", "error")] == []
    assert (len(team.fake.messages(team.ann)), await team.count("clients")) == (said, clients)


def _button() -> tuple[dict[str, Any], str]:
    label = {"type": "plain_text", "text": "Deals"}
    return {"type": "button", "action_id": "a", "value": "deals:0", "text": label}, "b"


async def test_a_short_gust_is_not_noticed(team: Team) -> None:
    async with away(team.world):
        saying = asyncio.create_task(team.fake.slash(team.ann, "/crm", "new Olga Orlova"))
        await asyncio.sleep(0.1)
    assert await saying == ""
    await team.reads("Olga Orlova")


async def test_a_message_that_failed_is_not_confirmed_and_comes_again(team: Team) -> None:
    team.fake.ack_within = 0.5
    async with away(team.world):
        assert not (await team.fake.dm(team.ann, "new Olga Orlova")).ok
    team.fake.problems.clear()
    before = len(team.fake.messages(team.ann))
    assert (await team.fake.again()).ok
    await team.fake.until(lambda: len(team.fake.messages(team.ann)) == before + 1)


@pytest.mark.parametrize("team", ["socket"], indirect=True)
async def test_what_takes_too_long_is_answered_in_time_and_done_all_the_same(team: Team) -> None:
    async with busy(team.world):
        said = await team.fake.slash(team.ann, "/crm", "new Olga Orlova")
    assert said == "This is taking longer than usual. The answer is on its way."
    await team.reads("Olga Orlova")
    assert await team.count("clients") == 1


async def test_what_is_in_hand_is_answered_before_hanging_up(world: World, fake: FakeSlack) -> None:
    async with AsyncExitStack() as meanwhile:
        async with running(world, fake, "socket"):
            ann = fake.user("U1", "Ann")
            await fake.dm(ann, f"start {await world.invite()}")
            await meanwhile.enter_async_context(busy(world))
            saying = asyncio.create_task(fake.dm(ann, "/new Olga Orlova"))
            await asyncio.sleep(0.1)  # by now it has arrived, and waits for the base
            asyncio.get_running_loop().call_later(0.2, asyncio.ensure_future, meanwhile.aclose())
        assert (await saying).ok
    assert fake.problems == []


async def test_over_http_only_what_slack_has_signed_is_heard(world: World, fake: FakeSlack) -> None:
    async with running(world, fake, "http"):
        body = json.dumps(payloads.direct_message("Ev1", fake.user("U1", "Ann"), "help", "1.1"))
        forged = await fake.sign_and_post(body, "application/json", secret="another")
        late = await fake.sign_and_post(body, "application/json", age=400)
        garbage = await fake.sign_and_post("{", "application/json", secret="another")
        hello = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
        greeted = await fake.sign_and_post(hello, "application/json")
        assert (forged.status, late.status, garbage.status, greeted.status) == (401, 401, 401, 200)
        assert "abc" in await greeted.text()
        assert fake.posted == []


async def test_without_a_secret_or_in_socket_mode_nobody_can_call(world: World, fake: FakeSlack) -> None:
    async def nobody(**secrets: Any) -> list[object]:
        slack = Slack(fake.bot_token, fake.base, world.dispatcher, lambda _name: None, **secrets)
        await slack.close()
        return list(slack.routes())

    assert await nobody() == []
    assert await nobody(app_token="xapp", signing_secret="s") == []
    assert len(await nobody(signing_secret="s")) == 1


@pytest.mark.parametrize("wrong", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
async def test_a_wrong_token_is_said_by_its_setting(world: World, fake: FakeSlack, wrong: str) -> None:
    bot = "xoxb-wrong" if wrong == "SLACK_BOT_TOKEN" else fake.bot_token
    slack = Slack(bot, fake.base, world.dispatcher, lambda _name: None, app_token="xapp-wrong")
    with pytest.raises(WrongToken, match=wrong):
        await slack.run()
    await slack.close()


async def test_a_refreshed_connection_loses_nothing(world: World, fake: FakeSlack) -> None:
    async with running(world, fake, "socket"):
        ann = fake.user("U1", "Ann")
        await fake.disconnect()
        await fake.connected()
        await fake.dm(ann, "hello")
        await fake.until(lambda: fake.messages(ann))
    assert fake.problems == []


async def test_who_we_are_is_asked_once_not_with_every_event(team: Team) -> None:
    for _time in range(3):
        await team.fake.dm(team.ann, "deals")
    assert [method for method, _given in team.fake.calls].count("auth.test") == 1


async def test_the_logs_hold_neither_tokens_nor_what_was_said(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        await team.fake.dm(team.ann, "note zanzibar")
        body = {"type": "event_callback", "event": {"type": "zanzibar"}, "event_id": "Ev9"}
        await team.fake.event(body, unasked=True)
        await team.fake.deliver("interactive", {"type": "message_action", "callback_id": "zanzibar"})
    ours = [record for record in caplog.records if not record.name.startswith(("aiosqlite", "sqlalchemy"))]
    lines = "\n".join(record.getMessage() for record in ours)
    assert "zanzibar" not in lines
    assert team.fake.bot_token not in lines


@pytest.mark.parametrize(("method", "everyone"), [("chat.postMessage", False), ("chat.update", True)])
async def test_what_is_limited_for_the_workspace_holds_back_everyone(
    team: Team, method: str, everyone: bool
) -> None:
    shown = None
    if method == "chat.update":
        shown = await team.slack.send("T1", team.ann.id, Card(body="one"))
    team.fake.fail(method, 429, retry_after=7)
    with pytest.raises(SendError) as refused:
        await team.slack.send("T1", team.ann.id, Card(body="two"), replaces=shown)
    assert refused.value.everyone is everyone
