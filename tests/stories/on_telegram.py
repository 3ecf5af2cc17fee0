"""What only Telegram has: contacts, files, groups, replies and changes of what was sent."""

from typing import Any

from tests.fakes.telegram_people import shown
from tests.support.chat import OnTelegram, Seen


async def sent(person: OnTelegram, text: str = "", **more: Any) -> int:
    """A message with more in it than its text; return its number."""
    await person.fake.says(person.user, text, **more)
    number = person.fake.last_message
    await person.looks()
    return number


async def sent_file(
    person: OnTelegram, name: str, data: bytes = b"data", kind: str = "document", **more: Any
) -> None:
    await person.fake.sends_file(person.user, name, data, kind, **more)
    await person.looks()


async def replies(person: OnTelegram, to: Seen, text: str) -> int:
    """Write an answer to that message; return its number."""
    return await sent(person, text, reply_to_message=shown(to.raw, person.user))


async def edits(person: OnTelegram, number: int, text: str, **more: Any) -> None:
    """Change a message that was sent."""
    await person.fake.edits(person.user, number, text, **more)
    await person.looks()
