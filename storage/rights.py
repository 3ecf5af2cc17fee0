"""Who may see what. Every function that returns or changes client data builds on `visible`."""

from enum import Enum
from typing import Literal

from sqlalchemy import ColumnElement, false, true

from storage.models import Rep


class System(Enum):
    """Rapport itself, when it speaks unasked or imports a file."""

    SYSTEM = "system"


SYSTEM = System.SYSTEM
Who = Rep | Literal[System.SYSTEM]


def visible(who: Who) -> ColumnElement[bool]:
    """The clients `who` may see, as a condition on `Client`: all the company's, until the person has left."""
    return true() if who is SYSTEM or who.active else false()
