"""A button that is pressed three times quickly edits its message once."""

import pytest

from tests.support.chat import OnSlack, OnTelegram, Person

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")


@pytest.mark.parametrize(
    ("typed", "label"),
    [("Acme", "History"), ("/remind Acme: tomorrow 10:00 ring", "Open card"), ("/settings", "Working days")],
)
async def test_a_choice_pressed_three_times_edits_once(ann: Person, typed: str, label: str) -> None:
    assert isinstance(ann, OnSlack | OnTelegram)
    if typed == "/settings" and isinstance(ann, OnSlack):
        pytest.skip("it is chosen in a modal there")
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says(typed)
    if typed == "/settings":
        await ann.presses("About me")
    message, before = ann.last(label), len(ann.fake.taken)
    for _press in range(3):
        await ann.presses_again(message, label)
    assert [taken.replaces is not None for taken in ann.fake.taken[before:]] == [True]


async def test_what_was_drawn_over_meanwhile_is_drawn_again(ann: Person) -> None:
    assert isinstance(ann, OnSlack | OnTelegram)
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("Acme")
    message, before = ann.last("History"), len(ann.fake.taken)
    for label in ("History", "More…" if isinstance(ann, OnTelegram) else "‹ My day", "History"):
        await ann.presses_again(message, label)
    ann.sees("History: Ivan Petrov")
    assert len(ann.fake.taken) == before + 3
