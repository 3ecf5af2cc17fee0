"""What beside a time makes it another one: 'before friday', 'monday or tuesday', 'tomorrow 3 contracts'."""

import re
from collections.abc import Sequence

from handlers.parsing.lexicon import Kind
from handlers.parsing.time.day_grammar import (
    DAY_IN_WORDS,
    DAY_NUMBER,
    IN,
    NEXT,
    NTH_DAY,
    PERIOD,
    START_MIDDLE_OR_END,
    TO,
    UNITS,
)
from handlers.parsing.time.durations import COUNT
from handlers.parsing.time.hour_grammar import (
    AT,
    HOUR_AND_MINUTES,
    HOUR_IN_PART,
    NUMBER_OR_NAME,
    OCLOCK,
    PART_OF_DAY,
    TILL,
)
from handlers.parsing.time.patterns import (
    ANYTHING,
    END,
    any_number,
    many,
    one_of,
    opt,
    other_than,
    regex,
    rule,
    seq,
    unless,
)
from handlers.parsing.time.tokens import Token, kinds_of

MAX_CONTEXT = 12  # words

# Words of which any may stand there.
HOUR_TO_HOUR = rule(one_of(Kind.BOUND, TILL), "to", "до")
CLOCK_NUMBER = rule(seq(Kind.NUMBER, opt(OCLOCK), Kind.HALF_OF_DAY), "3 pm", "7 вечера")
OCLOCK_NUMBER = rule(seq(Kind.NUMBER, Kind.CLOCK), "10 o'clock", "10 ish")
PAST_NUMBER = rule(seq(Kind.PAST_OR_TO, NUMBER_OR_NAME), "half past 3", "без пяти три")
NEAR_HOURS = rule(
    seq(
        Kind.NEAR,
        Kind.NUMBER,
        opt(OCLOCK),
        opt(one_of(Kind.DASH, HOUR_TO_HOUR, Kind.ARTICLE)),
        Kind.NUMBER,
    ),
    "from 10 to 12",
    "с 10 до 12",
    "między 10 a 12",
)

