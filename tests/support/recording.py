"""A channel that writes down what it is given, and a look at a whole base, for tests below the platforms."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

import storage
from bot.channel import SendError
from handlers.chat import Card
from handlers.chat.events import ButtonPress, FormSubmission, Submission, TextMessage
from storage.models import Base, Place, Rep, Role
from storage.team import accounts
from tests.support.world import UNHURRIED, World

Tables = dict[str, list[str]]

# Who did what and when is told of an act; a key that is claimed says when.
NOT_COMPARED = {"inbox": {"at"}, "acts": {"at"}}
NUMBERED = ("data", "key", "address", "deal")  # with numbers of rows, which a death may use up


@dataclass(frozen=True)
class Sent:
    chat: str
    card: Card
    replaces: str | None = None

    @property
    def text(self) -> str:
        card = self.card
        contacts = (contact.text for contact in card.contacts)
        values = (value for _name, value in card.fields)
        head, foot = filter(None, (card.subtitle, *contacts, card.lead)), filter(None, (card.footer,))
        return "\n".join((card.title, *head, *values, card.body, *foot))


class Recorder:
    """A platform that takes everything, but for the refusals planned for a chat."""

    limits = UNHURRIED
    is_called = False

    def __init__(self, name: str = "telegram") -> None:
        self.name = name
        self.sent: list[Sent] = []
        self.refusals: dict[str, deque[SendError]] = {}
        self.gone: set[str] = set()  # chats that cannot be reached
        self.connected = True
        self.id_of_sent: str | None = None  # None: its number
        self.when_sent: Callable[[], Awaitable[object]] | None = None

    def refuse(self, chat: str, *errors: SendError) -> None:
        """The next messages to the chat end so, one after the other."""
        self.refusals.setdefault(chat, deque()).extend(errors)

    def texts(self, chat: str | None = None) -> list[str]:
        return [sent.text for sent in self.sent if chat in (None, sent.chat)]

    async def run(self) -> None:
        await asyncio.Event().wait()

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        await asyncio.sleep(0)  # on its way
        if chat in self.gone:
            raise SendError("Forbidden: bot was blocked by the user", unreachable=True)
        if planned := self.refusals.get(chat):
            raise planned.popleft()
        self.sent.append(Sent(chat, card, replaces))
        if self.when_sent:
            await self.when_sent()
        await asyncio.sleep(0)  # the answer is on its way back
        return self.id_of_sent or str(len(self.sent))

    async def again(self, raw: Mapping[str, Any]) -> bool:
        return False

    async def is_connected(self) -> bool:
        return self.connected

    async def close(self) -> None:
        """There is nothing to let go of."""


def place(user: str = "11", channel: str = "telegram") -> Place:
    """Where `user` speaks, on their own."""
    return Place(channel, "", user, user)


class Caller:
    """What somebody does, as an adapter tells it; each event has a key of its own."""

    def __init__(self, world: World, where: Place | None = None, *, prefix: str = "e") -> None:
        self.world = world
        self.place = where or place()
        self._prefix, self._events = prefix, 0

    def types(self, text: str) -> TextMessage:
        return TextMessage(place=self.place, key=self._key(), text=text, name="Ann")

    def presses(self, data: str, message: str | None = "1") -> ButtonPress:
        return ButtonPress(place=self.place, key=self._key(), data=data, message_id=message)

    def submits(self, form: Mapping[str, Any], values: Mapping[str, str]) -> FormSubmission:
        return FormSubmission(place=self.place, key=self._key(), submission=Submission(form, values))

    def _key(self) -> str:
        self._events += 1
        return f"{self._prefix}{self._events}"


async def settle_in(world: World, where: Place | None = None, *, name: str = "Ann", **settings: Any) -> Rep:
    """A rep with an account; `settings` are columns of the rep."""
    async with storage.transaction(world.database) as db:
        rep = await accounts.join(db, name, Role.REP, locale="en", timezone="UTC", at=world.clock())
        for column, value in {"setup_at": world.clock(), **settings}.items():
            setattr(rep, column, value)
        await accounts.add(db, rep, where or place(), world.clock())
        return rep


async def snapshot(database: storage.Database, *, but: tuple[str, ...] = ()) -> Tables:
    """All that is remembered, table by table, to be compared with another moment or another base."""
    tables: Tables = {}
    async with storage.reading(database) as db:
        for table in Base.metadata.sorted_tables:
            if table.name not in but:
                rows = (await db.execute(select(table))).mappings().all()
                skipped = NOT_COMPARED.get(table.name, set())
                tables[table.name] = sorted(_told(dict(row), skipped, database.is_sqlite) for row in rows)
    return tables


def _told(row: dict[str, Any], skipped: set[str], exactly: bool) -> str:
    kept = {name: value for name, value in row.items() if name not in skipped}
    return json.dumps(kept if exactly else _unnumbered(kept), default=str, sort_keys=True, ensure_ascii=False)


def _unnumbered(value: Any) -> Any:
    """PostgreSQL does not give out again the numbers of what rolled back: there they are left out."""
    if isinstance(value, list):
        return [_unnumbered(item) for item in value]
    if not isinstance(value, dict):
        return value
    named = {name: item for name, item in value.items() if name not in ("id", "client") and name[-3:] != "_id"}
    return {name: _unnumbered(_blank(name, item)) for name, item in named.items()}


def _blank(name: str, item: Any) -> Any:
    if name not in NUMBERED or item is None:
        return item
    return re.sub(r"\d+", "#", str(item))
