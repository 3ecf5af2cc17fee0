"""In a group Rapport answers only when it is spoken to, and then in private; told as a chat in Telegram."""

from typing import Any

import pytest

import storage
from bot.channels.telegram import Telegram
from handlers.chat import Button, Card
from storage import rights
from storage.models import Rep, Visibility
from tests.fakes.telegram_people import BOT, Message, User
from tests.support.chat import OnTelegram
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook")
AT = "@rapport_test_bot"
WORD = "I've replied to you privately."


@pytest.fixture
def sales(ann: OnTelegram) -> User:
    """A group with two topics."""
    return ann.fake.group(-1005, "Sales", topics=(7, 9))


async def _says(ann: OnTelegram, group: User, text: str, **more: Any) -> list[Message]:
    """What has come in the group since."""
    before = {message.id for message in ann.fake.messages(group.id)}
    await ann.fake.says(ann.user, text, group, **more)
    await ann.looks()
    return [message for message in ann.fake.messages(group.id) if message.id not in before]


async def test_a_group_that_does_not_speak_to_us_hears_nothing(ann: OnTelegram, sales: User) -> None:
    await ann.says("/new Ivan Petrov")
    for text in ("petrov", "/find petrov", "/find@another_bot petrov", "see @rapport_test_bot2", "call me"):
        assert await _says(ann, sales, text) == []
        ann.sees_nothing()
    dropped = {"text": "Open", "url": f"https://t.me/{BOT['username']}?start=c1"}
    more = {"via_bot": BOT, "reply_markup": {"inline_keyboard": [[dropped]]}}
    assert await _says(ann, sales, "Ivan Petrov", **more) == []
    contact = {"phone_number": "79123456789", "first_name": "Ivan"}
    assert await _says(ann, sales, "", contact=contact) == []
    ann.sees_nothing()


@pytest.mark.parametrize(
    "text", [f"/find{AT} petrov", f"{AT} petrov", f"petrov, {AT}", f"{AT.upper()}: find petrov"]
)
async def test_who_speaks_to_us_is_answered_in_private(ann: OnTelegram, sales: User, text: str) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    [word] = await _says(ann, sales, text)
    assert (word.text, word.buttons, word.topic) == (WORD, [], None)
    ann.sees("Ivan Petrov", "Acme Ltd")


async def test_a_reply_to_our_word_is_said_to_us(ann: OnTelegram, sales: User) -> None:
    await ann.says("/new Ivan Petrov")
    [word] = await _says(ann, sales, f"/find{AT} petrov")
    on = {"message_id": word.id, "date": 1, "chat": {"id": sales.id, "type": "supergroup"}, "from": BOT}
    [again] = await _says(ann, sales, "call Ivan Petrov: 15 min", reply_to_message=on)
    assert again.text == WORD
    ann.sees("Call logged")


async def test_a_reply_to_a_dropped_card_is_about_its_client(ann: OnTelegram, sales: User) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/new Olga Walrus")
    dropped = {"text": "Open", "url": f"https://t.me/{BOT['username']}?start=c1"}
    chat, who = {"id": sales.id, "type": "supergroup"}, {"id": 12, "is_bot": False, "first_name": "Boris"}
    on: dict[str, Any] = {"message_id": 1, "date": 1, "chat": chat, "from": who, "via_bot": BOT}
    on |= {"text": "Ivan Petrov", "reply_markup": {"inline_keyboard": [[dropped]]}}
    assert await _says(ann, sales, "thank you!", reply_to_message=on) == []
    [word] = await _says(ann, sales, f"/call{AT} 15 min, wants a discount", reply_to_message=on)
    assert word.text == WORD
    ann.sees("Call logged", "Ivan Petrov", "wants a discount")


async def test_topics_are_kept(ann: OnTelegram, sales: User) -> None:
    more = {"is_topic_message": True, "message_thread_id": 9}
    [word] = await _says(ann, sales, f"/today{AT}", **more)
    assert (word.text, word.topic) == (WORD, 9)
    [word] = await _says(ann, sales, f"/today{AT}", message_thread_id=33)  # a chain of replies, and no topic
    assert word.topic is None


async def test_what_is_done_in_a_group_is_done_once_and_can_be_changed(ann: OnTelegram, sales: User) -> None:
    await ann.says("/new Ivan Petrov")
    await _says(ann, sales, f"/note{AT} Ivan Petrov: prefers tee")
    ann.sees("Note saved")
    await ann.fake.edits(ann.user, ann.fake.last_message - 2, f"/note{AT} Ivan Petrov: prefers tea", sales)
    await ann.looks()
    ann.sees("prefers tea")
    await ann.says("/find petrov")
    assert ann.news[-1].text.count("prefers t") == 1


async def test_a_question_in_private_is_not_answered_by_what_a_group_hears(
    ann: OnTelegram, sales: User
) -> None:
    await ann.says("/new")
    ann.sees("Name")
    await _says(ann, sales, f"{AT} walrus")
    ann.sees("Nothing found for “walrus”")
    await ann.says("Ivan Petrov")
    ann.sees("Company")


async def test_a_stranger_in_a_group_learns_nothing(ann: OnTelegram, sales: User) -> None:
    await ann.says("/new Ivan Petrov")
    mallory = ann.beside("Mallory")
    assert isinstance(mallory, OnTelegram)
    code = await ann.world.invite()
    for text in (f"/find{AT} petrov", f"/start{AT} {code}"):
        [word] = await _says(mallory, sales, text)
        assert word.text == "I can't answer here. Please message me privately."
    await mallory.says(f"/start {code}")  # it was not used up
    mallory.sees("Welcome")


async def test_buttons_in_a_group_mind_who_presses(ann: OnTelegram, sales: User, world: World) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    channel = world.delivery.channels["telegram"]
    assert isinstance(channel, Telegram)
    await channel.send("", f"{sales.id}/7", Card("A new lead", buttons=((Button("Open", "client:1"),),)))
    [lead] = ann.fake.messages(sales.id)
    assert lead.topic == 7
    await ann.fake.presses(ann.user, lead, "Open")
    await ann.looks()
    ann.sees("Ivan Petrov", "Acme Ltd", WORD)
    boris, mallory = ann.beside("Boris"), ann.beside("Mallory")
    assert isinstance(boris, OnTelegram) and isinstance(mallory, OnTelegram)
    await boris.joins()
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    for person, said in ((boris, "That client is gone"), (mallory, "I can't answer here")):
        await ann.fake.presses(person.user, lead, "Open")
        await person.looks()
        person.sees(said)
        assert "Acme" not in str([seen.text for seen in person.news])
    async with storage.transaction(world.database) as db:
        (await db.get_one(Rep, 1)).active = False
    await ann.fake.presses(ann.user, lead, "Open")
    await ann.looks()
    ann.sees("I can't answer here")
    assert [message.text for message in ann.fake.messages(sales.id)] == [lead.text]


async def test_a_group_that_has_moved_is_written_to_where_it_is(ann: OnTelegram, sales: User) -> None:
    ann.fake.group(-1006, "Sales, grown")
    sales.moved_to = -1006
    await ann.fake.says(ann.user, f"/today{AT}", sales)
    await ann.looks()
    assert [message.text for message in ann.fake.messages(-1006)] == [WORD]
