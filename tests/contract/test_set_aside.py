"""What fails again and again is set aside, told to the admins, and tried once more when they say so."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, text

import storage
from bot.channels.slack import Slack
from bot.inbound import retries
from bot.inbound.dispatch import MAX_TRIES
from storage.messaging import inbox
from storage.models import Client, Inbox, Outbox, Role
from tests.contract.telegram.office import running
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram
from tests.support.world import UNHURRIED, World

ZEBEDEE = "/new Zebedee Quux, Acme, +7 912 345-67-89"


@dataclass
class Scene:
    """Ann, a rep, and an admin, on one channel; `says` returns when the
    update is done with; `hands_in` when the platform thinks so."""

    world: World
    hands_in: Callable[[str], Awaitable[object]]
    says: Callable[[str], Awaitable[object]]
    read_by_ann: Callable[[], str]
    read_by_the_admin: Callable[[], str]

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        async with _broken(self.world):
            yield

    async def fails_with(self, typed: str) -> None:
        async with self.broken():
            await self.says(typed)

    async def retries(self) -> int:
        """The admin says so, and Rapport looks once."""
        async with storage.transaction(self.world.database) as db:
            count = await inbox.try_again(db, None)
        await self.looks()
        return count

    async def looks(self) -> None:
        self.world.clock.now += timedelta(minutes=1)
        await retries.retry_due(self.world.database, self.world.delivery)
        await self.world.delivery.drain()

    async def aside(self) -> list[Inbox]:
        async with storage.reading(self.world.database) as db:
            return list(await inbox.failed_updates(db))

    async def clients(self) -> list[str]:
        async with storage.reading(self.world.database) as db:
            return list(await db.scalars(select(Client.name)))


@asynccontextmanager
async def _broken(world: World) -> AsyncIterator[None]:
    """Nothing that is typed can be handled, though the base answers."""
    await _tell(world, "ALTER TABLE drafts RENAME TO elsewhere")
    yield
    await _tell(world, "ALTER TABLE elsewhere RENAME TO drafts")


async def _tell(world: World, statement: str) -> None:
    async with world.database.writer.begin() as connection:
        await connection.execute(text(statement))


@asynccontextmanager
async def on_telegram(world: World) -> AsyncIterator[Scene]:
    async with FakeTelegram() as fake:
        ann, boss = fake.user(11, "Ann", "en"), fake.user(12, "Boris", "en")
        async with running(fake, world.dispatcher) as channel:
            channel.limits = UNHURRIED
            world.delivery.add(channel)

            async def says(typed: str) -> None:
                await fake.says(ann, typed)
                await fake.settled()
                await world.delivery.drain()

            await fake.says(boss, f"/start {await world.invite(Role.ADMIN)}")
            await says(f"/start {await world.invite()}")
            yield Scene(
                world,
                says,
                says,
                lambda: "\n".join(message.text for message in fake.messages(ann.id)),
                lambda: "\n".join(message.text for message in fake.messages(boss.id)),
            )
        assert fake.problems == []


@asynccontextmanager
async def _connected(world: World, fake: FakeSlack) -> AsyncIterator[None]:
    slack = Slack(fake.bot_token, fake.base, world.dispatcher, lambda _name: None, app_token=fake.app_token)
    slack.limits = UNHURRIED
    world.delivery.add(slack)
    task = asyncio.create_task(slack.run())
    await fake.connected()
    yield
    task.cancel()
    await asyncio.wait({task})
    await slack.close()


@asynccontextmanager
async def on_slack(world: World) -> AsyncIterator[Scene]:
    async with FakeSlack() as fake, _connected(world, fake):
        fake.again_after = (0, 0, 0)  # as often as the real one
        ann, boss = fake.user("U11", "Ann"), fake.user("U12", "Boris")

        async def hands_in(typed: str) -> None:
            assert (await fake.dm(ann, typed)).ok

        async def says(typed: str) -> None:
            await hands_in(typed)
            for _look in range(MAX_TRIES):
                world.clock.now += timedelta(minutes=1)
                await retries.retry_due(world.database, world.delivery)
            await world.delivery.drain()

        await fake.dm(boss, f"start {await world.invite(Role.ADMIN)}")
        await says(f"start {await world.invite()}")
        yield Scene(
            world,
            hands_in,
            says,
            lambda: "\n".join(message.text for message in fake.messages(ann)),
            lambda: "\n".join(message.text for message in fake.messages(boss)),
        )
        assert fake.problems == []


@pytest.fixture(params=[on_telegram, on_slack], ids=["telegram", "slack"])
async def scene(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Scene]:
    async with request.param(world) as scene:
        yield scene


async def test_what_was_set_aside_is_done_when_it_is_tried_again_and_then_forgotten(scene: Scene) -> None:
    await scene.fails_with(ZEBEDEE)
    assert await scene.clients() == []
    assert [update.tries for update in await scene.aside()] == [MAX_TRIES]
    await scene.looks()
    assert await scene.clients() == [], "nobody has said so yet"
    assert await scene.retries() == 1
    assert await scene.clients() == ["Zebedee Quux"]
    assert "Zebedee Quux" in scene.read_by_ann()
    assert await scene.aside() == []
    await scene.looks()
    assert await scene.clients() == ["Zebedee Quux"]


async def test_a_look_up_is_answered_once_when_it_is_tried_again(scene: Scene) -> None:
    await scene.says(ZEBEDEE)
    await scene.fails_with("/find zebedee")
    before = scene.read_by_ann().count("Zebedee Quux")
    for _time in range(2):
        await scene.retries()
    assert scene.read_by_ann().count("Zebedee Quux") == before + 1
    assert await scene.aside() == []


async def test_admins_are_told_once_and_nothing_of_what_was_typed(scene: Scene) -> None:
    await scene.fails_with(ZEBEDEE)
    [update] = await scene.aside()
    said = scene.read_by_the_admin()
    assert said.count("An update failed") == 1
    assert f"rapport updates retry {update.key}" in said
    assert "Zebedee" not in said
    async with scene.broken():
        for _time in range(MAX_TRIES):
            await scene.retries()
    assert [update.done for update in await scene.aside()] == [True], "it failed again, and is set aside again"
    assert scene.read_by_the_admin() == said


async def test_what_fails_again_stays_until_it_has_failed_as_often(scene: Scene) -> None:
    await scene.fails_with(ZEBEDEE)
    async with scene.broken():
        await scene.retries()
        assert [(update.done, update.tries) for update in await scene.aside()] == [(False, 1)]
    await scene.looks()
    assert await scene.clients() == ["Zebedee Quux"]


async def test_what_is_dropped_is_forgotten_and_does_not_come_back(scene: Scene) -> None:
    await scene.fails_with(ZEBEDEE)
    [update] = await scene.aside()
    async with storage.transaction(scene.world.database) as db:
        assert await inbox.drop(db, update.key) == 1
        assert await inbox.drop(db, update.key) == 0
    assert await scene.retries() == 0
    async with storage.reading(scene.world.database) as db:
        assert await inbox.is_done(db, update.channel, update.space, update.key)
        [row] = await db.scalars(select(Inbox).where(Inbox.key == update.key))
    assert (row.raw, row.error) == (None, "")
    assert await scene.clients() == []


async def test_what_an_admin_has_seen_to_meanwhile_is_not_told(scene: Scene) -> None:
    async with storage.transaction(scene.world.database) as db:
        boss = (await db.execute(text("SELECT id FROM reps WHERE role = 'admin'"))).scalar_one()
        await db.execute(text("UPDATE reps SET quiet_from = '00:00:00.000000', quiet_to = '23:00:00.000000'"))
    await scene.fails_with(ZEBEDEE)
    assert "update failed" not in scene.read_by_the_admin(), "it is night there"
    await scene.retries()
    await scene.world.wait(hours=14)
    assert "update failed" not in scene.read_by_the_admin()
    async with storage.reading(scene.world.database) as db:
        [row] = await db.scalars(select(Outbox).where(Outbox.reminder == "set_aside"))
    assert (row.rep_id, row.error) == (boss, "no longer true")


async def test_only_who_speaks_on_the_channel_tries_again(scene: Scene) -> None:
    await scene.fails_with(ZEBEDEE)
    [update] = await scene.aside()
    scene.world.delivery.end(update.channel)
    await scene.retries()
    assert await scene.clients() == []
    await scene.world.delivery.begin(update.channel)
    await scene.looks()
    assert await scene.clients() == ["Zebedee Quux"]


@pytest.mark.parametrize("scene", [on_slack], ids=["slack"], indirect=True)
async def test_what_slack_brings_no_more_often_is_kept_from_its_first_failure_and_tried_again(
    scene: Scene,
) -> None:
    async with scene.broken():
        await scene.hands_in(ZEBEDEE)
        assert [(update.done, update.tries) for update in await scene.aside()] == [(False, 1)]
    await scene.looks()
    assert await scene.clients() == ["Zebedee Quux"]
    assert "Zebedee Quux" in scene.read_by_ann()
    assert await scene.aside() == []


async def test_what_fails_is_tried_again_at_growing_intervals(world: World) -> None:
    async with FakeSlack() as fake, _connected(world, fake):
        ann = fake.user("U11", "Ann")
        await fake.dm(ann, f"start {await world.invite()}")
        tries = []
        async with _broken(world):
            await fake.dm(ann, ZEBEDEE)
            for _second in range(31):
                await retries.retry_due(world.database, world.delivery)
                async with storage.reading(world.database) as db:
                    [update] = await inbox.failed_updates(db)
                tries.append(update.tries)
                world.clock.now += timedelta(seconds=1)
    assert [tries.index(n) for n in range(1, MAX_TRIES + 1)] == [0, 2, 6, 14, 30]
