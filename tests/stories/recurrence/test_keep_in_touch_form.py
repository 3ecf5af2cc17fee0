"""Keep in touch, in the form that changes a client."""

from tests.support.chat import Person

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")


async def test_how_often_is_changed_in_the_form(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/find Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Keep in touch", "6 weeks")
    ann.sees("Keep in touch: every 6 weeks")
    await ann.presses("Edit")
    await ann.changes("Keep in touch", "every month")
    ann.sees("Keep in touch: every month")
