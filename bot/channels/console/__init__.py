"""Console channel: the person at the keyboard is the admin; cards are lines, buttons are numbers."""

import asyncio
import getpass
import itertools
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.app import PRIVATE
from bot.channel import Limits, SendError
from bot.channels.console.keyboards import Keyboard
from bot.channels.console.render import card_lines, plain
from bot.inbound.dispatch import Dispatcher
from bot.inbound.onboarding import CompanyDefaults
from bot.outbound.made_files import MadeFiles
from handlers.buttons.forms import answer_field, cancel_form, pick_field, previous_field, skip_field
from handlers.chat import Button, Card, MadeFile, Toast
from handlers.chat.events import ButtonPress, TextMessage
from handlers.i18n import N_, _, speaking
from storage.models import Place, Rep, Role
from storage.team import accounts

HERE = Place("console", "", "console", "console")
LEAVING = ("quit", "exit", "/quit", "/exit")
CHECK_INTERVAL = 1.0  # seconds between checks for due messages, as nothing else checks
PLAIN_NUMBER = 2  # digits: a number this short is always a button; a longer one may be a phone number

NO_BUTTON = N_("There is no button {number}.")
NEEDED = N_("This field is required.")
NO_BASE = N_("The database can't be reached, so nothing was saved. Please try again.")


async def sit_down(db: AsyncSession, defaults: CompanyDefaults, now: datetime) -> Rep:
    """The person at the keyboard: the first admin, or a new one named after the login."""
    rep = await accounts.find_by_account(db, HERE)
    if rep is None:
        rep = await accounts.first_admin(db)
        if rep is None:
            zone = defaults.timezone
            rep = await accounts.join(db, _login(), Role.ADMIN, locale=defaults.locale, timezone=zone, at=now)
        await accounts.put(db, rep, HERE, now)
    return rep


