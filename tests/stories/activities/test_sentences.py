"""Sentences tell what has happened: its kind, how it went, and what was promised in the midst of it."""

import pytest

from tests.support.chat import Person

TOM = "/new Tom Becker, Hansa Logistik"


async def test_a_voicemail_in_a_sentence_is_the_outcome_of_the_call(ann: Person) -> None:
    await ann.says(TOM)
    await ann.says("left a voicemail for tom becker")
    await ann.presses("Call: Tom Becker")
    ann.sees("Call logged", "Tom Becker", "Voicemail")


@pytest.mark.parametrize(
    ("client", "said", "button", "seen"),
    [
        ("Тимур Галиев", "Галиев не берет трубку, набрать через 2 часа", "Call: Тимур Галиев", "No answer"),
        (
            "Шевченко Тарас",
            "не додзвонився до Шевченка, спробувати завтра",
            "Call: Шевченко Тарас",
            "No answer",
        ),
        ("Piotr Zieliński", "nie odebrał Zieliński, spróbować jutro", "Call: Piotr Zieliński", "No answer"),
        ("李娜", "李娜没接电话，明天再打", "Call: 李娜", "No answer"),
        ("Priya Nair", "emailed priya the quote, follow up in 3 days", "E-mail: Priya Nair", "E-mail logged"),
        (
            "Светлана Фёдорова",
            "написал Светлане Фёдоровой в вотсап",
            "Message: Светлана Фёдорова",
            "Message logged",
        ),
    ],
)
async def test_the_kind_that_the_verb_tells_is_offered_first(
    ann: Person, client: str, said: str, button: str, seen: str
) -> None:
    await ann.says(f"/new {client}")
    await ann.says(said)
    assert [label for label in ann.news[-1].buttons if label.endswith(client)][-2:][0] == button
    await ann.presses(button)
    ann.sees(client, seen)


async def test_a_promise_in_the_midst_is_the_next_step(ann: Person) -> None:
    await ann.says(TOM)
    await ann.says("/call tom: agreed to meet on mar 20 at 12, likes the samples")
    ann.sees("Call logged", "agreed to meet on mar 20 at 12", "Mar 20 12:00", "meet")


async def test_what_is_only_expected_is_a_press_away(ann: Person) -> None:
    await ann.says(TOM)
    await ann.says("/call tom: wants a price list by mar 20, likes the samples")
    await ann.presses("Fri, Mar 20 09:00 · wants a price list")
    ann.sees("I'll remind you", "Fri, Mar 20 09:00", "wants a price list")


async def test_the_day_of_the_call_is_not_taken_for_the_promise(ann: Person) -> None:
    await ann.says("/new Николай Лебедев, ООО Вектор")
    await ann.says("позвонил Лебедеву 20.02, договорились на встречу 20 марта в 12")
    await ann.presses("Call: Николай Лебедев")
    ann.sees("Call logged", "Fri, Feb 20", "договорились на встречу 20 марта в 12")
    ann.sees("Fri, Mar 20 12:00", "договорились на встречу")


async def test_a_line_that_only_promises_logs_no_empty_call(ann: Person) -> None:
    await ann.says(TOM)
    await ann.says("/call tom: call back tomorrow 15:00")
    ann.sees("I'll remind you", "Tue, Mar 3 15:00", "call back")
    await ann.presses("Also log it as done")
    ann.sees("Call logged", "Tom Becker")


@pytest.mark.parametrize(
    ("said", "press", "seen"),
    [
        (
            "called Anna Lee, promised to send the docs by friday",
            "Call: Anna Lee",
            ("send the docs",),
        ),
        ("Anna Lee picked up, asked me to ring her back at 3pm tomorrow", "Call: Anna Lee", ("ring her back",)),
        (
            "tried Anna Lee, straight to voicemail, will try again tomorrow 9.30am",
            "Call: Anna Lee",
            ("Voicemail", "will try again"),
        ),
    ],
)
async def test_a_promise_in_a_sentence_is_the_next_step(
    ann: Person, said: str, press: str, seen: tuple[str, ...]
) -> None:
    await ann.says("/new Anna Lee, Acme")
    await ann.says(said)
    await ann.presses(press)
    ann.sees(*seen)
