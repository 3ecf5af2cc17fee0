"""The vocabulary a language defines: words that people type for times, money and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto

from storage.models import Outcome

HOUR = 3600  # seconds
WEEKEND = 12  # as a weekday: the Saturday of the weekend


class Kind(StrEnum):
    """What a word, a number or a sign does in a time. Rows are matched by handlers/parsing/time/patterns.py."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: Sequence[str]) -> str:
        return chr(ord("!") + count)

    DAY = auto()  # days from today
    WEEKDAY = auto()  # 0 = Monday
    LOOSE_WEEKDAY = auto()  # a common word too: alone at the edge of a sentence it is no time
    MONTH = auto()
    LOOSE_MONTH = auto()  # a common word too: a month only with a weekday
    PART = auto()  # of the day: its hour
    LOOSE_PART = auto()
    DAY_AND_PART = auto()  # "tonight": 24 hours for each day from today, and the hour of the part
    LATER = auto()
    MINUTES = auto()  # seconds in the unit
    HOURS = auto()  # seconds in the unit; o'clock after a number
    SPAN = auto()  # seconds, number and unit in one word
    DAYS = auto()
    YEAR_OR_HOURS = auto()  # months in it, if it is a year: "через год" is a year, "через 2 год" two hours
    WEEKS_OR_AT = auto()  # days in the unit: "in 2w" is two weeks, "w piątek" on friday
    AFTERNOON_DAYS = auto()  # "3 дня" is three days, "в 3 дня" is 15:00
    WORKING_DAYS = auto()
    WEEKS = auto()  # days in the unit
    MONTHS = auto()  # months in the unit
    MONTH_AFTER = auto()  # makes a month of the number before it; alone, months in the unit
    START_OF = auto()  # before or after a unit; 1 = only of a month
    END_OF = auto()  # before or after a unit
    MIDDLE_OF = auto()  # before or after a month
    NTH = auto()  # before a weekday: its number in the month, -1 = the last
    QUARTER = auto()  # of the year: its number
    AFTER_NEW_YEAR = auto()
    QUANTITY = auto()
    AND_A_HALF = auto()  # of the unit before it, or more than the number before it
    ARTICLE = auto()  # one, where a unit follows
    IN = auto()
    IN_HERE = auto()  # only before units of its own language: elsewhere it says something else
    AGO = auto()
    BEFORE = auto()  # after units ago; after a day or an hour "by then", and that is another time
    HENCE = auto()  # after units: so far away
    AT = auto()  # before an hour or a day
    AT_OR_ABOUT = auto()  # before an hour; before another number perhaps what is spoken about
    ON = auto()  # before a day
    UP_TO = auto()  # between two hours, and before a date
    UNTIL = auto()  # before a day: by then; after a span it makes it another
    OWN = auto()  # after a day: what is spoken of is the day's
    NEAR = auto()  # before an hour: where it begins, or about where
    ABOUT = auto()  # the same, and a common word too
    BOUND = auto()  # beside a time it makes it another: "until friday", "monday or tuesday"
    DASH = auto()
    CLOCK = auto()  # after an hour
    POINT = auto()  # after an hour, before its minutes
    HALF_POINT = auto()  # after an hour: its minutes
    PAST_HOUR = auto()  # after the minutes of an hour; seconds in the unit
    TIME = auto()  # "10:00", or a time of day by a name of its own: hours, and 24 for midnight
    HOUR_NAME = auto()  # an hour by a name that counts nothing
    DAY_NAME = auto()  # a day of the month, or an hour after PAST_OR_TO, by a name that counts nothing
    PAST_OR_TO = auto()  # before an hour: minutes that are added to it
    OF_MONTH = auto()  # after the number of a day
    ORDINAL = auto()  # the number of a day with what makes it one, in one: "15日"
    UNREAD = auto()  # says when, but is not understood: what stands beside it may not be taken for all
    NEXT = auto()  # 1 = next, -1 = last
    WEEK_AWAY = auto()  # the same, but a weekday with it is always of that week
    HALF_OF_DAY = auto()  # hours to add
    YEAR = auto()
    FILLER = auto()
    COMMA = auto()  # or a colon
    NUMBER = auto()  # of one or two digits
    FOUR_DIGITS = auto()  # a year, or a time of day: "2026", "1030"
    LONG_NUMBER = auto()  # of any other count of digits
    DECIMAL = auto()  # "1,5"
    ISO_DATE = auto()  # "2026-03-15", "15-Mar-2026": day and month are told apart
    SLASH_DATE = auto()  # "3/5": which of them is the day depends
    DOT_DATE = auto()  # "15.03", "3/15"
    LOOSE_DATE = auto()  # "1.5": a price, too
    LOOSE_TIME = auto()  # "10-30", "14.30": two numbers, too
    OF_AMOUNT = auto()  # after a number: a currency, a percent sign, what multiplies
    PLAIN = auto()  # says nothing of when, though a shorter word in it would


