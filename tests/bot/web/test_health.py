"""Whether Rapport is well, and its figures: what is asked over HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

import storage
from bot.channel import SendError
from bot.inbound.dispatch import MAX_TRIES
from bot.runtime.server import Readiness
from bot.web.health import Health
from bot.web.metrics import Metrics
from bot.web.server import Web
from handlers.chat import Card
from storage.messaging import outbox
from storage.models import Account
from tests.paths import ROOT
from tests.running import statements
from tests.support import recording
from tests.support.recording import Caller, Recorder
from tests.support.world import BEGINNING, World

LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 700000) SELECT max(i) FROM n"

Figures = dict[tuple[str, ...], float]


@dataclass
class Watch:
    """What watches over a Rapport with one channel."""

    world: World
    channel: Recorder
    ready: Readiness
    address: str
    said: list[str] = field(default_factory=list)

    async def asks(self, path: str) -> tuple[int, str]:
        async with ClientSession() as session, session.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.text()

    async def figures(self) -> Figures:
        """By name and labels, in the order of their names."""
        _status, said = await self.asks("/metrics")
        samples = (sample for family in text_string_to_metric_families(said) for sample in family.samples)
        return {
            (sample.name, *(label for _name, label in sorted(sample.labels.items()))): sample.value
            for sample in samples
        }


@pytest.fixture
async def watch(world: World) -> AsyncIterator[Watch]:
    async with _watched(world) as watch:
        yield watch


@asynccontextmanager
async def _watched(world: World) -> AsyncIterator[Watch]:
    channel, ready = Recorder(), Readiness(["telegram"], lambda _line: None)
    world.delivery.add(channel, stands_by=True)
    metrics = Metrics(world.database, world.clock, world.delivery, ["telegram"])
    world.dispatcher.count, world.delivery.count = metrics.update, metrics.message
    channel.connected = False
    health = Health(world.database, world.delivery, [channel], ready.stands_by)
    web = Web("127.0.0.1", 0, [*health.routes(), *metrics.routes()])
    address = await web.start()
    yield Watch(world, channel, ready, address)
    await web.stop()


async def _speaks(watch: Watch) -> None:
    await watch.world.delivery.begin("telegram")
    watch.channel.connected = True
    watch.ready("telegram")


async def test_it_is_alive_from_the_first_moment_and_ready_when_the_channel_is_there(watch: Watch) -> None:
    assert (await watch.asks("/healthz"))[0] == 200
    assert await watch.asks("/readyz") == (503, "database: answers\ntelegram: is not connected\n")
    await _speaks(watch)
    assert await watch.asks("/readyz") == (200, "database: answers\ntelegram: connected\n")


async def test_a_channel_that_has_lost_its_platform_is_not_ready_until_it_has_found_it_again(
    watch: Watch,
) -> None:
    await _speaks(watch)
    watch.channel.connected = False
    assert await watch.asks("/readyz") == (503, "database: answers\ntelegram: is not connected\n")
    watch.channel.connected = True
    assert (await watch.asks("/readyz"))[0] == 200


async def test_who_stands_by_is_ready_too(watch: Watch) -> None:
    watch.ready.stand_by("telegram")
    assert await watch.asks("/readyz") == (200, "database: answers\ntelegram: stands by\n")
    await watch.world.delivery.begin("telegram")  # its turn has come, and it connects
    assert (await watch.asks("/readyz"))[0] == 503


async def test_who_is_called_and_does_not_send_is_ready_when_it_can_be_called(watch: Watch) -> None:
    watch.channel.is_called = True
    watch.ready.stand_by("telegram")
    assert (await watch.asks("/readyz"))[0] == 503
    watch.channel.connected = True
    assert await watch.asks("/readyz") == (200, "database: answers\ntelegram: stands by\n")


def test_it_is_said_once_that_all_is_ready_and_who_stands_by() -> None:
    said: list[str] = []
    ready = Readiness(["telegram", "slack", "web"], said.append)
    ready("web", "web at http://127.0.0.1:8080")
    ready.stand_by("telegram")
    assert said == []
    ready("slack")
    ready("telegram")
    assert said == ["Rapport is ready: telegram (standing by), slack, web at http://127.0.0.1:8080"]


async def test_without_its_database_it_is_alive_and_not_ready(watch: Watch) -> None:
    await _speaks(watch)
    async with watch.world.database.writer.begin() as connection:
        await connection.execute(text("ALTER TABLE alembic_version RENAME TO elsewhere"))
    status, said = await watch.asks("/readyz")
    assert (status, said.splitlines()[1]) == (503, "telegram: connected")
    assert said.startswith("database: does not answer")
    assert (await watch.asks("/healthz"))[0] == 200


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_a_database_that_does_not_answer_is_not_waited_for(world: World) -> None:
    @event.listens_for(world.database.reader.sync_engine, "connect")
    def _slow(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(LONG)
        cursor.close()

    health = Health(world.database, world.delivery, [], bool, patience=0.1)
    web = Web("127.0.0.1", 0, health.routes())
    watch = Watch(world, Recorder(), Readiness([], print), await web.start())
    assert await watch.asks("/readyz") == (503, "database: does not answer within 0.1 seconds\n")
    await web.stop()


async def test_what_people_do_is_counted_by_kind_and_by_how_it_ended(watch: Watch) -> None:
    await _speaks(watch)
    await recording.settle_in(watch.world)
    caller, mallory = Caller(watch.world), Caller(watch.world, recording.place("66"), prefix="m")
    new = caller.types("/new Ivan Petrov, Acme")
    for update in (new, new, caller.types("/frobnicate"), caller.types("ivan"), caller.presses("today")):
        await watch.world.dispatcher.handle(update)
    await watch.world.dispatcher.handle(mallory.types("hello"))
    figures = await watch.figures()
    counted = {key[1:]: value for key, value in figures.items() if key[0] == "rapport_updates_total"}
    assert counted == {
        ("telegram", "command", "done"): 1,
        ("telegram", "command", "seen"): 1,
        ("telegram", "command", "mistake"): 1,
        ("telegram", "text", "done"): 1,
        ("telegram", "button", "done"): 1,
        ("telegram", "text", "stranger"): 1,
    }
    assert figures["rapport_update_seconds_count", "telegram", "command"] == 3
    assert figures["rapport_update_seconds_sum", "telegram", "command"] > 0


async def test_the_weather_is_counted_as_failed(watch: Watch) -> None:
    await recording.settle_in(watch.world)
    async with watch.world.database.writer.begin() as connection:
        await connection.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
    with pytest.raises(Exception, match="inbox"):
        await watch.world.dispatcher.handle(Caller(watch.world).types("/new Ivan Petrov"))
    figures = await watch.figures()
    assert figures["rapport_updates_total", "telegram", "command", "failed"] == 1
    assert figures["rapport_database_up",] == 0
    assert not [key for key in figures if key[0] == "rapport_updates_set_aside"]


async def test_messages_are_counted_by_what_became_of_them(watch: Watch) -> None:
    await _speaks(watch)
    await recording.settle_in(watch.world)
    later = SendError("asked to wait", wait=timedelta(seconds=9))
    watch.channel.refuse("12", SendError("502"))
    watch.channel.refuse("13", later)
    watch.channel.refuse("14", SendError("no such thing", permanent=True))
    watch.channel.refuse("15", SendError("blocked", unreachable=True))
    async with storage.transaction(watch.world.database) as db:
        for chat in ("11", "12", "13", "14", "15"):
            await outbox.queue(db, "telegram", "", chat, Card(body="hello").to_json(), BEGINNING)
    await watch.world.delivery.drain()
    figures = await watch.figures()
    counted = {key[2]: value for key, value in figures.items() if key[0] == "rapport_messages_total"}
    assert counted == {"sent": 1, "failed": 1, "asked to wait": 1, "refused": 1, "unreachable": 1}
    assert figures["rapport_outbox_waiting", "answer"] == 2, "what has failed waits, whenever its next try is"


async def test_what_waits_is_counted_with_its_age(watch: Watch) -> None:
    world = watch.world
    rep = await recording.settle_in(world)
    lost = await recording.settle_in(world, recording.place("12"))
    async with storage.transaction(world.database) as db:
        for ago in (90, 30):
            at = BEGINNING - timedelta(seconds=ago)
            await outbox.queue(db, "telegram", "", "11", Card(body="hello").to_json(), at)
        due = BEGINNING - timedelta(seconds=5)
        await outbox.put_reminder(db, "now", rep.id, "digest", {}, due)
        await outbox.put_reminder(db, "tomorrow", rep.id, "digest", {}, BEGINNING + timedelta(days=1))
        await outbox.put_reminder(db, "nowhere", lost.id, "digest", {}, due)
        (await db.get_one(Account, 2)).unreachable_at = BEGINNING
    figures = await watch.figures()
    names = ("rapport_outbox_waiting", "rapport_outbox_oldest_seconds")
    told = {key: value for key, value in figures.items() if key[0] in names}
    assert told == {
        ("rapport_outbox_waiting", "answer"): 2,
        ("rapport_outbox_oldest_seconds", "answer"): 90,
        ("rapport_outbox_waiting", "reminder"): 1,
        ("rapport_outbox_oldest_seconds", "reminder"): 5,
    }


async def test_whose_turn_it_is_and_what_was_set_aside_is_told(watch: Watch) -> None:
    figures = await watch.figures()
    assert (figures["rapport_channel_turn", "telegram"], figures["rapport_updates_set_aside", "telegram"]) == (
        0,
        0,
    )
    await _speaks(watch)
    for _time in range(MAX_TRIES):
        await watch.world.dispatcher.count_failure(
            recording.place(), "7", {"update_id": 7}, "ValueError: Zebedee"
        )
    figures = await watch.figures()
    assert (figures["rapport_channel_turn", "telegram"], figures["rapport_updates_set_aside", "telegram"]) == (
        1,
        1,
    )


async def test_figures_name_nobody(watch: Watch) -> None:
    await _speaks(watch)
    await recording.settle_in(watch.world, name="Quentin")
    caller = Caller(watch.world)
    for typed in ("/new Zebedee Quux, Acme, +7 912 345-67-89", "zebedee", "/zebedee"):
        await watch.world.dispatcher.handle(caller.types(typed))
    await watch.world.delivery.drain()
    _status, said = await watch.asks("/metrics")
    assert "rapport_updates_total" in said
    for word in ("zebedee", "quux", "quentin", "acme", "345-67-89"):
        assert word not in said.lower()


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_counting_what_waits_takes_no_look_at_all_that_was_ever_sent(world: World) -> None:
    metrics = Metrics(world.database, world.clock, world.delivery, [])
    with statements.listening(world.database) as asked:
        await metrics.text()
    looks = [call.sql for call in asked if call.sql.startswith("SELECT")]
    async with world.database.reader.connect() as connection:
        for statement, index in zip(looks, ("ix_outbox_", "ix_inbox_aside"), strict=True):
            plan = (
                await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", _blanks(statement))
            ).all()
            assert index in str(plan), plan


def _blanks(statement: str) -> tuple[str, ...]:
    return ("",) * statement.count("?")


async def test_every_figure_is_in_the_docs(watch: Watch) -> None:
    _status, said = await watch.asks("/metrics")
    told = set(re.findall(r"^# TYPE (rapport_\w+?)(?:_created)? ", said, re.MULTILINE))
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert told == set(re.findall(r"^\| `(rapport_\w+)` \|", page, re.MULTILINE))
