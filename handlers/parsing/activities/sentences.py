"""Tell whether a sentence is about something to do or something that happened, and when."""

import re
from datetime import datetime

from handlers.parsing import lexicon
from handlers.parsing.activities.mentioned_time import WORD_START, is_to_be_done_then
from handlers.parsing.activities.outcomes import outcome_within
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.time_at_edge import DEED, split_when
from handlers.parsing.time.time_context import HAS_DAY
from handlers.parsing.time.times import EDGES, Scene
from handlers.parsing.time.tokens import HAN, kinds_of, read
from storage.models import Outcome

FIRST = lazy_regex(r"([^,;，；]*)([,;，；]?)(.*)", re.DOTALL)
WORD_CHARACTER = r"\w"
WORD_ENDS = rf"(?:(?!\w)|(?=[{HAN}])|(?<=[{HAN}]))"
INTENDS = lazy_regex(rf"\s*(?:{lexicon.pattern('intends')}){WORD_ENDS}\s*", re.IGNORECASE)
# No Chinese in a word of another alphabet: every character of a run would be tried as its beginning.
# No upper case there, and in each it takes four milliseconds to look for it.
LETTER = rf"(?-i:[^\W{HAN}])"
TELLS = lazy_regex(
    rf"(?<!{LETTER})(?:{lexicon.alternatives('tells').replace(WORD_CHARACTER, LETTER)}){WORD_ENDS}",
    re.IGNORECASE,
)
IN_HAN = lazy_regex(f"[{HAN}]")
HAN_DEED = lazy_regex(lexicon.alternatives("han_deeds"))
MAX_STARTS = 20


def to_do(text: str) -> str:
    """What is to be done, if the sentence says so ("need to", "remind me to"); else empty."""
    found, rest = INTENDS.match(text), text
    while found:
        rest = rest[found.end() :]
        found = INTENDS.match(rest)
    return rest if rest != text else ""


def is_to_come(text: str, scene: Scene) -> bool:
    """Whether it speaks of what is to be done, and of nothing that has happened."""
    first, _mark, _others = _first_part(text)
    if to_do(text):
        return True
    if TELLS.search(first) or outcome_within(first) not in (None, Outcome.CALLBACK):
        return False
    if not _is_at(first, scene, past=False):
        return DEED.match(f" {first}") is not None and split_when(text, scene)[0] is not None
    is_deed = DEED.match(f" {first}") or HAN_DEED.search(first)
    return is_deed is not None or not _is_at(first, scene, past=True)


def split_due(text: str, scene: Scene) -> tuple[datetime | None, str]:
    """When (UTC) that is to be done, wherever the text says so, and the other words."""
    text = to_do(text) or text
    at, rest = split_when(text, scene)
    if at is not None:
        return at, rest
    found = _within(text, scene, past=False)
    return (found[0], found[2]) if found else (None, text)


def time_first(text: str, scene: Scene) -> str:
    """ "yesterday, met ivan, liked it" for "met ivan yesterday, liked it": so it is when that was."""
    first, mark, others = _first_part(text)
    at, left = split_when(first, scene, past=True)
    if tells := TELLS.search(first):  # "talked to ivan on monday": the last one
        is_han = IN_HAN.match(tells.group())  # "周三和他说了": what stands behind is what was said
        found = _within(first[: tells.start()] if is_han else first, scene, past=True)
        if found and is_han:
            found = (*found[:2], f"{found[2]}{first[tells.start() :]}")
        return f"{found[1]}, {found[2]}{mark}{others}" if found else text
    if at is not None and first.endswith(left) and HAS_DAY.search(kinds_of(read(first.removesuffix(left)))):
        return f"{first.removesuffix(left).strip(EDGES)}, {left}{mark}{others}"
    if at is None or not first.startswith(left) or split_when(first, scene)[0] is not None:
        return text
    time = first[len(left) :].strip()
    return text if is_to_be_done_then(left, time) else f"{time} {left}{mark}{others}"


def _is_at(text: str, scene: Scene, *, past: bool) -> bool:
    """Whether the text says when, anywhere."""
    return split_when(text, scene, past=past)[0] is not None or _within(text, scene, past=past) is not None


def _first_part(text: str) -> tuple[str, str, str]:
    """What stands before the first comma, that comma, and the rest."""
    first, mark, others = FIRST.findall(text)[0]
    return first, mark, others


def _within(text: str, scene: Scene, *, past: bool) -> tuple[datetime, str, str] | None:
    """The first day in the midst of a text: the moment (UTC), its words, and the others."""
    for start in [found.start() for found in WORD_START.finditer(text)][:MAX_STARTS]:
        tail = text[start:]
        at, left = split_when(tail, scene, past=past)
        begin = tail.removesuffix(left)
        if past and is_to_be_done_then(text[:start], begin):
            continue
        if at is not None and not (left and tail.startswith(left)) and HAS_DAY.search(kinds_of(read(begin))):
            gap = "" if re.search(f"[{HAN}]\\Z", text[:start]) else " "
            return at, begin.strip(EDGES), f"{text[:start].rstrip(EDGES)}{gap}{left}".strip()
    return None