class Ask(StrEnum):
    """What a word does in a filter. No code is one of a Kind: rows have both."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: Sequence[str]) -> str:
        return chr(ord("¡") + count)

    MINE = auto()
    TEAM = auto()
    CLIENTS = auto()  # says that what stands beside it is no name
    NO_CALL = auto()
    NO_TALK = auto()
    NO_MEETING = auto()
    NEVER_CALLED = auto()
    NEVER_SPOKEN = auto()
    CALLED = auto()  # counts only with a time
    MET = auto()
    SPOKEN = auto()
    OPEN = auto()
    WON = auto()
    LOST = auto()
    DEALS = auto()
    CLOSING = auto()  # counts only with a time, or beside deals: when they are expected to close
    NO_STEP = auto()
    GOING_COLD = auto()
    OVERDUE = auto()
    FOLLOW_UPS = auto()
    BIRTHDAY = auto()  # counts only with a time
    OVER = auto()  # before an amount or a length
    UNDER = auto()
    FROM = auto()  # the same as OVER, or where a time begins, or a common word
    TO = auto()
    OR_MORE = auto()  # after an amount
    OR_LESS = auto()
    THIS = auto()  # before a unit
    LATELY = auto()  # before a length
    SINCE = auto()  # after the name of a month
    QUARTER = auto()  # before its number
    YEAR = auto()  # a year by a word of its own, counted from this one
    AT = auto()  # before a time or a name: says nothing by itself
    NOT = auto()  # turns what follows round: where that is not known, nothing is
    LONG = auto()  # says of a time only that it is long


Forms = Mapping[float, str]  # meaning: its forms, separated by "|"


@dataclass(frozen=True)
class Language:
    times: Mapping[Kind, Forms]
    ordinals: str = ""  # suffixes of the number of a day
    hour_ordinals: str = ""  # suffixes of the number of an hour
    deeds: str = ""  # patterns of words for actions: a number before them does not count them
    han_deeds: str = ""  # the same, written without spaces
    spoken_of: str = ""  # patterns of what is counted after "about", in languages where that also means "at"
    before_length: str = ""  # patterns: "needs 2 hours" and "2 hours of work" are not the length of the talk
    after_length: str = ""
    percent: str = ""  # after a number that is not an hour
    next_step: str = ""
    intends: str = ""  # words before something to do: "need to", "remind me to"
    tells: str = ""  # patterns of words for talks that have happened
    talked: str = ""  # patterns of words for a talk: a duration next to them is how long it took
    han_talked: str = ""  # the same, written without spaces
    born: str = ""
    born_after: str = ""  # words after a birthday
    cities: str = ""  # cities of clients, which are not companies
    city: str = ""  # labels of a city
    phone: str = ""  # labels of a phone number
    email: str = ""
    name: str = ""
    company: str = ""
    title: str = ""
    address: str = ""
    messenger: str = ""
    registered: str = ""  # labels of a company's registration number, which is not a phone
    jobs: str = ""
    roughly: str = ""  # before an amount or a duration: about so much
    halves: str = ""  # before a scale ("million"): half of it
    hundreds: Forms = field(default_factory=dict)  # before a scale; other numbers in words are not parsed
    ones: str = ""  # scales in the form that means one of them
    units_first: str = ""  # "минут 15": a unit before its number means “about”
    beside_outcome: str = ""  # adds nothing to an outcome: "was busy", "опять не берет трубку"
    outcomes: Mapping[Outcome, str] = field(default_factory=dict)
    scales: Mapping[int, str] = field(default_factory=dict)
    per: str = ""  # patterns of what follows an amount: "12k a year"
    numbered: str = ""  # patterns of words whose number is not an amount: "phase 2"
    named: str = ""  # the same for one group of digits: "order 4417" is a name, "order 2 500" an amount
    asks: Mapping[Ask, str] = field(default_factory=dict)
    between: str = ""  # before two amounts; the next two fields come between them
    joins: str = ""
    joins_after_between: str = ""
    months_in: str = ""  # their forms after "in", from January on, if they differ
    years: Mapping[int, str] = field(default_factory=dict)  # words for years, counted from this one
    currencies: Mapping[str, str] = field(default_factory=dict)  # possible codes, the usual one first


def numbered_words(
    first: int, written: str, more: float = 0, between: str | None = None, by: float = 1
) -> Forms:
    """Words that count from `first`, separated by spaces (or `between`).

    Each means its number times `by`, plus `more`.
    """
    return {number * by + more: form for number, form in enumerate(written.split(between), first)}


def with_ones(tens: Forms, ones: str, between: str = " ") -> Forms:
    """The tens, and each with one to nine after it: "twenty", "twenty one". `between`: signs, each is tried."""
    return dict(tens) | {
        ten + one: "|".join(
            f"{form}{sign}{word}" for form in forms(written) for word in forms(said) for sign in between
        )
        for ten, written in tens.items()
        for one, said in numbered_words(1, ones).items()
    }


def forms(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))
