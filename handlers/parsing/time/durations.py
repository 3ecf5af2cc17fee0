"""How long something took, or how far off it is: '15 min', '1h 20m', 'полчаса', '半小时'."""

import re
from collections.abc import Sequence
from itertools import pairwise

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.lexicon.languages.language import HOUR
from handlers.parsing.time.patterns import many, one_of, only_before, opt, regex, rule, seq
from handlers.parsing.time.tokens import (
    ENDS,
    HAN,
    MAX_PHRASE,
    Token,
    kinds_of,
    read,
    read_phrase,
    without_fillers,
)

DAY_LONG = 86_400  # seconds; no talk takes longer
MINUTE = 60  # seconds

NUMBER_KINDS = (
    *(Kind.NUMBER, Kind.QUANTITY, Kind.DECIMAL, Kind.ARTICLE, Kind.FOUR_DIGITS, Kind.LONG_NUMBER),
    *(Kind.ORDINAL, Kind.DOT_DATE, Kind.LOOSE_DATE, Kind.LOOSE_TIME),
)
NUMBER = rule(one_of(*NUMBER_KINDS), "15", "полтора", "2.5")
COUNT = rule(one_of(Kind.NUMBER, Kind.QUANTITY), "15", "两")
HOURS_OR_MINUTES = rule(one_of(Kind.MINUTES, Kind.HOURS), "minutes", "часа")
TALK = rule(
    one_of(
        many(
            one_of(
                seq(NUMBER, opt(Kind.AND_A_HALF), HOURS_OR_MINUTES, opt(Kind.AND_A_HALF)),
                seq(one_of(Kind.NUMBER, Kind.DECIMAL), Kind.YEAR_OR_HOURS),
                Kind.SPAN,
            )
        ),
        seq(one_of(seq(NUMBER, Kind.HOURS), seq(Kind.NUMBER, Kind.YEAR_OR_HOURS)), Kind.NUMBER),
        seq(opt(NUMBER), Kind.HOURS, Kind.QUANTITY),
        seq(Kind.HOURS, opt(Kind.AND_A_HALF)),
        seq(Kind.HOURS, NUMBER, Kind.MINUTES),
        seq(COUNT, Kind.HOURS, COUNT, Kind.PAST_HOUR),
    ),
    "1h 20m",
    "2 год 15",
    "полчаса",
    "час 15 минут",
    "一个小时",
)
# A length beside other words: only with a unit, and not where the words say that it is one of something else.
TALK_BESIDE = rule(
    one_of(
        many(
            one_of(
                seq(
                    one_of(Kind.NUMBER, Kind.LOOSE_DATE, Kind.DECIMAL, Kind.QUANTITY, Kind.ARTICLE),
                    opt(Kind.AND_A_HALF),
                    HOURS_OR_MINUTES,
                ),
                seq(Kind.NUMBER, Kind.YEAR_OR_HOURS, only_before(one_of(Kind.NUMBER, Kind.SPAN))),
                Kind.SPAN,
            )
        ),
        seq(Kind.NUMBER, Kind.HOURS, Kind.NUMBER),
        seq(Kind.NUMBER, Kind.YEAR_OR_HOURS, Kind.NUMBER),
        seq(COUNT, Kind.HOURS, COUNT, Kind.PAST_HOUR),
    ),
    "15 min",
    "1 год 20",
    "półtorej godziny",
)
IS_TALK, IS_TALK_BESIDE = regex(TALK), regex(TALK_BESIDE)
# What makes a length that of something else.
AFTER_OTHER_LENGTH = frozenset(
    (
        *(Kind.AGO, Kind.OF_AMOUNT, Kind.NUMBER, Kind.BOUND, Kind.NEAR, Kind.NEXT, Kind.MINUTES, Kind.DASH),
        *(Kind.HENCE, Kind.BEFORE, Kind.OWN),
    )
)
BEFORE_OTHER_LENGTH = frozenset(
    (
        *(Kind.OF_AMOUNT, Kind.NUMBER, Kind.DECIMAL, Kind.FOUR_DIGITS, Kind.LONG_NUMBER, Kind.IN, Kind.ON),
        *(Kind.AT, Kind.NEAR, Kind.ABOUT, Kind.BOUND, Kind.NEXT, Kind.HALF_OF_DAY, Kind.WEEKDAY, Kind.DASH),
        *(Kind.IN_HERE, Kind.AT_OR_ABOUT, Kind.UNTIL),
    )
)
ROUGHLY = lazy_regex(rf"\s*(?:{lexicon.pattern('roughly')})\.?(?![^\W\d{HAN}])\s*", re.IGNORECASE)
STOPWATCH = lazy_regex(r"([0-7]):([0-5]\d):([0-5]\d)")  # hours, minutes, seconds; longer, it is a time of day
WORD_ENDS, WORD_BEGINS = lazy_regex(rf"[\s{HAN}]\Z"), lazy_regex(f"[{HAN}]")
SIGNS = ("'", "’", "′")
NO_TALK_BEFORE = lazy_regex(lexicon.alternatives("before_length"), re.IGNORECASE)
NO_TALK_AFTER = lazy_regex(lexicon.alternatives("after_length"), re.IGNORECASE)
MAX_BESIDE, MAX_WORDS_BESIDE = 8 * 3600, 6  # seconds

