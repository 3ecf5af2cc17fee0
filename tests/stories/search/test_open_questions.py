"""A question that was left open takes only what answers it; anything else is done as what it is."""

import pytest

from tests.support.chat import OnSlack, Person

PETROVS = ("/new Ivan Petrov, Acme Ltd", "/new Olga Petrova, Bolt", "/new Bo Carr, Dorn, +48 601 236 789")


async def two_petrovs(ann: Person) -> None:
    for line in PETROVS:
        await ann.says(line)


async def test_digits_to_look_somebody_up_are_no_answer_to_which_one(ann: Person) -> None:
    await two_petrovs(ann)
    await ann.says("/deal Petro: annual licence 12k")
    ann.sees("Which one?")
    await ann.says("6789")
    ann.sees("Bo Carr", "Dorn")
    ann.sees_button("Back to: /deal annual licence 12k")
    await ann.presses("Back to: /deal annual licence 12k")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("annual licence", "Ivan Petrov", "$12,000")


async def test_one_of_those_offered_can_be_named_and_nobody_else(ann: Person) -> None:
    await two_petrovs(ann)
    await ann.says("/note Petro: likes golf")
    ann.sees("Which one?")
    await ann.says("carr")
    ann.sees("Bo Carr", "Dorn")
    await ann.says("/note Petro: likes golf")
    await ann.says("olga")
    ann.sees("Note saved", "Olga Petrova", "likes golf")


async def test_who_was_not_known_is_named_by_name_and_by_no_number(ann: Person) -> None:
    await two_petrovs(ann)
    await ann.says("/note Zorkin: likes golf")
    ann.sees("Choose one, or type another name.")
    await ann.says("6789")
    ann.sees("Bo Carr", "Dorn")
    ann.sees_button("For this client: /note Zorkin: likes golf")
    await ann.says("/note Zorkin: likes golf")
    await ann.says("bo carr")
    ann.sees("Note saved", "Bo Carr", "likes golf")


async def test_digits_are_no_time_where_a_time_was_asked(ann: Person) -> None:
    await two_petrovs(ann)
    await ann.says("/remind Ivan: sometime send the offer")
    ann.sees("When is")
    await ann.says("6789")
    ann.sees("Bo Carr")
    await ann.presses("Back to: /remind sometime send the offer")
    await ann.says("tomorrow 10:00")
    ann.sees("I'll remind you", "Ivan Petrov")


@pytest.mark.parametrize("said", ["/find bo", "/today", "find bo", "my clients"])
async def test_a_command_is_done_and_the_question_is_a_press_away(ann: Person, said: str) -> None:
    await two_petrovs(ann)
    await ann.says("/note Petro: likes golf")
    await ann.says(said)
    back = [label for label in ann.news[-1].buttons if label.startswith("Back to: ")]
    await ann.presses(back[0])
    ann.sees("Which one?")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("Note saved", "Ivan Petrov", "likes golf")


async def test_digits_are_no_reason_for_a_loss(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await two_petrovs(ann)
    await ann.says("/deal Ivan: annual licence 12k")
    await ann.says("/lost annual licence")
    ann.sees("Why was it lost?")
    await ann.says("6789")
    ann.sees("Bo Carr", "Dorn")
    await ann.presses("Answer “Deal lost” with “6789”")
    ann.sees("· Lost", "6789")


async def test_the_full_name_of_a_client_is_no_text_of_a_talk(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("a modal takes what is typed into it")
    await two_petrovs(ann)
    await ann.says("/call Ivan")
    await ann.presses("Reached")
    ann.sees("What did you talk about?")
    await ann.says("bo carr")
    ann.sees("Bo Carr", "Dorn")
    await ann.says("6789")
    await ann.presses("Back to: Log")
    await ann.says("wants a discount")
    ann.sees("Next step")


async def test_which_deal_is_no_question_for_a_number(ann: Person) -> None:
    await two_petrovs(ann)
    await ann.says("/deal Ivan: annual licence 12k")
    await ann.says("/deal Olga: annual licence 5k")
    await ann.says("/won annual licence")
    ann.sees("Which deal?")
    await ann.says("6789")
    ann.sees("Bo Carr")
    await ann.presses("Back to: /won annual licence")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("· Won", "$12,000")
