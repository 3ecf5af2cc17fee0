"""Cards go out to Telegram, and what may become of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import storage
from bot.channel import SendError
from bot.channels.telegram import Telegram
from handlers.chat import Button, Card
from storage.messaging import drafts, last_viewed, outbox
from storage.models import Account, Chat, Draft, DraftKind, Outbox, Place
from tests.contract.telegram.office import CARD, Office
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support import people
from tests.support.recording import settle_in
from tests.support.world import World


async def test_a_card_is_sent_with_its_buttons(telegram: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send("", "11", CARD)
    [message] = telegram.messages(11)
    assert (str(message.id), message.text) == (sent, "Acme\n\nStage: Offer")
    assert message.buttons == [("Won", "deal.move:7:won")]
    _method, params = telegram.calls[-1]
    assert "is_disabled" in params["link_preview_options"]


async def test_a_card_is_redrawn_in_its_place(telegram: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send("", "11", CARD)
    assert await channel.send("", "11", Card("Acme", (("Stage", "Won"),)), replaces=sent) == sent
    [message] = telegram.messages(11)
    assert (message.text, message.buttons, message.edits) == ("Acme\n\nStage: Won", [], 1)


async def test_a_card_that_is_the_same_already_is_done(telegram: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send("", "11", CARD)
    assert await channel.send("", "11", CARD, replaces=sent) == sent
    assert len(telegram.messages(11)) == 1


async def test_a_card_whose_message_is_gone_is_sent_anew(telegram: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send("", "11", CARD)
    telegram.delete(telegram.messages(11)[0])
    assert await channel.send("", "11", CARD, replaces=sent) != sent
    assert len(telegram.messages(11)) == 1


async def test_a_long_card_becomes_several_messages_with_the_buttons_below_the_last(
    telegram: FakeTelegram, channel: Telegram
) -> None:
    long = Card("History", body="a line & another 😀\n" * 600, buttons=CARD.buttons)
    sent = await channel.send("", "11", long)
    messages = telegram.messages(11)
    assert len(messages) > 1
    assert [bool(message.buttons) for message in messages] == [False] * (len(messages) - 1) + [True]
    assert str(messages[-1].id) == sent
    assert telegram.problems == []


async def test_a_card_that_grew_is_redrawn_and_goes_on_below(telegram: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send("", "11", CARD)
    await channel.send("", "11", Card("Acme", body="word " * 1500, buttons=CARD.buttons), replaces=sent)
    above, below = telegram.messages(11)
    assert (above.edits, above.buttons, below.buttons) == (1, [], [("Won", "deal.move:7:won")])


@pytest.mark.parametrize("how", [500, 429, "drop"])
async def test_when_a_later_part_fails_the_first_is_not_repeated(
    telegram: FakeTelegram, channel: Telegram, how: int | str
) -> None:
    telegram.fail("sendMessage", how, after=1)
    await channel.send("", "11", Card(body="word " * 1500))
    assert len(telegram.messages(11)) == 2


async def test_when_asked_to_wait_delivery_is_told_for_how_long(
    telegram: FakeTelegram, channel: Telegram
) -> None:
    telegram.fail("sendMessage", 429, retry_after=17)
    error = await failing(channel, "11")
    assert error.wait == timedelta(seconds=17)
    assert not error.permanent and not error.everyone


@pytest.mark.parametrize("how", [500, 502, 401, "drop", "lost"])
async def test_bad_weather_is_nobodys_fault(telegram: FakeTelegram, channel: Telegram, how: int | str) -> None:
    telegram.fail("sendMessage", how)
    error = await failing(channel, "11")
    assert not error.permanent and error.wait is None
    assert telegram.token not in str(error)


async def test_who_has_blocked_us_is_unreachable(telegram: FakeTelegram, channel: Telegram, ann: User) -> None:
    await telegram.blocks(ann)
    assert (await failing(channel, "11")).unreachable


async def test_an_unknown_chat_is_unreachable(channel: Telegram) -> None:
    assert (await failing(channel, "999")).unreachable


async def test_what_telegram_refuses_is_not_tried_again(telegram: FakeTelegram, channel: Telegram) -> None:
    too_much = Card("x", buttons=((Button("Won", "d" * 65),),))
    error = await failing(channel, "11", too_much)
    assert error.permanent and not error.unreachable


async def test_a_group_that_has_become_a_supergroup_keeps_working(
    telegram: FakeTelegram, channel: Telegram, world: World, ann: User
) -> None:
    rep = await settle_in(world, Place("telegram", "", "11", "11"))
    async with storage.transaction(world.database) as db:
        client = await people.client(db, rep, "Acme")
        await last_viewed.put(db, "telegram", "", "11", client.id, world.clock())
        await drafts.add(db, Place("telegram", "", "11", "11"), DraftKind.SEARCH, {}, world.clock())
        for text in ("one", "two"):
            await outbox.queue(db, "telegram", "", "11", Card(body=text).to_json(), world.clock(), replaces="7")
    ann.moved_to, telegram.user(-100, "Sales").started = -100, True
    world.delivery.add(channel)
    await world.delivery.drain()
    assert [message.text for message in telegram.messages(-100)] == ["one", "two"]
    async with storage.reading(world.database) as db:
        for kept in (Account, Chat, Draft, Outbox):
            assert set(await db.scalars(select(kept.chat))) == {"-100"}


async def test_an_answer_that_is_no_answer_is_the_weather(office: Office) -> None:
    channel = Telegram("4242:secret", "http://127.0.0.1:9", office, lambda _name: None)
    error = await failing(channel, "11")
    await channel.close()
    assert not error.permanent
    assert "secret" not in str(error)


async def failing(channel: Telegram, chat: str, card: Card = CARD) -> SendError:
    with pytest.raises(SendError) as raised:
        await channel.send("", chat, card)
    return raised.value
