"""The web address of a client or a deal: who opens it is led into a chat, and learns nothing."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession
from sqlalchemy import text as sql

import storage
from bot.web.landing_page import Addresses
from bot.web.server import Web
from storage.messaging import bot_names
from tests.support import people
from tests.support.world import World

BOTH = ("telegram", "slack")


@dataclass
class Browser:
    address: str

    async def opens(self, path: str, **headers: str) -> tuple[int, str, Mapping[str, str]]:
        """The status, the page, and what else was said of it. Nothing is followed."""
        asked = f"{self.address}{path}"
        async with (
            ClientSession(headers=headers) as session,
            session.get(asked, allow_redirects=False) as answer,
        ):
            return answer.status, await answer.text(), answer.headers


@asynccontextmanager
async def _served(world: World, *channels: str) -> AsyncIterator[Browser]:
    web = Web("127.0.0.1", 0, Addresses(world.database, world.defaults, channels).routes())
    yield Browser(await web.start())
    await web.stop()


@pytest.fixture
async def named(world: World) -> World:
    """Telegram has told what our bot is called, and there is one client."""
    async with storage.transaction(world.database) as db:
        await bot_names.put(db, "telegram", "rapport_test_bot")
        ann = await people.rep(db, "Ann", world.clock())
        await people.client(db, ann, "Olga Orlova", "Acme Ltd")
    return world


async def test_it_leads_into_each_chat_there_is(named: World) -> None:
    async with _served(named, *BOTH) as browser:
        status, page, told = await browser.opens("/c1")
        assert status == 200
        assert 'href="https://t.me/rapport_test_bot?start=c1"' in page
        assert "In Slack, type: <code>/crm start c1</code>" in page
        assert (told["X-Robots-Tag"], told["Cache-Control"]) == ("noindex", "no-store")


async def test_where_there_is_only_telegram_it_leads_there_at_once(named: World) -> None:
    async with _served(named, "telegram") as browser:
        status, _page, told = await browser.opens("/D7")
        assert (status, told["Location"]) == (302, "https://t.me/rapport_test_bot?start=d7")


async def test_where_there_is_only_slack_it_says_what_to_write(named: World) -> None:
    async with _served(named, "slack") as browser:
        _status, page, _told = await browser.opens("/d7")
        assert "/crm start d7" in page
        assert "t.me" not in page


@pytest.mark.parametrize("channels", [BOTH, ("telegram",), ("slack",)])
async def test_it_tells_nobody_who_is_a_client(named: World, channels: tuple[str, ...]) -> None:
    async with _served(named, *channels) as browser:
        known, unknown = await browser.opens("/c1"), await browser.opens("/c2")
        assert known[:2] == (unknown[0], unknown[1].replace("c2", "c1"))
        assert "Olga" not in known[1]


@pytest.mark.parametrize("path", ["/", "/c", "/x1", "/c12345678901", "/c1/x", "/c%D9%A1", "/c1%3Cb%3E"])
async def test_nothing_else_is_an_address(named: World, path: str) -> None:
    async with _served(named, *BOTH) as browser:
        assert (await browser.opens(path))[0] == 404


async def test_it_speaks_the_language_of_the_browser_or_the_houses(named: World) -> None:
    async with _served(named, *BOTH) as browser:
        for wanted, lang in (("ru-RU,ru;q=0.9", "ru"), ("pl", "pl"), ("xx,ru", "en"), ("", "en")):
            _status, page, _told = await browser.opens("/c1", **{"Accept-Language": wanted})
            assert f'lang="{lang}"' in page


async def test_while_the_bots_name_is_not_known_it_says_what_to_write(world: World) -> None:
    async with _served(world, "telegram") as browser:
        assert "In Telegram, send the bot: <code>/start c1</code>" in (await browser.opens("/c1"))[1]
        async with world.database.writer.begin() as base:
            await base.execute(sql("ALTER TABLE doors RENAME TO doors_elsewhere"))
        assert "/start c1" in (await browser.opens("/c1"))[1]
