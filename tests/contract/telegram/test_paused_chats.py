"""A chat that Telegram pauses is answered after its pause; nobody else waits for it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

import storage
from bot.channels.telegram import Telegram
from storage.models import Place
from storage.team import accounts
from tests.contract.telegram.office import HURRIED, running
from tests.contract.telegram.test_webhook import called
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support import people
from tests.support.world import BEGINNING, UNHURRIED, World

OTHERS = 50
ASKED = ("/today", "/help", "/deals")
PAUSE = 60  # seconds: longer than the test waits


async def _known(world: World, telegram: FakeTelegram, count: int) -> Sequence[User]:
    users = [telegram.user(100 + number, f"Rep {number}", "en") for number in range(count)]
    async with storage.transaction(world.database) as db:
        for user in users:
            rep = await people.rep(db, user.first_name, BEGINNING)
            await accounts.add(db, rep, Place("telegram", "", str(user.id), str(user.id)), BEGINNING)
    return users


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_all_others_are_answered_at_once_and_it_is_answered_after_its_pause(
    telegram: FakeTelegram, world: World, way: str
) -> None:
    bob, *others = await _known(world, telegram, 1 + OTHERS)
    async with (
        running(telegram, world.dispatcher) if way == "polling" else called(telegram, world.dispatcher) as on
    ):
        channel = on if isinstance(on, Telegram) else on.channel
        channel.limits = UNHURRIED
        world.delivery.add(channel)
        pause = telegram.fail("sendMessage", 429, retry_after=PAUSE)
        await telegram.says(bob, "/today")
        await telegram.until(lambda: not pause.times)
        await telegram.says(bob, "/help")
        for text in ASKED:
            for other in others:
                await telegram.says(other, text)
        await telegram.until(lambda: all(len(telegram.messages(who.id)) == len(ASKED) for who in others))
        await telegram.settled()
        assert telegram.messages(bob.id) == []
    await _an_hour_later(world, telegram)
    said = [message.text for message in telegram.messages(bob.id)]
    assert len(said) == 2
    assert "/today" in said[1]
    assert {len(telegram.messages(who.id)) for who in others} == {len(ASKED)}
    assert telegram.problems == []


async def _an_hour_later(world: World, telegram: FakeTelegram) -> None:
    """After a restart: nothing was kept in memory alone."""
    world.clock.now += timedelta(hours=1)
    later = World.around(world.database, world.clock)
    channel = Telegram(telegram.token, telegram.base, later.dispatcher, lambda _name: None, HURRIED)
    channel.limits = UNHURRIED
    later.delivery.add(channel)
    await later.delivery.drain()
    await channel.close()
