"""What people write all day: 60 % names, 20 % words of several clients, 10 % names of nobody, 10 % presses."""

import itertools
import random
import statistics
import time
from collections.abc import Iterable

from benchmarks import people
from benchmarks.base import SEED
from benchmarks.load import Chat, Line, Press
from benchmarks.stub import data

SHARES = {"hit": 60, "list": 20, "miss": 10, "press": 10}
# Buttons that show something in place of their message; others begin a form, or change something.
OPENING = {"client", "client.history", "find.open", "find.page"}
ANSWERS = {"client.history": "hit", "find.open": "list", "line.anyway": "miss"}  # by a button below each


class MixedDay:
    """Chooses what a chat says next. `wrong`: how many answers were not of the kind that was meant."""

    def __init__(self, names: Iterable[str], shared: Iterable[str]) -> None:
        self.took: dict[str, list[float]] = {kind: [] for kind in SHARES}  # seconds
        self.wrong = 0
        self._names, self._shared = itertools.cycle(names), itertools.cycle(shared)
        self._chance = random.Random(SEED)
        self._said: dict[int, tuple[str, float]] = {}  # by chat, what waits for an answer, and since when
        self._presses: dict[int, list[Press]] = {}  # by chat, those of the last message that opens something

    def next_line(self, chat: Chat) -> Line:
        self.look(chat)
        kind = self._chance.choices([*SHARES], [*SHARES.values()])[0]
        if kind == "press" and chat.number not in self._presses:
            kind = "hit"
        self._said[chat.number] = kind, time.perf_counter()
        match kind:
            case "press":
                return self._chance.choice(self._presses[chat.number])
            case "list":
                return next(self._shared)
            case "miss":
                return people.unknown_name(self._chance)
        return next(self._names)

    def look(self, chat: Chat) -> None:
        """Look at the last answer, once."""
        if not (message := chat.shown) or chat.number not in self._said:
            return
        kind, since = self._said.pop(chat.number)
        self.took[kind].append(message.at - since)
        named = [(data(button).partition(":")[0], button) for button in message.buttons]
        if presses := [Press(message, button) for name, button in named if name in OPENING]:
            self._presses[chat.number] = presses
        self.wrong += kind not in ("press", *(ANSWERS.get(name) for name, _button in named))

    def __str__(self) -> str:
        total = sum(map(len, self.took.values()))
        each = [
            f"{len(took) / total:.0%} {kind} ({1000 * statistics.median(took):.0f} ms)"
            for kind, took in self.took.items()
            if took
        ]
        return f"{', '.join(each)}; {self.wrong} of {total:,} answers of another kind"
