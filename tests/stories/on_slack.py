"""What only Slack has: formatted text, files, broadcasts out of threads."""

from itertools import count
from typing import Any

from tests.fakes import slack_payloads as payloads
from tests.support.chat import OnSlack

_NUMBERS = count(1)


async def writes(person: OnSlack, text: str, **more: Any) -> None:
    """A direct message as Slack tells of it: with its own escapes, links and marks, and what comes with it."""
    fake = person.fake
    event = payloads.direct_message(f"EvW{next(_NUMBERS)}", person.user, text, fake.next_ts(), **more)
    await fake.event(event)
    await person.looks()


def file(name: str, mime: str = "application/pdf", **more: Any) -> dict[str, Any]:
    """https://docs.slack.dev/reference/objects/file-object"""
    link = f"https://company.slack.com/files/U11/F1/{name}"
    return {"id": "F1", "name": name, "mimetype": mime, "size": 9, "permalink": link, **more}
