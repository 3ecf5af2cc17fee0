"""A rule in a line: "call Ivan every monday at 9 until march" is what recurs, and what is to be done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from handlers.parsing import lexicon
from handlers.parsing.activities.outcomes import WORD_BEGINS, WORD_ENDS
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.recurrence_words import RECURRENCE_WORDS
from handlers.parsing.recurrence.intervals import Found, find_interval, is_marked, skip_ends, weekdays_at
from handlers.parsing.recurrence.month_places import Place, place_after, place_before
from handlers.parsing.time.grammar import shape_of
from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import EDGES, MORNING, Scene, moment_of
from handlers.parsing.time.tokens import Token, read, without_fillers
from handlers.working_time import local
from storage.activities.recurrence_days import YEAR, Rule, days_after, first_day
from storage.models import RecurrenceUnit

MAX_LINE = 400  # letters
MAX_WORDS = 8  # in a day with its time
MAX_PARTS = 6  # "until", "starting", a time, a place …
DAY, WEEK, MONTH = RecurrenceUnit.DAY, RecurrenceUnit.WEEK, RecurrenceUnit.MONTH
WEEKDAYS = (Kind.WEEKDAY, Kind.LOOSE_WEEKDAY)
LEADS_TO_WEEKDAYS = (Kind.AT, Kind.ON, Kind.BOUND, Kind.WEEKS_OR_AT)
LONG_DAYS = {DAY: 1, WEEK: 7, MONTH: 30}  # of a unit, to keep in touch
YEAR_LONG = 365
LEADS = lazy_regex(rf"(?:{'|'.join(filter(None, (words.leads for words in RECURRENCE_WORDS)))})", re.IGNORECASE)
CONTACT = lazy_regex(
    rf"{WORD_BEGINS}(?:{'|'.join(words.keeps_in_touch for words in RECURRENCE_WORDS)}){WORD_ENDS}"
)


@dataclass(frozen=True)
class Recurring:
    """What recurs, and the other words. `is_bare`: an interval, and neither a day nor a time of day.

    `is_plan`: the line begins with a rule that has a time of day, so it says what is to be done then.
    """

    rule: Rule
    text: str
    is_bare: bool
    is_plan: bool = False

    @property
    def is_contact(self) -> bool:
        """Whether it is rather about keeping in touch than about something to do on some day."""
        return self.is_bare and CONTACT.search(lexicon.plain(self.text)) is not None

    @property
    def days(self) -> int:
        """About how many days the interval has."""
        years, months = divmod(self.rule.every, YEAR) if self.rule.unit is MONTH else (0, self.rule.every)
        return years * YEAR_LONG + months * LONG_DAYS[self.rule.unit]


@dataclass(frozen=True)
class _Parts:
    """What was read so far; `first` and `end`: the places of its words."""

    first: int
    end: int
    weekdays: str
    place: Place | None = None
    clock: time | None = None
    day: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class _Moment:
    """A day (local), a time of day, or both; None where it has none. `is_weekday`: the day is one."""

    day: date | None
    clock: time | None
    is_weekday: bool = False


def read_recurring(text: str, scene: Scene) -> Recurring | None:
    """The rule that a line speaks of; None: it speaks of none, or of one that is over."""
    tokens = read(text) if len(text) <= MAX_LINE else []
    found = find_interval(tokens)
    if found is None:
        return None
    parts = _behind(tokens, _Parts(found.first, found.end, found.weekdays), found, scene)
    parts = _before(tokens, parts, found)
    start, stop = _span(tokens, parts)
    told = _beside(text[:start], text[stop:], parts, found, scene)
    rule = _rule(found, told[0], scene) if told else None
    if told is None or rule is None:
        return None
    parts, head, tail = told
    if found.is_adverb and head and tail:  # "send the monthly report to Ivan"
        return None
    is_bare = not (parts.clock or parts.day or parts.weekdays or parts.place or parts.until)
    said = " ".join(filter(None, (head, tail if head else _to_do(tail))))
    return Recurring(rule, said, is_bare, is_plan=not head and parts.clock is not None)


def _to_do(tail: str) -> str:
    """Without the word that leads from the rule to what is to be done: "every monday 9:00 to send …"."""
    found = LEADS.match(tail)
    return tail[found.end() :] if found else tail


def _behind(tokens: Sequence[Token], parts: _Parts, found: Found, scene: Scene) -> _Parts:
    """What follows the interval: weekdays, a place in the month, the first and the last day."""
    for _part in range(MAX_PARTS):
        here = skip_ends(tokens, parts.end)
        while here < len(tokens) and tokens[here].kind is Kind.COMMA:
            here += 1
        if here >= len(tokens):
            return replace(parts, end=max(parts.end, skip_ends(tokens, parts.end)))
        further = _further(tokens, here, parts, found, scene)
        if further is None:
            return replace(parts, end=skip_ends(tokens, parts.end))
        parts = further
    return parts


def _further(tokens: Sequence[Token], here: int, parts: _Parts, found: Found, scene: Scene) -> _Parts | None:
    if (after := is_marked(tokens, here, "until")) and (told := _day_at(tokens, after, scene, is_end=True)):
        return replace(parts, until=told[0].day, end=told[1])
    if (after := is_marked(tokens, here, "since")) and (told := _day_at(tokens, after, scene)):
        return replace(parts, day=told[0].day, clock=told[0].clock or parts.clock, end=told[1])
    if timed := _clock_before_an_end(tokens, here, parts, scene):
        return timed
    if found.unit is WEEK and not parts.weekdays:
        is_led = tokens[here].kind in LEADS_TO_WEEKDAYS
        weekdays, end = weekdays_at(tokens, here + is_led)
        return replace(parts, weekdays=weekdays, end=end) if weekdays else None
    if not _takes_place(parts, found) or not (place := place_after(tokens, here)):
        return None
    return replace(parts, place=place, end=place.edge)


def _clock_before_an_end(tokens: Sequence[Token], here: int, parts: _Parts, scene: Scene) -> _Parts | None:
    """ "9:00 until march"."""
    for end in range(min(len(tokens), here + MAX_WORDS), here, -1):
        moment = _moment(tokens[here:end], scene)
        ends = is_marked(tokens, end, "until") or is_marked(tokens, end, "since")
        if (
            moment
            and moment.clock
            and not (moment.day or parts.clock)
            and ends
            and _day_at(tokens, ends, scene)
        ):
            return replace(parts, clock=moment.clock, end=end)
    return None


def _before(tokens: Sequence[Token], parts: _Parts, found: Found) -> _Parts:
    """ "on the 1st of every month"."""
    place = place_before(tokens, parts.first) if _takes_place(parts, found) else None
    return replace(parts, place=place, first=place.edge) if place else parts


def _takes_place(parts: _Parts, found: Found) -> bool:
    return found.unit is MONTH and found.every % YEAR > 0 and not parts.place


def _day_at(
    tokens: Sequence[Token], here: int, scene: Scene, *, is_end: bool = False
) -> tuple[_Moment, int] | None:
    """The day that stands there, in as many words as it has, and the place after it."""
    for end in range(min(len(tokens), here + MAX_WORDS), here, -1):
        moment = _moment(tokens[here:end], scene)
        if moment and moment.day:
            return moment, end
    return _month_at(tokens, here, scene, is_end=is_end)


def _month_at(tokens: Sequence[Token], here: int, scene: Scene, *, is_end: bool) -> tuple[_Moment, int] | None:
    """ "until march" ends with the day before it, "starting in march" begins with its first."""
    here += here < len(tokens) and tokens[here].kind in (Kind.IN, Kind.AT, Kind.FILLER)
    token = tokens[here] if here < len(tokens) else None
    if token is None or token.kind is not Kind.MONTH:
        return None
    today = local(scene.now, scene.zone).date()
    month = today.replace(day=1, month=int(token.value))
    month = month if month > today else month.replace(year=today.year + 1)
    return _Moment(month - timedelta(1) if is_end else month, None), here + 1


def _moment(tokens: Sequence[Token], scene: Scene) -> _Moment | None:
    tokens = without_fillers(tokens)
    shape, at = shape_of(tokens), moment_of(tokens, scene, past=False)
    if shape is None or at is None:
        return None
    here = local(at, scene.zone)
    is_weekday = any(token.kind in WEEKDAYS for token in tokens)
    return _Moment(here.date() if shape["day"] else None, here.time() if shape["time"] else None, is_weekday)


def _beside(head: str, tail: str, parts: _Parts, found: Found, scene: Scene) -> tuple[_Parts, str, str] | None:
    """The times before and after the words of a rule, and what else stands there.

    None: a day at the beginning of the line, which is not the rule's.
    """
    parts, tail, _is_first = _with_time(tail, parts, found, scene)
    parts_with_head, rest, is_first = _with_time(head, parts, found, scene)
    if is_first and rest and parts_with_head.day != parts.day:
        return None
    return parts_with_head, rest, tail


def _with_time(text: str, parts: _Parts, found: Found, scene: Scene) -> tuple[_Parts, str, bool]:
    """With the time that a text begins or ends with, the rest of it, and whether it begins with it."""
    plain = text.strip(EDGES)
    at, rest = split_when(text, scene) if plain else (None, plain)
    begin = text.find(rest) if rest else 0
    moment = _moment(read(f"{text[:begin]} {text[begin + len(rest) :]}".strip(EDGES)), scene) if at else None
    if moment is None or (moment.clock and parts.clock):
        return parts, plain, False
    if moment.day and (parts.day or parts.place or parts.weekdays):
        return parts, plain, False
    weekdays = str(moment.day.isoweekday()) if moment.day and moment.is_weekday and found.unit is WEEK else ""
    clock, day = moment.clock or parts.clock, moment.day or parts.day
    told = replace(parts, clock=clock, day=day, weekdays=parts.weekdays or weekdays)
    return told, rest.strip(EDGES), bool(text[:begin].strip(EDGES))


def _rule(found: Found, parts: _Parts, scene: Scene) -> Rule | None:
    today, place = local(scene.now, scene.zone).date(), parts.place
    rule = Rule(
        unit=found.unit,
        every=found.every,
        starts_on=parts.day or today,
        at=(parts.clock or MORNING).replace(second=0, microsecond=0),
        weekdays=place.weekdays if place else parts.weekdays,
        day=place.day if place else (parts.day or today).day if found.unit is MONTH else 0,
        until=parts.until,
    )
    begins = parts.day or _first(rule, parts, scene, today)
    rule = replace(rule, starts_on=begins) if begins else rule
    return rule if first_day(rule, scene.now, scene.zone) else None


def _first(rule: Rule, parts: _Parts, scene: Scene, today: date) -> date | None:
    """The first day: of several weeks or months the nearest; without a day, when one interval is over."""
    if parts.place or parts.weekdays:
        return first_day(replace(rule, every=1), scene.now, scene.zone)
    if rule.unit is DAY and rule.every == 1:
        return today
    return next(days_after(rule, today), None)


def _span(tokens: Sequence[Token], parts: _Parts) -> tuple[int, int]:
    start = tokens[parts.first].start
    return start, tokens[parts.end - 1].end if parts.end > parts.first else start
