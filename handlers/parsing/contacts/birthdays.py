"""Parse birthdays as people write them: 12.03.1985, 12-Mar-1985, March 12, 'turns 40 on 12 March'."""

import re
from contextlib import suppress
from datetime import date

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.contact_words import TURNS, YEARS_OLD
from handlers.parsing.time.grammar import date_in
from handlers.parsing.time.reference_time import FIRST_YEAR, LAST_YEAR
from handlers.parsing.time.times import EDGES
from handlers.parsing.time.tokens import HAN
from storage.clients.new_client import Birthday

ANY_LEAP_YEAR = 2000
FIRST_SHORT_YEAR = 30  # if today's date is not given: "85" is 1985, "07" is 2007
MAX_AGE = 120
MAX_READ = 200  # letters: a longer text is not a birthday

NUMBERS = lazy_regex(r"(\d\d?)/(\d\d?)(?:/(\d{4}|\d\d))?|(\d\d?)-(\d\d?)-(\d{4}|\d\d)")
NO_YEAR = lazy_regex(r"--(\d\d)-?(\d\d)")
DOTTED = lazy_regex(r"\d+\.\d")
YEAR_FIRST = lazy_regex(r"(\d{4})([/.])(\d\d?)\2(\d\d?)")
YEAR_OF_TWO = lazy_regex(r"(?P<day>.+[^\d'])'?(?P<year>\d\d)", re.DOTALL)  # "12 march 85"
MONTHS = lexicon.months()
HYPHENS = lazy_regex(rf"(\d\d?)\s?-\s?({MONTHS})\.?\s?-\s?(\d{{4}}|\d\d)", re.IGNORECASE)
# "March 12, 1985" and "12th of March, 1985" are one part.
COMMA_IN_DATE = lazy_regex(
    rf"(?<!\w)((?:{MONTHS})\.?\s+\d\d?(?:st|nd|rd|th)?|\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\.?)"
    r",(?=\s{0,3}(?:19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
BORN = lazy_regex(
    rf"(?<!\w)(?:{lexicon.pattern('born')}|b|\*)(?:[\s.:：]+|(?<=[{HAN}*]))(?P<day>.+)",
    re.IGNORECASE | re.DOTALL,
)
BORN_AFTER = lazy_regex(rf"\s*(?:{lexicon.pattern('born_after')})\s*\Z")
BEFORE_DAY = lazy_regex(r"\A(?:on\s+)?(?:the\s+)?", re.IGNORECASE)
TURNS_WORD, YEARS_WORD = ("|".join(sorted(forms, key=len, reverse=True)) for forms in (TURNS, YEARS_OLD))
TURNING = lazy_regex(
    rf"(?:(?<!\w)|(?<=[{HAN}]))(?:{TURNS_WORD})\s{{0,3}}(?P<age>\d{{1,3}})(?!\d)"
    rf"(?:\s{{0,3}}(?:{YEARS_WORD}))?(?:\s{{1,3}}on\b)?",
    re.IGNORECASE,
)


def birthday(text: str, locale: str = "", today: date | None = None) -> Birthday | None:
    """The birthday in `text`, with or without a year. None if there is no such day, or it is in the future.

    `locale` decides whether "4.1" is in April or January; `today`, the century of a two-digit year.
    """
    text = HYPHENS.sub(r"\1 \2 \3", text.strip()[:MAX_READ])
    if found := NO_YEAR.fullmatch(text):
        return _birthday(None, int(found[1]), int(found[2]), today)
    if found := NUMBERS.fullmatch(text):
        first, second, year = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        told = [
            _birthday(year, int(month), int(day), today) for month, day in ((second, first), (first, second))
        ]
        return (told[1] or told[0]) if lexicon.is_month_first(locale) else (told[0] or told[1])
    if found := YEAR_FIRST.fullmatch(text):
        return _birthday(found[1], int(found[3]), int(found[4]), today)
    return _in_words(text, locale, today)


def birthday_in(text: str, locale: str, today: date) -> tuple[Birthday | None, str]:
    """The birthday in a part of a line, and the rest of the part."""
    if turning := TURNING.search(text[:MAX_READ]):
        return _turning(text, turning, locale, today)
    marked = BORN.search(text)
    said = BEFORE_DAY.sub("", marked["day"]) if marked else BORN_AFTER.sub("", text)
    day = birthday(said, locale, today) if len(said) <= MAX_READ else None
    if day is None:
        return None, text
    return day, text[: marked.start()].strip(EDGES) if marked else ""


def join_dates(text: str) -> str:
    """The text without the comma in "March 12, 1985"."""
    return COMMA_IN_DATE.sub(r"\1", text)


def _in_words(text: str, locale: str, today: date | None) -> Birthday | None:
    day, short = date_in(text), YEAR_OF_TWO.fullmatch(text)
    if day is None and short and (day := date_in(short["day"])) and day.year is None:
        return _birthday(short["year"], day.month, day.day, today)
    if day and day.year is None and lexicon.is_month_first(locale) and DOTTED.match(text):
        day = day._replace(month=day.day, day=day.month)
    return _birthday(*day, today) if day else None


def _turning(text: str, turning: re.Match[str], locale: str, today: date) -> tuple[Birthday | None, str]:
    """ "turns 40 on 12 March": the age at the next birthday."""
    said = f"{text[: turning.start()]} {text[turning.end() :]}".strip(EDGES)
    day, age = birthday(BEFORE_DAY.sub("", said), locale, today), int(turning["age"])
    if day is None or day.year is not None or not 0 < age <= MAX_AGE:
        return None, text
    year = today.year + ((day.month, day.day) < (today.month, today.day)) - age
    return _birthday(str(year), day.month, day.day, today) or day, ""


def _birthday(written: str | None, month: int, day: int, today: date | None) -> Birthday | None:
    year = int(written) if written else None
    if year is not None and written and len(written) == len("85"):
        year += _century(year, month, day, today)
    with suppress(ValueError):
        born = date(ANY_LEAP_YEAR if year is None else year, month, day)
        is_to_come = today is not None and year is not None and born > today
        if year is None or (FIRST_YEAR <= year <= LAST_YEAR and not is_to_come):
            return Birthday(month, day, year)
    return None


def _century(year: int, month: int, day: int, today: date | None) -> int:
    """The century of a two-digit year: nobody is born in the future."""
    if today is None:
        return 1900 if year >= FIRST_SHORT_YEAR else 2000
    return 1900 if (2000 + year, month, day) > (today.year, today.month, today.day) else 2000
