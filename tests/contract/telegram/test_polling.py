"""Updates are confirmed when they are done: none is lost, none is done twice, none stops the others."""

import asyncio
import logging

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

import storage
from bot.channel import SendError
from bot.channels.telegram import Telegram, WrongToken, polling
from bot.channels.telegram.retries import RetryPolicy
from bot.inbound.responses import Shown
from bot.runtime.leadership import USUAL
from handlers.chat import Card, open_to
from handlers.chat.events import Incoming, SentMessage
from handlers.i18n import languages
from storage.models import Inbox, Outbox, Place, Rep, Role
from storage.team import accounts
from tests.contract.telegram.office import HURRIED, Office, first, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support import people
from tests.support.world import BEGINNING, World


async def test_the_menu_is_what_every_rep_may_use_in_every_language(
    telegram: FakeTelegram, office: Office
) -> None:
    async with running(telegram, office):
        pass
    assert set(telegram.commands) == {"", *languages()} - {"en"}
    for menu in telegram.commands.values():
        assert [command for command, _about in menu] == list(open_to(Role.REP))
    assert telegram.problems == []


async def test_managers_and_admins_are_offered_more_as_long_as_they_are_such(
    telegram: FakeTelegram, office: Office, world: World
) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.MANAGER)
        await accounts.add(db, ann, Place("telegram", "", "11", "11"), BEGINNING)
        boris = await people.rep(db, "Boris", BEGINNING)
        await accounts.add(db, boris, Place("telegram", "", "12", "12"), BEGINNING)
    channel = Telegram(telegram.token, telegram.base, office, lambda _name: None, HURRIED)
    await channel.menus.look()
    assert [name for name, _about in telegram.chat_commands[11]] == list(open_to(Role.MANAGER))
    assert 12 not in telegram.chat_commands
    said = len(telegram.calls)
    await channel.menus.look()
    assert len(telegram.calls) == said, "nothing has changed"
    async with storage.transaction(world.database) as db:
        await db.execute(update(Rep).values(role=Role.REP))
    later = Telegram(telegram.token, telegram.base, office, lambda _name: None, HURRIED)
    await later.menus.look()
    assert telegram.chat_commands == {}
    for each in (channel, later):
        await each.close()
    assert telegram.problems == []


async def test_it_connects_as_soon_as_telegram_can_be_reached(telegram: FakeTelegram, office: Office) -> None:
    telegram.fail("*", "drop", times=3)
    async with running(telegram, office):
        pass
    assert [method for method, _params in telegram.calls][:2] == ["getMe", "deleteWebhook"]


@pytest.mark.parametrize("token", ["nonsense", "4242:wrong", "4242:wrong/way"])
async def test_a_wrong_token_is_said_so_and_never_shown(
    telegram: FakeTelegram, office: Office, token: str
) -> None:
    with pytest.raises(WrongToken) as raised:
        channel = Telegram(token, telegram.base, office, lambda _name: None)
        try:
            await channel.run()
        finally:
            await channel.close()
    assert token not in str(raised.value)
    assert "TELEGRAM_BOT_TOKEN" in str(raised.value)


async def test_each_chat_in_order_and_a_slow_one_does_not_hold_up_the_others(
    telegram: FakeTelegram, office: Office, ann: User, boris: User
) -> None:
    gate = asyncio.Event()

    async def answer(event: Incoming) -> Shown:
        if isinstance(event, SentMessage) and event.text == "slow":
            await gate.wait()
        return None

    office.hear(answer)
    async with running(telegram, office):
        slow = await telegram.says(ann, "slow")
        await telegram.says(ann, "after it")
        await telegram.says(boris, "one")
        await telegram.until(lambda: "one" in office.texts)
        await telegram.says(boris, "two")
        await telegram.until(lambda: "two" in office.texts)
        assert "after it" not in office.texts
        assert telegram.confirmed < slow
        gate.set()
        await telegram.settled()
    assert sorted(office.texts) == ["after it", "one", "slow", "two"]


async def test_a_chat_that_floods_us_does_not_hide_the_others(
    telegram: FakeTelegram, world: World, ann: User
) -> None:
    mallory = telegram.user(66, "Mallory")
    async with running(telegram, world.dispatcher) as channel:
        world.delivery.add(channel)  # at Telegram's pace: one message a second
        for _number in range(150):
            await telegram.says(mallory, "let me in")
        await telegram.says(ann, "hello")
        await telegram.until(lambda: bool(telegram.messages(ann.id)))
    for sending in world.delivery._sending:
        sending.cancel()
    await world.delivery.settle()


