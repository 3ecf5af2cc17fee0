"""What may be typed: which letters, and how many of them. The limits are here and nowhere else."""

import html
import re
import unicodedata
from typing import Any

# In letters.
NAME = 200  # what a person, a company or a deal is called
TEXT = 10_000  # what is told: a talk, a promise, a whole message
SHOWN = 1_000  # of what is told, among other things on a card
ECHO = 100  # of what was typed, when it is said back
MAX_TAG = 100
MAX_BLANKS = 8  # in a row: more of an indentation is not kept
MAX_LINE_ENDS = 3  # in a row

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Control characters, and those which turn the reading direction of what follows them.
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONG_GAP = re.compile(rf"\s{{{MAX_BLANKS + 1},}}|\n{{{MAX_LINE_ENDS + 1},}}")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)  # of HTML
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


def normalized(text: str) -> str:
    """A text from outside, cleaned, before anything reads it: no run of whitespace in it is long.

    Many a pattern that reads what people type tries each blank of a run anew, and so pays for its square.
    """
    return _LONG_GAP.sub(_shortened_gap, clean(text))


def without_entities(text: str) -> str:
    """'Smith &amp; Sons' as it was before some page wrote it so."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def is_visible(text: str) -> bool:
    """Whether there is anything to see."""
    return any(unicodedata.category(letter) not in _INVISIBLE and letter not in _BLANKS for letter in text)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened_gap(gap: re.Match[str]) -> str:
    *ends, indentation = gap.group().split("\n")
    return "\n" * min(len(ends), MAX_LINE_ENDS) + indentation[:MAX_BLANKS]


def shorten(text: str, most: int) -> str:
    """At most so many letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
