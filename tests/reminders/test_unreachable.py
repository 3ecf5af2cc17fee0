"""I can't reach Who any more: somebody who can do something about it hears of it, once."""

from datetime import timedelta

import pytest

import storage
from bot.channel import SendError
from handlers.chat import Card
from storage.messaging import outbox
from storage.models import Rep, Role
from storage.team import accounts, teams
from tests.support import recording
from tests.support.recording import Caller, Recorder
from tests.support.world import World

ANN, BORIS, CLARA = (recording.place(chat) for chat in ("11", "12", "13"))


@pytest.fixture
async def channel(world: World) -> Recorder:
    """Ann is a rep, Boris a manager, Clara the admin."""
    channel = Recorder()
    world.delivery.add(channel)
    await recording.settle_in(world, ANN)
    await recording.settle_in(world, BORIS, name="Boris", role=Role.MANAGER)
    await recording.settle_in(world, CLARA, name="Clara", role=Role.ADMIN)
    return channel


async def _blocks(world: World, channel: Recorder, chat: str) -> None:
    """The next message to the chat does not arrive, nor will any."""
    channel.refuse(chat, SendError("blocked", unreachable=True))
    async with storage.transaction(world.database) as db:
        await outbox.queue(db, "telegram", "", chat, Card(body="hello").to_json(), world.clock())
    await world.delivery.drain()


async def test_a_manager_hears_of_it_once_and_what_to_do(world: World, channel: Recorder) -> None:
    await _blocks(world, channel, "11")
    await _blocks(world, channel, "11")
    [said] = channel.texts("12")
    assert "I can't reach Ann" in said
    assert "ask Ann to unblock me" in said
    assert channel.texts("13") == [], "one is enough"


async def test_a_manager_of_another_team_is_not_told(world: World, channel: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        (await db.get_one(Rep, 2)).team_id = (await teams.put(db, "South")).id
    await _blocks(world, channel, "11")
    assert channel.texts("12") == []
    assert "I can't reach Ann" in channel.texts("13")[0]


async def test_nobody_hears_it_of_themselves(world: World, channel: Recorder) -> None:
    await _blocks(world, channel, "12")
    assert "I can't reach Boris" in channel.texts("13")[0]
    await _blocks(world, channel, "13")
    assert not [text for text in channel.texts() if "Clara" in text], "there is nobody left to tell"


async def test_where_there_is_another_way_it_is_told(world: World, channel: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        await accounts.add(db, await db.get_one(Rep, 1), recording.place("U1", "slack"), world.clock())
    await _blocks(world, channel, "11")
    assert "reminders now go to Slack" in channel.texts("12")[0]


async def test_who_can_be_reached_again_before_it_is_told_is_not_told_of(
    world: World, channel: Recorder
) -> None:
    async with storage.transaction(world.database) as db:
        boris = await db.get_one(Rep, 2)
        boris.quiet_from, boris.quiet_to = boris.quiet_to, boris.quiet_from  # the day is Boris's night
    await _blocks(world, channel, "11")
    assert channel.texts("12") == []
    world.clock.now += timedelta(minutes=1)
    await world.dispatcher.handle(Caller(world, ANN).types("/today"))
    await world.recent_views.write()
    await world.wait(hours=14)
    assert not [text for text in channel.texts("12") if "reached" in text]


async def test_it_is_told_in_the_language_of_who_hears_it(world: World, channel: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        (await db.get_one(Rep, 2)).locale = "ru"
    await _blocks(world, channel, "11")
    [said] = channel.texts("12")
    assert "Ann" in said and "can't reach" not in said
