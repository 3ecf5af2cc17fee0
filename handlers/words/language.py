"""What a language brings: the words people type for times, money and people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storage.models import Outcome

HOUR = 3600  # seconds


class Kind(StrEnum):
    """What a word does in a time. One letter each, for handlers/grammar.py is written in them."""

    DAY = "D"  # days from today
    WEEKDAY = "W"  # 0 = Monday
    LOOSE_WEEKDAY = "w"  # a common word too: alone at the edge of a sentence it is no time
    MONTH = "M"
    PART = "P"  # of the day: its hour
    LOOSE_PART = "k"
    LATER = "L"
    MINUTES = "u"  # seconds in the unit
    HOURS = "o"  # seconds in the unit; o'clock after a number
    SPAN = "H"  # seconds, number and unit in one word
    DAYS = "U"
    AFTERNOON_DAYS = "g"  # "3 дня" is three days, "в 3 дня" is 15:00
    WEEKS = "K"  # days in the unit
    MONTHS = "Y"  # months in the unit
    QUANTITY = "q"
    AND_A_HALF = "E"  # of the unit before it, or more than the number before it
    ARTICLE = "A"  # one, where a unit follows
    IN = "i"
    AGO = "a"
    AT = "p"  # before an hour or a day
    ON = "b"  # before a day
    NEAR = "h"  # before an hour: where it begins, or about where
    ABOUT = "j"  # the same, and a common word too
    BOUND = "l"  # beside a time it makes it another: "until friday", "monday or tuesday"
    DASH = "-"
    CLOCK = "c"  # after an hour
    OF_MONTH = "v"  # after the number of a day
    ORDINAL = "O"  # the number of a day with what makes it one, in one: "15日"
    UNREAD = "X"  # says when, but is not understood: what stands beside it may not be taken for all
    NEXT = "n"  # 1 = next, -1 = last
    HALF_OF_DAY = "m"  # hours to add
    YEAR = "r"
    FILLER = "s"


Forms = Mapping[float, str]  # what it means: how it is written, with "|" between


@dataclass(frozen=True)
class Language:
    times: Mapping[Kind, Forms]
    ordinals: str = ""  # what follows the number of a day
    deeds: str = ""  # patterns of words for what is done: what stands before them counts nothing
    before_length: str = ""  # patterns: "needs 2 hours" and "2 hours of work" say not how long the talk took
    after_length: str = ""
    next_step: str = ""
    born: str = ""
    phone: str = ""  # how a number is announced
    email: str = ""
    name: str = ""
    company: str = ""
    title: str = ""
    address: str = ""
    messenger: str = ""
    registered: str = ""  # what a firm is registered under: its number is no phone
    jobs: str = ""
    outcomes: Mapping[Outcome, str] = field(default_factory=dict)
    scales: Mapping[int, str] = field(default_factory=dict)
    per: str = ""  # patterns of what follows an amount: "12k a year"
    numbered: str = ""  # patterns of words whose number is no amount: "phase 2"
    named: str = ""  # the same, where it is written in one: "order 4417" is a name, "order 2 500" an amount
    currencies: Mapping[str, str] = field(default_factory=dict)  # the codes it may mean, the usual one first


def numbered(first: int, written: str) -> Forms:
    """Things counted from `first`, with spaces between."""
    return dict(enumerate(written.split(), first))


def forms(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))
