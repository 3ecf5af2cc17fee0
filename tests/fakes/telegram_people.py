"""Who and what there is in Telegram, and how the Bot API tells of it."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_content import Button

BOT: dict[str, Any] = {"id": 4242, "is_bot": True, "first_name": "Rapport", "username": "rapport_test_bot"}


@dataclass
class User:
    id: int
    first_name: str
    language_code: str | None = None
    started: bool = False
    blocked: bool = False
    moved_to: int | None = None  # as a group that has become a supergroup
    topics: frozenset[int] = frozenset()  # of a group


@dataclass
class Message:
    """As it stands in the chat now."""

    id: int
    chat: int
    html: str
    text: str
    rows: list[list[Button]] = field(default_factory=list)
    edits: int = 0
    topic: int | None = None  # of a group

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]


@dataclass(frozen=True)
class Answer:
    """What a press was answered with."""

    query: str
    text: str
    alert: bool


def person(user: User) -> dict[str, Any]:
    told = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    return {**told, "language_code": user.language_code} if user.language_code else told


def chat_of(user: User) -> dict[str, Any]:
    """Of a person the private chat; a group is the chat itself."""
    if user.id < 0:
        return {"id": user.id, "type": "supergroup", "title": user.first_name}
    return {"id": user.id, "type": "private", "first_name": user.first_name}


def shown(message: Message, user: User) -> dict[str, Any]:
    return {"message_id": message.id, "date": 1, "chat": chat_of(user), "from": BOT, "text": message.text}