async def test_nothing_is_confirmed_before_it_is_done(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(lambda _event: asyncio.Future())
    async with running(telegram, office):
        number = await telegram.says(ann, "/won Acme")
        await telegram.until(lambda: bool(office.heard))
        polls = len(telegram.calls)
        await telegram.until(lambda: len(telegram.calls) > polls + 2)
        assert telegram.confirmed < number


async def test_what_was_not_done_when_we_were_killed_comes_again(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(lambda _event: asyncio.Future())
    async with running(telegram, office):
        await telegram.says(ann, "/won Acme")
        await telegram.until(lambda: bool(office.heard))
    office.hear()
    async with running(telegram, office):
        await telegram.settled()
    assert office.texts == ["/won Acme"]


async def test_what_is_in_hand_when_we_are_stopped_is_finished_and_confirmed(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    gate = asyncio.Event()

    async def answer(_event: Incoming) -> Shown:
        gate.set()
        await asyncio.sleep(0.1)
        return None

    office.hear(answer)
    async with running(telegram, office):
        number = await telegram.says(ann, "one")
        await telegram.says(ann, "two")
        await gate.wait()
    assert office.texts == ["one"]
    assert telegram.confirmed == number


async def test_what_fails_is_tried_again_in_its_place(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(first(2, RuntimeError("broken")))
    async with running(telegram, office):
        await telegram.says(ann, "one")
        await telegram.says(ann, "two")
        await telegram.settled()
    assert office.texts == ["one", "one", "one", "two"]


async def test_what_fails_five_times_is_set_aside_for_the_admin_to_see(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(first(5, RuntimeError("broken")))
    async with running(telegram, office):
        number = await telegram.says(ann, "poison")
        await telegram.says(ann, "bread")
        await telegram.settled()
    assert office.texts == ["poison"] * 5 + ["bread"]
    kept = await set_aside(office)
    assert [(one.key, one.raw["message"]["text"]) for one in kept if one.raw] == [(str(number), "poison")]


async def test_an_update_that_cannot_be_read_is_set_aside_at_once(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        await telegram.happens(
            message={"message_id": 1, "date": "yesterday", "chat": {"id": 11}, "text": "\0\ud83d"}
        )
        await telegram.happens(message="nonsense")
        await telegram.says(ann, "bread")
        await telegram.settled()
    assert office.texts == ["bread"]
    assert len(await set_aside(office)) == 2


async def test_an_update_that_cannot_be_read_alarms_nobody(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with storage.transaction(office.database) as db:
        boss = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        await accounts.add(db, boss, Place("telegram", "", "11", "11"), BEGINNING)
    with capture_logs() as logged:
        async with running(telegram, office):
            await telegram.happens(message={"message_id": 1, "date": "Zebedee", "chat": {"id": 11}})
            await telegram.settled()
    async with storage.reading(office.database) as db:
        assert (await db.scalars(select(Outbox))).all() == []
    [line] = [line for line in logged if line.get("key") == str(telegram.confirmed)]
    assert (line["log_level"], line["event"]) == ("warning", "unreadable update set aside")
    assert "exc_info" not in line
    assert "Zebedee" not in str(logged)


async def test_while_the_database_is_away_nothing_counts_and_nothing_is_lost(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    weather = OperationalError("select", None, OSError())
    office.hear(first(7, weather))

    office.is_away = weather
    async with running(telegram, office):
        await telegram.says(ann, "one")
        await telegram.settled()
    assert office.texts == ["one"] * 8


@pytest.mark.parametrize("how", [500, 502, 409, "drop", "lost"])
async def test_while_telegram_is_away_we_ask_again(
    telegram: FakeTelegram, office: Office, ann: User, how: int | str
) -> None:
    async with running(telegram, office):
        telegram.fail("getUpdates", how, times=3)
        await telegram.says(ann, "one")
        await telegram.says(ann, "two")
        await telegram.settled()
    assert office.texts == ["one", "two"]


async def test_it_is_connected_while_telegram_answers(
    telegram: FakeTelegram, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "SILENCE_TIMEOUT", 0.3)
    async with running(telegram, office) as channel:
        assert await channel.is_connected()
        telegram.fail("getUpdates", 502, times=1000)
        await telegram.says(telegram.user(11, "Ann", "en"), "hello")  # ends the poll that waits
        await _until(channel, False)
        telegram.clear()
        await _until(channel, True)
    assert not await channel.is_connected()


async def _until(channel: Telegram, connected: bool) -> None:
    for _look in range(1000):
        if await channel.is_connected() is connected:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def test_who_loses_its_turn_has_ended_before_another_begins_and_another_begins_in_time() -> None:
    assert USUAL.give_up + RetryPolicy().grace + polling.CONFIRM_TIMEOUT <= USUAL.life
    assert USUAL.life + USUAL.every < 15  # seconds, as it is promised


async def test_we_ask_no_sooner_than_telegram_allows(telegram: FakeTelegram, office: Office, ann: User) -> None:
    telegram.fail("getUpdates", 429, retry_after=1)
    began = asyncio.get_running_loop().time()
    async with running(telegram, office):
        await telegram.says(ann, "one")
        await telegram.settled()
    assert asyncio.get_running_loop().time() - began >= 1
    assert office.texts == ["one"]


async def test_hundreds_of_updates_are_each_done_once(telegram: FakeTelegram, office: Office) -> None:
    people = [telegram.user(number, f"Person {number}") for number in range(20, 40)]
    for number in range(15):
        for person in people:
            await telegram.says(person, f"{person.id}:{number}")
    telegram.fail("getUpdates", "lost", times=2, after=1)
    async with running(telegram, office):
        await telegram.settled()
    assert len(office.texts) == len(set(office.texts)) == 300
    for person in people:
        mine = [text for text in office.texts if text.startswith(f"{person.id}:")]
        assert mine == [f"{person.id}:{number}" for number in range(15)]


async def test_neither_the_token_nor_what_people_write_is_in_the_log(
    telegram: FakeTelegram, office: Office, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    office.hear(first(5, RuntimeError("broken")))
    with capture_logs() as logs:
        async with running(telegram, office) as channel:
            for how in (500, 409, "drop"):
                telegram.fail("getUpdates", how)
            await telegram.says(ann, "/note Acme: they are for sale")
            await telegram.happens(message={"date": "Acme", "text": "Acme"})
            await telegram.settled()
            telegram.fail("sendMessage", "drop")
            with pytest.raises(SendError) as raised:
                await channel.send("", "11", Card(body="Acme"))
    said = f"{logs} {caplog.text} {raised.value}"
    assert "update set aside" in said
    assert "Acme" not in said
    assert telegram.token not in said


async def set_aside(office: Office) -> list[Inbox]:
    async with storage.reading(office.database) as db:
        kept = await db.scalars(select(Inbox).where(Inbox.raw.is_not(None)).order_by(Inbox.key))
        return list(kept)
