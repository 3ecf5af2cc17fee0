"""The words of a line, each with what it does in a time: looked up in handlers/parsing/lexicon/."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lexicon import Kind

ENDS = " \t\n,.;!，。；！、"
LONGEST_PHRASE = 100  # letters
MONTHS = 12  # a greater number is a day
MAX_EDGE = 200  # letters at each end of a text in which a time is looked for

HAN = "\u3400-\u9fff"  # written without spaces: each is a word
LETTERS = rf"[^\W\d_{HAN}]+"
# As wide as a Chinese letter, and the narrow mark that means the same.
NARROW = str.maketrans("，；：（）。！～　０１２３４５６７８９", ",;:().!~ 0123456789")
TOKEN = re.compile(
    rf"""(?P<a>(?<![\w-])\d\d?[-/](?i:{lexicon.months()})(?:[-/](?:\d{{4}}|\d\d))?(?![\w/-]))
    |(?P<I>\d{{4}}-\d\d?-\d\d?(?![\d-])(?:T(?=\d))?|\d{{4}}(?:/\d\d?/|\.\d\d?\.)\d\d?(?![\d/.]))
    |(?P<b>(?<![\w-])\d\d?-\d\d?-\d{{4}}(?![\d-]))
    |(?P<S>\d{{1,4}}/\d\d?(?:/\d{{2,4}})?(?![\d/])|\d\d?-\d\d?-\d{{2,4}}(?![\d-]))
    |(?P<T>\d\d?:\d\d(?::\d\d)?(?!\d|:\d)|(?<![\w$€£])(?:0?[1-9]|1[0-2])[0-5]\d(?=[ap]\.?m\b))
    |(?P<t>(?<![\d.,:-])(?:[01]?\d|2[0-3])[-–](?:0\d|2[4-9]|[3-5]\d)(?![\d:.-]))
    |(?P<d>(?<![\d.,])\d\d?\.\d\d?(?:\.\d{{4}}|\.\d\d)?\.?(?!\d))
    |(?P<f>\d+[.,]\d+)
    |(?P<O>\d\d?)-?(?:{lexicon.pattern("ordinals")})\b
    |(?P<Q>\d\d?)-?(?:{lexicon.pattern("hour_ordinals")})\b
    |(?P<N>\d+)
    |(?P<x>[{HAN}]|{LETTERS}(?:['’ʼ`]{LETTERS})*|\S)""",
    re.VERBOSE,
)
# No month has such a number, so it is the day; "24/7" is none.
DAY_AND_MONTH = re.compile(r"(?:1[3-9]|2\d|3[01])/(?:0[1-9]|1[0-2])(?:/\d{4}|/\d\d)?")
MONTH_AND_DAY = re.compile(r"(?:[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])")  # "3/15"
DAY_MONTH_YEAR = re.compile(r"(\d\d?)[-/]([^\W\d_]+|\d\d?)(?:[-/](\d+))?")  # "10-Apr-26", "12-03-2026"
MONTH_NUMBERS = {name: number for number, names in lexicon.month_names().items() for name in names}
LOOSE_DATE = re.compile(r"\d+\.\d\.?")  # might be a price: "1.5", "12.5"
CLOCK_WITH_DOT = re.compile(r"(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)\.?")  # no month has such a number
COUNTED = {
    "%",
    *lexicon.every("percent"),
    *lexicon.SCALES,
    *lexicon.CURRENCIES,
    *(code for codes in lexicon.CURRENCIES.values() for code in codes),
}
UNITS_FIRST = frozenset(lexicon.every("units_first"))
COUNTS, COUNTED_FIRST = ("N", Kind.QUANTITY), (Kind.MINUTES, Kind.HOURS)


class Token(NamedTuple):
    """A word and what it does in a time."""

    kind: str
    value: float
    text: str
    start: int
    end: int


def read_phrase(text: str) -> list[Token]:
    """The words of a text that may be a time as a whole: none where it is too long for that."""
    text = text.strip(ENDS)
    return read(text) if len(text) <= LONGEST_PHRASE else []


def read_edges(text: str) -> list[Token]:
    """The words at both ends of a text: of a long one what is in the middle is left out."""
    start = len(text) - MAX_EDGE
    if start <= MAX_EDGE:
        return read(text)
    tail = (token._replace(start=token.start + start, end=token.end + start) for token in read(text[start:]))
    return [*read(text[:MAX_EDGE]), *tail]


def read(text: str) -> list[Token]:
    """The words of `text`, each with what it does in a time."""
    if not text.isascii():
        text = text.translate(NARROW)
    found = list(TOKEN.finditer(text))
    plain = tuple(lexicon.plain(match.group()) for match in found)
    tokens: list[Token] = []
    here = 0
    while here < len(found):
        for size in range(min(LONGEST_FORM.get(plain[here], 0), len(found) - here), 0, -1):
            if meaning := LEXICON.get(plain[here : here + size]):
                start, end = found[here].start(), found[here + size - 1].end()
                tokens.append(Token(*meaning, text[start:end], start, end))
                here += size
                break
        else:
            tokens.append(_token(found[here]))
            here += 1
    return _numbers_first(tokens)


def kinds_of(tokens: Sequence[Token]) -> str:
    return "".join(token.kind for token in tokens)


def without_fillers(tokens: Sequence[Token]) -> Sequence[Token]:
    """Those between words go; at an edge they belong to what is said."""
    inner = [token for token in tokens[1:-1] if token.kind != Kind.FILLER]
    return [*tokens[:1], *inner, *tokens[1:][-1:]]


def _numbers_first(tokens: list[Token]) -> list[Token]:
    """ "минут 15" is about 15 minutes: as if its words stood the other way round."""
    for at, (unit, number) in enumerate(pairwise(tokens)):
        if unit.kind in COUNTED_FIRST and number.kind in COUNTS and unit.text.lower() in UNITS_FIRST:
            before, after = kinds_of(tokens[:at][-1:]), kinds_of(tokens[at + 2 : at + 3])
            if before not in COUNTS and (after in ("", ",", Kind.AGO) or before in (Kind.IN, Kind.IN_HERE)):
                tokens[at] = number._replace(start=unit.start, end=unit.end)
                tokens[at + 1] = unit._replace(start=number.start, end=number.end)
    return tokens


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "x", match.group(match.lastgroup or 0)
    value = 0.0
    match kind:
        case "N":
            kind, value = {1: "N", 2: "N", 4: "y"}.get(len(text), "z"), float(text)
        case "O" | "Q":
            value = float(text)
        case "a" | "b":
            kind, value, text = "I", float("inf"), _year_first(text)
        case "f":
            value = float(text.replace(",", "."))
        case "d":
            kind = "e" if LOOSE_DATE.fullmatch(text) else "t" if CLOCK_WITH_DOT.fullmatch(text) else kind
            value = float(text) if text.count(".") == 1 else float("inf")
        case "S" if MONTH_AND_DAY.fullmatch(text):
            month, day = text.split("/")
            kind, value, text = "d", float("inf"), f"{day}/{month}"
        case "S" if DAY_AND_MONTH.fullmatch(text):
            kind, value = "d", float("inf")
        case "t":
            value = float("inf")  # "10-30 min" is no length
        case "x" if text in ",:":
            kind = ","
        case "x" if text in COUNTED:
            kind = "%"
    return Token(kind, value, text, *match.span())


def _year_first(text: str) -> str:
    """ "10-Apr-26", "10-Apr" and "12-03-2026" as 26-4-10, 4-10, 2026-3-12: the day first, where it may."""
    day, month, year = DAY_MONTH_YEAR.findall(text)[0]
    month = MONTH_NUMBERS.get(lexicon.plain(month), month)
    parts = (year, day, month) if int(month) > MONTHS else (year, month, day)
    return "-".join(str(part) for part in parts if part)


def _lexicon() -> Iterator[tuple[tuple[str, ...], tuple[Kind, float]]]:
    for language in lexicon.LANGUAGES:
        for kind, meanings in language.times.items():
            for value, written in meanings.items():
                for form in lexicon.spelled(written):
                    parts = tuple(match.group() for match in TOKEN.finditer(form))
                    yield parts, (kind, value)
                    yield (*parts, "."), (kind, value)  # "мин."


LEXICON = dict(_lexicon())
LONGEST_FORM = {form[0]: len(form) for form in sorted(LEXICON, key=len)}  # words in it, by the first one