# At the edge of a sentence these are common words, prices or counts.
LOOSE = rule(
    one_of(
        *(Kind.LOOSE_WEEKDAY, Kind.LOOSE_PART, Kind.LOOSE_DATE),
        seq(Kind.QUARTER, opt(Kind.FOUR_DIGITS)),
        seq(opt(Kind.FILLER), Kind.ORDINAL),
        seq(Kind.QUANTITY, Kind.POINT),
        HOUR_IN_PART,
    ),
    "sat",
    "1.5",
    "the 5th",
    "Q1 2026",
    "三点",
)
# An hour only where nothing follows that it may count.
BARE_HOUR = rule(
    one_of(
        seq(
            unless(seq(Kind.NEAR, ANYTHING, HOUR_TO_HOUR, Kind.NUMBER)),
            opt(ANYTHING, other_than(Kind.AT)),
            one_of(Kind.NUMBER, Kind.FOUR_DIGITS),
        ),
        seq(ANYTHING, Kind.HOUR_NAME),
    ),
    "10",
    "1030",
    "вечером 7",
    "o trzeciej",
)
# The same of an hour without a day.
BARE_HOUR_ALONE = rule(
    one_of(
        seq(Kind.NUMBER, one_of(Kind.CLOCK, Kind.POINT)),
        seq(Kind.NUMBER, Kind.POINT, Kind.NUMBER),
        seq(Kind.AT_OR_ABOUT, Kind.HOUR_NAME),
        PAST_NUMBER,
        HOUR_AND_MINUTES,
    ),
    "10 o'clock",
    "3点15",
    "о третій",
    "half past 3",
    "в 14 30",
)
# There "in" is no span.
IN_A_MONTH = rule(
    one_of(
        seq(opt(Kind.IN), Kind.QUARTER),
        seq(Kind.IN, START_MIDDLE_OR_END, Kind.MONTH),
        NTH_DAY,
    ),
    "Q2",
    "in early april",
    "四月的第一个周一",
)
# What says that a time beside it, or elsewhere in the text, is not the whole of when.
SAYS_DAY = rule(
    one_of(
        *(Kind.DAY, Kind.WEEKDAY, Kind.ISO_DATE, Kind.DOT_DATE, Kind.SLASH_DATE),
        seq(DAY_IN_WORDS, Kind.MONTH),
        seq(Kind.MONTH, DAY_NUMBER),
        seq(Kind.DAY_NAME, Kind.OF_MONTH),
        seq(Kind.NUMBER, Kind.MONTH_AFTER, COUNT),
        seq(NEXT, one_of(Kind.WEEKDAY, PERIOD, Kind.DAYS, Kind.AFTERNOON_DAYS)),
        seq(IN, UNITS),
        seq(UNITS, one_of(Kind.AGO, Kind.HENCE, Kind.BEFORE)),
        Kind.DAY_AND_PART,
        seq(TO, Kind.LOOSE_WEEKDAY),
        Kind.AFTER_NEW_YEAR,
        Kind.UNREAD,
    ),
    "friday",
    "15 march",
    "третьего числа",
    "через 2 дня",
    "下周",
    "on sat",
)
SAYS_TIME = rule(
    one_of(
        Kind.TIME,
        seq(Kind.BOUND, Kind.BOUND, Kind.NUMBER),
        CLOCK_NUMBER,
        OCLOCK_NUMBER,
        seq(Kind.AT, Kind.NUMBER, unless(Kind.OF_AMOUNT)),
        seq(Kind.AT_OR_ABOUT, Kind.NUMBER),
        seq(Kind.AT, Kind.QUANTITY),
        seq(one_of(AT, Kind.NEAR, Kind.BOUND), Kind.HOUR_NAME),
        seq(Kind.IN_HERE, Kind.QUANTITY),
        seq(Kind.NUMBER, Kind.POINT),
        seq(COUNT, Kind.HALF_POINT),
        seq(one_of(Kind.DAY, Kind.PART, Kind.DAY_AND_PART), Kind.QUANTITY, Kind.POINT),
        NEAR_HOURS,
        PAST_NUMBER,
        Kind.UNREAD,
    ),
    "10:00",
    "3 pm",
    "о 10",
    "at three",
    "not before 10",
    "下午三点",
)
SAYS_WHEN = rule(
    one_of(
        SAYS_DAY,
        *(Kind.TIME, Kind.LOOSE_TIME),
        CLOCK_NUMBER,
        OCLOCK_NUMBER,
        *(Kind.PART, Kind.LATER),
        seq(Kind.NEXT, Kind.LOOSE_WEEKDAY),
        seq(one_of(Kind.NEAR, Kind.ON, Kind.UNTIL), Kind.NUMBER),
        seq(Kind.NUMBER, Kind.HOURS, Kind.NUMBER),
        seq(Kind.ORDINAL, unless(Kind.PLAIN)),
        seq(Kind.AT, one_of(Kind.FOUR_DIGITS, Kind.LONG_NUMBER), unless(Kind.OF_AMOUNT)),
        Kind.WEEKS,
        seq(Kind.BOUND, one_of(Kind.WEEKS, Kind.MONTHS, Kind.DAYS)),
        seq(one_of(Kind.DASH, Kind.BOUND), Kind.LOOSE_WEEKDAY),
        seq(one_of(Kind.START_OF, Kind.MIDDLE_OF), unless(Kind.PLAIN)),
        seq(Kind.AT_OR_ABOUT, Kind.NUMBER),
        seq(AT, Kind.HOUR_NAME),
        seq(COUNT, one_of(Kind.POINT, Kind.HALF_POINT)),
        Kind.END_OF,
        seq(Kind.BOUND, Kind.LOOSE_PART),
        seq(opt(COUNT), Kind.WORKING_DAYS),
    ),
    "friday",
    "14:30",
    "вечером",
    "every month",
    "at 1030",
    "до 10",
    "eom",
    "2 working days",
)
JOINTS = rule(
    any_number(
        one_of(
            *(TO, Kind.COMMA, Kind.BOUND, Kind.NEAR, Kind.ABOUT, Kind.AT_OR_ABOUT, Kind.FILLER, Kind.DASH),
            *(Kind.LOOSE_WEEKDAY, Kind.LOOSE_PART),
        )
    ),
    "or on",
    ", до",
)
MORE_BEFORE = rule(
    one_of(
        seq(
            one_of(SAYS_WHEN, seq(Kind.AT, Kind.NUMBER), seq(Kind.DASH, Kind.NUMBER)),
            opt(opt(Kind.COMMA), Kind.FOUR_DIGITS),
            JOINTS,
        ),
        one_of(NEXT, Kind.NEAR, Kind.ABOUT, Kind.BOUND, Kind.IN_HERE, Kind.NTH),
        seq(Kind.BOUND, one_of(Kind.WEEKS_OR_AT, Kind.MONTH_AFTER)),
    ),
    "friday or",
    "15 march 2026,",
    "или",
    "before",
)
MORE_AFTER = rule(
    one_of(
        seq(JOINTS, one_of(SAYS_WHEN, seq(Kind.NUMBER, Kind.HOURS, END), Kind.AND_A_HALF)),
        *(Kind.OWN, Kind.BEFORE),
        seq(many(Kind.FILLER), opt(Kind.ON), opt(Kind.NEXT), Kind.MONTHS),
    ),
    "or tuesday",
    "of this month",
    "с половиной",
    "的",
)
GOES_ON = rule(
    seq(
        any_number(one_of(Kind.COMMA, Kind.FILLER)),
        one_of(
            seq(many(one_of(Kind.BOUND, Kind.NEAR, Kind.DASH)), opt(Kind.AT)),
            seq(Kind.FILLER, AT),
        ),
        Kind.NUMBER,
    ),
    "to 11",
    "and at 3",
    "и в 3",
)
AFTER_A_NUMBER = rule(seq(opt(Kind.FILLER), Kind.NUMBER), "and 3", "и 3", "30")

