"""What may be typed: which letters, and how many of them. The limits are here and nowhere else."""

import re
import unicodedata
from typing import Any

from handlers.chat import UserError
from handlers.i18n import _

# In letters.
NAME = 200  # what a person, a company or a deal is called
TEXT = 10_000  # what is told: a talk, a promise, a whole message
SHOWN = 1_000  # of what is told, among other things on a card
ECHO = 100  # of what was typed, when it is said back

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Control characters, and those which turn the reading direction of what follows them.
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zs", "Zl", "Zp"}  # categories of Unicode
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs, to Unicode, with nothing to see


def storable(value: Any) -> Any:
    """A text, or whatever holds texts, without what no base takes: zero bytes and halves of a character."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [storable(item) for item in value]
        case dict():
            return {storable(key): storable(item) for key, item in value.items()}
        case _:
            return value


def clean(text: str) -> str:
    """What can be kept and shown anywhere: no control characters, and nothing that turns the text around."""
    whole: str = storable(text)
    return _STEERING.sub("", _BREAKS.sub("\n", whole))


def is_visible(text: str) -> bool:
    """Whether there is anything to see."""
    return any(unicodedata.category(letter) not in _INVISIBLE and letter not in _BLANKS for letter in text)


def fits(text: str, most: int) -> str:
    """The text, if it is not longer than that. Raises UserError."""
    if len(text) > most:
        said = _("That is too long: {n} letters, and at most {most} fit. Please make it shorter, or split it.")
        raise UserError(said.format(n=len(text), most=most))
    return text


def on_one_line(text: str) -> str:
    return " ".join(text.split())
