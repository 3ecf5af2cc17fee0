"""People who write, press and fill in forms, without end, and write down what they did."""

import asyncio
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.crash.ledger import Deed, Kind, Ledger, Owed
from tests.fakes import slack_payloads as payloads
from tests.fakes.slack import Ack, FakeSlack
from tests.fakes.slack import Message as SlackMessage
from tests.fakes.slack import User as SlackUser
from tests.fakes.slack_blocks import escaped, words
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import Message as TelegramMessage
from tests.fakes.telegram_people import User as TelegramUser

AHEAD = 5  # messages of one chat that may be on their way in
LOOK = 0.05  # seconds between looks at what has come
TYPING = 1.2  # seconds between what one person does, on average
OPENING = 4.0  # seconds until whoever waits for a form gives up
REDRAWN = 15.0  # seconds until whoever waits for a pressed card gives up
LOST = "Lost"  # that button asks for the reason
MOVE = "deal.move:"
AMOUNT = "500 USD"
HOURS_AWAY = 12

Press = tuple[str, int, int, int]  # a button's label, the deal, where it was seen, where it shall go


def names(count: int) -> list[str]:
    """As many names, none of which begins with another."""
    found = [a + b + c + d for a in "BDFGKLMN" for b in "aeiou" for c in "dlmnr" for d in "aeiou"]
    return random.Random(count).sample(found, count)