IS_LOOSE, IS_BARE_HOUR, IS_BARE_HOUR_ALONE = map(regex, (LOOSE, BARE_HOUR, BARE_HOUR_ALONE))
HAS_DAY, HAS_TIME = regex(SAYS_DAY), regex(SAYS_TIME)
IS_IN_A_MONTH, HAS_NTH_DAY = regex(IN_A_MONTH), regex(NTH_DAY)
HAS_MORE_BEFORE, HAS_MORE_AFTER = regex(seq(MORE_BEFORE, END)), regex(MORE_AFTER)
IS_GOING_ON, IS_AFTER_A_NUMBER, IS_PART_FIRST = map(regex, (GOES_ON, AFTER_A_NUMBER, PART_OF_DAY))
AFTER_SPAN = (Kind.UNTIL, Kind.BOUND)  # "in 2 hours before …"
APART = " "  # no code: nothing matches across it


def is_whole_time(shape: re.Match[str], before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether nothing beside a time makes it another, and nothing around it says the day or hour it lacks."""
    left, right = kinds_of(before[-MAX_CONTEXT:]), kinds_of(after[:MAX_CONTEXT])
    if HAS_MORE_BEFORE.search(left) or HAS_MORE_AFTER.match(right) or _is_of_a_number(shape, left):
        return False
    if shape["day"] and shape["day"][0] in (Kind.IN, Kind.IN_HERE) and right[:1] in AFTER_SPAN:
        return False
    around = f"{kinds_of(before)}{APART}{kinds_of(after)}"
    if not shape["time"]:
        return not HAS_TIME.search(around)
    if shape["time"][-1] == Kind.NUMBER and IS_AFTER_A_NUMBER.match(right):
        return False
    return not IS_GOING_ON.match(right) and bool(shape["day"] or not HAS_DAY.search(around))


def _is_of_a_number(shape: re.Match[str], left: str) -> bool:
    """ "room 5 in the evening": the hour may be a number of something else."""
    return not shape["day"] and left[-1:] == Kind.NUMBER and bool(IS_PART_FIRST.match(shape["time"]))
