"""Text limits and cleaning: allowed characters and maximum lengths. All limits of text are here."""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

# In characters.
NAME = 200  # name of a person, a company or a deal
TEXT = 10_000  # a long text: a note, a follow-up, a whole message
SHOWN = 1_000  # of a long text, among other fields on a card
ECHO = 100  # of typed text, when it is repeated in an answer
MAX_TAG = 100
MAX_BLANKS = 8  # in a row: a longer indentation is cut
MAX_LINE_ENDS = 3  # in a row
HAN_BEGINS, HAN_ENDS = "\u3400", "\u9fff"

_BREAKS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Control characters, and those that change the reading direction of the text after them.
_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONG_GAP = re.compile(rf"\s{{{MAX_BLANKS + 1},}}|\n{{{MAX_LINE_ENDS + 1},}}")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)  # HTML
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zs", "Zl", "Zp"}  # categories of Unicode
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols according to Unicode, but invisible


def storable(value: Any) -> Any:
    """Text, or JSON-like data with text, without what no database stores: zero bytes and lone surrogates."""
    if isinstance(value, str):
        return value if value.isprintable() else _storable_text(value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return [storable(item) for item in value] if isinstance(value, list) else value


def _storable_text(text: str) -> str:
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:  # it has surrogates: pairs become letters, what is left alone does not
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def clean(text: str) -> str:
    """Text that can be stored and shown anywhere: no control characters or changes of reading direction."""
    if text.isprintable():  # on one line, as most texts are
        return text
    return _STEERING.sub("", _BREAKS.sub("\n", _storable_text(text)))


def normalise(text: str) -> str:
    """Clean text from outside before anything parses it: long runs of whitespace are shortened.

    Many parsing patterns try every blank of a run again, so a long run costs quadratic time.
    """
    return _LONG_GAP.sub(_shortened_gap, clean(text))


def without_entities(text: str) -> str:
    """'Smith &amp; Sons' without HTML entities: 'Smith & Sons'."""
    return _ENTITY.sub(lambda found: html.unescape(found.group()), text)


def is_visible(text: str) -> bool:
    """Whether the text has any visible character."""
    return any(unicodedata.category(letter) not in _INVISIBLE and letter not in _BLANKS for letter in text)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened_gap(gap: re.Match[str]) -> str:
    *ends, indentation = gap.group().split("\n")
    return "\n" * min(len(ends), MAX_LINE_ENDS) + indentation[:MAX_BLANKS]


def shorten(text: str, most: int) -> str:
    """The text cut to at most `most` characters, with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def bullets(lines: Iterable[str]) -> str:
    """Lines that may be long, each with a mark where it begins."""
    return "\n".join(f"• {line}" for line in lines)


def colon(label: str, value: str) -> str:
    """The value after its label, with the colon of the label's script."""
    is_han = any(HAN_BEGINS <= letter <= HAN_ENDS for letter in label)
    return f"{label}：{value}" if is_han else f"{label}: {value}"
