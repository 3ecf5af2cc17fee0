"""Tasks: follow-ups without a client."""

import pytest

from tests.support.chat import Person

ACME = "/new Ivan Petrov, Acme Ltd"


async def test_a_bare_colon_names_nobody(ann: Person) -> None:
    await ann.says(ACME)
    await ann.says("/remind: buy coffee tomorrow")
    ann.sees("I'll remind you", "Tue, Mar 3 09:00", "buy coffee")
    ann.sees_button("Undo")
    await ann.says("/today")
    await ann.world.wait(days=1)
    await ann.looks()
    ann.sees("buy coffee")
    await ann.presses("Done")
    ann.sees("Done", "buy coffee")
    await ann.presses("Undo")
    ann.sees("Undone")
    await ann.says("/today")
    ann.sees("My day", "buy coffee")


async def test_a_name_before_another_colon_is_a_client(ann: Person) -> None:
    await ann.says(ACME)
    await ann.says("/remind: Acme: friday call them")
    ann.sees("I'll remind you", "Ivan Petrov", "call them")


@pytest.mark.parametrize(
    ("line", "when", "text"),
    [
        ("remind me to buy coffee tomorrow", "Tue, Mar 3 09:00", "buy coffee"),
        ("напомни завтра купить кофе", "Tue, Mar 3 09:00", "купить кофе"),
        ("нагадай мені завтра о 10 купити каву", "Tue, Mar 3 10:00", "купити каву"),
        ("przypomnij mi jutro kupić kawę", "Tue, Mar 3 09:00", "kupić kawę"),
        ("明天早上8点提醒我交停车费", "Tue, Mar 3 08:00", "交停车费"),
    ],
    ids=["en", "ru", "uk", "pl", "zh"],
)
async def test_in_ones_own_words(ann: Person, line: str, when: str, text: str) -> None:
    await ann.says(line)
    ann.sees("I'll remind you", when, text)


async def test_a_client_just_looked_at_is_offered(ann: Person) -> None:
    await ann.says(ACME)
    await ann.says("remind me to buy coffee tomorrow")
    ann.sees("Who is this about?")
    ann.sees_button("Ivan Petrov · Acme Ltd", "Without a client")
    await ann.presses("Without a client")
    ann.sees("I'll remind you", "buy coffee")
    await ann.says("/find Ivan")
    assert "buy coffee" not in ann.news[-1].text


async def test_the_time_is_asked_for(ann: Person) -> None:
    await ann.says("/remind: buy coffee")
    ann.sees("When is “buy coffee”?")
    await ann.says("tomorrow 10:00")
    ann.sees("I'll remind you", "Tue, Mar 3 10:00", "buy coffee")
    await ann.says("/remind: tomorrow")
    ann.sees("What should I remind you of?")


async def test_a_task_is_moved_and_dropped(ann: Person) -> None:
    await ann.says("/remind: in 2 hours buy coffee")
    await ann.world.wait(hours=2)
    await ann.looks()
    ann.sees("Reminder", "buy coffee")
    await ann.presses("In 1 hour")
    ann.sees("I'll remind you again", "13:00", "buy coffee")
    await ann.world.wait(hours=1)
    await ann.looks()
    ann.sees("Reminder", "buy coffee")
    await ann.presses("Drop")
    ann.sees("Task dropped", "buy coffee")
    await ann.says("/today")
    ann.sees("Nothing due")


async def test_what_is_planned_with_nobody_is_a_press_from_a_task(ann: Person) -> None:
    await ann.says("завтра в 18:00 забрать машину из сервиса")
    await ann.presses("Without a client")
    ann.sees("I'll remind you", "Tue, Mar 3 18:00", "забрать машину из сервиса")
