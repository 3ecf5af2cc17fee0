"""Incoming contacts: rows of an imported file or vCard, and contacts sent in a chat."""

from dataclasses import dataclass
from enum import Enum

from handlers.i18n import N_


@dataclass(frozen=True)
class ContactRow:
    """`line` is where it begins in the file; a column name may occur more than once."""

    line: int
    cells: tuple[tuple[str, str], ...]
    complete: bool = True  # no part of it is missing


class FileProblem(Enum):
    """Why a file was not read."""

    TOO_BIG = N_("That file is too big. Please send the contacts one by one.")
    LOST = N_("I can no longer get that file. Please send it again.")


@dataclass(frozen=True)
class ReceivedContacts:
    """Contacts sent in a chat, or why they could not be read."""

    people: tuple[ContactRow, ...] = ()
    trouble: FileProblem | None = None
