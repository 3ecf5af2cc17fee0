"""What people write and press in Telegram comes in."""

from typing import Any

import pytest
from sqlalchemy import select

import storage
from bot.channels.telegram import Telegram
from bot.inbound.responses import Shown
from handlers.chat import Toast
from handlers.chat.events import ButtonPress, Incoming, TextMessage
from storage.models import Account, Place, Role
from storage.team import accounts
from tests.contract.telegram.office import CARD, Office, first, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support.world import World


async def test_a_message_arrives_with_who_where_and_when(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        number = await telegram.says(ann, "/call Acme: 15 min")
        await telegram.settled()
    [event] = office.heard
    assert isinstance(event, TextMessage)
    assert event.place == Place("telegram", "", "11", "11")
    assert (event.key, event.text) == (str(number), "/call Acme: 15 min")
    assert (event.name, event.locale) == ("Ann", "ru")
    assert event.raw["update_id"] == number


async def test_a_caption_counts_as_text(telegram: FakeTelegram, office: Office, ann: User) -> None:
    async with running(telegram, office):
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
        await telegram.says(ann, "", photo=photo, caption="note Acme: the new office")
        await telegram.settled()
    assert office.texts == ["note Acme: the new office"]


async def test_what_is_not_for_us_is_ignored(telegram: FakeTelegram, office: Office, ann: User) -> None:
    group = {"id": -5, "type": "supergroup", "title": "Sales"}
    person = {"id": 11, "is_bot": False, "first_name": "Ann"}
    said: dict[str, Any] = {"message_id": 1, "date": 1, "text": "hello"}
    async with running(telegram, office):
        await telegram.says(ann, "", message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
        await telegram.happens(message={**said, "chat": group, "from": person})
        await telegram.happens(message={**said, "chat": {"id": 7, "type": "private"}})
        await telegram.happens(
            message={**said, "chat": {"id": 8, "type": "private"}, "from": {**person, "is_bot": True}}
        )
        await telegram.happens(edited_channel_post={**said, "chat": {"id": -7, "type": "channel"}})
        await telegram.happens(a_kind_of_tomorrow={"id": 1})
        await telegram.settled()
    assert office.heard == []
    assert telegram.problems == []


async def test_a_change_of_what_was_sent_arrives_as_one(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        await telegram.says(ann, "/call Acme: 15 min")
        await telegram.edits(ann, telegram.last_message, "/call Acme: 20 min")
        await telegram.settled()
    first, second = office.heard
    assert isinstance(first, TextMessage) and isinstance(second, TextMessage)
    assert (first.is_edit, second.is_edit) == (False, True)
    assert first.message_id == second.message_id == str(telegram.last_message)
    assert first.key != second.key


async def test_no_half_of_a_character_and_no_zero_byte_comes_in(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        await telegram.says(ann, "find \ud83d\0 acme 😀")
        await telegram.settled()
    assert office.texts == ["find \ufffd acme 😀"]


async def test_a_stranger_gets_one_polite_sentence(telegram: FakeTelegram, world: World) -> None:
    mallory = telegram.user(66, "Mallory")
    async with running(telegram, world.dispatcher) as channel:
        world.delivery.add(channel)
        await telegram.says(mallory, "/find acme")
        await telegram.settled()
    [message] = telegram.messages(66)
    assert "invitation" in message.text
    assert telegram.problems == []


async def test_an_invitation_in_a_link_lets_in(telegram: FakeTelegram, world: World, ann: User) -> None:
    code = await world.invite(Role.REP)
    async with running(telegram, world.dispatcher) as channel:
        world.delivery.add(channel)
        await telegram.says(ann, f"/start {code}")
        await telegram.settled()
        await world.delivery.drain()
    assert len(telegram.messages(11)) == 1
    async with storage.reading(world.database) as db:
        rep = await accounts.find_by_account(db, Place("telegram", "", "11", "11"))
    assert rep and rep.name == "Ann"
    assert telegram.problems == []


async def test_who_blocks_the_bot_is_not_written_to_any_more(
    telegram: FakeTelegram, world: World, ann: User
) -> None:
    code = await world.invite()
    async with running(telegram, world.dispatcher) as channel:
        world.delivery.add(channel)
        await telegram.says(ann, f"/start {code}")
        await telegram.settled()
        await telegram.blocks(ann)
        await telegram.settled()
    async with storage.reading(world.database) as db:
        account = await db.scalar(select(Account))
    assert account and account.unreachable_at == world.clock()


async def test_a_press_arrives_with_its_data_and_its_message(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User
) -> None:
    sent = await channel.send("", "11", CARD)
    async with running(telegram, office):
        query = await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    [event] = office.heard
    assert isinstance(event, ButtonPress)
    assert (event.data, event.message_id, event.place.chat) == ("deal.move:7:won", sent, "11")
    assert [(answer.query, answer.text) for answer in telegram.answers] == [(query, "")]


@pytest.mark.parametrize(
    "text, said, alert", [("Won!", "Won!", False), ("a " * 150, ("a " * 100)[:198] + "a…", True)]
)
async def test_a_passing_word_answers_the_press(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User, text: str, said: str, alert: bool
) -> None:
    await channel.send("", "11", CARD)

    async def answer(_event: Incoming) -> Shown:
        return Toast(text)

    office.hear(answer)
    async with running(telegram, office):
        await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    [answered] = telegram.answers
    assert (answered.text, answered.alert) == (said, alert)
    assert telegram.problems == []


@pytest.mark.parametrize("fails", [1, 3, 5])
async def test_a_press_whose_handling_fails_is_answered_once_all_the_same(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User, fails: int
) -> None:
    await channel.send("", "11", CARD)
    office.hear(first(fails, RuntimeError("broken")))
    async with running(telegram, office):
        await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    assert len(telegram.answers) == 1
    assert telegram.answers[0].text
    assert telegram.problems == []


@pytest.mark.parametrize("how", [500, "drop", "lost"])
async def test_the_answer_to_a_press_survives_a_bad_line(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User, how: int | str
) -> None:
    await channel.send("", "11", CARD)
    async with running(telegram, office):
        telegram.fail("answerCallbackQuery", how)
        await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    assert telegram.answers
    assert len(office.heard) == 1
    assert telegram.problems == []


async def test_a_press_may_be_too_old_to_answer(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User
) -> None:
    await channel.send("", "11", CARD)
    async with running(telegram, office):
        telegram.fail("answerCallbackQuery", 400)
        await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    assert len(office.heard) == 1


async def test_a_press_on_a_message_telegram_has_forgotten_still_counts(
    telegram: FakeTelegram, office: Office
) -> None:
    press = {"from": {"id": 11, "is_bot": False, "first_name": "Ann"}, "chat_instance": "1", "data": "deal:7"}
    old = {"chat": {"id": 11, "type": "private"}, "message_id": 3, "date": 0}
    async with running(telegram, office):
        await telegram.happens(callback_query={**press, "id": "one", "message": old})
        await telegram.happens(callback_query={**press, "id": "two"})
        await telegram.settled()
    presses = [event for event in office.heard if isinstance(event, ButtonPress)]
    assert [(event.place.chat, event.message_id) for event in presses] == [("11", "3"), ("11", None)]
    assert [answer.query for answer in telegram.answers] == ["one", "two"]
