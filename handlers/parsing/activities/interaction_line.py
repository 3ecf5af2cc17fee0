"""An interaction in one line: what happened, how long it took, how it went, and what comes next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_durations import stated_duration, stated_hours
from handlers.parsing.activities.line_parts import SEPARATORS, split_parts
from handlers.parsing.activities.outcomes import outcome_of, outcome_within
from handlers.parsing.time.days import JUST_GONE
from handlers.parsing.time.durations import duration, duration_beside
from handlers.parsing.time.grammar import HAS_DAY, HAS_TIME, is_without_year
from handlers.parsing.time.time_at_edge import DEED, split_when
from handlers.parsing.time.times import EDGES, Scene, length_between, when
from handlers.parsing.time.tokens import HAN, LONGEST_PHRASE, kinds_of, read
from storage.models import Outcome

UKRAINIAN = "uk"
# A run of blanks or dashes is tried from its beginning only: else one of n costs n * n.
DASH = r"(?<!\s)\s+(?:[-–—]+\s+"
BREAK = re.compile(rf"[.!:]\s+|[！：]\s*|{DASH}|(?=\())|(?=（)")
SENTENCE = re.compile(rf"[.!！。]\s+|{DASH})")
MAX_PROMISES = 20  # "next …", of which each may be one
# A date without a year that is longer ago says something else than when it was.
RECENTLY = timedelta(days=JUST_GONE)
BRACKETS = "()（）"
NEXT = re.compile(rf"(?:(?<!\w)|(?=[{HAN}]))(?:{lexicon.pattern('next_step')})\s*[:：]\s*", re.IGNORECASE)
NEXT_PIECE = re.compile(
    rf"(?:\A|[,;.\n，；。])\s*(?P<word>(?:{lexicon.pattern('next_step')})(?:\s+[-–—])?\s+)", re.IGNORECASE
)
BACK = re.compile(r"\Aback\s+", re.IGNORECASE)  # "call ivan back tomorrow"
HAN_DEED = re.compile(lexicon.alternatives("han_deeds"))
DONE = "了"
TALKED = re.compile(rf"\A(?:{lexicon.alternatives('tells')})\Z", re.IGNORECASE)  # and nothing more
HAS_NUMBER = re.compile(r"\d")
ASKED = ("remind", "remind me", "напомнить", "напомни", "напомни мне")  # and nothing more
PAST_DAY = re.compile("D|B|[pbR]?[n1][WK]|[NqA]?E?[uogUKY][aZ]|H[aZ]")
NEXT_DAY = re.compile("n[WwKYUg]")  # "next friday", "next week": a day itself


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


def interaction(text: str, scene: Scene) -> Logged:
    """What a line says after the client: duration, outcome, a time gone by, the next step, and the text."""
    told, ahead = _told_and_ahead(text, scene)
    step = _next_step(ahead, scene)
    parts = split_parts(told)
    if step is None and parts:
        step, before = _last_said(parts[-1][0], scene)
        parts = [*parts[:-1], *([(before, "")] if before else [])] if step else parts
    logged = Logged("", None, None, None, step)
    for number, (part, mark) in enumerate(parts):
        logged, left = _read_piece(logged, part, scene)
        if number == 0 and logged.at is None:
            logged, left = _begun_in_the_past(logged, left, scene)
            if logged.at is not None and logged.seconds is None and (beside := duration_beside(left)):
                logged, left = _read_piece(replace(logged, seconds=beside[0]), beside[1].strip(EDGES), scene)
        if left:
            space = part[: len(part) - len(part.lstrip())]
            logged = replace(logged, text=logged.text + space + left.lstrip() + mark)
    outcome = logged.outcome or outcome_within(told)
    return replace(logged, outcome=outcome, text=logged.text.strip(SEPARATORS))


def planned(text: str, scene: Scene) -> tuple[datetime, str] | None:
    """When (UTC) a talk is still to come, and what was said after that. None where it may be over."""
    text = BACK.sub("", text)
    logged = interaction(text, scene)
    if NEXT.search(text):
        return None
    if logged.next and logged == Logged("", None, None, None, logged.next):  # nothing is told of a talk
        return (logged.next.due_at, logged.next.text) if logged.next.due_at else None
    first, *others = [(part.strip(), mark) for part, mark in split_parts(text)] or [("", "")]
    due_at, said = split_when(first[0], scene)
    kinds = kinds_of(read(first[0].removesuffix(said)))
    if due_at is None or (said and first[0].startswith(said)) or not HAS_DAY.search(kinds):
        return None
    parts = [(said, first[1] if said else ""), *others]
    rest = "".join(f"{part}{mark} " for part, mark in parts).strip(SEPARATORS)
    to_do = DEED.match(f" {rest}")
    is_certain = split_when(first[0], scene, past=True)[0] is None
    is_apart = not said or HAS_TIME.search(kinds)
    return (due_at, rest) if to_do or (is_certain and is_apart) else None


def apart(told: Sequence[str], scene: Scene) -> str:
    """These words with a comma in between, if they tell nothing but times and an outcome; else nothing."""
    if len(" ".join(told)) > 2 * LONGEST_PHRASE:  # each cut is read in full: of thousands, that takes minutes
        return ""
    for cut in range(len(told)):
        parts = filter(None, (" ".join(told[:cut]), " ".join(told[cut:])))
        if not interaction(said := ", ".join(parts), scene).text:
            return said
    return ""


def _told_and_ahead(text: str, scene: Scene) -> tuple[str, str]:
    """What stands before "next:" and after it; without a colon a day or time must follow it directly."""
    if found := NEXT.search(text):
        return text[: found.start()], text[found.end() :]
    for found in [*NEXT_PIECE.finditer(text)][-MAX_PROMISES:]:
        typed = text[found.end() :].strip(SEPARATORS)
        at, said = split_when(typed, scene)
        begins_so = at is not None and not (said and typed.startswith(said))
        if begins_so and not NEXT_DAY.match(kinds_of(read(found["word"] + typed[:LONGEST_PHRASE]))):
            return text[: found.start()], typed
    return text, ""


def _read_piece(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
    """What a part between commas tells, and the words that are left of it."""
    is_hour = scene.locale.startswith(UKRAINIAN)  # who speaks it has talked for an hour: "1 год"
    if logged.seconds is None and (took := duration(part.strip(BRACKETS), hour=is_hour)):
        return replace(logged, seconds=took), ""
    if logged.outcome is None and (outcome := outcome_of(part)):
        return replace(logged, outcome=outcome), ""
    if logged.at is None and (at := _gone_by(part, scene)):
        return replace(logged, at=at, seconds=logged.seconds or length_between(part)), ""
    if logged.seconds is None and (beside := duration_beside(part)):
        left = TALKED.sub("", beside[1].strip(EDGES))
        return _read_piece(replace(logged, seconds=beside[0]), left, scene)
    if broken := BREAK.search(part):
        return _read_broken(logged, part, broken, scene)
    return _read_before_a_time(logged, part, scene)


def _read_before_a_time(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
    """ "voicemail yesterday", "15 min this morning"; what else stands before a time may say something else."""
    if logged.at is None and logged.seconds is None and (hours := stated_hours(part, scene)):
        return replace(logged, at=hours[1], seconds=hours[2]), hours[0]
    logged = replace(logged, seconds=logged.seconds or stated_duration(part))
    at, left = split_when(part, scene, past=True)
    if logged.at is None and at and (outcome_of(left) or duration(left)):
        return _read_piece(replace(logged, at=at), left, scene)
    return logged, part


def _read_broken(logged: Logged, part: str, broken: re.Match[str], scene: Scene) -> tuple[Logged, str]:
    """ "no answer - will try again", "tried twice. No answer"."""
    head, tail = part[: broken.start()], part[broken.end() :]
    if logged.outcome is None and (outcome := outcome_of(head)):
        return _read_piece(replace(logged, outcome=outcome), tail, scene)
    if logged.seconds is None and (took := duration(head)):
        return _read_piece(replace(logged, seconds=took), tail, scene)
    if logged.outcome is None and (outcome := outcome_of(tail)):
        return replace(logged, outcome=outcome), head
    if logged.seconds is None and (took := duration(tail.strip(BRACKETS))):
        return replace(logged, seconds=took), head
    return logged, part


def _begun_in_the_past(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
    """ "yesterday talked to Ivan" and "12.03 14:00 signed" tell when that was; "he paid yesterday" does not.

    "monday 10:00 talked" may mean the one to come: then the words stay.
    """
    at, said = split_when(part, scene, past=True)
    begin = part.removesuffix(said)
    if at is None or part.startswith(said) or (scene.now - at > RECENTLY and is_without_year(begin)):
        return logged, part
    kinds = kinds_of(read(begin))
    begun = replace(logged, at=at, seconds=logged.seconds or length_between(begin))
    if PAST_DAY.match(kinds) or split_when(part, scene)[0] is None:
        return begun, said
    is_full = HAS_DAY.search(kinds) and HAS_TIME.search(kinds)
    return (begun if is_full else logged), part


def _gone_by(part: str, scene: Scene) -> datetime | None:
    at = when(part, scene, past=True)
    if at and scene.now - at > RECENTLY and is_without_year(part):
        return None
    return at


def _next_step(said: str, scene: Scene) -> NextStep | None:
    typed = said.strip(SEPARATORS)
    due_at, text = split_when(typed, scene)
    return NextStep(text, due_at, typed) if typed else None


def _last_said(part: str, scene: Scene) -> tuple[NextStep | None, str]:
    """The promise at the end of a line, and what stands before it: "voicemail. call back friday"."""
    if step := _at_the_end(part, scene):
        return step, ""
    broken = [*SENTENCE.finditer(part)][-1:]
    return (_at_the_end(part[broken[0].end() :], scene), part[: broken[0].start()]) if broken else (None, "")


def _at_the_end(part: str, scene: Scene) -> NextStep | None:
    """A time to come, at the end of a line, is a promise; "15:00" is one unless it was today."""
    if step := _to_be_done(part.strip(), scene):
        return step
    due_at, before = when(part, scene), when(part, scene, past=True)
    zone = ZoneInfo(scene.zone)
    if due_at is None or (before and before.astimezone(zone).date() == scene.now.astimezone(zone).date()):
        return None
    return NextStep("", due_at, part.strip())


def _to_be_done(part: str, scene: Scene) -> NextStep | None:
    """ "friday 10 send the contract", "tomorrow send it", "call back on friday" are promises; "friday call went
    well", which may have been last friday, is none.
    """
    due_at, text = split_when(part, scene)
    begin = part.removesuffix(text)
    if not (due_at and DEED.match(f" {text}")):
        return None
    is_one = begin == part or HAS_NUMBER.search(begin) or split_when(part, scene, past=True)[0] is None
    is_han = HAN_DEED.match(text) and DONE not in text  # the time stands first there, whatever it says
    return NextStep("" if lexicon.plain(text) in ASKED else text, due_at, part) if is_one or is_han else None
