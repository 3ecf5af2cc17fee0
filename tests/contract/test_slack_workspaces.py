"""More workspaces of the company: installed with OAuth, each spoken to with its own token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text as sql
from yarl import URL

import storage
from bot.channel import SendError
from bot.channels.slack import Slack
from bot.channels.slack.manifest import SCOPES
from bot.channels.slack.oauth import Installing, Store
from bot.web.server import Web
from handlers.chat import Card
from tests.fakes import slack_payloads as payloads
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_web import CLIENT_ID, CLIENT_SECRET
from tests.support.chat import OnSlack, _running, _unheard
from tests.support.world import UNHURRIED, World

KEY = Fernet.generate_key().decode()
WEST = "T2"
PUBLIC = "https://crm.example.org"


@dataclass
class Office:
    """Rapport over HTTP, and a browser."""

    world: World
    fake: FakeSlack
    slack: Slack
    installing: Installing
    address: str
    browser: aiohttp.ClientSession

    async def installs(self, code: str = WEST, **more: str) -> tuple[int, str]:
        """Open the address, and let Rapport into a workspace; what the browser shows then."""
        state = URL(await self.installing.address()).query["state"]
        return await self.comes_back(code=code, state=state, **more)

    async def comes_back(self, **query: str) -> tuple[int, str]:
        async with self.browser.get(f"{self.address}/slack/installed", params=query) as answer:
            return answer.status, await answer.text()

    async def person(self, id: str, name: str, team: str) -> OnSlack:
        """Somebody of that workspace, who has come in."""
        self.fake.workspace = team
        someone = OnSlack(self.world, self.fake, self.fake.user(id, name, team=team), self.slack)
        await someone.joins()
        return someone


@pytest.fixture
async def office(world: World) -> AsyncIterator[Office]:
    async with FakeSlack() as fake, _opened(world, fake, KEY) as office:
        yield office
        assert fake.problems == []


@asynccontextmanager
async def _opened(world: World, fake: FakeSlack, key: str) -> AsyncIterator[Office]:
    store = Store(world.database, world.clock, key)
    installing = Installing(store, (CLIENT_ID, CLIENT_SECRET), fake.base, PUBLIC)
    slack = Slack(
        fake.bot_token,
        fake.base,
        world.dispatcher,
        _unheard,
        signing_secret=fake.signing_secret,
        installing=installing,
    )
    slack.limits = UNHURRIED
    web = Web("127.0.0.1", 0, slack.routes())
    address = await web.start()
    fake.http_url = f"{address}/slack/events"
    async with _running(world, slack), aiohttp.ClientSession() as browser:
        yield Office(world, fake, slack, installing, address, browser)
    await web.stop()
    await slack.close()


async def _rows(world: World, statement: str) -> list[str]:
    async with storage.reading(world.database) as db:
        return [str(value) for value in await db.scalars(sql(statement))]


async def test_the_address_asks_for_what_the_manifest_asks_for(office: Office) -> None:
    address = URL(await office.installing.address())
    assert address.path == "/oauth/v2/authorize"
    assert address.query["scope"].split(",") == list(SCOPES)
    assert address.query["redirect_uri"] == f"{PUBLIC}/slack/installed"
    assert address.query["client_id"] == CLIENT_ID


async def test_each_workspace_is_spoken_to_with_its_own_token(office: Office) -> None:
    ann = await office.person("U1", "Ann", payloads.TEAM)
    assert await office.installs() == (200, office_text("West"))
    boris = await office.person("U2", "Boris", WEST)
    await boris.says("/new Olga Orlova")
    boris.sees("Olga Orlova")
    office.fake.workspace = payloads.TEAM
    await ann.says("/orlova")
    ann.sees("Olga Orlova", "Boris")
    assert await _rows(office.world, "SELECT space FROM accounts ORDER BY id") == [payloads.TEAM, WEST]


def office_text(name: str) -> str:
    return f"Rapport is installed in {name}. People join with an invitation. You can close this page."


async def test_reminders_pages_and_forms_find_their_workspace(office: Office) -> None:
    await office.installs()
    boris = await office.person("U2", "Boris", WEST)
    await boris.says("/new Olga Orlova")
    await office.fake.opens_home(boris.user)
    await boris.looks()
    await boris.says("/remind Olga Orlova")
    await boris.fills({"When?": "in 1 hour", "What needs to be done?": "ring"})
    assert "Olga Orlova: ring" in office.fake.homes["U2"].message.text
    await office.world.wait(hours=1, minutes=1)
    await boris.looks()
    boris.sees("Follow up with Olga Orlova")


async def test_no_token_is_kept_as_it_is(office: Office) -> None:
    await office.installs()
    [kept] = await _rows(office.world, "SELECT token FROM workspaces")
    assert office.fake.bot_token not in kept
    assert Fernet(KEY).decrypt(kept.encode()).decode() == f"{office.fake.bot_token}-{WEST}"


async def test_an_address_is_good_once_and_not_for_long(office: Office) -> None:
    state = URL(await office.installing.address()).query["state"]
    assert (await office.comes_back(code=WEST, state=state))[0] == 200
    assert (await office.comes_back(code=WEST, state=state))[0] == 403
    late = URL(await office.installing.address()).query["state"]
    office.world.clock.now += timedelta(minutes=31)
    status, said = await office.comes_back(code=WEST, state=late)
    assert (status, "`rapport workspace`" in said) == (403, True)
    assert (await office.comes_back(code=WEST, state="guessed"))[0] == 403
    assert (await office.comes_back())[0] == 403


async def test_a_refusal_of_slacks_is_said(office: Office) -> None:
    status, said = await office.installs(code="wrong")
    assert (status, "invalid_code" in said) == (400, True)
    state = URL(await office.installing.address()).query["state"]
    status, said = await office.comes_back(error="access_denied", state=state)
    assert (status, "access_denied" in said) == (400, True)
    assert await _rows(office.world, "SELECT space FROM workspaces") == []


async def test_when_slack_is_away_that_is_said(office: Office) -> None:
    office.fake.fail("oauth.v2.access", "drop")
    assert (await office.installs())[0] == 503


async def test_installed_again_it_is_there_once(office: Office) -> None:
    for _time in range(2):
        await office.installs()
    assert await _rows(office.world, "SELECT space FROM workspaces") == [WEST]


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}]
)
async def test_a_workspace_that_the_app_was_taken_out_of_is_forgotten(
    office: Office, event: dict[str, object]
) -> None:
    await office.installs()
    office.fake.workspace = WEST
    long_ago = {**payloads.event("Ev1", dict(event)), "event_time": 1}
    assert (await office.fake.event(long_ago)).ok
    assert await _rows(office.world, "SELECT space FROM workspaces") == [WEST]
    now = int(office.world.clock().timestamp())
    assert (await office.fake.event({**payloads.event("Ev2", dict(event)), "event_time": now})).ok
    assert await _rows(office.world, "SELECT space FROM workspaces") == []


async def test_with_another_key_nothing_is_sent_with_the_wrong_token(world: World) -> None:
    async with FakeSlack() as fake:
        async with _opened(world, fake, KEY) as office:
            await office.installs()
        async with _opened(world, fake, Fernet.generate_key().decode()) as office:
            fake.user("U2", "Boris", team=WEST)
            with pytest.raises(SendError, match="cannot be read") as refused:
                await office.slack.send(WEST, "U2", Card(body="hello"))
            assert not refused.value.permanent