async def comes(is_so: Callable[[], object], seconds: float = math.inf) -> bool:
    """Look again and again whether it is so; False if it is not in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(LOOK)
    return True


@dataclass
class Texter:
    """On Telegram: writes on without waiting for answers, and presses what has come."""

    fake: FakeTelegram
    user: TelegramUser
    client: str
    ledger: Ledger
    chance: random.Random
    rings: bool = False  # else a follow-up of theirs recurs
    _recurs: str = ""  # its mark
    _sent: list[int] = field(default_factory=list)
    _busy: dict[int, int] = field(default_factory=dict)  # deal: the stage it was asked to go to

    @property
    def chat(self) -> str:
        return str(self.user.id)

    async def live(self) -> None:
        while self.ledger.left > 0:
            await self._act()
            await asyncio.sleep(self.chance.uniform(0, 2 * TYPING))

    async def _act(self) -> None:
        kinds = ["note", "look", "deal", "form", "ring", "recur", "press"]
        match self.chance.choices(kinds, [42, 14, 8, 3, 3, 8, 22])[0]:
            case "look":
                self.ledger.looked[self.chat] += 1
                await self._says(f"/find {self.client}")
            case "deal":
                deed = self.ledger.begin(Kind.DEAL, self.chat)
                await self._says(f"/deal {self.client}: {deed.mark} 1000 USD")
            case "form":
                await self._fills()
            case "ring" if self.rings:
                deed = self.ledger.begin(Kind.RING, self.chat)
                await self._says(f"/remind {self.client}: in 1 minute {deed.mark}")
            case "recur" if not self.rings:
                await self._recur()
            case "press" if found := self._button():
                await self._presses(*found)
            case _:
                deed = self.ledger.begin(Kind.NOTE, self.chat)
                await self._says(f"/note {self.client}: {deed.mark}")

    async def _recur(self) -> None:
        """Begin what is to be done every day, far from now; then do one occurrence after the other."""
        if not self._recurs:
            self._recurs = self.ledger.begin(Kind.RECUR, self.chat).mark
            hour = (datetime.now(UTC).hour + HOURS_AWAY) % 24
            await self._says(f"/remind {self.client}: every day {hour:02}:00 {self._recurs}")
        self.ledger.add(Deed(Kind.DONE, self.chat, self._recurs))
        await self._says(f"done {self.client}")

    async def _fills(self) -> None:
        """All the answers at once: each must meet its question."""
        deed = self.ledger.begin(Kind.FORM, self.chat, updates=4)
        for text in (f"/deal {self.client}", deed.mark, AMOUNT, "in 2 weeks"):
            await self._says(text)

    async def _says(self, text: str) -> None:
        self.ledger.count()
        self._sent.append(await self.fake.says(self.user, text))
        if len(self._sent) >= AHEAD:
            last = self._sent[-AHEAD]
            await comes(lambda: self.fake.confirmed >= last)

    def _button(self) -> tuple[TelegramMessage, Press] | None:
        """Of a card which shows what was pressed on it before."""
        seen = set[int]()
        free = []
        for message in self.fake.messages(self.user.id):
            presses = list(_moves(message.buttons))
            if presses and presses[0][1] not in seen:
                seen.add(presses[0][1])
                free += [(message, p) for p in presses if self._busy.get(p[1], p[2]) == p[2]]
        return self.chance.choice(free) if free else None

    async def _presses(self, message: TelegramMessage, press: Press) -> None:
        label, deal, was, to = press
        self.ledger.count()
        self._busy[deal] = to
        self.ledger.add(Deed(Kind.MOVE, self.chat, _title(message), move=(was, to)))
        await self.fake.presses(self.user, message, label)


@dataclass
class Clerk:
    """On Slack: waits for each acknowledgement. What got none may be tried again, or not."""

    fake: FakeSlack
    user: SlackUser
    client: str
    ledger: Ledger
    chance: random.Random
    _given_up: set[int] = field(default_factory=set)  # deals of which nobody knows where they stand

    async def live(self) -> None:
        while self.ledger.left > 0:
            if self.fake.is_connected:
                await self._act()
            await asyncio.sleep(self.chance.uniform(0, 2 * TYPING))

    async def _act(self) -> None:
        kinds = ["command", "message", "look", "deal", "modal", "press"]
        match self.chance.choices(kinds, [25, 25, 12, 8, 8, 22])[0]:
            case "message":
                deed = self._begins(Kind.NOTE)
                ack = await self.fake.dm(self.user, f"note {self.client}: {deed.mark}")
                deed.owed = Owed.ONCE if ack.ok else Owed.AT_MOST_ONCE  # Slack has given up
            case "look":
                self.ledger.looked[self.user.dm] += 1
                self.ledger.count()
                ack = await self._commands(f"find {self.client}")
                self.ledger.unheard += not ack.ok
            case "deal":
                deed = self._begins(Kind.DEAL)
                deed.owed = _owed(await self._commands(f"deal {self.client}: {deed.mark} 1000 USD"))
            case "modal":
                await self._fills()
            case "press" if found := self._button():
                await self._presses(*found)
            case _:
                deed = self._begins(Kind.NOTE)
                deed.owed = _owed(await self._commands(f"note {self.client}: {deed.mark}"))
        self.ledger.answered += 1

    def _begins(self, kind: Kind) -> Deed:
        self.ledger.count()
        return self.ledger.begin(kind, self.user.dm)

    async def _commands(self, text: str) -> Ack:
        trigger = self.fake.new_trigger(self.user)
        hook = self.fake.new_hook(self.user, self.user.dm)
        told = payloads.slash(self.user, "/crm", escaped(text), self.user.dm, trigger, hook)
        return await self.fake.deliver("slash_commands", told)

    async def _fills(self) -> None:
        """Who is patient presses Save again until it closes; who is not closes it when it does not work."""
        self.fake.views.pop(self.user.id, None)
        self.ledger.count()
        await self._commands(f"deal {self.client}")
        if not await comes(lambda: self.fake.view(self.user), OPENING):
            return
        deed, patient, certain = self._begins(Kind.FORM), self.chance.random() < 0.5, True
        while errors := await self.fake.submit(self.user, {"title": deed.mark, "amount": AMOUNT}):
            said = " ".join(errors.values())
            certain = certain and "Not saved" in said
            if not patient:
                deed.owed = Owed.NEVER if certain else Owed.AT_MOST_ONCE
                return
            await asyncio.sleep(0.5)

    def _button(self) -> tuple[SlackMessage, Press] | None:
        seen = set(self._given_up)
        free = []
        for message in self.fake.messages(self.user):
            presses = list(_moves(message.buttons))
            if presses and presses[0][1] not in seen:
                seen.add(presses[0][1])
                free += [(message, press) for press in presses]
        return self.chance.choice(free) if free else None

    async def _presses(self, message: SlackMessage, press: Press) -> None:
        label, deal, was, to = press
        self.ledger.count()
        deed = self.ledger.add(
            Deed(Kind.MOVE, self.user.dm, _title(message), owed=Owed.AT_MOST_ONCE, move=(was, to))
        )
        ack = await self.fake.presses(self.user, message, label)
        # An acknowledged press may have been answered "not saved", in a whisper that gets lost: the card tells.
        if ack.ok and await comes(lambda: self._stands(message.ts, to), REDRAWN):
            deed.owed = Owed.ONCE
        else:
            self._given_up.add(deal)

    def _stands(self, ts: str, stage: int) -> bool:
        card = next(message for message in self.fake.messages(self.user) if message.ts == ts)
        return any(was == stage for _label, _deal, was, _to in _moves(card.buttons))


def _owed(ack: Ack) -> Owed:
    said = words(ack.body.get("blocks", []))
    if not ack.ok or "taking longer" in said:
        return Owed.AT_MOST_ONCE
    return Owed.NEVER if "Not saved" in said else Owed.ONCE


def _moves(buttons: list[tuple[str, str]]) -> Iterator[Press]:
    for label, data in buttons:
        if data.startswith(MOVE) and label != LOST:
            _name, deal, was, to = data.split(":")
            yield label, int(deal), int(was), int(to)


def _title(message: TelegramMessage | SlackMessage) -> str:
    return message.text.splitlines()[0]
