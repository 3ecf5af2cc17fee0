"""What the Telegram channel promises, with Telegram's good and bad days."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

import storage
from bot.channel import Incoming, SendError
from bot.pipeline import Pipeline, Shown
from bot.telegram import Telegram, WrongToken, polling, sending
from handlers.chat import COMMANDS, Button, Card, Toast
from handlers.i18n import languages
from storage import accounts
from storage.accounts import Place
from storage.models import Account, Inbox, Role
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.world import World

CARD = Card("Acme", (("Stage", "Offer"),), buttons=((Button("Won", "deal.move:7:won"),),))


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
    monkeypatch.setattr(sending, "BETWEEN_PARTS", 0.0)


class Office(Pipeline):
    """Hears what comes in; what is done with it, each test says."""

    def hear(self, answer: Callable[[Incoming], Awaitable[Shown]] | None = None) -> None:
        self.heard: list[Incoming] = []
        self.answer = answer

    async def handle(self, event: Incoming, *, modals: bool = False, patience: float | None = None) -> Shown:
        self.heard.append(event)
        return await self.answer(event) if self.answer else None

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.heard]


@pytest.fixture
def office(world: World) -> Office:
    real = world.pipeline
    office = Office(real.database, real.clock, real.delivery, real.memory, real.house)
    office.hear()
    return office


@asynccontextmanager
async def running(telegram: FakeTelegram, pipeline: Pipeline) -> AsyncIterator[Telegram]:
    """A channel that is connected, and stopped in the end."""
    connected = asyncio.Event()
    channel = Telegram(telegram.token, telegram.base, pipeline, lambda _name: connected.set())
    task = asyncio.create_task(channel.run())
    await asyncio.wait_for(connected.wait(), 10)
    try:
        yield channel
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


@pytest.fixture
async def channel(telegram: FakeTelegram, office: Office, ann: User) -> AsyncIterator[Telegram]:
    """A channel that only sends; Ann has started the bot."""
    ann.started = True
    channel = Telegram(telegram.token, telegram.base, office, lambda _name: None)
    yield channel
    await channel.close()


def first(fails: int, error: Exception) -> Callable[[Incoming], Awaitable[Shown]]:
    left = iter([error] * fails)

    async def answer(_event: Incoming) -> Shown:
        for broken in left:
            raise broken
        return Toast("Done")

    return answer


# What comes in


async def test_a_message_arrives_with_who_where_and_when(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        number = await telegram.says(ann, "/call Acme: 15 min")
        await telegram.settled()
    [event] = office.heard
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
        await telegram.says(ann, "", location={"latitude": 1.0, "longitude": 1.0})
        await telegram.happens(message={**said, "chat": group, "from": person})
        await telegram.happens(message={**said, "chat": {"id": 7, "type": "private"}})
        await telegram.happens(
            message={**said, "chat": {"id": 8, "type": "private"}, "from": {**person, "is_bot": True}}
        )
        await telegram.happens(edited_message={**said, "chat": {"id": 11, "type": "private"}, "from": person})
        await telegram.happens(a_kind_of_tomorrow={"id": 1})
        await telegram.settled()
    assert office.heard == []
    assert telegram.problems == []


async def test_no_half_of_a_character_and_no_zero_byte_comes_in(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    async with running(telegram, office):
        await telegram.says(ann, "find \ud83d\0 acme 😀")
        await telegram.settled()
    assert office.texts == ["find \ufffd acme 😀"]


async def test_a_stranger_gets_one_polite_sentence(telegram: FakeTelegram, world: World) -> None:
    mallory = telegram.user(66, "Mallory")
    async with running(telegram, world.pipeline) as channel:
        world.delivery.add(channel)
        await telegram.says(mallory, "/find acme")
        await telegram.settled()
    [message] = telegram.messages(66)
    assert "invitation" in message.text
    assert telegram.problems == []


async def test_an_invitation_in_a_link_lets_in(telegram: FakeTelegram, world: World, ann: User) -> None:
    code = await world.invite(Role.REP)
    async with running(telegram, world.pipeline) as channel:
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
    async with running(telegram, world.pipeline) as channel:
        world.delivery.add(channel)
        await telegram.says(ann, f"/start {code}")
        await telegram.settled()
        await telegram.blocks(ann)
        await telegram.settled()
    async with storage.reading(world.database) as db:
        account = await db.scalar(select(Account))
    assert account and account.unreachable_at == world.clock()


# Order, confirming, trying again


async def test_each_chat_in_order_and_a_slow_one_does_not_hold_up_the_others(
    telegram: FakeTelegram, office: Office, ann: User, boris: User
) -> None:
    gate = asyncio.Event()

    async def answer(event: Incoming) -> Shown:
        if event.text == "slow":
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
    telegram: FakeTelegram, office: Office, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "GRACE", 0.01)
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


async def test_while_the_database_is_away_nothing_counts_and_nothing_is_lost(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    weather = OperationalError("select", None, OSError())
    office.hear(first(7, weather))

    async def away(*_args: object) -> bool:
        raise weather

    office.set_aside = away  # type: ignore[method-assign]
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


# Connecting


async def test_the_menu_is_the_registry_in_every_language(telegram: FakeTelegram, office: Office) -> None:
    async with running(telegram, office):
        pass
    assert set(telegram.commands) == {"", *languages()} - {"en"}
    for menu in telegram.commands.values():
        assert [command for command, _about in menu] == list(COMMANDS)
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


# Presses


async def test_a_press_arrives_with_its_data_and_its_message(
    telegram: FakeTelegram, office: Office, channel: Telegram, ann: User
) -> None:
    sent = await channel.send("", "11", CARD)
    async with running(telegram, office):
        query = await telegram.presses(ann, telegram.messages(11)[0], "Won")
        await telegram.settled()
    [event] = office.heard
    assert (event.pressed, event.message, event.place.chat) == ("deal.move:7:won", sent, "11")
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
    assert [(event.place.chat, event.message) for event in office.heard] == [("11", "3"), ("11", None)]
    assert [answer.query for answer in telegram.answers] == ["one", "two"]


# What goes out


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


async def set_aside(office: Office) -> list[Inbox]:
    async with storage.reading(office.database) as db:
        kept = await db.scalars(select(Inbox).where(Inbox.raw.is_not(None)).order_by(Inbox.key))
        return list(kept)
