"""What is logged says what happened and how long it took, and nothing of whom and what it was about."""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import text

import storage
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.inbound import retries
from bot.runtime import log_setup
from handlers.chat import COMMANDS, Command, Line, Reply, Request, never
from storage.messaging import inbox
from storage.models import Role
from tests.contract.telegram.office import HURRIED
from tests.fakes.slack import FakeSlack
from tests.fakes.telegram import FakeTelegram
from tests.support.world import UNHURRIED, World

NEW = "/new Zebedee Quux, Acme, +7 912 345-67-89, zebedee@acme.io"
TYPED = ("zebedee", "quux", "345-67-89", "3456789", "acme", "likes his tea cold")
TOKENS = (FakeTelegram.token, FakeSlack.bot_token, FakeSlack.app_token, FakeSlack.signing_secret)

NOTHING: dict[str, Reply] = {}

Logged = list[dict[str, Any]]


@dataclass
class Paper:
    """What has been logged, as it is written."""

    capture: pytest.CaptureFixture[str]
    written: str = ""

    def lines(self) -> Logged:
        self.written += self.capture.readouterr().err
        return [json.loads(line) for line in self.written.splitlines()]

    def holds_no_secret(self) -> None:
        assert self.lines()
        found = [word for word in (*TYPED, *TOKENS) if word.lower() in self.written.lower()]
        assert not found, [line for line in self.lines() if any(w in str(line).lower() for w in found)]


