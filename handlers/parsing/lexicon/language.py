"""What a language brings: the words people type for times, money and people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.models import Outcome

HOUR = 3600  # seconds
WEEKEND = 12  # as a weekday: its saturday, and no other day is called so


class Kind(StrEnum):
    """What a word does in a time. One letter each, for handlers/parsing/time/grammar.py is written in them."""

    DAY = "D"  # days from today
    WEEKDAY = "W"  # 0 = Monday
    LOOSE_WEEKDAY = "w"  # a common word too: alone at the edge of a sentence it is no time
    MONTH = "M"
    LOOSE_MONTH = "9"  # a common word too: a month only with a weekday
    PART = "P"  # of the day: its hour
    LOOSE_PART = "k"
    DAY_AND_PART = "B"  # "tonight": 24 hours for each day from today, and the hour of the part
    LATER = "L"
    MINUTES = "u"  # seconds in the unit
    HOURS = "o"  # seconds in the unit; o'clock after a number
    SPAN = "H"  # seconds, number and unit in one word
    DAYS = "U"
    YEAR_OR_HOURS = "3"  # months in it, if it is a year: "через год" is a year, "через 2 год" two hours
    WEEKS_OR_AT = "R"  # days in the unit: "in 2w" is two weeks, "w piątek" on friday
    AFTERNOON_DAYS = "g"  # "3 дня" is three days, "в 3 дня" is 15:00
    WORKING_DAYS = "@"
    WEEKS = "K"  # days in the unit
    MONTHS = "Y"  # months in the unit
    MONTH_AFTER = "C"  # makes a month of the number before it; alone, months in the unit
    START_OF = "="  # before or after a unit; 1 = only of a month
    END_OF = "V"  # before or after a unit
    MIDDLE_OF = "~"  # before or after a month
    NTH = "&"  # before a weekday: its number in the month, -1 = the last
    QUARTER = ">"  # of the year: its number
    AFTER_NEW_YEAR = "<"
    QUANTITY = "q"
    AND_A_HALF = "E"  # of the unit before it, or more than the number before it
    ARTICLE = "A"  # one, where a unit follows
    IN = "i"
    IN_HERE = "2"  # only before units of its own language: elsewhere it says something else
    AGO = "a"
    BEFORE = "Z"  # after units ago; after a day or an hour "by then", and that is another time
    HENCE = "G"  # after units: so far away
    AT = "p"  # before an hour or a day
    AT_OR_ABOUT = "J"  # before an hour; before another number perhaps what is spoken about
    ON = "b"  # before a day
    UP_TO = "0"  # between two hours, and before a date
    UNTIL = "4"  # before a day: by then; after a span it makes it another
    OWN = "8"  # after a day: what is spoken of is the day's
    NEAR = "h"  # before an hour: where it begins, or about where
    ABOUT = "j"  # the same, and a common word too
    BOUND = "l"  # beside a time it makes it another: "until friday", "monday or tuesday"
    DASH = "-"
    CLOCK = "c"  # after an hour
    POINT = "5"  # after an hour, before its minutes
    HALF_POINT = "6"  # after an hour: its minutes
    PAST_HOUR = "7"  # after the minutes of an hour; seconds in the unit
    TIME = "T"  # a time of day by a name of its own: hours, and 24 for midnight
    HOUR_NAME = "Q"  # an hour by a name that counts nothing
    DAY_NAME = "#"  # a day of the month, or an hour after PAST_OR_TO, by a name that counts nothing
    PAST_OR_TO = "F"  # before an hour: minutes that are added to it
    OF_MONTH = "v"  # after the number of a day
    ORDINAL = "O"  # the number of a day with what makes it one, in one: "15日"
    UNREAD = "X"  # says when, but is not understood: what stands beside it may not be taken for all
    NEXT = "n"  # 1 = next, -1 = last
    WEEK_AWAY = "1"  # the same, but a weekday with it is always of that week
    HALF_OF_DAY = "m"  # hours to add
    YEAR = "r"
    FILLER = "s"
    PLAIN = "x"  # says nothing of when, though a shorter word in it would


class Ask(StrEnum):
    """What a word does in a filter. One letter each, none of a Kind: time/periods.py is written in both."""

    MINE = "μ"
    TEAM = "τ"
    CLIENTS = "κ"  # says that what stands beside it is no name
    NO_CALL = "α"
    NO_TALK = "β"
    NO_MEETING = "Δ"
    NEVER_CALLED = "γ"
    NEVER_SPOKEN = "δ"
    CALLED = "ε"  # counts only with a time
    MET = "ζ"
    SPOKEN = "η"
    OPEN = "ο"
    WON = "ω"
    LOST = "λ"
    DEALS = "ξ"
    CLOSING = "Ξ"  # counts only with a time, or beside deals: when they are expected to close
    NO_STEP = "ν"
    OVERDUE = "υ"
    FOLLOW_UPS = "φ"
    BIRTHDAY = "ψ"  # counts only with a time
    OVER = "χ"  # before an amount or a length
    UNDER = "ς"
    FROM = "π"  # the same as OVER, or where a time begins, or a common word
    TO = "ρ"
    OR_MORE = "σ"  # after an amount
    OR_LESS = "ϛ"
    THIS = "θ"  # before a unit
    LATELY = "ι"  # before a length
    SINCE = "ϙ"  # after the name of a month
    QUARTER = "ϟ"  # before its number
    YEAR = "ϝ"  # a year by a word of its own, counted from this one
    AT = "ϡ"  # before a time or a name: says nothing by itself
    NOT = "Ν"  # turns what follows round: where that is not known, nothing is
    LONG = "Λ"  # says of a time only that it is long


Forms = Mapping[float, str]  # what it means: how it is written, with "|" between


@dataclass(frozen=True)
class Language:
    times: Mapping[Kind, Forms]
    ordinals: str = ""  # what follows the number of a day
    hour_ordinals: str = ""  # what follows the number of an hour
    deeds: str = ""  # patterns of words for what is done: what stands before them counts nothing
    han_deeds: str = ""  # the same, written without spaces
    spoken_of: str = ""  # patterns of what is counted after "about", in the languages where that is "at", too
    before_length: str = ""  # patterns: "needs 2 hours" and "2 hours of work" say not how long the talk took
    after_length: str = ""
    percent: str = ""  # what a number is of, that is no hour
    next_step: str = ""
    intends: str = ""  # begins what is to be done: "need to", "remind me to"
    tells: str = ""  # patterns of words for talking that has happened
    talked: str = ""  # patterns of words for a talk: a length beside them is how long it took
    han_talked: str = ""  # the same, written without spaces
    born: str = ""
    born_after: str = ""  # what stands after a birthday
    cities: str = ""  # of a client, and no company
    city: str = ""  # how one is announced
    phone: str = ""  # how a number is announced
    email: str = ""
    name: str = ""
    company: str = ""
    title: str = ""
    address: str = ""
    messenger: str = ""
    registered: str = ""  # what a firm is registered under: its number is no phone
    jobs: str = ""
    roughly: str = ""  # before an amount or a length: it is about so much
    halves: str = ""  # before what multiplies: half of it
    hundreds: Forms = field(default_factory=dict)  # the same; more of a number in words is not read
    ones: str = ""  # what multiplies, written so that it does so once
    units_first: str = ""  # "минут 15": a unit that stands before its number says that it is about so much
    beside_outcome: str = ""  # with an outcome it says nothing more: "was busy", "опять не берет трубку"
    outcomes: Mapping[Outcome, str] = field(default_factory=dict)
    scales: Mapping[int, str] = field(default_factory=dict)
    per: str = ""  # patterns of what follows an amount: "12k a year"
    numbered: str = ""  # patterns of words whose number is no amount: "phase 2"
    named: str = ""  # the same, where it is written in one: "order 4417" is a name, "order 2 500" an amount
    asks: Mapping[Ask, str] = field(default_factory=dict)
    between: str = ""  # begins two amounts; the others stand between them
    joins: str = ""
    joins_after_between: str = ""
    months_in: str = ""  # as they are written after "in", from January on, where that is another form
    years: Mapping[int, str] = field(default_factory=dict)  # by a word of their own, counted from this one
    currencies: Mapping[str, str] = field(default_factory=dict)  # the codes it may mean, the usual one first


def numbered(first: int, written: str, more: float = 0, between: str | None = None, by: float = 1) -> Forms:
    """Things counted from `first`, with spaces (or `between`) between.

    Each means its number, times `by`, and `more`.
    """
    return {number * by + more: form for number, form in enumerate(written.split(between), first)}


def forms(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))
