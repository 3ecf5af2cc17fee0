"""Clean cells of a CSV or a vCard: placeholders, birthdays, phones among words.

What people type is parsed in handlers/parsing/contacts/contact_line.py; here is what only programs write.
"""

import re

from handlers.imports.columns import Column
from handlers.parsing.contacts import birthdays, contact_line, person_names
from handlers.parsing.contacts import phones as phone_numbers
from handlers.parsing.contacts.phones import MIN_INTERNAL, digits_of, fax_in
from storage.clients.new_client import Birthday, Point
from storage.models import PointKind

MAX_PHONE = 500  # letters; longer cells are text
MAX_DATE = 60

HOUR = re.compile(
    r"(?:(?<=\d)T\d\d(?::?\d\d){0,2}|(?<=\d)[T\s]\s{0,3}\d{1,2}(?::\d\d){1,2})(?:[.,]\d+)?"
    r"\s{0,3}(?P<half>[ap]\.?m\.?)?\s{0,3}(?:Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\Z",
    re.IGNORECASE,
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
# What Apple, SQL and .NET write for an unknown year.
NO_YEAR_FIRST = re.compile(r"(?:1604|000[01])[-/.](\d\d?)[-/.](\d\d?)")
NO_YEAR_LAST = re.compile(r"(\d\d?([-/.])\d\d?)\2(?:1604|000[01])")
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])/(\d\d?)((?:/\d{4})?)")
NO_VALUES = frozenset(("0", "na"))  # in a typed line these are a number and a name
ZEROS = re.compile(r"[0+\s./:-]+")
QUOTES = " \t\n\"'“”„«»`"
RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
TRUNK_8 = re.compile(r"8[3489]\d{9}")  # how +7 is dialled within Russia and Kazakhstan

SURNAMES = frozenset(("Null", "None", "No", "Nil", "Na"))  # real surnames
NAMES = (Column.NAME, Column.FIRST, Column.MIDDLE, Column.LAST)
ANY_WORD = (Column.OTHER, Column.NOTE, Column.COUNTRY)  # NA is Namibia


def is_placeholder(text: str, column: Column) -> bool:
    """Whether the cell means “no value”: 'N/A', 'NULL', '(none)', 'нет', '-'."""
    text = text.strip()
    if column in NAMES and text in SURNAMES:
        return False
    if text.casefold() in NO_VALUES and column not in ANY_WORD:
        return True
    if column in (Column.PHONE, Column.BIRTHDAY) and ZEROS.fullmatch(text):
        return True
    return person_names.is_placeholder(text, may_be_answer=column in ANY_WORD)


def birthday(text: str) -> Birthday | None:
    """A birthday written by a program, with or without a time of day and a year."""
    text = text.strip(QUOTES)
    if len(text) > MAX_DATE:
        return None
    hour = HOUR.search(text)
    text = text[: hour.start()].strip() if hour else text
    if found := NO_YEAR_LAST.fullmatch(text):
        text = found[1]
    if hour and hour["half"]:  # with AM or PM, the month comes first
        text = MONTH_FIRST.sub(r"\2/\1\3", text)
    if found := COMPACT.fullmatch(text):
        text = "-".join(found.groups())
    elif found := NO_YEAR_FIRST.fullmatch(text):
        text = f"--{found[1]:0>2}-{found[2]:0>2}"
    return birthdays.birthday(text)


def phones(text: str, region: str) -> tuple[list[Point], str]:
    """The phone numbers in a cell (E.164; as dialled in `region`), and the rest of it. In a phone column,
    numbers of an unknown kind count, too.
    """
    text = text.strip(QUOTES)
    if len(text) > MAX_PHONE:
        return [], text
    faxes, numbers = fax_in(text)
    found, rest = phone_numbers.phones(numbers, region)
    if RUSSIAN.search(text) and any(TRUNK_8.fullmatch(point.number) for point in found):
        found, rest = phone_numbers.phones(numbers, "RU")
    if found or faxes:
        return list(found), ", ".join(filter(None, (*faxes, rest)))
    digits = digits_of(text)
    return ([Point(PointKind.PHONE, digits, text)], "") if len(digits) >= MIN_INTERNAL else ([], text)


def emails(text: str) -> tuple[tuple[Point, ...], str]:
    """The e-mail addresses in a cell, and the rest of it: 'Di Eve <di@eve.example>'."""
    found, rest = contact_line.emails(text.strip(QUOTES))
    return found, rest.strip(f"{QUOTES},;<>")
