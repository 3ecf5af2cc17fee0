"""The vocabulary a language defines: words that people type for times, money and people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.models import Outcome

HOUR = 3600  # seconds
WEEKEND = 12  # as a weekday: the Saturday of the weekend


class Kind(StrEnum):
    """The role of a word in a time. One letter each, used in the patterns of parsing/time/grammar.py."""

    DAY = "D"  # days from today
    WEEKDAY = "W"  # 0 = Monday
    LOOSE_WEEKDAY = "w"  # also a common word: alone at the edge of a sentence it is not a time
    MONTH = "M"
    LOOSE_MONTH = "9"  # also a common word: a month only with a weekday
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
    ARTICLE = "A"  # one, if a unit follows
    IN = "i"
    IN_HERE = "2"  # only before units of its own language: elsewhere it means something else
    AGO = "a"
    BEFORE = "Z"  # after units: ago; after a day or an hour: by then, which is another time
    HENCE = "G"  # after units: that far in the future
    AT = "p"  # before an hour or a day
    AT_OR_ABOUT = "J"  # before an hour: at; before another number maybe: about, as of a topic
    ON = "b"  # before a day
    UP_TO = "0"  # between two hours, and before a date
    UNTIL = "4"  # before a day: by then; after a duration it makes it another time
    OWN = "8"  # after a day: something of that day is meant
    NEAR = "h"  # before an hour: from or about then
    ABOUT = "j"  # the same, but also a common word
    BOUND = "l"  # next to a time it makes it another time: "until friday", "monday or tuesday"
    DASH = "-"
    CLOCK = "c"  # after an hour
    POINT = "5"  # after an hour, before its minutes
    HALF_POINT = "6"  # after an hour: its minutes
    PAST_HOUR = "7"  # after the minutes of an hour; seconds in the unit
    TIME = "T"  # a time of day with a name of its own: hours, and 24 for midnight
    HOUR_NAME = "Q"  # the name of an hour that is not used to count
    DAY_NAME = "#"  # the name of a day of the month, or of an hour after PAST_OR_TO, that is not used to count
    PAST_OR_TO = "F"  # before an hour: minutes that are added to it
    OF_MONTH = "v"  # after the number of a day
    ORDINAL = "O"  # the number of a day and its suffix in one word: "15日"
    UNREAD = "X"  # a time that is not understood: the words next to it are not the whole time
    NEXT = "n"  # 1 = next, -1 = last
    WEEK_AWAY = "1"  # the same, but a weekday with it is always of that week
    HALF_OF_DAY = "m"  # hours to add
    YEAR = "r"
    FILLER = "s"
    PLAIN = "x"  # not a time, though a shorter word in it would be one


class Ask(StrEnum):
    """The role of a word in a filter. One letter each, none of a Kind: patterns of time/periods.py use both."""

    MINE = "μ"
    TEAM = "τ"
    CLIENTS = "κ"  # the words next to it are not a name
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
    YEAR = "ϝ"  # a year with a word of its own, counted from this one
    AT = "ϡ"  # before a time or a name: means nothing by itself
    NOT = "Ν"  # negates what follows: if that is not understood, nothing is
    LONG = "Λ"  # says only that a time is long


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


def numbered(first: int, written: str, more: float = 0, between: str | None = None, by: float = 1) -> Forms:
    """Words that count from `first`, separated by spaces (or `between`).

    Each means its number times `by`, plus `more`.
    """
    return {number * by + more: form for number, form in enumerate(written.split(between), first)}


def forms(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))