class Console:
    """The console. `settle` sends due messages after each line and while waiting, if nothing else does."""

    name = "console"
    is_called = False
    limits = Limits(total=1000.0, per_chat=1000.0, chat_burst=1000)

    def __init__(
        self,
        keyboard: Keyboard,
        dispatcher: Dispatcher,
        ready: Callable[[str], None],
        settle: Callable[[], Awaitable[None]],
        also: Sequence[str] = (),
        folder: Path | None = None,
    ) -> None:
        """`folder`: for files that Rapport makes; None: the current one."""
        self.keyboard = keyboard
        self.dispatcher = dispatcher
        self.ready = ready
        self.settle = settle
        self.folder = folder or Path()
        self.also = also  # words that end the session, for the caller to act on
        self.ended_with = ""
        self._run_id = secrets.token_hex(4)  # of this session, whose numbers start at 1
        self._orders = itertools.count(1)
        self._messages = itertools.count(1)
        self._message = ""
        self._buttons: tuple[Button, ...] = ()  # of the last answer; `_unasked` is numbered after them
        self._unasked: tuple[tuple[str, Button], ...] = ()  # buttons of other messages, with the message's ID
        self._waits = False  # whether an answer to the last line is pending

    async def run(self) -> None:
        """Read lines until the end of input, or until a word ends the session."""
        with self.keyboard.open():
            self.ready(self.name)
            while (line := await self._line()) is not None:
                if line in LEAVING or line in self.also:
                    self.ended_with = line
                    return
                await self._take(line)
                await self.settle()

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        message = replaces or f"{self._run_id}-{next(self._messages)}"
        buttons = tuple(itertools.chain.from_iterable(card.buttons))
        first = 1
        if self._buttons and not self._waits and not replaces:
            first += len(self._buttons) + len(self._unasked)
            self._unasked += tuple((message, button) for button in buttons)
        # A card of plain text leaves the previous card's buttons active, unless it replaces that card.
        elif card.title or card.fields or buttons or message == self._message:
            self._message, self._buttons, self._unasked = message, buttons, ()
        self._waits = False
        if card.made:
            card = replace(card, footer=str(await self._save(card.made)))
        self.keyboard.show(card_lines(card, first))
        return message

    async def again(self, raw: Mapping[str, Any]) -> bool:
        """No retries here: the person at the keyboard sees the failure."""
        return False

    async def is_connected(self) -> bool:
        return True

    async def close(self) -> None:
        """Nothing to close."""

    async def _save(self, made: MadeFile) -> Path:
        """Write the file into the folder, and return its path. Raises SendError."""
        content = await MadeFiles(self.dispatcher.database, self.name).content(made)
        path = self.folder / f"{made.id} {made.name}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=PRIVATE)
            path.write_bytes(content)
        except OSError as error:
            raise SendError(f"{path}: {error.strerror}", permanent=True) from error
        return path

    async def _line(self) -> str | None:
        reading = asyncio.ensure_future(self.keyboard.read())
        try:
            while not (await asyncio.wait({reading}, timeout=CHECK_INTERVAL))[0]:
                await self.settle()
            line = await reading
        finally:
            reading.cancel()
        return line and line.strip()

    async def _take(self, line: str) -> None:
        message, button = self._pressed(line) if line else (self._message, self._left_out())
        if button:
            await self._handle(pressed=button.data, message=message)
        elif wrong := self._wrong(line):
            await self._say(wrong, number=_number(line))
        elif line:
            await self._handle(text=line)

    async def _handle(self, *, text: str = "", pressed: str = "", message: str | None = None) -> None:
        order = next(self._orders)
        key = f"{self._run_id}-{order}"
        event = (
            ButtonPress(place=HERE, key=key, data=pressed, message_id=message, order=order)
            if pressed
            else TextMessage(place=HERE, key=key, text=text, order=order)
        )
        self._waits = True
        try:
            shown = await self.dispatcher.handle(event)
        except DBAPIError as error:
            if storage.is_damaged(error):
                raise  # whoever started the console prints what to do
            await self._say(NO_BASE)
            return
        if isinstance(shown, Toast):
            self._show_notice(shown.text)

    def _pressed(self, line: str) -> tuple[str, Button | None]:
        """The button with that number, and the ID of its message."""
        shown = [*((self._message, button) for button in self._buttons), *self._unasked]
        numbered = {str(number): pressable for number, pressable in enumerate(shown, 1)}
        return numbered.get(_number(line), ("", None))

    def _left_out(self) -> Button | None:
        """What an empty line presses: Skip; if the field has a value, Back, which keeps the value."""
        clears = any(b.data.startswith(f"{answer_field.name}:") and b.data.endswith(":") for b in self._buttons)
        return self._calling(skip_field.name) or (self._calling(previous_field.name) if clears else None)

    def _wrong(self, line: str) -> str:
        """The message for a line that neither answers nor presses anything; "" if it does."""
        if self._awaits_answer():
            return NEEDED if not line else ""
        is_press = self._buttons and 1 <= len(_number(line)) <= PLAIN_NUMBER
        return NO_BUTTON if is_press else ""

    def _awaits_answer(self) -> bool:
        """Whether the card above is a question that can be answered by typing."""
        return bool(self._calling(cancel_form.name)) and not self._calling(pick_field.name)

    def _calling(self, action: str) -> Button | None:
        return next((button for button in self._buttons if button.data.startswith(f"{action}:")), None)

    async def _say(self, text: str, **values: str) -> None:
        """Show a notice in the person's language, or the default language if the database cannot be reached."""
        try:
            async with storage.reading(self.dispatcher.database) as db:
                rep = await accounts.find_by_account(db, HERE)
        except DBAPIError:
            rep = None
        with speaking(rep.locale if rep else self.dispatcher.defaults.locale):
            self._show_notice(_(text).format(**values))

    def _show_notice(self, text: str) -> None:
        self.keyboard.show([("italic", f"({plain(text)})")])


def _number(line: str) -> str:
    """The number typed, with or without a leading #; "" if it is none."""
    number = line.removeprefix("#")
    return number if number.isdecimal() else ""


def _login() -> str:
    try:
        return getpass.getuser().capitalize()
    except (KeyError, OSError, ImportError):
        return "Admin"
