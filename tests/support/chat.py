"""People in a chat, whatever the channel: a story is written once and played on each.

await ann.says("/deals")
ann.sees("1 open deal")
await ann.presses("Won")
"""

import asyncio
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, update
from yarl import URL

import storage
from bot.channels.console import Console, sit_down
from bot.channels.console.render import Part, is_about
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from storage.models import Rep, Role
from storage.team import teams
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_payloads import User as SlackUser
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User as TelegramUser
from tests.support.ports import free_port
from tests.support.world import UNHURRIED, World

BUTTON = re.compile(r"\[(\d+)\] (.+?)(?=  \[|\n|\Z)")


# Which button of /settings has which settings behind it.
SETTING_GROUPS = {
    **dict.fromkeys(("Language", "Time zone", "Country", "Working days", "Quiet hours"), "About me"),
    **dict.fromkeys(("Morning digest at", "Birthday reminder", "Send reminders to"), "Notices"),
    **dict.fromkeys(
        ("Reps can see", "Joining from Slack", "Escalate after", "Phone country", "Currency"), "Company"
    ),
}
MENUS = ("More…", "Ещё…", "Other stage…", "Другой этап…")  # buttons that have others behind them


@dataclass(frozen=True)
class Seen:
    """A message as it stands: its id, its text, the labels of its buttons."""

    id: str
    text: str
    buttons: tuple[str, ...] = ()
    raw: Any = field(default=None, compare=False)  # as the fake had it then


def _breaking(text: str) -> str:
    """The text without saying where a line must not break."""
    return text.replace("\u00a0", " ")


