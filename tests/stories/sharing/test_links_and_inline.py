"""A client's visiting card in any chat, and the links that lead back, told as a chat in Telegram."""

import pytest
from sqlalchemy import func, select

import storage
from storage import rights
from storage.models import Rep, Role, Visibility, WrongCode
from tests.stories.on_telegram import sent
from tests.support.chat import OnTelegram

ONLY_ON = ("telegram", "telegram-webhook")
LINE = "/new Ivan Petrov, Acme Ltd, director, +7 912 345-67-89, ivan@acme.io, #vip, secret of ours"


async def _boris(ann: OnTelegram, *, sees: Visibility = Visibility.ALL) -> OnTelegram:
    boris = ann.beside("Boris")
    assert isinstance(boris, OnTelegram)
    await boris.joins(Role.REP)
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, sees)
    return boris


async def _asks(person: OnTelegram, words: str, offset: str = "") -> None:
    await person.fake.asks(person.user, words, offset)
    await person.looks()


async def test_a_link_opens_the_card(ann: OnTelegram) -> None:
    await ann.says(LINE)
    await ann.says("/deal Ivan Petrov: annual licence 100 USD")
    await ann.says("/start c1")
    ann.sees("Ivan Petrov", "Acme Ltd", "secret of ours")
    await ann.says("/start d1")
    ann.sees("annual licence", "· Lead")
    await ann.says("/start C999")
    ann.sees("That client is gone")
    await ann.says("/start from_inline")
    ann.sees("Welcome")


async def test_a_link_opens_only_what_one_may_see(ann: OnTelegram) -> None:
    await ann.says(LINE)
    await ann.says("/deal Ivan Petrov: annual licence 100 USD")
    boris = await _boris(ann, sees=Visibility.OWN)
    await boris.says("/start c1")
    boris.sees("That client is gone")
    await boris.says("/start d1")
    boris.sees("That deal is gone")


async def test_a_stranger_learns_nothing_from_a_link_and_is_not_silenced(ann: OnTelegram) -> None:
    await ann.says(LINE)
    mallory = ann.beside("Mallory")
    for number in range(1, 8):
        await mallory.says(f"/start c{number}")
        mallory.sees("You don't have access yet")
    async with storage.reading(ann.world.database) as db:
        assert await db.scalar(select(func.count()).select_from(WrongCode)) == 0
    await mallory.says("/start 7F3K-Q2MV-9DXA")
    mallory.sees("not valid")


async def test_a_visiting_card_is_dropped_in_any_chat(ann: OnTelegram) -> None:
    await ann.says(LINE)
    await _asks(ann, "petrov")
    [offered] = ann.fake.offered
    assert (offered.title, offered.description) == ("Ivan Petrov", "Ivan Petrov · Acme Ltd")
    assert "+7 912 345-67-89" in offered.text and "ivan@acme.io" in offered.text and "director" in offered.text
    assert "vip" not in offered.text and "secret" not in offered.text
    assert offered.rows == [[("Open in Rapport", "https://t.me/rapport_test_bot?start=c1")]]
    ann.sees_nothing()


async def test_how_to_reach_a_colleagues_client_stays_in_the_house(ann: OnTelegram) -> None:
    await ann.says(LINE)
    boris = await _boris(ann)
    await _asks(boris, "petrov")
    [offered] = boris.fake.offered
    assert "Acme Ltd" in offered.text and "912" not in offered.text and "@acme.io" not in offered.text
    await boris.is_now(Role.ADMIN)
    await _asks(boris, "petrov")
    assert "912" in boris.fake.offered[0].text


async def test_who_may_not_see_a_client_is_offered_none(ann: OnTelegram) -> None:
    await ann.says(LINE)
    boris = await _boris(ann, sees=Visibility.OWN)
    await _asks(boris, "petrov")
    assert boris.fake.offered == []
    assert "No client found" in boris.fake.inline_params["button"]


async def test_a_stranger_and_who_has_left_are_offered_the_way_in_and_nothing_else(ann: OnTelegram) -> None:
    await ann.says(LINE)
    mallory = ann.beside("Mallory")
    assert isinstance(mallory, OnTelegram)
    await _asks(mallory, "petrov")
    assert mallory.fake.offered == []
    assert "Message me privately first" in mallory.fake.inline_params["button"]
    async with storage.transaction(ann.world.database) as db:
        (await db.scalars(select(Rep))).one().active = False
    await _asks(ann, "petrov")
    assert ann.fake.offered == []
    mallory.sees_nothing()


async def test_without_words_who_was_looked_at_last_is_offered(ann: OnTelegram) -> None:
    await _asks(ann, "")
    assert "Type a client's name after mine" in ann.fake.inline_params["button"]
    await ann.says(LINE)
    await _asks(ann, "  ")
    assert [offered.title for offered in ann.fake.offered] == ["Ivan Petrov"]


async def test_many_are_offered_page_by_page(ann: OnTelegram) -> None:
    for number in range(23):
        await ann.says(f"/new Ivan Petrov{number:02}")
    await _asks(ann, "ivan")
    assert (len(ann.fake.offered), ann.fake.inline_params["next_offset"]) == (20, "20")
    await _asks(ann, "ivan", "20")
    assert (len(ann.fake.offered), ann.fake.inline_params.get("next_offset", "")) == (3, "")


@pytest.mark.parametrize("name", ["<b>Ivan</b> & <!channel>", "И" * 190])
async def test_a_name_is_only_text_there_too(ann: OnTelegram, name: str) -> None:
    await ann.says(f"/new {name}")
    await _asks(ann, name.split(maxsplit=1)[0])
    assert name in ann.fake.offered[0].text


async def test_a_card_dropped_at_rapport_itself_is_opened(ann: OnTelegram) -> None:
    await ann.says(LINE)
    bot = {"id": 4242, "is_bot": True, "first_name": "Rapport", "username": "rapport_test_bot"}
    into = {"text": "Open in Rapport", "url": "https://t.me/rapport_test_bot?start=c1"}
    await sent(ann, "Ivan Petrov", via_bot=bot, reply_markup={"inline_keyboard": [[into]]})
    ann.sees("secret of ours")


async def test_a_query_that_is_too_old_or_a_bad_line_stops_nothing(ann: OnTelegram) -> None:
    await ann.says(LINE)
    ann.fake.fail("answerInlineQuery", 400)
    await _asks(ann, "petrov")
    ann.fake.fail("answerInlineQuery", 500)
    await _asks(ann, "petrov")
    await ann.says("/find petrov")
    ann.sees("Ivan Petrov")
