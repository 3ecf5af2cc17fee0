"""Find how long an interaction took in a sentence: 'spoke for half an hour', 'lunch 12-13', '谈了一个小时'."""

import re
from datetime import datetime

from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_kinds import stated_kind
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.interaction_words import TALK_WORDS
from handlers.parsing.time.durations import (
    AFTER_OTHER_LENGTH,
    BEFORE_OTHER_LENGTH,
    IS_TALK_BESIDE,
    MAX_BESIDE,
    NO_TALK_AFTER,
    NO_TALK_BEFORE,
    duration_of,
    says_of_what,
    talk_beside,
)
from handlers.parsing.time.patterns import regex, rule, seq
from handlers.parsing.time.time_at_edge import DEED
from handlers.parsing.time.times import Scene, length_between, when
from handlers.parsing.time.tokens import HAN, MAX_PHRASE, Token, kinds_of, read, without_fillers
from storage.models import InteractionKind

TALKED = lazy_regex(
    rf"(?:{lexicon.alternatives('talked')})(?!\w)|(?:{lexicon.alternatives('han_talked')})", re.IGNORECASE
)
MAX_BEFORE, MAX_LENGTH = 8, 6  # words
MAX_TEXT = 200  # letters in which a length is looked for
SPOKEN = (InteractionKind.CALL, InteractionKind.MEETING)
IN_HAN = lazy_regex(f"[{HAN}]")
FOR_ABOUT = lazy_regex(
    rf"(?:(?<!\w)(?:{'|'.join(filter(None, (each.for_long for each in TALK_WORDS)))}"
    rf"|{lexicon.pattern('roughly')})\s+"
    rf"|(?:{lexicon.pattern('roughly')})){{1,2}}\Z",
    re.IGNORECASE,
)
# What makes it the length of something else: "ago", "%", a unit, "later than", a number.
OF_SOMETHING_ELSE = AFTER_OTHER_LENGTH - {Kind.BOUND, Kind.NEXT}
AN_HOUR = rule(seq(Kind.PLAIN, Kind.HOURS), "говорили час", "розмовляли годину")
IS_AN_HOUR = regex(AN_HOUR)
HOURS = lazy_regex(
    r"(?P<what>\S(?:.{0,40}\S)?)\s+(?P<begin>\d\d?(?:[:.]\d\d)?)\s?[-–—]\s?(?P<end>\d\d?(?:[:.]\d\d)?)"
)


def talk_seconds(text: str) -> int | None:
    """The seconds an interaction took, if `text` begins with a word for talking, which stays in the text."""
    if len(text) > MAX_PHRASE or not TALKED.match(text.lstrip()):
        return None
    tokens = read(text)
    for first in range(1, min(len(tokens), MAX_BEFORE)):
        for last in range(min(len(tokens), first + MAX_LENGTH), first, -1):
            if seconds := _length(tokens, first, last):
                return seconds
    return None


def length_first(text: str) -> str:
    """ "20 min, met Ivan, liked it" for "met Ivan for 20 min, liked it": so it is how long that took.

    Only behind a word for talking, which is at its left.
    """
    tokens = read(text[:MAX_TEXT])
    for first in range(1, len(tokens)):
        for last in range(min(len(tokens), first + MAX_LENGTH), first, -1):
            if talk_beside(tokens[first:last]) is None:
                continue
            begin = _begin_of_length(text, tokens, first)
            if begin is None or _is_of_something_else(tokens[last : last + 1]):
                break
            words, after = text[tokens[first].start : tokens[last - 1].end], text[tokens[last - 1].end :]
            gap = "" if IN_HAN.match(text[begin - 1 : begin]) else " "
            return f"{words}, {text[:begin].rstrip()}{gap}{after.lstrip()}".strip()
    return text


def talk_hours(text: str, scene: Scene) -> tuple[str, datetime, int] | None:
    """What was done, from when (UTC) and for how many seconds: "lunch 12-13"; otherwise just numbers."""
    found = HOURS.fullmatch(text.strip())
    if found is None or not DEED.fullmatch(f" {found['what']}"):
        return None
    hours = f"{_clock(found['begin'])}-{_clock(found['end'])}"
    at, seconds = when(hours, scene, past=True), length_between(hours)
    return (found["what"], at, seconds) if at and seconds else None


def _begin_of_length(text: str, tokens: list[Token], first: int) -> int | None:
    """Where the words of a length begin, with "for about"; None if it is not that of the talk before it."""
    roughly = FOR_ABOUT.search(text[: tokens[first].start])
    begin = roughly.start() if roughly else tokens[first].start
    before = [token for token in tokens[:first] if token.end <= begin]
    if not before or says_of_what(before[-1], NO_TALK_BEFORE, BEFORE_OTHER_LENGTH - {Kind.WEEKDAY}):
        return None
    return begin if stated_kind(text[:begin]) in SPOKEN else None


def _is_of_something_else(after: list[Token]) -> bool:
    return any(says_of_what(token, NO_TALK_AFTER, AFTER_OTHER_LENGTH) for token in after)


def _length(tokens: list[Token], first: int, last: int) -> int | None:
    length = tokens[first:last]
    is_at_the_end = first + 1 == last == len(tokens)
    is_an_hour = is_at_the_end and IS_AN_HOUR.fullmatch(kinds_of(tokens[first - 1 : last]))
    if not (is_an_hour or IS_TALK_BESIDE.fullmatch(kinds_of(without_fillers(length)))):
        return None
    for token in tokens[last : last + 1]:
        if token.kind in OF_SOMETHING_ELSE or NO_TALK_AFTER.fullmatch(token.text):
            return None
    seconds = duration_of(length)
    return seconds if seconds and seconds <= MAX_BESIDE else None


def _clock(written: str) -> str:
    return written if re.search("[:.]", written) else f"{written}:00"
