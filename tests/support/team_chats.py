"""A Telegram group (in one of its topics) and a Slack channel, for stories of what is told in both."""

from abc import ABC, abstractmethod
from copy import deepcopy
from typing import Any

from tests.support.chat import OnSlack, OnTelegram, Person

AT = "@rapport_test_bot"
GROUP, TOPIC, CHANNEL = -1005, 7, "C1"


def turns_away(person: Person) -> str:
    """What a stranger hears who presses something in a room."""
    return "I can't answer here" if isinstance(person, OnTelegram) else "You don't have access yet"


class Room(ABC):
    """What is said to Rapport there, and what all see there, each message as it stands now."""

    @abstractmethod
    async def hears(self, person: Person, text: str) -> None:
        """A command; it is answered to that person alone."""

    @abstractmethod
    def shows(self) -> list[Any]: ...

    @abstractmethod
    async def is_pressed(self, person: Person, message: Any, label: str) -> None: ...

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.shows()]


class TelegramRoom(Room):
    def __init__(self, person: OnTelegram, topic: int = TOPIC) -> None:
        self.fake, self.topic = person.fake, topic
        self.group = person.fake.group(GROUP, "Sales", topics=(7, 9))

    async def hears(self, person: Person, text: str) -> None:
        assert isinstance(person, OnTelegram)
        word, _space, rest = text.partition(" ")
        more = {"is_topic_message": True, "message_thread_id": self.topic}
        await self.fake.says(person.user, f"{word}{AT} {rest}".strip(), self.group, **more)
        await person.looks()

    def shows(self) -> list[Any]:
        word = "I've replied to you privately."
        here = [m for m in self.fake.messages(GROUP) if m.topic == self.topic and m.text != word]
        return deepcopy(here)

    async def is_pressed(self, person: Person, message: Any, label: str) -> None:
        assert isinstance(person, OnTelegram)
        await self.fake.presses(person.user, message, label)
        await person.looks()


class SlackRoom(Room):
    def __init__(self, person: OnSlack) -> None:
        self.fake = person.fake
        self.fake.channel(CHANNEL, person.user)

    async def hears(self, person: Person, text: str) -> None:
        assert isinstance(person, OnSlack)
        person.goes_to(CHANNEL)
        await person.says(text)

    def shows(self) -> list[Any]:
        return deepcopy([m for m in self.fake.posted if m.channel == CHANNEL and not m.only_for])

    async def is_pressed(self, person: Person, message: Any, label: str) -> None:
        assert isinstance(person, OnSlack)
        person.goes_to(CHANNEL)
        await self.fake.presses(person.user, message, label)
        await person.looks()


def room_of(person: Person) -> Room:
    assert isinstance(person, OnTelegram | OnSlack)
    return TelegramRoom(person) if isinstance(person, OnTelegram) else SlackRoom(person)
