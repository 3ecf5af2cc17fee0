"""Finding anyone: in any alphabet, in a hurry, and not the wrong one."""

import pytest

from tests.support.chat import Person

SHCHUKIN = "/new Щукін Петро, ТОВ «Каштан», +380 44 123-45-67, petro@kashtan.ua"
WANG = "/new 王伟, 上海天地有限公司"


@pytest.mark.parametrize(
    "words",
    ["shchukin", "щукин", "szczukin petro", "ukin", "4567", "044 123 45 67", "kashtan.ua", "каштан", "oerby"],
)
async def test_one_client_is_found_however_it_is_typed(ann: Person, words: str) -> None:
    await ann.says(SHCHUKIN)
    await ann.says("/new Someone Else")
    await ann.says(words)
    ann.sees("Щукін Петро", "+380 44 123 4567")
    ann.sees_button("Log a call")


@pytest.mark.parametrize("words", ["王", "王伟", "wang wei", "上海天地"])
async def test_a_chinese_name_is_found_by_signs_and_by_pinyin(ann: Person, words: str) -> None:
    await ann.says(WANG)
    await ann.says("/new Someone Else")
    await ann.says(words)
    ann.sees("王伟", "上海天地有限公司")
    ann.sees_button("Log a call")


async def test_a_slip_offers_who_comes_near_and_says_so(ann: Person) -> None:
    await ann.says(SHCHUKIN)
    await ann.says("/find Shchukyna")
    ann.sees("No client called “Shchukyna”", "Did you mean")
    await ann.presses("Щукін Петро · ТОВ «Каштан»")
    ann.sees("+380 44 123 4567")


async def test_who_was_not_meant_can_be_added_at_once(ann: Person) -> None:
    await ann.says(SHCHUKIN)
    await ann.says("/find Shchukyna")
    await ann.presses("Add Shchukyna")
    ann.sees("Shchukyna")
    ann.sees_button("Log a call", "Undo")


async def test_a_new_name_is_found_and_after_undo_the_old_one_again(ann: Person) -> None:
    await ann.says(SHCHUKIN)
    await ann.presses("Edit")
    await ann.changes("Name", "Лук'яненко Олена")
    await ann.says("lukyanenko")
    ann.sees("Лук'яненко Олена")
    await ann.says("/undo")
    await ann.says("lukyanenko")
    ann.sees("Nothing found")
    await ann.says("shchukin")
    ann.sees("Щукін Петро")


async def test_a_client_of_another_alphabet_is_named_in_a_sentence(ann: Person) -> None:
    await ann.says("/new Григорій Зеленський")
    await ann.says("/new 王伟")
    await ann.says("/call Hryhorii Zelenskyi 15 min, wants an offer")
    ann.sees("Call logged", "Григорій Зеленський", "15 min")
    await ann.says("/call wang wei: no answer")
    ann.sees("Call logged", "王伟", "No answer")


async def test_a_sentence_about_somebody_is_a_press_from_being_logged(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("met ivan yesterday")
    ann.sees("Did this happen?")  # and not: whom did I meet
    await ann.says("met ivan yesterday, liked the demo, call back friday")
    ann.sees("No client called", "Did this happen?")
    ann.sees_button("Meeting: Ivan Petrov", "Call", "Note", "Ivan Petrov · Acme Ltd", "Cancel")
    asked = ann.last("Meeting: Ivan Petrov")
    await ann.presses("Meeting: Ivan Petrov")
    ann.sees("Meeting logged", "Ivan Petrov", "liked the demo", "yesterday", "Fri, Mar 6 09:00, call back")
    await ann.presses_again(asked, "Meeting: Ivan Petrov")
    ann.sees("expired")
    await ann.presses("Undo")
    ann.sees("A logged meeting, Ivan Petrov")


async def test_a_few_words_and_words_that_name_nobody_are_a_search(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("petrov zebra")
    ann.sees("Nothing found for “petrov zebra”.")


async def test_a_sentence_is_not_offered_to_be_added_as_a_client(ann: Person) -> None:
    for words in ("the weather is nice", "сегодня опять пошел дождь", "今天的天气真的很好啊"):
        await ann.says(words)
        ann.sees("Nothing found", "help shows what I can do")


async def test_who_is_to_be_added_is_shown_as_they_would_be_understood(ann: Person) -> None:
    await ann.says("Olga Orlova, Bolt, +48 601 234 567")
    ann.sees("Name: Olga Orlova", "Company: Bolt", "Phone: +48 601 234 567", "Add a client?")
    await ann.presses("Add")
    ann.sees("Olga Orlova", "Bolt")
    await ann.says("Walter")
    ann.sees("No client called “Walter”. Add a client?")
    assert "Name:" not in ann.news[-1].text