@pytest.fixture(params=["INFO", "DEBUG"])
def paper(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[Paper]:
    """All loggers are heard, from that level on."""
    log_setup.begin(request.param)
    yield Paper(capsys)
    log_setup.begin("WARNING")


async def _break(_req: Request, line: Line) -> Reply:
    """A mistake of ours, which quotes what was typed, in its cause too."""
    try:
        return NOTHING[line.rest]
    except KeyError as error:
        raise ValueError(f"cannot do {line.rest}") from error


@pytest.fixture(autouse=True)
def mistake_of_ours() -> Iterator[None]:
    COMMANDS["frobnicate"] = Command("frobnicate", "", "", _break, reads=False, plain=never)
    yield
    del COMMANDS["frobnicate"]


@asynccontextmanager
async def _without(world: World, table: str) -> AsyncIterator[None]:
    async with world.database.writer.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO elsewhere"))
    yield
    async with world.database.writer.begin() as connection:
        await connection.execute(text(f"ALTER TABLE elsewhere RENAME TO {table}"))


async def _try_again(world: World) -> None:
    async with storage.transaction(world.database) as db:
        await inbox.try_again(db, None)
    await retries.retry_due(world.database, world.delivery)


SAID = (
    NEW,
    "/call Zebedee Quux: 5 min, likes his tea cold; next: tomorrow 10:00 ring",
    "zebedee",
    "/call Zebedee Quux: 5 min; next: someday soonish",
    "/frobnicate Zebedee Quux",
    "/today",
)


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_a_day_of_bad_luck_in_telegram_names_nobody(world: World, paper: Paper) -> None:
    async with FakeTelegram() as fake:
        channel = Telegram(fake.token, fake.base, world.dispatcher, lambda _name: None, HURRIED)
        channel.limits = UNHURRIED
        world.delivery.add(channel)
        running = asyncio.create_task(channel.run())
        ann = fake.user(11, "Ann", "en")
        await fake.says(ann, f"/start {await world.invite(Role.ADMIN)}")
        for said in SAID:
            for how in (500, "drop", "lost", 429, 403, 400):
                fake.fail("sendMessage", how, retry_after=1)
            await fake.says(ann, said)
            await fake.settled()
            await world.delivery.drain()
        for table in ("drafts", "outbox", "inbox"):
            async with _without(world, table):
                await fake.says(ann, f"/note Zebedee Quux: likes his tea cold, {table}")
                if table == "drafts":
                    await fake.settled()
                else:
                    polls = len(fake.calls)
                    await fake.until(lambda polls=polls: len(fake.calls) > polls + 3)  # type: ignore[misc]
            await fake.settled()
        await _try_again(world)
        await fake.happens(message={"message_id": "Zebedee", "chat": {"id": 11}, "text": "Quux"})
        await fake.settled()
        running.cancel()
        await asyncio.wait({running})
        await channel.close()
    told = {line["event"] for line in paper.lines()}
    assert {"update", "message", "handler failed", "update set aside", "unreadable update set aside"} <= told
    paper.holds_no_secret()


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_a_day_of_bad_luck_in_slack_names_nobody(world: World, paper: Paper) -> None:
    async with FakeSlack() as fake:
        slack = Slack(fake.bot_token, fake.base, world.dispatcher, lambda _name: None, app_token=fake.app_token)
        slack.limits = UNHURRIED
        world.delivery.add(slack)
        running = asyncio.create_task(slack.run())
        await fake.connected()
        ann = fake.user("U11", "Ann")
        await fake.slash(ann, "/crm", f"start {await world.invite(Role.ADMIN)}")
        for said in SAID:
            for how in (500, "drop", 429, "fatal_error", "invalid_blocks"):
                fake.fail("chat.postMessage", how, retry_after=1)
            await fake.slash(ann, "/crm", said.lstrip("/"))
            await fake.dm(ann, said)
            await world.delivery.drain()
        async with _without(world, "drafts"):
            await fake.slash(ann, "/crm", "note Zebedee Quux: likes his tea cold")
            fake.ack_within = 0.2
            await fake.dm(ann, "note Zebedee Quux: likes his tea cold")
            for _time in range(4):
                await fake.again()
        await _try_again(world)
        running.cancel()
        await asyncio.wait({running})
        await slack.close()
    assert {"update", "message", "handler failed", "update set aside"} <= {
        line["event"] for line in paper.lines()
    }
    paper.holds_no_secret()


async def test_each_update_and_each_message_is_one_line(world: World, paper: Paper) -> None:
    async with FakeTelegram() as fake:
        channel = Telegram(fake.token, fake.base, world.dispatcher, lambda _name: None, HURRIED)
        world.delivery.add(channel)
        running = asyncio.create_task(channel.run())
        ann = fake.user(11, "Ann", "en")
        numbers = [await fake.says(ann, f"/start {await world.invite()}"), await fake.says(ann, NEW)]
        await fake.settled()
        await world.delivery.drain()
        running.cancel()
        await asyncio.wait({running})
        await channel.close()
    lines = paper.lines()
    updates = [line for line in lines if line["event"] == "update"]
    assert [(line["channel"], line["key"], line["handler"], line["result"]) for line in updates] == [
        ("telegram", str(numbers[0]), "-", "stranger"),
        ("telegram", str(numbers[1]), "new", "done"),
    ]
    messages = [line for line in lines if line["event"] == "message"]
    assert [(line["channel"], line["result"]) for line in messages] == [("telegram", "sent")] * 2
    assert all(line["milliseconds"] > 0 and line["level"] == "info" for line in (*updates, *messages))


def _raise(first: str, last: str) -> None:
    try:
        raise LookupError(first)
    except LookupError as error:
        raise ValueError(last) from error


def _log_it() -> None:
    first, last = NEW.split()[1:3]
    try:
        _raise(first, last)
    except ValueError as error:
        structlog.get_logger().exception("handler failed")
        said = f"Task exception was never retrieved\nfuture: <Task exception={error!r}>"
        logging.getLogger("asyncio").exception(said)


def test_an_error_is_told_by_its_kind_and_place_in_the_order_of_things(paper: Paper) -> None:
    _log_it()
    ours, theirs = paper.lines()
    assert theirs["event"] == "Task exception was never retrieved"
    for line in (ours, theirs):
        told = line["exception"]
        assert told.index("LookupError\n") < told.index("and then:") < told.index("_raise(first, last)")
        assert told.endswith("ValueError")
        assert "test_logs.py" in told
    paper.holds_no_secret()


def test_a_library_is_heard_without_the_values_it_tells(paper: Paper) -> None:
    library = logging.getLogger("vobject.base")
    library.error("cannot read %s of %r", "Zebedee", {"mail": "zebedee@acme.io"})
    library.error("Unrecognized line: Zebedee Quux, +7 912 345-67-89")
    library.error('skipped "Zebedee"')
    assert [line["event"] for line in paper.lines()] == [
        "cannot read %s of %r",
        "Unrecognized line",
        "skipped",
    ]
    paper.holds_no_secret()


def test_the_weather_is_told_with_its_words(paper: Paper) -> None:
    try:
        raise ConnectionRefusedError(111, "Connection refused", NEW)
    except OSError:
        structlog.get_logger().warning("away", exc_info=True)
    assert paper.lines()[0]["exception"].endswith("ConnectionRefusedError: Connection refused")
    paper.holds_no_secret()


@pytest.mark.parametrize("level, heard", [("DEBUG", 3), ("INFO", 2), ("ERROR", 1)])
def test_what_is_below_the_level_is_not_written(
    capsys: pytest.CaptureFixture[str], level: str, heard: int
) -> None:
    log_setup.begin(level)
    for log in (structlog.get_logger(), logging.getLogger("library")):
        log.debug("one")
        log.info("two")
        log.error("three")
        written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [line["event"] for line in written] == ["one", "two", "three"][3 - heard :]
        assert [line["level"] for line in written] == ["debug", "info", "error"][3 - heard :]
        assert all(line["timestamp"].endswith("Z") for line in written)
    log_setup.begin("WARNING")


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch, is_closed: bool) -> None:
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr", full)
        if is_closed:
            full.close()
        structlog.get_logger().error("the disk is full")
        monkeypatch.undo()
        with suppress(OSError):  # once more, what it has kept
            full.close()
