"""Recognise a question about what is ahead: "what's on friday", "планы на неделю", "co mam jutro"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.agenda_words import AGENDA_WORDS, CHINESE, AgendaWords
from handlers.parsing.time.grammar import shape_of
from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import read_phrase, without_fillers
from handlers.working_time import local

MAX_LINE = 100  # letters
PARTS = (
    *("today", "this_week", "next_week", "coming_week", "overdue"),
    *("agenda", "tasks", "asks"),
)
WEEK = timedelta(days=7)
BESIDE = " ?!.,;:？！。，"


@dataclass(frozen=True)
class Days:
    """What an agenda shows: from `first` (None: also what is overdue) to `last` (None: all that is to come)."""

    first: date | None = None
    last: date | None = None
    overdue: bool = False  # only what is


@dataclass(frozen=True)
class AgendaLine:
    """`words`: those not understood, perhaps a colleague's name. `asks`: it certainly is about an agenda."""

    days: Days
    words: str
    is_today: bool = False


def read_agenda(text: str, scene: Scene) -> AgendaLine | None:
    """What is asked for; None if the text is no such question."""
    if len(text) > MAX_LINE or "\n" in text:
        return None
    said = dict.fromkeys(PARTS, False)
    rest = f" {lexicon.plain(text.strip(BESIDE))} "
    for pattern in (IN_WORDS, IN_HAN):
        if parts := [str(found.lastgroup) for found in pattern.finditer(rest)]:
            said |= dict.fromkeys(parts, True)
            rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split()).strip(BESIDE)
    today = local(scene.now, scene.zone).date()
    if days := _days(said, today):
        return AgendaLine(days, rest)
    if said["today"]:
        return AgendaLine(Days(today, today), rest, is_today=True)
    on, others = _day(rest, scene)
    if on:
        return AgendaLine(Days(on, on), others, is_today=on == today)
    if said["tasks"]:
        return AgendaLine(Days(), rest)
    return AgendaLine(Days(last=today + WEEK), rest) if said["agenda"] else None


def _days(said: dict[str, bool], today: date) -> Days | None:
    monday = today - timedelta(today.weekday())
    if said["overdue"]:
        return Days(overdue=True)
    if said["next_week"]:
        return Days(monday + WEEK, monday + 2 * WEEK - timedelta(1))
    if said["coming_week"]:
        return Days(last=today + WEEK)
    return Days(last=monday + WEEK - timedelta(1)) if said["this_week"] else None


def _day(text: str, scene: Scene) -> tuple[date | None, str]:
    """The day at an edge of the text, without a time of day in figures, and the other words."""
    at, others = split_when(text, scene) if text else (None, "")
    words = text.removesuffix(others).removeprefix(others) if others else text
    shape = shape_of(without_fillers(read_phrase(words)))
    if at is None or shape is None or not shape["day"] or (shape["time"] and any(map(str.isdigit, words))):
        return None, text
    return local(at, scene.zone).date(), others


def _groups(*languages: AgendaWords) -> Iterator[str]:
    """A group for each part, the longest words of all languages first."""
    for part in PARTS:
        words = "|".join(getattr(language, part) for language in languages).split("|")
        if any("(" in word for word in words):
            words = [getattr(language, part) for language in languages]
        yield f"(?P<{part}>{'|'.join(sorted(words, key=len, reverse=True))})"


IN_WORDS = lazy_regex(
    rf"(?<!\w)(?:{'|'.join(_groups(*(each for each in AGENDA_WORDS if each is not CHINESE)))})(?!\w)"
)
IN_HAN = lazy_regex("|".join(_groups(CHINESE)))
