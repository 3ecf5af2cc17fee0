"""What was in flight when the process died is counted on every channel, and is set aside after five."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

import storage
from bot.inbound import retries
from bot.inbound.dispatch import MAX_TRIES
from bot.inbound.responses import Shown
from handlers.chat.events import Incoming
from storage.models import Inbox
from tests.contract import test_slack
from tests.contract.telegram.office import Office, running
from tests.contract.telegram.test_webhook import called
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram
from tests.support.world import World

Says = Callable[[], Awaitable[object]]
Channel = Callable[[Office], AbstractAsyncContextManager[Says]]

AWAY = OperationalError("select", None, OSError())


@asynccontextmanager
async def on_telegram(way: str, _world: World) -> AsyncIterator[Channel]:
    async with FakeTelegram() as fake:

        @asynccontextmanager
        async def channel(office: Office) -> AsyncIterator[Says]:
            async with running(fake, office) if way == "polling" else called(fake, office):
                yield lambda: fake.says(fake.user(11, "Ann", "en"), "poison")

        yield channel


@asynccontextmanager
async def on_slack(way: str, world: World) -> AsyncIterator[Channel]:
    async with FakeSlack() as fake:
        fake.ack_within, fake.again_after = 0.5, (0.0,)

        @asynccontextmanager
        async def channel(office: Office) -> AsyncIterator[Says]:
            async with test_slack.running(replace(world, dispatcher=office), fake, way):
                yield lambda: fake.dm(fake.user("U11", "Ann"), "poison")

        yield channel


def _office(world: World) -> Office:
    office = Office(world.database, world.clock, world.delivery, world.recent_views, world.defaults)
    office.hear()
    return office


async def _dies(channel: Channel, office: Office, folder: Path, dead: Path, *, says: bool) -> None:
    """What is in the folder while the update is handled is what a process leaves that dies of it."""
    died = asyncio.Event()

    async def answer(_event: Incoming) -> Shown:
        if not died.is_set():
            shutil.copytree(folder, dead)
        died.set()
        raise AWAY

    office.hear(answer)
    office.is_away = AWAY
    async with channel(office) as speaks:
        looking = asyncio.create_task(retries.retry_due(office.database, office.delivery))
        if says:
            await speaks()
        await asyncio.wait_for(died.wait(), 10)
        await looking


@pytest.mark.parametrize(
    ("on", "way"),
    [(on_telegram, "polling"), (on_telegram, "webhook"), (on_slack, "socket"), (on_slack, "http")],
)
async def test_what_kills_the_process_is_set_aside_on_every_channel(
    on: Callable[[str, World], AbstractAsyncContextManager[Channel]], way: str, world: World, tmp_path: Path
) -> None:
    counts, folder = [], tmp_path / "0"
    async with on(way, world) as channel:
        for death in range(1, MAX_TRIES + 1):
            office, dead = _office(world), tmp_path / str(death)
            await office.in_flight.begin(folder, office.count_failure)
            await _dies(channel, office, folder, dead, says=death == 1)
            folder = dead
            await (office := _office(world)).in_flight.begin(folder, office.count_failure)
            office.in_flight.end()
            async with storage.reading(world.database) as db:
                counts += [(row.tries, row.done, row.error) for row in await db.scalars(select(Inbox))]
            world.clock.now += timedelta(minutes=1)
        office = _office(world)
        await office.in_flight.begin(folder, office.count_failure)
        async with channel(office):
            await retries.retry_due(office.database, office.delivery)
    assert [(tries, done) for tries, done, _error in counts] == [(n, n == MAX_TRIES) for n in range(1, 6)]
    assert {error.partition(":")[0] for _tries, _done, error in counts} == {"ProcessDied"}
    assert office.texts == []