class Person(ABC):
    """Someone who writes and presses; what has come or changed since is `news`."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.world = world
        self.news: list[Seen] = []
        self._known: dict[str, Seen] = {}

    async def says(self, text: str) -> None:
        await self._do_say(text)
        await self.looks()

    async def presses(self, label: str) -> None:
        """Press the button on the newest message that has it, or has it behind another button."""
        for menu in MENUS:
            shown = reversed(self._messages())
            newest = next((m for m in shown if label in m.buttons or menu in m.buttons), None)
            if newest and label not in newest.buttons:
                await self._do_press(newest, menu)
                await self.looks()
        await self._do_press(self._with_button(label), label)
        await self.looks()

    async def presses_again(self, message: Seen, label: str) -> None:
        """Press a button as it was on the message, whatever it shows now."""
        await self._do_press(message, label)
        await self.looks()

    async def joins(self, role: Role = Role.REP) -> None:
        await self.says(f"/start {await self.world.invite(role)}")
        self.sees("Welcome")
        await self._has_confirmed()

    async def _has_confirmed(self) -> None:
        """What was guessed of the time there was right: no digest asks for it."""
        async with storage.transaction(self.world.database) as db:
            now = self.world.clock()
            await db.execute(update(Rep).where(Rep.name == self.name).values(setup_at=now))

    @abstractmethod
    def beside(self, name: str) -> "Person":
        """Somebody else on the same channel, whom nobody knows yet."""

    async def is_now(self, role: Role, team: str = "") -> None:
        """Somebody else has seen to it."""
        async with storage.transaction(self.world.database) as db:
            rep = (await db.scalars(select(Rep).where(Rep.name == self.name))).one()
            rep.role = role
            rep.team_id = (await teams.put(db, team)).id if team else None

    @abstractmethod
    async def fills(self, answers: Mapping[str, str]) -> None:
        """Fill in the open form: label of the field -> answer; others are left out."""

    async def changes(self, label: str, value: str) -> None:
        """In the open form that changes what is there, or in the settings, change this one field."""
        group = SETTING_GROUPS.get(label, "")
        if group and any(group in seen.buttons for seen in self.news[-1:]):
            await self.presses(group)
        await self._do_change(label, value)

    @abstractmethod
    async def _do_change(self, label: str, value: str) -> None: ...

    async def looks(self) -> None:
        """Look at what has come since the last look."""
        await self._settle()
        await self.world.recent_views.write()  # as it does every second
        now = {seen.id: seen for seen in self._messages()}
        self.news = [seen for seen in now.values() if self._known.get(seen.id) != seen] + self._asides()
        self._known = now

    def sees(self, *parts: str) -> None:
        """All of it has just come."""
        said = _breaking("\n".join(seen.text for seen in self.news))
        for part in parts:
            assert _breaking(part) in said, f"{self.name} does not see {part!r} in:\n{said}"

    def sees_button(self, *labels: str) -> None:
        shown = [seen.buttons for seen in self.news]
        for label in labels:
            assert any(label in buttons for buttons in shown), (
                f"{self.name} sees no button {label!r}, only {shown}"
            )

    def sees_nothing(self) -> None:
        assert not self.news, f"{self.name} sees {self.news}"

    def last(self, label: str) -> Seen:
        return self._with_button(label)

    def _with_button(self, label: str) -> Seen:
        for seen in reversed(self._messages()):
            if label in seen.buttons:
                return seen
        raise AssertionError(f"{self.name} sees no button {label!r} in {self._messages()[-2:]}")

    @abstractmethod
    async def _do_say(self, text: str) -> None: ...

    @abstractmethod
    async def _do_press(self, message: Seen, label: str) -> None: ...

    @abstractmethod
    async def _settle(self) -> None: ...

    @abstractmethod
    def _messages(self) -> list[Seen]: ...

    @abstractmethod
    def files(self) -> dict[str, bytes]:
        """The files they were sent, by name."""

    def _asides(self) -> list[Seen]:
        """What was said in passing since the last look."""
        return []


class Dialogs(Person):
    """Where a form is one question at a time."""

    async def fills(self, answers: Mapping[str, str]) -> None:
        left = dict(answers)
        while (question := self._question()) is not None:
            label = next((label for label in left if label in question.text), None)
            if label is None:
                await self.presses("Skip")
            elif left[label] in question.buttons:
                await self.presses(left.pop(label))
            else:
                await self.says(left.pop(label))
        assert not left, f"{self.name} was not asked for {list(left)}"

    async def _do_change(self, label: str, value: str) -> None:
        await self.presses(label)
        if value in self.news[-1].buttons:
            await self.presses(value)
        else:
            await self.says(value)

    def _question(self) -> Seen | None:
        others = {"Add", "No, add a new client", "Delete"}  # of a line that is asked about, not of a form
        asked = [seen for seen in self.news if "Cancel" in seen.buttons and not others & {*seen.buttons}]
        return asked[-1] if asked else None


class OnTelegram(Dialogs):
    def __init__(self, world: World, fake: FakeTelegram, user: TelegramUser) -> None:
        super().__init__(user.first_name, world)
        self.fake = fake
        self.user = user
        self._answers = 0

    def beside(self, name: str) -> Person:
        return OnTelegram(self.world, self.fake, self.fake.user(_number(name), name, "en"))

    async def _do_say(self, text: str) -> None:
        await self.fake.says(self.user, text)

    async def _do_press(self, message: Seen, label: str) -> None:
        await self.fake.presses(self.user, message.raw, label)

    async def _settle(self) -> None:
        await self.fake.settled()
        await self.world.settle()

    def _messages(self) -> list[Seen]:
        mine = self.fake.messages(self.user.id)
        return [Seen(str(m.id), m.text, tuple(label for label, _data in m.buttons), deepcopy(m)) for m in mine]

    def files(self) -> dict[str, bytes]:
        return {name: self.fake.files[file_id] for file_id, name in self.fake.uploaded.items()}

    def _asides(self) -> list[Seen]:
        new, self._answers = self.fake.answers[self._answers :], len(self.fake.answers)
        return [Seen(answer.query, answer.text) for answer in new if answer.text]


class OnSlack(Person):
    def __init__(self, world: World, fake: FakeSlack, user: SlackUser, channel: Slack) -> None:
        super().__init__(user.name, world)
        self.fake = fake
        self.channel = channel
        self.user = user
        self.room = ""  # the channel they are in; else in the direct messages
        self._ephemerals = 0

    def goes_to(self, channel: str) -> None:
        """From here on they type there, and see what is there."""
        self.room = channel
        self.news, self._known = [], {seen.id: seen for seen in self._messages()}

    async def fills(self, answers: Mapping[str, str]) -> None:
        await self.fake.until(lambda: self.fake.view(self.user))
        errors = await self.fake.submit(self.user, answers)
        assert not errors, errors
        await self.looks()

    async def _do_change(self, label: str, value: str) -> None:
        await self.fills({label: value})

    def beside(self, name: str) -> "OnSlack":
        return OnSlack(self.world, self.fake, self.fake.user(f"U{_number(name)}", name), self.channel)

    async def _do_say(self, text: str) -> None:
        if text.startswith("/"):
            await self.fake.slash(self.user, "/crm", text[1:], self.room or None)
        else:
            await self.fake.dm(self.user, text)

    async def _do_press(self, message: Seen, label: str) -> None:
        await self.fake.presses(self.user, message.raw, label)

    async def _settle(self) -> None:
        await self.channel.settle()
        await self.world.settle()

    def _messages(self) -> list[Seen]:
        mine = self.fake.messages(self.user, self.room)
        return [Seen(m.ts, m.text, tuple(label for label, _value in m.buttons), deepcopy(m)) for m in mine]

    def files(self) -> dict[str, bytes]:
        shared = [file for file in self.fake.uploads.files.values() if self.user.dm in file.channels]
        return {file.name: file.content or b"" for file in shared}

    def _asides(self) -> list[Seen]:
        said = self.fake.ephemerals(self.user)
        new, self._ephemerals = said[self._ephemerals :], len(said)
        return [Seen("", text) for text in new]


class Keys:
    """A keyboard for a test: lines go in, and what is shown is kept."""

    def __init__(self) -> None:
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        self.waits = asyncio.Event()
        self.screen: list[str] = []

    def open(self) -> AbstractContextManager[None]:
        return nullcontext()

    async def read(self) -> str | None:
        self.waits.set()
        return await self.lines.get()

    def show(self, parts: Sequence[Part]) -> None:
        self.screen.append("".join(text for _style, text in parts))

    async def types(self, line: str) -> None:
        await self.waits.wait()
        self.waits.clear()
        self.lines.put_nowait(line)
        await self.waits.wait()


class Numbered(tuple[str, ...]):
    """What stands behind the numbers: labels, or the lines that buttons are about."""

    def __contains__(self, label: object) -> bool:
        return any(text == label or is_about(str(label), text) for text in self)


class AtConsole(Dialogs):
    """The person at the keyboard. Everything shown is a message of its own."""

    def __init__(self, world: World, keys: Keys, folder: Path) -> None:
        super().__init__("Ann", world)
        self.keys = keys
        self.folder = folder

    def files(self) -> dict[str, bytes]:
        return {path.name.partition(" ")[2]: path.read_bytes() for path in self.folder.iterdir()}

    async def joins(self, role: Role = Role.REP) -> None:
        """Whoever is at the keyboard is the admin."""
        await self._has_confirmed()

    def beside(self, name: str) -> Person:
        pytest.skip("there is one person at the keyboard")

    async def presses_again(self, message: Seen, label: str) -> None:
        pytest.skip("the console has only the buttons of its last card")

    async def _do_say(self, text: str) -> None:
        await self.keys.types(text)

    async def _do_press(self, message: Seen, label: str) -> None:
        numbered = BUTTON.findall(message.text)
        exact = [number for number, text in numbered if text.strip() == label]
        about = [number for number, text in numbered if is_about(label, text)]
        await self.keys.types((exact or about)[0])

    async def _settle(self) -> None:
        await self.world.settle()

    def _messages(self) -> list[Seen]:
        return [
            Seen(str(at), text, Numbered(named.strip() for _number, named in BUTTON.findall(text)))
            for at, text in enumerate(self.keys.screen)
        ]


@asynccontextmanager
async def on_telegram(world: World) -> AsyncIterator[OnTelegram]:
    async with FakeTelegram() as fake:
        channel = Telegram(fake.token, fake.base, world.dispatcher, _unheard)
        async with _running(world, channel):
            yield OnTelegram(world, fake, fake.user(11, "Ann", "en"))
        await channel.close()
        assert fake.problems == []


@asynccontextmanager
async def on_telegram_webhook(world: World) -> AsyncIterator[OnTelegram]:
    async with FakeTelegram() as fake:
        address = f"http://127.0.0.1:{free_port()}"
        channel = Telegram(fake.token, fake.base, world.dispatcher, _unheard, public_url=address)
        async with _served(channel, URL(address).port or 0), _running(world, channel):
            yield OnTelegram(world, fake, fake.user(11, "Ann", "en"))
        await channel.close()
        assert fake.problems == []


@asynccontextmanager
async def on_slack(world: World) -> AsyncIterator[OnSlack]:
    """Socket Mode."""
    async with FakeSlack() as fake:
        channel = Slack(
            fake.bot_token, fake.base, world.dispatcher, _unheard, emoji="memo", app_token=fake.app_token
        )
        async with _running(world, channel):
            await fake.connected()
            yield OnSlack(world, fake, fake.user("U11", "Ann"), channel)
        await channel.close()
        assert fake.problems == []


@asynccontextmanager
async def on_slack_http(world: World) -> AsyncIterator[OnSlack]:
    async with FakeSlack() as fake:
        secret = fake.signing_secret
        channel = Slack(
            fake.bot_token, fake.base, world.dispatcher, _unheard, emoji="memo", signing_secret=secret
        )
        async with _running(world, channel), _served(channel) as fake.http_url:
            yield OnSlack(world, fake, fake.user("U11", "Ann"), channel)
        await channel.close()
        assert fake.problems == []


@asynccontextmanager
async def at_console(world: World) -> AsyncIterator[AtConsole]:
    async with storage.transaction(world.database) as db:
        (await sit_down(db, world.defaults, world.clock())).name = "Ann"
    keys = Keys()
    with tempfile.TemporaryDirectory() as folder:
        channel = Console(keys, world.dispatcher, _unheard, world.settle, folder=Path(folder))
        async with _running(world, channel):
            yield AtConsole(world, keys, Path(folder))


CHANNELS = {
    "telegram": on_telegram,
    "telegram-webhook": on_telegram_webhook,
    "slack": on_slack,
    "slack-http": on_slack_http,
    "console": at_console,
}


@asynccontextmanager
async def _running(world: World, channel: Telegram | Slack | Console) -> AsyncIterator[None]:
    channel.limits = UNHURRIED
    world.delivery.add(channel)
    task = asyncio.create_task(channel.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
    if not task.cancelled() and task.exception():
        raise AssertionError from task.exception()


@asynccontextmanager
async def _served(channel: Telegram | Slack, port: int = 0) -> AsyncIterator[str]:
    """Where it can be called. Port 0: a free one."""
    app = web.Application()
    app.add_routes(channel.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}/slack/events"
    finally:
        await runner.cleanup()


def _number(name: str) -> int:
    """Of an account, the same for the same name."""
    return int.from_bytes(name.encode()[:4])


def _unheard(_channel: str) -> None:
    """Nobody waits for a channel to be ready: the fakes keep what comes before."""
