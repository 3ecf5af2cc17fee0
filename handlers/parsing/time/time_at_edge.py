"""A time at the beginning or the end of a text, split from the rest."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.time.grammar import shape_of
from handlers.parsing.time.time_context import (
    HAS_MORE_AFTER,
    HAS_MORE_BEFORE,
    HAS_TIME,
    IS_BARE_HOUR,
    IS_BARE_HOUR_ALONE,
    IS_LOOSE,
    MAX_CONTEXT,
    is_whole_time,
)
from handlers.parsing.time.times import EDGES, Scene, moment_of, when
from handlers.parsing.time.tokens import ENDS, HAN, Token, kinds_of, read_edges, without_fillers

MAX_WORDS = 12  # in a time
# What no number that counts something has.
PLAIN_TIME = {Kind.TIME, Kind.AT, Kind.AT_OR_ABOUT, Kind.NEAR, Kind.HALF_OF_DAY}
BEFORE_A_TIME = lazy_regex(rf"\Z|[\s,;:(，；：（。、{HAN}]")
AFTER_A_TIME = lazy_regex(rf"[{ENDS}]*\Z|[\s,;:)，；：）。、{HAN}]|[-–—.!]\s")
# "tomorrow 3 contracts" counts them; "tomorrow 10, contracts", "… 10 send contracts" and "… 10 Ivan" do not.
AFTER_AN_HOUR = lazy_regex(rf"[{ENDS}]*\Z|[,;:)，；：）。]|[.!]\s|\s[-–—]\s")
# "10点给王伟打电话" is at ten, "10点建议" are ten points.
AFTER_A_POINT = lazy_regex(
    r"\s*(?:[给跟去来把将叫请找约让送寄带陪接再]|要(?!求|点)|和(?!解)|需要|记得|准备|得)"
)
# "10 a", "10 a call him": of a time, but not all of it.
HALF_A_TIME = lazy_regex(r"\d\d?(?:[:.]\d{0,2})?\s?(?:[^\W\d]?\Z|[ap]\s)", re.IGNORECASE)
WHERE = (Kind.AT, Kind.ON, Kind.WEEKS_OR_AT)
SPOKEN_OF = lazy_regex(rf"\s+(?:{lexicon.alternatives('spoken_of')})(?!\w)", re.IGNORECASE)
DEED = lazy_regex(
    rf"\s+(?:{lexicon.alternatives('deeds')})(?!\w)|\s*(?:{lexicon.alternatives('han_deeds')})", re.IGNORECASE
)


def split_when(text: str, scene: Scene, *, past: bool = False) -> tuple[datetime | None, str]:
    """The moment (UTC) that `text` begins or ends with, in as many words as it has, and the text without it.

    None where more is said of the time than is understood: half of it would be another time.
    """
    tokens = read_edges(text.rstrip(ENDS))
    if all(token.kind is Kind.PLAIN for token in tokens):
        return None, text.strip()
    at = when(text, scene, past=past)
    if at is not None:
        return at, ""
    if found := _day_then_time(tokens, text):
        moment, between = found
        at = moment_of(moment, scene, past) if _is_plain_text(between) else None
        rest = text[between[0].start : between[-1].end]
    else:
        at, rest = _at_an_edge(tokens, text, scene, past)
    return (at, rest.strip(EDGES)) if at is not None else (None, text.strip())


def _at_an_edge(tokens: Sequence[Token], text: str, scene: Scene, past: bool) -> tuple[datetime | None, str]:
    for first, last in _edges(len(tokens)):
        before, part, after = tokens[:first], tokens[first:last], tokens[last:]
        shape = shape_of(without_fillers(part))
        if shape is None or not _stands_alone(shape, before, part, after, text):
            continue
        at = moment_of(part, scene, past)
        if at is not None or (shape["time"] and len(part) > 1):
            rest = text[: part[0].start] if before else text[part[-1].end :]
            if not shape["time"] and HALF_A_TIME.match(rest.strip(EDGES)):
                return None, rest
            return (at if is_whole_time(shape, before, after) else None), rest
    return None, text


def _day_then_time(tokens: Sequence[Token], text: str) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """ "tomorrow ring at 12" is tomorrow at 12: the day at the beginning, a plain time of day at the end."""
    for size in range(min(len(tokens) - 2, MAX_WORDS), 0, -1):
        for last in range(min(len(tokens) - size - 1, MAX_WORDS), 0, -1):
            day, between, clock = tokens[:size], tokens[size:-last], tokens[-last:]
            gap = text[day[-1].end : clock[0].start]
            plain = {token.kind for token in clock} & PLAIN_TIME
            if plain and AFTER_A_TIME.match(gap) and BEFORE_A_TIME.match(gap[-1:]):
                moment = [*day, *clock]
                if _says_day_and_time(moment) and not _says_day_and_time(clock):
                    return moment, between
    return None


def _is_plain_text(tokens: Sequence[Token]) -> bool:
    """Whether the words between a day and a time mean neither."""
    kinds = kinds_of(tokens)
    more = HAS_MORE_AFTER.match(kinds) or HAS_MORE_BEFORE.search(kinds[-MAX_CONTEXT:])
    return not (more or HAS_TIME.search(kinds))


def _says_day_and_time(tokens: Sequence[Token]) -> bool:
    shape = shape_of(without_fillers(tokens))
    return bool(shape and shape["day"] and shape["time"])


def _edges(count: int) -> Iterator[tuple[int, int]]:
    """Where a part at the beginning or the end begins and ends, the greatest first."""
    for size in range(min(count, MAX_WORDS), 0, -1):
        yield 0, size
        yield count - size, count


def _stands_alone(
    shape: re.Match[str], before: Sequence[Token], part: Sequence[Token], after: Sequence[Token], text: str
) -> bool:
    left, right = text[: part[0].start][-1:], text[part[-1].end :]
    if not (BEFORE_A_TIME.match(left) and AFTER_A_TIME.match(right)) or IS_LOOSE.fullmatch(kinds_of(part)):
        return False
    if shape["time"] and Kind.HOUR_NAME not in shape["time"] and Kind.AT_OR_ABOUT in shape["time"]:
        # "о 10 договорах" speaks about them, "о 10 в офісі" is a time
        return kinds_of(after[:1]) != Kind.OF_AMOUNT and not SPOKEN_OF.match(right)
    if kinds_of(after[:1]) == Kind.OF_AMOUNT or _is_bare(shape, part):
        return bool(
            AFTER_AN_HOUR.match(right)
            or DEED.match(right)
            or (part[-1].kind is Kind.POINT and AFTER_A_POINT.match(right))
            or right.split(maxsplit=1)[0].istitle()
            or (kinds_of(after[:1]) in WHERE and kinds_of(part[-1:]) == Kind.HOUR_NAME)
        )
    return True


def _is_bare(shape: re.Match[str], part: Sequence[Token]) -> bool:
    """Whether its number is an hour only where nothing follows that it may count."""
    if shape["day"]:
        return bool(IS_BARE_HOUR.fullmatch(shape["time"] or kinds_of(part[-1:])))
    return bool(IS_BARE_HOUR_ALONE.fullmatch(kinds_of(part)))
