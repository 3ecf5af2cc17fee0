"""Slack's shortcuts: an interaction logged from anywhere, and somebody's message kept with a client."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text as sql

import storage
from bot.channels.slack.events import LOG, LOG_MESSAGE
from storage import rights
from storage.models import Visibility
from tests.fakes.slack_web import permalink
from tests.support.chat import OnSlack, on_slack, on_slack_http
from tests.support.world import World

SALES = "C1"


@pytest.fixture(params=[on_slack, on_slack_http])
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[OnSlack]:
    """Ann, who has a client, in the channel of the sales team."""
    async with request.param(world) as person:
        await person.joins()
        await person.says("/new Olga Orlova, Acme Ltd")
        person.fake.channel(SALES, person.user)
        yield person


async def _logged(world: World) -> list[tuple[str, str]]:
    async with storage.reading(world.database) as db:
        return [tuple(row) for row in await db.execute(sql("SELECT kind, text FROM interactions ORDER BY id"))]


async def _keeps(person: OnSlack, ts: str) -> None:
    """Choose “Log to a client” in the menu of that message."""
    await person.fake.shortcut_on(person.user, LOG_MESSAGE, SALES, ts)
    await person.looks()


async def test_an_interaction_is_logged_from_anywhere(ann: OnSlack, world: World) -> None:
    await ann.fake.shortcut(ann.user, LOG)
    await ann.fills(
        {"What was it?": "Meeting", "Which client?": "orlova", "What did you talk about?": "likes it"}
    )
    ann.sees("Meeting logged", "Olga Orlova", "likes it")
    assert await _logged(world) == [("meeting", "likes it")]
    await ann.presses("Undo")
    ann.sees("Undone", "A logged interaction")
    assert await _logged(world) == []


async def test_somebodys_message_is_kept_with_its_author_and_where_it_is(ann: OnSlack, world: World) -> None:
    boris = ann.beside("Boris")
    ts = ann.fake.writes(boris.user, SALES, "Acme wants <b>10 %</b> & more")
    await _keeps(ann, ts)
    await ann.fills({"Which client?": "olga"})
    link = permalink(SALES, ts)
    assert await _logged(world) == [("message", f"Boris: Acme wants <b>10 %</b> & more\n{link}")]


async def test_it_is_answered_where_the_message_is_unseen_by_others(ann: OnSlack) -> None:
    ts = ann.fake.writes(ann.user, SALES, "they want a discount")
    ann.goes_to(SALES)
    await _keeps(ann, ts)
    await ann.fills({"Which client?": "olga"})
    ann.sees("Message logged", "they want a discount")
    [answer] = ann.fake.messages(ann.user, SALES)
    assert answer.only_for == ann.user.id


async def test_without_the_link_the_words_are_kept_all_the_same(ann: OnSlack, world: World) -> None:
    ts = ann.fake.writes(ann.user, SALES, "they want a discount")
    ann.fake.fail("chat.getPermalink", "channel_not_found")
    ann.fake.fail("users.info", 500)
    await _keeps(ann, ts)
    await ann.fills({"Which client?": "olga"})
    assert await _logged(world) == [("message", "they want a discount")]


async def test_a_long_message_fits_and_none_of_it_is_lost(ann: OnSlack, world: World) -> None:
    ts = ann.fake.writes(ann.user, SALES, "word " * 1500 + "end")
    await _keeps(ann, ts)
    await ann.fills({"Which client?": "olga"})
    [(_kind, said)] = await _logged(world)
    assert said.count("word") == 1500
    assert permalink(SALES, ts) in said


async def test_only_who_is_seen_can_be_chosen(ann: OnSlack, world: World) -> None:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.fake.shortcut(boris.user, LOG)
    await boris.fake.until(lambda: boris.fake.view(boris.user))
    assert await boris.fake.suggestions(boris.user, "client", "olga") != []
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    assert await boris.fake.suggestions(boris.user, "client", "olga") == []


async def test_chosen_while_it_was_seen_and_saved_when_it_is_not_keeps_nothing(
    ann: OnSlack, world: World
) -> None:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.fake.shortcut(boris.user, LOG)
    view = await boris.fake.opened(boris.user)
    offered = await boris.fake.suggestions(boris.user, "client", "olga")
    view.choose(view.input("client"), *offered[0])
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    assert "client" in await boris.fake.submit(boris.user, {"text": "hm"})
    assert await _logged(world) == []


async def test_saved_twice_it_is_kept_once(ann: OnSlack, world: World) -> None:
    await ann.fake.shortcut(ann.user, LOG)
    await ann.fills({"Which client?": "orlova", "What did you talk about?": "likes it"})
    await ann.fake.again()
    assert len(await _logged(world)) == 1


async def test_a_stranger_is_told_how_to_come_in(ann: OnSlack) -> None:
    mallory = ann.beside("Mallory")
    await mallory.fake.shortcut(mallory.user, LOG)
    await mallory.looks()
    mallory.sees("You don't have access yet")
    ts = ann.fake.writes(mallory.user, SALES, "hm")
    mallory.goes_to(SALES)
    await _keeps(mallory, ts)
    mallory.sees("You don't have access yet")
    assert mallory.fake.view(mallory.user) is None
