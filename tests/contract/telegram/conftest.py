"""Telegram, some people in it, and an office that is connected to it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Telegram
from tests.contract.telegram.office import HURRIED, Office
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support.world import World


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def ann(telegram: FakeTelegram) -> User:
    return telegram.user(11, "Ann", "ru")


@pytest.fixture
def boris(telegram: FakeTelegram) -> User:
    return telegram.user(12, "Boris")


@pytest.fixture
def office(world: World) -> Office:
    real = world.dispatcher
    office = Office(real.database, real.clock, real.delivery, real.recent_views, real.defaults)
    office.hear()
    return office


@pytest.fixture
async def channel(telegram: FakeTelegram, office: Office, ann: User) -> AsyncIterator[Telegram]:
    """A channel that only sends; Ann has started the bot."""
    ann.started = True
    channel = Telegram(telegram.token, telegram.base, office, lambda _name: None, HURRIED)
    yield channel
    await channel.close()
