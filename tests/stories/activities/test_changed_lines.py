"""A line that is changed just after it was sent changes what it did, told as a chat in Telegram."""

import pytest
from sqlalchemy import func, select

import storage
from storage import rights
from storage.models import Act, Interaction, Visibility
from tests.stories.on_telegram import edits, replies, sent
from tests.support.chat import OnTelegram

ONLY_ON = ("telegram", "telegram-webhook")


async def _logged(ann: OnTelegram) -> list[str]:
    async with storage.reading(ann.world.database) as db:
        return list(await db.scalars(select(Interaction.text).order_by(Interaction.id)))


async def test_a_changed_call_takes_the_place_of_the_first(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/call Ivan Petrov: 15 min, wants a dicsount")
    answer = ann.news[-1]
    await edits(ann, number, "/call Ivan Petrov: 20 min, wants a discount; next: tomorrow 10:00 send it")
    ann.sees("Call logged", "20 min", "wants a discount", "send it")
    assert ann.news[-1].id == answer.id
    assert await _logged(ann) == ["wants a discount"]
    await edits(ann, number, "/meeting Ivan Petrov: 1h, liked it")
    ann.sees("Meeting logged")
    await ann.presses("Undo")
    ann.sees("Undone")
    assert await _logged(ann) == []


async def test_what_telegram_calls_a_change_may_be_none(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/call Ivan Petrov: wants a discount")
    await edits(ann, number, "/call Ivan Petrov: wants a discount")
    ann.sees_nothing()
    number = await sent(ann, "", location={"latitude": 1.0, "longitude": 1.0})
    await ann.fake.edits(ann.user, number, "", location={"latitude": 2.0, "longitude": 1.0})
    await ann.looks()
    ann.sees_nothing()
    assert await _logged(ann) == ["wants a discount"]


async def test_a_change_that_comes_twice_is_done_once(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note Ivan Petrov: prefers tee")
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    ann.sees_nothing()
    async with storage.reading(ann.world.database) as db:
        acts = select(func.count()).select_from(Act).where(Act.name == "note", Act.undone_at.is_(None))
        assert await db.scalar(acts) == 1


async def test_a_line_without_a_name_keeps_its_client(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note prefers tee")
    ann.sees("Ivan Petrov")
    await ann.says("/new Olga Walrus")
    await edits(ann, number, "/note prefers tea")
    ann.sees("Ivan Petrov", "prefers tea")


async def test_a_changed_reply_keeps_its_client(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    card = ann.news[-1]
    await ann.says("/new Olga Walrus")
    number = await replies(ann, card, "prefers tee")
    on = {"message_id": int(card.id), "date": 1, "chat": {"id": 11, "type": "private"}, "text": "card"}
    await edits(ann, number, "prefers tea", reply_to_message=on)
    ann.sees("Ivan Petrov", "prefers tea")
    assert await _logged(ann) == ["prefers tea"]


async def test_while_something_stands_on_it_it_stays(ann: OnTelegram) -> None:
    number = await sent(ann, "/new Ivan Petrow")
    await ann.says("/note Ivan Petrow: prefers tea")
    await edits(ann, number, "/new Ivan Petrov")
    ann.sees("stays as it was")
    await ann.says("/find petrow")
    ann.sees("Ivan Petrow")
    await ann.says("/undo")
    await edits(ann, number, "/new Ivan Petrov")
    ann.sees("Ivan Petrov")


async def test_what_was_taken_back_is_not_done_again(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note Ivan Petrov: prefers tee")
    await ann.presses("Undo")
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    ann.sees("was undone")
    assert await _logged(ann) == []


@pytest.mark.parametrize(
    "text", ["/cal Ivan Petrov: tea", "/note Nobody Known: tea", "/note Ivan Petrov", "petrov"]
)
async def test_a_change_that_makes_no_sense_changes_nothing(ann: OnTelegram, text: str) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note Ivan Petrov: prefers tee")
    await edits(ann, number, text)
    ann.sees("stays as it was")
    assert await _logged(ann) == ["prefers tee"]
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    ann.sees("Note saved")
    assert await _logged(ann) == ["prefers tea"]


async def test_a_mistake_is_mended_by_changing_the_line(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/remind Ivan Petrow: tomorrow 10:00 ring")
    ann.sees("No client called")
    await edits(ann, number, "/remind Ivan Petrov: tomorrow 10:00 ring")
    ann.sees("I'll remind you")
    number = await sent(ann, "/cal Ivan Petrov: tea")
    await edits(ann, number, "/find petrov")
    ann.sees("Ivan Petrov")


async def test_who_went_on_by_a_button_changes_what_came_of_it(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note Ivan Petrow: prefers tee")
    await ann.presses("Ivan Petrov")
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    ann.sees("with a button")
    assert await _logged(ann) == ["prefers tee"]


async def test_an_answer_to_a_question_is_no_line(ann: OnTelegram) -> None:
    await ann.says("/new")
    number = await sent(ann, "Ivan Petrow")
    await edits(ann, number, "Ivan Petrov")
    ann.sees("answered a question")


async def test_a_client_out_of_sight_is_not_changed(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    boris = ann.beside("Boris")
    assert isinstance(boris, OnTelegram)
    await boris.joins()
    number = await sent(boris, "/note Ivan Petrov: prefers tee")
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await edits(boris, number, "/note Ivan Petrov: prefers tea")
    boris.sees("can no longer see")
    assert await _logged(ann) == ["prefers tee"]


async def test_of_what_is_long_ago_nothing_is_done_twice(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    number = await sent(ann, "/note Ivan Petrov: prefers tee")
    await ann.world.wait(days=8)
    await edits(ann, number, "/note Ivan Petrov: prefers tea")
    ann.sees("as a new message")
    await edits(ann, await sent(ann, "/find petrow"), "/find petrov")
    ann.sees("Ivan Petrov")
    assert await _logged(ann) == ["prefers tee"]
