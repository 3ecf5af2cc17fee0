"""Contacts as they come in: rows of a file or a card, and what a chat received."""

from dataclasses import dataclass
from enum import Enum

from handlers.i18n import N_


@dataclass(frozen=True)
class ContactRow:
    """`line` is where it begins in the file; a name of a column may come more than once."""

    line: int
    cells: tuple[tuple[str, str], ...]
    complete: bool = True  # nothing of it is missing


class FileProblem(Enum):
    """Why nobody looked into a file."""

    TOO_BIG = N_("That file is too big for me. Please send me the contacts one by one.")
    LOST = N_("I cannot get that file any more. Please send it once more.")


@dataclass(frozen=True)
class ReceivedContacts:
    """What was handed on: who is told of, or why that is not known."""

    people: tuple[ContactRow, ...] = ()
    trouble: FileProblem | None = None
