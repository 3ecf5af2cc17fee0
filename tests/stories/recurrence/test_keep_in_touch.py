"""Keep in touch: how often is set in words or in the form; who is going cold is in one's day."""

import pytest

from tests.support.chat import Person


async def test_every_six_weeks(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: every 6 weeks keep in touch")
    ann.sees("Keep in touch", "Ivan Petrov", "every 6 weeks", "Going cold")
    await ann.presses("Open card")
    ann.sees("Keep in touch: every 6 weeks")
    await ann.world.wait(days=41)
    await ann.says("/today")
    ann.sees("Nothing due")
    await ann.world.wait(days=2)
    await ann.says("/today")
    ann.sees("Going cold", "Ivan Petrov: every 6 weeks, no contact yet")
    await ann.presses("Ivan Petrov")
    ann.sees("Keep in touch: every 6 weeks")
    await ann.says("/call Ivan: 5 min, all is well")
    await ann.says("/today")
    ann.sees("Nothing due")
    await ann.world.wait(days=43)
    await ann.says("/today")
    ann.sees("Going cold", "Ivan Petrov: every 6 weeks, last contact")


async def test_a_team_mates_call_counts(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    boris = ann.beside("Boris")
    await boris.joins()
    await ann.says("speak with Ivan every 2 weeks")
    ann.sees("Keep in touch", "every 2 weeks")
    await ann.world.wait(days=15)
    await boris.says("/call Ivan: 5 min, all is well")
    await ann.says("/today")
    ann.sees("Nothing due")
    await boris.says("/today")
    boris.sees("Nothing due")


async def test_undo(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("keep in touch with Ivan once a month")
    await ann.presses("Undo")
    await ann.world.wait(days=50)
    await ann.says("/today")
    ann.sees("Nothing due")


async def test_what_has_a_time_recurs_instead(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/remind Ivan: talk every monday 9:00")
    ann.sees("every Monday 09:00")
    await ann.says("call Ivan every 6 weeks")
    ann.sees("I'll remind you", "every 6 weeks")


async def test_who_is_going_cold_is_found_in_words(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/new Bo Carr, Globex")
    await ann.says("speak with Ivan every 2 weeks")
    await ann.says("speak with Bo every 6 weeks")
    await ann.says("/find going cold")
    ann.sees("Going cold: none.")
    await ann.world.wait(days=15)
    for asked in (
        "/find my going cold",
        "who is going cold?",
        "кто остывает",
        "хто холоне",
        "kto stygnie",
        "谁快冷了",
    ):
        await ann.says(asked)
        ann.sees("oing cold: 1 client", "Ivan Petrov")
    await ann.presses("Ivan Petrov · Acme")
    await ann.presses("‹ Back to the list")
    ann.sees("oing cold: 1 client", "Ivan Petrov")
    await ann.says("/call Ivan: 5 min, all is well")
    await ann.says("/find going cold")
    ann.sees("Going cold: none.")


@pytest.mark.parametrize(
    "said",
    [
        "going cold",
        "давно без контакта",
        "давно без контакту",
        "dawno bez kontaktu",
        "久未联系",
        "久未联系的客户",
    ],
)
async def test_who_is_going_cold_is_asked_for_in_any_language(ann: Person, said: str) -> None:
    await ann.says(said)
    ann.sees("Going cold: none.")
