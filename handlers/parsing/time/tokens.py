"""The words of a line, each with what it does in a time: looked up in handlers/parsing/lexicon/."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind

ENDS = " \t\n,.;!，。；！、"
MAX_PHRASE = 100  # letters
MONTHS = 12  # a greater number is a day
MAX_EDGE = 200  # letters at each end of a text in which a time is looked for

HAN = "\u3400-\u9fff"  # written without spaces: each is a word
LETTERS = rf"[^\W\d_{HAN}]+"
NO_LENGTH = float("inf")  # "10-30 min" is no length
# As wide as a Chinese letter, and the narrow mark that means the same.
NARROW = str.maketrans("，；：（）。！～　０１２３４５６７８９", ",;:().!~ 0123456789")
# Each group has the name of a kind, or of a way to write a date.
TOKEN = lazy_regex(
    rf"""(?P<NAMED_MONTH>(?<![\w-])\d\d?[-/](?i:{lexicon.months()})(?:[-/](?:\d{{4}}|\d\d))?(?![\w/-]))
    |(?P<ISO_DATE>\d{{4}}-\d\d?-\d\d?(?![\d-])(?:T(?=\d))?|\d{{4}}(?:/\d\d?/|\.\d\d?\.)\d\d?(?![\d/.]))
    |(?P<DAY_MONTH_YEAR>(?<![\w-])\d\d?-\d\d?-\d{{4}}(?![\d-]))
    |(?P<SLASH_DATE>\d{{1,4}}/\d\d?(?:/\d{{2,4}})?(?![\d/])|\d\d?-\d\d?-\d{{2,4}}(?![\d-]))
    |(?P<TIME>\d\d?:\d\d(?::\d\d)?(?!\d|:\d)|(?<![\w$€£])(?:0?[1-9]|1[0-2])[0-5]\d(?=[ap]\.?m\b))
    |(?P<LOOSE_TIME>(?<![\d.,:-])(?:[01]?\d|2[0-3])[-–](?:0\d|2[4-9]|[3-5]\d)(?![\d:.-]))
    |(?P<DOT_DATE>(?<![\d.,])\d\d?\.\d\d?(?:\.\d{{4}}|\.\d\d)?\.?(?!\d))
    |(?P<DECIMAL>\d+[.,]\d+)
    |(?P<ORDINAL>\d\d?)-?(?:{lexicon.pattern("ordinals")})\b
    |(?P<HOUR_NAME>\d\d?)-?(?:{lexicon.pattern("hour_ordinals")})\b
    |(?P<NUMBER>\d+)
    |(?P<PLAIN>[{HAN}]|{LETTERS}(?:['’ʼ`]{LETTERS})*|\S)""",
    re.VERBOSE,
)
# No month has such a number, so it is the day; "24/7" is none.
DAY_AND_MONTH = lazy_regex(r"(?:1[3-9]|2\d|3[01])/(?:0[1-9]|1[0-2])(?:/\d{4}|/\d\d)?")
MONTH_AND_DAY = lazy_regex(r"(?:[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])")  # "3/15"
DAY_MONTH_YEAR = lazy_regex(r"(\d\d?)[-/]([^\W\d_]+|\d\d?)(?:[-/](\d+))?")  # "10-Apr-26", "12-03-2026"
MONTH_NUMBERS = {name: number for number, names in lexicon.month_names().items() for name in names}
LOOSE_DATE = lazy_regex(r"\d+\.\d\.?")  # might be a price: "1.5", "12.5"
CLOCK_WITH_DOT = lazy_regex(r"(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)\.?")  # no month has such a number
NUMBERS_BY_DIGITS = {1: Kind.NUMBER, 2: Kind.NUMBER, 4: Kind.FOUR_DIGITS}
AMOUNT_WORDS = {
    "%",
    *lexicon.all_forms("percent"),
    *lexicon.SCALES,
    *lexicon.CURRENCIES,
    *(code for codes in lexicon.CURRENCIES.values() for code in codes),
}
UNITS_FIRST = frozenset(lexicon.all_forms("units_first"))
COUNTS, TALK_UNITS = (Kind.NUMBER, Kind.QUANTITY), (Kind.MINUTES, Kind.HOURS)
AFTER_UNITS_FIRST = (None, Kind.COMMA, Kind.AGO, Kind.PLAIN)
BEFORE_UNITS_FIRST = (Kind.IN, Kind.IN_HERE)
FILLER = Kind.FILLER


class Token(NamedTuple):
    """A word and what it does in a time."""

    kind: Kind | Ask
    value: float
    text: str
    start: int
    end: int


def read_phrase(text: str) -> list[Token]:
    """The words of a text that may be a time as a whole: none where it is too long for that."""
    text = text.strip(ENDS)
    return read(text) if len(text) <= MAX_PHRASE else []


def read_edges(text: str) -> list[Token]:
    """The words at both ends of a text; the middle of a long one is left out."""
    start = len(text) - MAX_EDGE
    if start <= MAX_EDGE:
        return read(text)
    tail = (token._replace(start=token.start + start, end=token.end + start) for token in read(text[start:]))
    return [*read(text[:MAX_EDGE]), *tail]


def read(text: str) -> list[Token]:
    """The words of `text`, each with what it does in a time."""
    return [*_read_short(text)] if len(text) <= MAX_EDGE else _read(text)


@lru_cache(64)  # one line is read in several ways
def _read_short(text: str) -> Sequence[Token]:
    return tuple(_read(text))


def _read(text: str) -> list[Token]:
    if not text.isascii():
        text = text.translate(NARROW)
    found = list(TOKEN.finditer(text))
    plain = tuple(lexicon.plain(match.group()) for match in found)
    forms, lengths = meanings(), _lengths()
    tokens: list[Token] = []
    here = 0
    while here < len(found):
        for size in range(min(lengths.get(plain[here], 0), len(found) - here), 0, -1):
            if meaning := forms.get(plain[here : here + size]):
                start, end = found[here].start(), found[here + size - 1].end()
                tokens.append(Token(*meaning, text[start:end], start, end))
                here += size
                break
        else:
            tokens.append(_token(found[here]))
            here += 1
    return _numbers_first(tokens)


def kinds_of(tokens: Sequence[Token]) -> str:
    """The kinds in a row, as patterns match them."""
    return "".join([token.kind for token in tokens])


def without_fillers(tokens: Sequence[Token]) -> Sequence[Token]:
    """Those between words go; at an edge they belong to the text around them."""
    inner = [token for token in tokens[1:-1] if token.kind is not FILLER]
    return [*tokens[:1], *inner, *tokens[1:][-1:]]


def _numbers_first(tokens: list[Token]) -> list[Token]:
    """ "минут 15" is about 15 minutes: as if its words stood the other way round."""
    for at, (unit, number) in enumerate(pairwise(tokens)):
        if unit.kind in TALK_UNITS and number.kind in COUNTS and unit.text.lower() in UNITS_FIRST:
            before = tokens[at - 1].kind if at else None
            after = tokens[at + 2].kind if at + 2 < len(tokens) else None
            if before not in COUNTS and (after in AFTER_UNITS_FIRST or before in BEFORE_UNITS_FIRST):
                tokens[at] = number._replace(start=unit.start, end=unit.end)
                tokens[at + 1] = unit._replace(start=number.start, end=number.end)
    return tokens


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or ""
    text = match.group(group)
    return Token(*READERS[group](text), *match.span())


def _number(text: str) -> tuple[Kind, float, str]:
    return NUMBERS_BY_DIGITS.get(len(text), Kind.LONG_NUMBER), float(text), text


def _decimal(text: str) -> tuple[Kind, float, str]:
    return Kind.DECIMAL, float(text.replace(",", ".")), text


def _date_with_dots(text: str) -> tuple[Kind, float, str]:
    loose = Kind.LOOSE_TIME if CLOCK_WITH_DOT.fullmatch(text) else Kind.DOT_DATE
    kind = Kind.LOOSE_DATE if LOOSE_DATE.fullmatch(text) else loose
    return kind, float(text) if text.count(".") == 1 else NO_LENGTH, text


def _date_with_slashes(text: str) -> tuple[Kind, float, str]:
    if MONTH_AND_DAY.fullmatch(text):
        month, day = text.split("/")
        return Kind.DOT_DATE, NO_LENGTH, f"{day}/{month}"
    if DAY_AND_MONTH.fullmatch(text):
        return Kind.DOT_DATE, NO_LENGTH, text
    return Kind.SLASH_DATE, 0.0, text


def _plain(text: str) -> tuple[Kind, float, str]:
    kind = Kind.COMMA if text in ",:" else Kind.OF_AMOUNT if text in AMOUNT_WORDS else Kind.PLAIN
    return kind, 0.0, text


def _year_first(text: str) -> str:
    """ "10-Apr-26", "10-Apr" and "12-03-2026" as 26-4-10, 4-10, 2026-3-12: the day first, where it may."""
    day, month, year = DAY_MONTH_YEAR.findall(text)[0]
    month = MONTH_NUMBERS.get(lexicon.plain(month), month)
    parts = (year, day, month) if int(month) > MONTHS else (year, month, day)
    return "-".join(str(part) for part in parts if part)


@cache
def meanings() -> Mapping[tuple[str, ...], tuple[Kind, float]]:
    """What each form of the lexicon means, by its words."""
    return dict(_forms())


@cache
def _lengths() -> Mapping[str, int]:
    """The most words of a form, by the first of them."""
    return {form[0]: len(form) for form in sorted(meanings(), key=len)}


def _forms() -> Iterator[tuple[tuple[str, ...], tuple[Kind, float]]]:
    for language in lexicon.LANGUAGES:
        for kind, meanings in language.times.items():
            for value, written in meanings.items():
                for form in lexicon.spellings(written):
                    parts = tuple(match.group() for match in TOKEN.finditer(form))
                    yield parts, (kind, value)
                    yield (*parts, "."), (kind, value)  # "мин."


READERS: dict[str, Callable[[str], tuple[Kind, float, str]]] = {
    "NAMED_MONTH": lambda text: (Kind.ISO_DATE, NO_LENGTH, _year_first(text)),
    "ISO_DATE": lambda text: (Kind.ISO_DATE, 0.0, text),
    "DAY_MONTH_YEAR": lambda text: (Kind.ISO_DATE, NO_LENGTH, _year_first(text)),
    "SLASH_DATE": _date_with_slashes,
    "TIME": lambda text: (Kind.TIME, 0.0, text),
    "LOOSE_TIME": lambda text: (Kind.LOOSE_TIME, NO_LENGTH, text),
    "DOT_DATE": _date_with_dots,
    "DECIMAL": _decimal,
    "ORDINAL": lambda text: (Kind.ORDINAL, float(text), text),
    "HOUR_NAME": lambda text: (Kind.HOUR_NAME, float(text), text),
    "NUMBER": _number,
    "PLAIN": _plain,
}
