"""An interaction in one line: what happened, how long it took, how it went, and what comes next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_durations import talk_hours, talk_seconds
from handlers.parsing.activities.line_parts import SEPARATORS, split_parts
from handlers.parsing.activities.outcomes import outcome_of, outcome_within
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.time.day_grammar import WEEKDAY
from handlers.parsing.time.days import JUST_GONE
from handlers.parsing.time.durations import COUNT, duration, duration_beside
from handlers.parsing.time.grammar import is_without_year
from handlers.parsing.time.patterns import one_of, opt, regex, rule, seq
from handlers.parsing.time.time_at_edge import DEED, split_when
from handlers.parsing.time.time_context import HAS_DAY, HAS_TIME
from handlers.parsing.time.times import EDGES, Scene, length_between, when
from handlers.parsing.time.tokens import HAN, MAX_PHRASE, kinds_of, read
from storage.models import Outcome

UKRAINIAN = "uk"
# A run of blanks or dashes is tried from its beginning only: else one of n costs n * n.
DASH = r"(?<!\s)\s+(?:[-–—]+\s+"
BREAK = lazy_regex(rf"[.!:]\s+|[！：]\s*|{DASH}|(?=\())|(?=（)")
SENTENCE = lazy_regex(rf"[.!！。]\s+|{DASH})")
AFTER_REACHING = (Outcome.CALLBACK, Outcome.NOT_INTERESTED)  # says more than that somebody answered
MAX_NEXT_STEPS = 20  # "next …", of which each may begin one
# A date without a year that is longer ago says something else than when it was.
RECENTLY = timedelta(days=JUST_GONE)
BRACKETS = "()（）"
NEXT = lazy_regex(rf"(?:(?<!\w)|(?=[{HAN}]))(?:{lexicon.pattern('next_step')})\s*[:：]\s*", re.IGNORECASE)
NEXT_PART = lazy_regex(
    rf"(?:\A|[,;.\n，；。])\s*(?P<word>(?:{lexicon.pattern('next_step')})(?:(?:\s+[-–—])?\s+|(?<=[{HAN}])))",
    re.IGNORECASE,
)
INFINITIVE = lazy_regex(
    r"(?:\w{2,}(?:ть|ти|чь|ться|тися|ć)"
    r"|(?:za|od|ob|do|wy|na|po|pode|prze|przy|s|u|um)?(?:dzwonic|slac|pisac|spotkac|mowic|umowic|pytac"
    r"|sprawdzic"
    r"|kazac|gotowac|jechac)|(?:send|call|ring|phon|e-?mail|text|chas|visit)ing)(?!\w)",
    re.IGNORECASE,
)  # never said of what has happened
HAN_DEED = lazy_regex(lexicon.alternatives("han_deeds"))
DONE = "了"
TALKED = lazy_regex(rf"\A(?:{lexicon.alternatives('tells')})\Z", re.IGNORECASE)  # and nothing more
HAS_NUMBER = lazy_regex(r"\d")
REMINDER_WORDS = ("remind", "remind me", "напомнить", "напомни", "напомни мне")  # and nothing more
UNITS = (Kind.MINUTES, Kind.HOURS, Kind.AFTERNOON_DAYS, Kind.DAYS, Kind.WEEKS, Kind.MONTHS)
PAST_DAY = rule(
    one_of(
        *(Kind.DAY, Kind.DAY_AND_PART),
        seq(
            opt(one_of(Kind.AT, Kind.ON, Kind.WEEKS_OR_AT)),
            one_of(Kind.NEXT, Kind.WEEK_AWAY),
            one_of(Kind.WEEKDAY, Kind.WEEKS),
        ),
        seq(
            opt(one_of(COUNT, Kind.ARTICLE)),
            opt(Kind.AND_A_HALF),
            one_of(*UNITS),
            one_of(Kind.AGO, Kind.BEFORE),
        ),
        seq(Kind.SPAN, one_of(Kind.AGO, Kind.BEFORE)),
    ),
    "yesterday",
    "в прошлую пятницу",
    "полчаса назад",
)
# A day itself, and no next step.
NEXT_DAY = rule(
    seq(Kind.NEXT, one_of(WEEKDAY, Kind.WEEKS, Kind.MONTHS, Kind.DAYS, Kind.AFTERNOON_DAYS)),
    "next friday",
    "next week",
    "следующий месяц",
)
IS_PAST_DAY, IS_NEXT_DAY = regex(PAST_DAY), regex(NEXT_DAY)


@dataclass(frozen=True)
class NextStep:
    """What is to be done next. `due_at` is UTC; None if `raw`, the whole text of it, has no time."""

    text: str
    due_at: datetime | None
    raw: str


@dataclass(frozen=True)
class Logged:
    """What a line says of a talk that is over. `at` is UTC; what the line does not say is None."""

    text: str
    outcome: Outcome | None
    seconds: int | None
    at: datetime | None
    next: NextStep | None


def read_logged(text: str, scene: Scene) -> Logged:
    """What a line says of a talk that is over: duration, outcome, its time, the next step, and the text."""
    past_text, next_text = _split_next_step(text, scene)
    step = _next_step(next_text, scene)
    parts = split_parts(past_text)
    if step is None and parts:
        step, before = _step_at_the_end(parts[-1][0], scene)
        parts = [*parts[:-1], *([(before, "")] if before else [])] if step else parts
    logged = Logged("", None, None, None, step)
    for number, (part, mark) in enumerate(parts):
        logged, left = _read_part(logged, part, scene)
        if number == 0 and logged.at is None:
            logged, left = _begun_in_the_past(logged, left, scene)
            if logged.at is not None and logged.seconds is None and (beside := duration_beside(left)):
                logged, left = _read_part(replace(logged, seconds=beside[0]), beside[1].strip(EDGES), scene)
            if logged.at is not None and logged.seconds is None:
                logged = replace(logged, seconds=talk_seconds(left))
        if left:
            space = part[: len(part) - len(part.lstrip())]
            logged = replace(logged, text=logged.text + space + left.lstrip() + mark)
    said = outcome_within(past_text)
    is_more = said in AFTER_REACHING and logged.outcome in (None, Outcome.REACHED)
    outcome = said if is_more else logged.outcome or said
    return replace(logged, outcome=outcome, text=logged.text.strip(SEPARATORS))


def join_times_and_outcome(words: Sequence[str], scene: Scene) -> str:
    """These words with a comma in between, if they say nothing but times and an outcome; else nothing."""
    if len(" ".join(words)) > 2 * MAX_PHRASE:  # each cut is read in full: of thousands, that takes minutes
        return ""
    for cut in range(len(words)):
        line = ", ".join(filter(None, (" ".join(words[:cut]), " ".join(words[cut:]))))
        if not read_logged(line, scene).text:
            return line
    return ""


def _split_next_step(text: str, scene: Scene) -> tuple[str, str]:
    """The text before "next:" and after it; without a colon a day or time must follow it directly."""
    if found := NEXT.search(text):
        return text[: found.start()], text[found.end() :]
    for found in [*NEXT_PART.finditer(text)][-MAX_NEXT_STEPS:]:
        step = text[found.end() :].strip(SEPARATORS)
        at, rest = split_when(step, scene)
        begins_so = at is not None and (DEED.match(f" {step}") or not (rest and step.startswith(rest)))
        if begins_so and not IS_NEXT_DAY.match(kinds_of(read(found["word"] + step[:MAX_PHRASE]))):
            return text[: found.start()], step
    return text, ""


def _read_part(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
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
        return _read_part(replace(logged, seconds=beside[0]), left, scene)
    if broken := BREAK.search(part):
        return _read_broken(logged, part, broken, scene)
    return _read_before_a_time(logged, part, scene)


def _read_before_a_time(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
    """ "voicemail yesterday", "15 min this morning"; what else stands before a time may say something else."""
    if logged.at is None and logged.seconds is None and (hours := talk_hours(part, scene)):
        return replace(logged, at=hours[1], seconds=hours[2]), hours[0]
    logged = replace(logged, seconds=logged.seconds or talk_seconds(part))
    at, left = split_when(part, scene, past=True)
    if logged.at is None and at and (outcome_of(left) or duration(left)):
        return _read_part(replace(logged, at=at), left, scene)
    return logged, part


def _read_broken(logged: Logged, part: str, broken: re.Match[str], scene: Scene) -> tuple[Logged, str]:
    """ "no answer - will try again", "tried twice. No answer"."""
    head, tail = part[: broken.start()], part[broken.end() :]
    if logged.outcome is None and (outcome := outcome_of(head)):
        return _read_part(replace(logged, outcome=outcome), tail, scene)
    if logged.seconds is None and (took := duration(head)):
        return _read_part(replace(logged, seconds=took), tail, scene)
    if logged.outcome is None and (outcome := outcome_of(tail)):
        return replace(logged, outcome=outcome), head
    if logged.seconds is None and (took := duration(tail.strip(BRACKETS))):
        return replace(logged, seconds=took), head
    return logged, part


def _begun_in_the_past(logged: Logged, part: str, scene: Scene) -> tuple[Logged, str]:
    """ "yesterday talked to Ivan" and "12.03 14:00 signed" tell when that was; "he paid yesterday" does not.

    "monday 10:00 talked" may mean the one to come: then the words stay.
    """
    at, rest = split_when(part, scene, past=True)
    begin = part.removesuffix(rest)
    if at is None or part.startswith(rest) or (scene.now - at > RECENTLY and is_without_year(begin)):
        return logged, part
    kinds = kinds_of(read(begin))
    begun = replace(logged, at=at, seconds=logged.seconds or length_between(begin))
    if IS_PAST_DAY.match(kinds) or split_when(part, scene)[0] is None:
        return begun, rest
    is_full = HAS_DAY.search(kinds) and HAS_TIME.search(kinds)
    return (begun if is_full else logged), part


def _gone_by(part: str, scene: Scene) -> datetime | None:
    at = when(part, scene, past=True)
    if at and scene.now - at > RECENTLY and is_without_year(part):
        return None
    return at


def _next_step(text: str, scene: Scene) -> NextStep | None:
    raw = text.strip(SEPARATORS)
    due_at, to_do = split_when(raw, scene)
    return NextStep(to_do, due_at, raw) if raw else None


def _step_at_the_end(part: str, scene: Scene) -> tuple[NextStep | None, str]:
    """The next step at the end of a line, and the text before it: "voicemail. call back friday"."""
    if step := _at_the_end(part, scene):
        return step, ""
    broken = [*SENTENCE.finditer(part)][-1:]
    return (_at_the_end(part[broken[0].end() :], scene), part[: broken[0].start()]) if broken else (None, "")


def _at_the_end(part: str, scene: Scene) -> NextStep | None:
    """A time to come, at the end of a line, is a next step; "15:00" is one unless it was today."""
    if step := _to_be_done(part.strip(), scene):
        return step
    due_at, before = when(part, scene), when(part, scene, past=True)
    zone = ZoneInfo(scene.zone)
    if due_at is None or (before and before.astimezone(zone).date() == scene.now.astimezone(zone).date()):
        return None
    return NextStep("", due_at, part.strip())


def _to_be_done(part: str, scene: Scene) -> NextStep | None:
    """ "friday 10 send the contract", "tomorrow send it", "call back on friday" are next steps.

    "friday call went well", which may have been last friday, is none.
    """
    due_at, text = split_when(part, scene)
    begin = part.removesuffix(text)
    if not (due_at and DEED.match(f" {text}")):
        return None
    is_one = (
        begin == part
        or HAS_NUMBER.search(begin)
        or INFINITIVE.match(text)
        or split_when(part, scene, past=True)[0] is None
    )
    is_han = HAN_DEED.match(text) and DONE not in text  # the time stands first there, whatever it says
    return (
        NextStep("" if lexicon.plain(text) in REMINDER_WORDS else text, due_at, part)
        if is_one or is_han
        else None
    )
