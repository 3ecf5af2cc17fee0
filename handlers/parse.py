"""What people type, understood: times, money, phones, birthdays, a client in one line, a talk in one line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from handlers import words
from handlers.amounts import Money, money, split_money
from handlers.chat import Request
from handlers.contacts import birthday, emails, new_client, phone, phones
from handlers.grammar import ENDS, duration
from handlers.times import Scene, split_when, when
from storage.models import Outcome

__all__ = [
    "Logged",
    "Money",
    "NextStep",
    "Scene",
    "apart",
    "birthday",
    "duration",
    "emails",
    "interaction",
    "money",
    "new_client",
    "phone",
    "phones",
    "region",
    "scene",
    "split_money",
    "split_when",
    "when",
]

ANY_REGION = "US"
SEPARATORS = " ,;\n，；、"
SAID_PARTS = re.compile(r"([;\n，；]|,(?!\d)|(?<!\d),)")  # "1,5 hours" is one
NEXT = re.compile(rf"(?<!\w)(?:{words.pattern('next_step')})\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class NextStep:
    """A promise. `due_at` is UTC; None where `typed` names no time that is understood."""

    text: str
    due_at: datetime | None
    typed: str


@dataclass(frozen=True)
class Logged:
    """What a line says of a talk. `at` is UTC; what is not said is None."""

    text: str
    outcome: Outcome | None
    seconds: int | None
    at: datetime | None
    next: NextStep | None


def scene(req: Request) -> Scene:
    """Who types, when and where."""
    rep = req.rep
    where = region(rep.locale, rep.timezone)
    return Scene(req.now, rep.timezone, rep.locale, where, req.currency, rep.working_days)


def interaction(text: str, scene: Scene) -> Logged:
    """What a line says after the client: duration, outcome, a time gone by, the next step, and the text."""
    told, *ahead = NEXT.split(text, 1)
    step = _next_step(ahead[0], scene) if ahead else None
    pieces = _pieces(told)
    if step is None and pieces:
        step = _at_the_end(pieces[-1][0], scene)
        pieces = pieces[:-1] if step else pieces
    logged = Logged("", None, None, None, step)
    for part, mark in pieces:
        if logged.seconds is None and (took := duration(part)):
            logged = replace(logged, seconds=took)
        elif logged.outcome is None and (outcome := words.OUTCOMES.get(words.plain(part.strip(ENDS)))):
            logged = replace(logged, outcome=outcome)
        elif logged.at is None and (at := when(part, scene, past=True)):
            logged = replace(logged, at=at)
        else:
            logged = replace(logged, text=logged.text + part + mark)
    return replace(logged, text=logged.text.strip(SEPARATORS))


def apart(told: Sequence[str], scene: Scene) -> str:
    """These words with a comma in between, if they tell nothing but times and an outcome; else nothing."""
    for cut in range(len(told)):
        parts = filter(None, (" ".join(told[:cut]), " ".join(told[cut:])))
        if not interaction(said := ", ".join(parts), scene).text:
            return said
    return ""


@cache
def region(locale: str, zone: str) -> str:
    """Whose phone numbers: the locale's country; English is spoken everywhere, so there the time zone tells."""
    from babel.core import get_global  # not while importing: it takes its time

    language, *country = re.split("[-_]", locale)
    if country and re.fullmatch("[A-Za-z]{2}", country[-1]):
        return country[-1].upper()
    zone = get_global("zone_aliases").get(zone, zone)
    by_zone = get_global("zone_territories").get(zone, "")
    if language == "en" and by_zone not in ("", "ZZ"):
        return str(by_zone)
    return str(get_global("likely_subtags").get(language, ANY_REGION)).split("_")[-1]


def _next_step(said: str, scene: Scene) -> NextStep | None:
    typed = said.strip(SEPARATORS)
    due_at, text = split_when(typed, scene)
    return NextStep(text, due_at, typed) if typed else None


def _at_the_end(part: str, scene: Scene) -> NextStep | None:
    """A time to come, at the end of a line, is a promise; "15:00" is one unless it was today."""
    due_at, before = when(part, scene), when(part, scene, past=True)
    zone = ZoneInfo(scene.zone)
    if due_at is None or (before and before.astimezone(zone).date() == scene.now.astimezone(zone).date()):
        return None
    return NextStep("", due_at, part.strip())


def _pieces(told: str) -> list[tuple[str, str]]:
    """The parts between commas, semicolons and line ends, each with the mark after it."""
    split = [*SAID_PARTS.split(told.strip(SEPARATORS)), ""]
    return list(zip(split[::2], split[1::2], strict=True))
