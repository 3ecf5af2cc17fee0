"""A talk that is still to come, in one line: "dec 9 at 2pm, his warehouse", "back on friday 10:15"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.parsing.activities.interaction_line import NEXT, RECENTLY, Logged, read_logged
from handlers.parsing.activities.line_parts import SEPARATORS, split_parts
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.time.grammar import is_without_year
from handlers.parsing.time.time_at_edge import DEED, split_when
from handlers.parsing.time.time_context import HAS_DAY, HAS_TIME
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import kinds_of, read

FAR_OFF = timedelta(days=180)  # a date without a year that is no nearer has rather gone by
BACK = lazy_regex(r"\Aback\s+", re.IGNORECASE)  # "call ivan back tomorrow"


@dataclass(frozen=True)
class Planned:
    """A talk that is still to come: when (UTC), and the rest of the line."""

    due_at: datetime
    text: str


def read_interaction(text: str, scene: Scene) -> Planned | Logged:
    """What a line says after the client: of a talk that is still to come, or else of one that is over."""
    line = BACK.sub("", text)
    logged = read_logged(line, scene)
    if plan := _plan(line, logged, scene, calls_back=line != text):
        return plan
    return logged if line == text else read_logged(text, scene)


def _plan(text: str, logged: Logged, scene: Scene, *, calls_back: bool) -> Planned | None:
    """The talk to come that a line may speak of, which would be read as `logged` if it is over."""
    if NEXT.search(text):
        return None
    if logged.next and logged == Logged("", None, None, None, logged.next):  # it says nothing of a talk
        return Planned(logged.next.due_at, logged.next.text) if logged.next.due_at else None
    first, *others = [(part.strip(), mark) for part, mark in split_parts(text)] or [("", "")]
    due_at, rest = split_when(first[0], scene)
    kinds = kinds_of(read(first[0].removesuffix(rest)))
    if due_at is None or (rest and first[0].startswith(rest)) or not HAS_DAY.search(kinds):
        return None
    parts = [(rest, first[1] if rest else ""), *others]
    to_do = "".join(f"{part}{mark} " for part, mark in parts).strip(SEPARATORS)
    is_certain = calls_back or _is_ahead(first[0], due_at, scene)
    is_apart = not rest or HAS_TIME.search(kinds)
    return Planned(due_at, to_do) if DEED.match(f" {to_do}") or (is_certain and is_apart) else None


def _is_ahead(part: str, due_at: datetime, scene: Scene) -> bool:
    """Whether a time is not one that is over: "monday" may be, "dec 9" is not if that was a year ago."""
    gone_by, rest = split_when(part, scene, past=True)
    if gone_by is None:
        return True
    is_long_ago = scene.now - gone_by > RECENTLY and is_without_year(part.removesuffix(rest))
    return is_long_ago and due_at - scene.now < FAR_OFF