MONTHS, DAYS, SECONDS = range(3)
UNIT_AT: dict[Kind | Ask, int] = {
    **dict.fromkeys((Kind.MONTHS, Kind.MONTH_AFTER), MONTHS),
    **dict.fromkeys((Kind.DAYS, Kind.AFTERNOON_DAYS, Kind.WEEKS, Kind.WEEKS_OR_AT), DAYS),
    **dict.fromkeys((Kind.MINUTES, Kind.HOURS, Kind.SPAN, Kind.PAST_HOUR), SECONDS),
}


def duration(text: str, *, hour: bool = False) -> int | None:
    """How long a talk took, in seconds: '15 min', '1h 20m', 'полчаса'. None where `text` says no such thing.

    `hour`: "1 год" is one, and no year.
    """
    if found := STOPWATCH.fullmatch(text.strip(ENDS)):
        hours, minutes, seconds = map(int, found.groups())
        return hours * HOUR + minutes * MINUTE + seconds or None
    roughly = ROUGHLY.match(text)
    return duration_of(read_phrase(text[roughly.end() :] if roughly else text), hour=hour)


def duration_of(tokens: Sequence[Token], *, hour: bool = False) -> int | None:
    tokens = without_fillers(tokens)
    kinds = kinds_of(tokens)
    if not IS_TALK.fullmatch(kinds) or (kinds == Kind.HOURS and len(tokens[0].text) < 3):
        return None
    if not hour and kinds.endswith(Kind.YEAR_OR_HOURS) and tokens[-2].value == 1:
        return None  # "1 год": an hour to some, a year to others
    seconds = length_of(tokens)[2]
    in_words = seconds < MINUTE and Kind.NUMBER not in kinds  # "give me a second" is a manner of speaking
    return round(seconds) if 1 <= seconds <= DAY_LONG and not in_words else None


def duration_beside(text: str) -> tuple[int, str] | None:
    """The length (seconds) that `text` begins or ends with, and the other words: "15m discussed the price"."""
    tokens = read(text.rstrip(ENDS)) if len(text) <= MAX_PHRASE else []
    for size in range(min(MAX_WORDS_BESIDE, len(tokens) - 1), 0, -1):
        head, first = tokens[:size], tokens[size]
        if (seconds := talk_beside(head)) and not says_of_what(first, NO_TALK_AFTER, AFTER_OTHER_LENGTH):
            return (seconds, text[first.start :]) if _apart(text[: first.start], first) else None
        last, tail = tokens[-size - 1], tokens[-size:]
        if (seconds := talk_beside(tail)) and not says_of_what(last, NO_TALK_BEFORE, BEFORE_OTHER_LENGTH):
            return (seconds, text[: tail[0].start]) if _apart(text[: tail[0].start], tail[0]) else None
    return None


def length_of(tokens: Sequence[Token]) -> tuple[float, float, float]:
    """How many months, days and seconds the units make, each with the number before it or one."""
    sums = [0.0, 0.0, 0.0]
    number, unit, value = 1.0, None, 0.0
    counted = False
    for token in tokens:
        if token.kind != Kind.AND_A_HALF:
            unit, value = _unit(token, counted=counted)
            if unit is not None:
                sums[unit] += number * value
            counted = token.kind in NUMBER_KINDS
            number = token.value if counted else 1.0
        elif unit is not None:
            sums[unit] += token.value * value
        else:
            number += token.value
    if counted:  # "1h 20"
        sums[SECONDS] += number * MINUTE
    return sums[MONTHS], sums[DAYS], sums[SECONDS]


def _unit(token: Token, *, counted: bool) -> tuple[int | None, float]:
    """The unit that is counted, and how many of it the other unit has."""
    if token.kind == Kind.YEAR_OR_HOURS:
        return (SECONDS, HOUR) if counted else (MONTHS, token.value)
    return UNIT_AT.get(token.kind), token.value


def says_of_what(token: Token, pattern: re.Pattern[str], kinds: frozenset[Kind]) -> bool:
    return token.kind in kinds or bool(pattern.fullmatch(token.text))


def _apart(before: str, token: Token) -> bool:
    """Whether a new word begins there; Chinese has no spaces between words."""
    return bool(WORD_ENDS.search(before) or WORD_BEGINS.match(token.text))


def talk_beside(tokens: Sequence[Token]) -> int | None:
    if not IS_TALK_BESIDE.fullmatch(kinds_of(without_fillers(tokens))):
        return None
    signs = any(token.text in SIGNS for token in tokens)
    # "5 m" is a length of another kind
    loose = any(word.text in ("m", "м") and word.start > number.end for number, word in pairwise(tokens))
    seconds = None if signs or loose else duration_of(tokens)
    return seconds if seconds and seconds <= MAX_BESIDE else None
