"""Telegram, some people in it, and an office that is connected to it."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram import Telegram, polling, sending
from tests.contract.telegram.office import Office
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.world import World


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


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is what is tested elsewhere."""
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polling, "GLANCE", 0.05)
    monkeypatch.setattr(polling, "GRACE", 0.5)
    monkeypatch.setattr(sending, "BETWEEN_PARTS", 0.0)


@pytest.fixture
def office(world: World) -> Office:
    real = world.pipeline
    office = Office(real.database, real.clock, real.delivery, real.memory, real.house)
    office.hear()
    return office


@pytest.fixture
async def channel(telegram: FakeTelegram, office: Office, ann: User) -> AsyncIterator[Telegram]:
    """A channel that only sends; Ann has started the bot."""
    ann.started = True
    channel = Telegram(telegram.token, telegram.base, office, lambda _name: None)
    yield channel
    await channel.close()
