"""Which rows of words are a day, a time or both: the grammar over the kinds of words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.day_grammar import DATE, DAY, DAY_IN_WORDS, DAY_LOOSE_MONTH
from handlers.parsing.time.durations import COUNT
from handlers.parsing.time.hour_grammar import HOUR, HOUR_OF_DAY, PART_OF_DAY
from handlers.parsing.time.patterns import group, one_of, opt, regex, rule, seq
from handlers.parsing.time.tokens import Token, kinds_of, read_phrase, without_fillers

DAY_FIRST = rule(
    seq(
        group("day", DAY),
        opt(
            opt(Kind.COMMA),
            group(
                "time",
                one_of(
                    seq(opt(PART_OF_DAY, opt(Kind.COMMA)), HOUR_OF_DAY, opt(PART_OF_DAY)),
                    PART_OF_DAY,
                ),
            ),
        ),
    ),
    "tomorrow, 10:00",
    "завтра вечером в 7",
    "明天下午3点",
)
TIME_FIRST = rule(
    seq(
        group(
            "time",
            one_of(seq(opt(PART_OF_DAY, opt(Kind.COMMA)), HOUR, opt(PART_OF_DAY)), PART_OF_DAY),
        ),
        opt(opt(Kind.COMMA), group("day", DAY)),
    ),
    "8 pm tonight",
    "в 10 в пятницу",
)
ANY_DATE = rule(one_of(DATE, DAY_LOOSE_MONTH), "15 march", "15 sie")
NAMED_DATE = rule(
    one_of(
        *(Kind.DOT_DATE, Kind.LOOSE_DATE),
        seq(DAY_IN_WORDS, Kind.MONTH),
        seq(Kind.MONTH, one_of(Kind.NUMBER, Kind.ORDINAL, Kind.QUANTITY)),
        DAY_LOOSE_MONTH,
        seq(Kind.NUMBER, Kind.MONTH_AFTER, COUNT),
    ),
    "15 march",
    "15.03",
    "3月15",
)
IS_DAY_FIRST, IS_TIME_FIRST, IS_DATE, HAS_DATE = map(regex, (DAY_FIRST, TIME_FIRST, ANY_DATE, NAMED_DATE))
DAY_NUMBERS = (Kind.NUMBER, Kind.ORDINAL, Kind.DAY_NAME, Kind.NTH, Kind.QUANTITY)
DATES_IN_DIGITS = (Kind.ISO_DATE, Kind.DOT_DATE, Kind.LOOSE_DATE)


class WrittenDate(NamedTuple):
    """A date as it is written; the year in four digits, in two, or not at all."""

    year: str | None
    month: int
    day: int


def date_in(text: str) -> WrittenDate | None:
    """The date that `text` is, there being such a day or not."""
    tokens = without_fillers(read_phrase(text))
    return date_of(tokens) if IS_DATE.fullmatch(kinds_of(tokens)) else None


def date_of(tokens: Sequence[Token]) -> WrittenDate:
    by = {token.kind: token for token in tokens}
    year = by[Kind.FOUR_DIGITS].text if Kind.FOUR_DIGITS in by else None
    if Kind.MONTH_AFTER in by:
        month, day = [token.value for token in tokens if token.kind in (Kind.NUMBER, Kind.QUANTITY)]
        return WrittenDate(year, int(month), int(day))
    if named := by.get(Kind.MONTH) or by.get(Kind.LOOSE_MONTH):
        number = next(by[kind] for kind in DAY_NUMBERS if kind in by)
        return WrittenDate(year, int(named.value), int(number.value))
    numbers = re.findall(r"\d+", next(token.text for token in tokens if token.kind in DATES_IN_DIGITS))
    if Kind.ISO_DATE in by:
        written_year = numbers[0] if len(numbers) == len(("year", "month", "day")) else None
        return WrittenDate(written_year, int(numbers[-2]), int(numbers[-1]))
    return WrittenDate(numbers[2] if len(numbers) == 3 else None, int(numbers[1]), int(numbers[0]))


def is_without_day(text: str) -> bool:
    """Whether `text` is a time of any day."""
    shape = shape_of(without_fillers(read_phrase(text)))
    return bool(shape and not shape["day"])


def is_without_year(text: str) -> bool:
    """Whether `text` is a time on a date without a year."""
    shape = shape_of(tokens := without_fillers(read_phrase(text)))
    day = tokens[slice(*shape.span("day"))] if shape else []
    return bool(HAS_DATE.search(kinds_of(day)) and date_of(day).year is None)


def shape_of(tokens: Sequence[Token]) -> re.Match[str] | None:
    """How a row of words is a day, a time or both; None where it is none of these."""
    kinds = kinds_of(tokens)
    if Kind.PLAIN in kinds:
        return None
    return IS_DAY_FIRST.fullmatch(kinds) or IS_TIME_FIRST.fullmatch(kinds)
