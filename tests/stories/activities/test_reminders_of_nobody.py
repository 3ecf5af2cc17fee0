"""A reminder that names no client is never put on somebody's card silently: it is asked whose it is."""

import pytest

from tests.support.chat import Person


@pytest.mark.parametrize(
    "said",
    [
        "/remind: tomorrow 10:00 buy coffee",
        "/remind : tomorrow 10:00 buy coffee",
        "remind: tomorrow 10:00 buy coffee",
        "/remind：tomorrow 10:00 buy coffee",
    ],
)
async def test_a_bare_colon_names_nobody(ann: Person, said: str) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says(said)
    ann.sees("I'll remind you", "Tue, Mar 3 10:00", "buy coffee")
    await ann.says("/find Ivan Petrov")
    assert "buy coffee" not in ann.news[-1].text


async def test_it_is_asked_whose_it_is(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/remind tomorrow 10:00 buy coffee")
    ann.sees("Who is this about?", "Your text is saved.")
    ann.sees_button("Without a client")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("I'll remind you", "Ivan Petrov", "Tue, Mar 3 10:00", "buy coffee")


async def test_without_anybody_looked_at_the_name_can_be_written(ann: Person) -> None:
    await ann.says("/remind tomorrow 10:00 buy coffee")
    ann.sees("Who is this about?")
    await ann.says("/new Bo Carr")
    await ann.says("/remind tomorrow 10:00 buy coffee")
    await ann.says("bo carr")
    ann.sees("I'll remind you", "Bo Carr", "buy coffee")


async def test_a_reply_to_a_card_names_the_client(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/remind Ivan: tomorrow 10:00 send the offer")
    ann.sees("I'll remind you", "Ivan Petrov", "send the offer")


async def test_a_colon_before_a_name_is_a_slip(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/call: Ivan Petrov no answer")
    ann.sees("Call logged", "Ivan Petrov", "No answer")


async def test_a_question_left_for_other_work_does_not_take_a_name_after_a_search(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("buy coffee tomorrow")
    ann.sees("Who is this about?")
    await ann.says("note Ivan Petrov: likes golf")
    await ann.says("Walter")
    ann.sees("Add a client?")
    await ann.says("Ivan Petrov")
    ann.sees("likes golf")
    await ann.says("my follow-ups")
    assert "coffee" not in ann.news[-1].text
