"""Say a line on a copy of the base, press what is offered where that is not enough, and judge the result."""

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import update

import storage
from handlers.buttons.lines import (
    add_named_client,
    confirm_line,
    log_statement,
    remind_of_statement,
    run_suggestion,
)
from handlers.chat import Button, Card, Toast
from handlers.chat.events import ButtonPress, TextMessage
from storage.models import Rep
from tests.stories.lines.base import SAID_AT, url
from tests.stories.lines.cases import Case
from tests.stories.lines.effects import Seen, Tables, is_extra, is_true, is_written, read_tables
from tests.support.recording import Caller, Recorder
from tests.support.world import Clock, World

QUOTED = re.compile(r"[“„«「][^”»」]*[”»」]")
MOST_PRESSES = 14
QUESTIONS = tuple(
    button.name
    for button in (confirm_line, add_named_client, run_suggestion, log_statement, remind_of_statement)
)


class Verdict(StrEnum):
    AT_ONCE = "right at once"
    ONE_PRESS = "right after one press"
    ASKED = "right after a question"  # two presses lead there
    WRONG = "wrong silently"
    LOST = "lost"

    @property
    def is_right(self) -> bool:
        return self in (Verdict.AT_ONCE, Verdict.ONE_PRESS, Verdict.ASKED)


@dataclass(frozen=True)
class Judged:
    case: Case
    verdict: Verdict
    answer: str  # as it was shown
    missing: tuple[str, ...]  # effects that are not true right after the line


@dataclass
class Chat:
    """One person in a copy of a base."""

    world: World
    channel: Recorder
    ann: Caller

    async def does(self, event: TextMessage | ButtonPress) -> list[Card]:
        """What is shown for it, cards and words."""
        first = len(self.channel.sent)
        shown = await self.world.dispatcher.handle(event)
        await self.world.delivery.drain()
        await self.world.recent_views.write()
        toast = [Card(body=shown.text)] if isinstance(shown, Toast) else []
        return [*toast, *(sent.card for sent in self.channel.sent[first:])]


async def judge(case: Case, base: Path, folder: Path) -> Judged:
    said = folder / f"{case.id}.db"
    shutil.copy(base, said)
    before, answers = await _say(case, said)
    seen = _seen(before, said, answers, case.line)
    missing = tuple(effect.text for effect in case.effects if not is_true(effect, seen))
    if _is_right(case, seen):
        verdict = Verdict.AT_ONCE
    elif await _is_pressed_right(case, said, before, answers):
        verdict = Verdict.ONE_PRESS
    elif await _is_pressed_right(case, said, before, answers, presses=2):
        verdict = Verdict.ASKED
    else:
        verdict = Verdict.WRONG if is_written(seen) else Verdict.LOST
    said.unlink()
    return Judged(case, verdict, _shown(answers), missing)


async def _say(case: Case, path: Path) -> tuple[Tables, list[Card]]:
    """The base right before the line, and the answers to it."""
    async with _chat(path, "said") as chat:
        for line in case.before:
            await chat.does(chat.ann.types(line))
        async with storage.transaction(chat.world.database) as db:
            await db.execute(update(Rep).values(locale=case.language))
        before = read_tables(path)
        return before, await chat.does(chat.ann.types(case.line))


async def _is_pressed_right(
    case: Case, said: Path, before: Tables, answers: Sequence[Card], presses: int = 1
) -> bool:
    """Whether so many presses of what is offered lead to what was meant."""
    for button in _buttons(answers)[: MOST_PRESSES // presses]:
        pressed = said.with_suffix(f".{presses}.db")
        shutil.copy(said, pressed)
        async with _chat(pressed, f"pressed{presses}") as chat:
            shown = await chat.does(chat.ann.presses(button.data))
        seen = _seen(before, pressed, shown, case.line)
        if presses > 1:
            is_right = await _is_pressed_right(case, pressed, before, shown, presses - 1)
        else:
            is_right = _is_right(case, seen)
        pressed.unlink()
        if is_right:
            return True
    return False


def _seen(before: Tables, path: Path, answers: Sequence[Card], line: str) -> Seen:
    asks = any(button.data.partition(":")[0] in QUESTIONS for button in _buttons(answers))
    return Seen(before, read_tables(path), _answer(answers, line), asks)


def _is_right(case: Case, seen: Seen) -> bool:
    return all(is_true(effect, seen) for effect in case.effects) and not is_extra(case.effects, seen)


@asynccontextmanager
async def _chat(path: Path, prefix: str) -> AsyncIterator[Chat]:
    database = storage.connect(url(path))
    world, channel = World.around(database, Clock(SAID_AT)), Recorder()
    world.delivery.add(channel)
    try:
        yield Chat(world, channel, Caller(world, prefix=prefix))
    finally:
        await database.close()


def _buttons(answers: Sequence[Card]) -> list[Button]:
    return [button for card in answers for row in card.buttons for button in row if button.data]


def _answer(answers: Sequence[Card], line: str) -> str:
    """All that is shown, without what only repeats the line."""
    shown = QUOTED.sub(lambda found: "" if _repeats(found[0][1:-1], line) else found[0], _shown(answers))
    kept = (text for text in shown.splitlines() if not text.startswith("[/"))
    return "\n".join(text.removesuffix(f": {line}") for text in kept)


def _repeats(quoted: str, line: str) -> bool:
    return quoted.rstrip("…").casefold().strip() in line.casefold()


def _shown(answers: Sequence[Card]) -> str:
    return "\n".join(text for card in answers for text in _texts(card))


def _texts(card: Card) -> list[str]:
    fields = [f"{label}: {value}" for label, value in card.fields]
    buttons = [f"[{button.label}]" for row in card.buttons for button in row]
    contacts = (contact.text for contact in card.contacts)
    shown = (card.title, card.subtitle, *contacts, card.lead, *fields, card.body, card.footer)
    return [*filter(None, shown), *buttons]
