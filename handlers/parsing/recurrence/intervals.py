"""How often something recurs, in a row of words: "every other tuesday", "раз в месяц", "每周一"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from handlers.parsing import lexicon
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.recurrence_words import (
    RECURRENCE_WORDS,
    WORKDAYS,
    Interval,
    plural_weekdays,
)
from handlers.parsing.recurrence.month_places import place_after
from handlers.parsing.time.tokens import TOKEN, Token
from storage.models import RecurrenceUnit

DAY, WEEK, MONTH = RecurrenceUnit.DAY, RecurrenceUnit.WEEK, RecurrenceUnit.MONTH
WEEK_LONG, SATURDAY = 7, 6
YEAR = 12  # months
MAX_COUNT = 99  # units
COUNTS = (Kind.NUMBER, Kind.QUANTITY)
DAYS = (Kind.DAYS, Kind.AFTERNOON_DAYS)
NUMBERS = (Kind.NUMBER, Kind.ORDINAL, Kind.DAY_NAME)
MONTHS = (Kind.MONTHS, Kind.MONTH_AFTER, Kind.YEAR_OR_HOURS)
PARTS = (Kind.PART, Kind.LOOSE_PART, Kind.HALF_OF_DAY)
WEEKDAYS = (Kind.WEEKDAY, Kind.LOOSE_WEEKDAY)
PREPOSITIONS = frozenset(("on", "the", "в", "во", "по", "у", "на", "w", "we", "的", "在"))
TIMES = "次"  # 每周一次 is once a week, 每周一 every monday

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """An interval, and the places of its first word and of the word after it. `weekdays`: ISO."""

    first: int
    end: int
    unit: RecurrenceUnit
    every: int
    weekdays: str = ""
    is_adverb: bool = False  # which may be an adjective: "the monthly report"


def find_interval(tokens: Sequence[Token]) -> Found | None:
    """The first interval in a text."""
    words = [lexicon.plain(token.text) for token in tokens]
    if _beginnings().isdisjoint(words):
        return None
    for here in range(len(tokens)):
        if found := (
            _adverb(words, here)
            or _counted(tokens, words, here)
            or _every(tokens, words, here)
            or _plural(tokens, words, here)
        ):
            return found
    return None


def weekdays_at(tokens: Sequence[Token], here: int) -> tuple[str, int]:
    """The ISO weekdays that stand there one after another, and the place after them."""
    words = [lexicon.plain(token.text) for token in tokens[here : here + 4 * WEEK_LONG]]
    found, at = set[int](), 0
    while at < len(words) and (weekday := _weekday(tokens[here + at], words[at])):
        found.add(weekday)
        end, at = at + 1, at + 1
        while at < len(words) and (words[at] in _set("joins") or words[at] in PREPOSITIONS):
            at += 1
        if at == end:
            break
    size = end if found else 0
    return "".join(map(str, sorted(found))), here + size


def skip_ends(tokens: Sequence[Token], here: int) -> int:
    """The place after words that add nothing to an interval."""
    size = _size_of(_phrases("ends"), [lexicon.plain(token.text) for token in tokens[here : here + 4]])
    return here + size


def is_marked(tokens: Sequence[Token], here: int, name: str) -> int:
    """The place after a phrase of that table ("until", "since") that stands there; 0: there is none."""
    size = _size_of(_phrases(name), [lexicon.plain(token.text) for token in tokens[here : here + 4]])
    return here + size if size else 0


def _adverb(words: Sequence[str], here: int) -> Found | None:
    """ "daily", "щопонеділка", "по будням"."""
    table = _adverbs()
    size = _size_of(table, words[here : here + 3])
    if not size:
        return None
    unit, every, weekdays = table[tuple(words[here : here + size])]
    before = here and words[here - 1] in _set("every") | PREPOSITIONS - {"the"}
    return Found(here - bool(before), here + size, unit, every, weekdays, is_adverb=not before)


def _counted(tokens: Sequence[Token], words: Sequence[str], here: int) -> Found | None:
    """ "once a week", "раз в 6 недель"."""
    size = _size_of(_phrases("once"), words[here : here + 3])
    if not size or here + size >= len(words) or words[here + size] not in _set("once_per"):
        return None
    return _units(tokens, here, here + size + 1)


def _every(tokens: Sequence[Token], words: Sequence[str], here: int) -> Found | None:
    if words[here] not in _set("every"):
        return None
    first = here - 1 if here and words[here - 1] in PREPOSITIONS else here
    at, every = here + 1, 2 if words[here] in _set("other") else 1
    is_other = at + 1 < len(words) and words[at] in _set("other")
    if (interval := _by_place(tokens, at)) and not (is_other and skip_ends(tokens, at + 2) == at + 2):
        return Found(first, at, MONTH, interval)
    at, every = (at + 1, 2) if is_other else (at, every)
    if at < len(words) and tokens[at].kind in PARTS:
        return Found(first, at + (tokens[at].kind is Kind.HALF_OF_DAY), DAY, every)
    weekdays, end = weekdays_at(tokens, at)
    if weekdays and words[end : end + 1] == [TIMES]:
        return Found(first, end + 1, WEEK, every)
    if weekdays:
        return Found(first, end, WEEK, every, weekdays)
    return _units(tokens, first, at, times=every)


def _by_place(tokens: Sequence[Token], at: int) -> int:
    """Months, where a place in a month or a year stands there: "the 15th", "8 марта"; else 0."""
    kinds = [token.kind for token in tokens[at : at + 2]]
    if len(kinds) > 1 and (
        (kinds[0] in NUMBERS and kinds[1] is Kind.MONTH) or (kinds[0] is Kind.MONTH and kinds[1] in NUMBERS)
    ):
        return YEAR
    return 1 if place_after(tokens, at, is_sure=True) else 0


def _plural(tokens: Sequence[Token], words: Sequence[str], here: int) -> Found | None:
    """ "on mondays", "по вторникам и четвергам"."""
    if words[here] not in plural_weekdays():
        return None
    weekdays, end = weekdays_at(tokens, here)
    return Found(here - 1 if here and words[here - 1] in PREPOSITIONS else here, end, WEEK, 1, weekdays)


def _units(tokens: Sequence[Token], first: int, at: int, times: int = 1) -> Found | None:
    """The unit that stands there, maybe after how many of it."""
    count = 1
    if at < len(tokens) and tokens[at].kind in COUNTS and tokens[at].value == int(tokens[at].value):
        count, at = int(tokens[at].value), at + 1
    every = max(count, times) if count == 1 or times == 1 else count
    if at >= len(tokens) or not 1 <= every <= MAX_COUNT:
        return None
    if tokens[at].kind in WEEKDAYS and [token.text for token in tokens[at + 1 : at + 2]] == [TIMES]:
        return Found(first, at + 2, WEEK, every)  # 每三周一次
    interval = _interval(tokens[at], every)
    return Found(first, at + 1, *interval) if interval else None


def _interval(unit: Token, every: int) -> Interval | None:
    size = int(unit.value)
    if unit.kind in DAYS:
        return (WEEK, size // WEEK_LONG * every, "") if size % WEEK_LONG == 0 else (DAY, every, "")
    if unit.kind is Kind.WEEKS:
        return WEEK, size // WEEK_LONG * every, ""
    if unit.kind in MONTHS:
        return MONTH, size * every, ""
    return (WEEK, 1, WORKDAYS) if unit.kind is Kind.WORKING_DAYS and every == 1 else None


def _weekday(token: Token, word: str) -> int:
    """The ISO number of a weekday; of the weekend its Saturday; 0: it is none."""
    if token.kind in WEEKDAYS:
        return min(int(token.value), SATURDAY - 1 if token.value >= WEEK_LONG else SATURDAY) + 1
    return plural_weekdays().get(word, 0)


def _size_of(phrases: Mapping[Phrase, object] | frozenset[Phrase], words: Sequence[str]) -> int:
    """How many of the words are the longest of these phrases."""
    return next((size for size in range(len(words), 0, -1) if tuple(words[:size]) in phrases), 0)


@cache
def _adverbs() -> Mapping[Phrase, Interval]:
    return {
        phrase: interval
        for words in RECURRENCE_WORDS
        for interval, written in words.adverbs.items()
        for phrase in _split(written)
    }


@cache
def _beginnings() -> frozenset[str]:
    """The words of which an interval has one."""
    phrases = {phrase[0] for phrase in (*_adverbs(), *_phrases("once"))}
    return _set("every").union(phrases, plural_weekdays())


@cache
def _phrases(name: str) -> frozenset[Phrase]:
    return frozenset(phrase for words in RECURRENCE_WORDS for phrase in _split(getattr(words, name)))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(form for words in RECURRENCE_WORDS for form in lexicon.spellings(getattr(words, name)))


def _split(written: str) -> Iterator[Phrase]:
    for form in filter(None, lexicon.spellings(written)):
        yield tuple(match.group() for match in TOKEN.finditer(form))
