"""What people did, numbered, and what Rapport owes them for it."""

import itertools
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto


class Kind(StrEnum):
    NOTE = "note"
    DEAL = "deal"
    FORM = "form"  # a deal, too, asked for one thing at a time or in a modal
    MOVE = "move"
    RECUR = "recur"  # a follow-up of every day
    DONE = "done"  # one of its occurrences was done; the mark is that of the rule
    RING = "ring"  # a follow-up that comes due while the test runs


class Owed(Enum):
    ONCE = auto()
    AT_MOST_ONCE = auto()  # Slack has had no answer, and does not tell it again
    NEVER = auto()  # Rapport said that nothing was saved


@dataclass
class Deed:
    """`mark` is found again in what is remembered and said: "note n000123"; of a move, the deal's title."""

    kind: Kind
    chat: str
    mark: str
    owed: Owed = Owed.ONCE
    updates: int = 1  # each of them is answered
    move: tuple[int, int] = (0, 0)  # from this stage to that one


@dataclass
class Ledger:
    left: int  # updates still to come
    deeds: list[Deed] = field(default_factory=list)
    looked: Counter[str] = field(default_factory=Counter)  # look-ups, by chat
    unheard: int = 0  # of them, those which Slack could not tell, or not in time
    updates: int = 0
    answered: int = 0  # by an acknowledgement, where the platform has such
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def add(self, deed: Deed) -> Deed:
        self.deeds.append(deed)
        return deed

    def begin(self, kind: Kind, chat: str, *, updates: int = 1) -> Deed:
        """Something new, with a number of its own."""
        mark = f"{kind.value} n{next(self._numbers):06}"  # a bare number might be an amount
        return self.add(Deed(kind, chat, mark, updates=updates))

    def count(self, updates: int = 1) -> None:
        self.updates += updates
        self.left -= updates
