"""Which rows of words are times, days or lengths: a small grammar over the words in handlers/words/."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from handlers import words
from handlers.words import Kind

ENDS = " \t\n,.;!"
LONGEST_PHRASE = 100  # letters
DAY_LONG = 86_400  # seconds; no talk takes longer

HAN = "\u3400-\u9fff"  # written without spaces: each is a word
LETTERS = rf"[^\W\d_{HAN}]+"
TOKEN = re.compile(
    rf"""(?P<I>\d{{4}}-\d\d?-\d\d?(?![\d-])(?:T(?=\d))?)
    |(?P<T>\d\d?:\d\d(?::\d\d)?(?![\d:]))
    |(?P<d>(?<![\d.,])\d\d?\.\d\d?(?:\.\d{{4}}|\.\d\d)?\.?(?!\d))
    |(?P<f>\d+[.,]\d+)
    |(?P<N>\d+)(?:-?(?:{words.pattern("ordinals")})\b)?
    |(?P<x>[{HAN}]|{LETTERS}(?:['’]{LETTERS})*|\S)""",
    re.VERBOSE,
)
LOOSE_DATE = re.compile(r"\d+\.\d\.?")  # might be a price: "1.5", "12.5"

# The grammar, in the letters of words.Kind and these: I 2026-03-15, T 10:00, d 15.03, e 5.3, f 1,5,
# N a number of one or two digits, y of four, z any other, x anything else.
TO = "[pb]"
NUMBERS = "Nyzqfde"
NUMBER = f"[{NUMBERS}]"
UNITS = f"(?:{NUMBER}?[uogUKY]|H)"
DATE = "(?:I|[de]|NM(?:,?y[rY]?)?|MN(?:,?y[rY]?)?)"
SPAN = f"(?:i{UNITS}+|{UNITS}+a)"
DAY = f"{TO}{{0,2}}(?:D|n?[Ww](?:{TO}?nK)?|nK,?{TO}?[Ww]|n[KYUg]|(?:[Ww],?)?{DATE}|{SPAN})"
HOUR = f"(?:{TO}?Tm?|{TO}?No?[mg]|pNo?)"
HOUR_OF_DAY = f"(?:{HOUR}|No?|pd)"  # only after a day is a bare number an hour
PART = f"{TO}?[Pk]"
DAY_FIRST = re.compile(f"(?P<day>{DAY})(?:,?(?P<time>(?:{PART},?)?{HOUR_OF_DAY}(?:{PART})?|{PART}))?")
TIME_FIRST = re.compile(f"(?P<time>(?:{PART},?)?{HOUR}(?:{PART})?|{PART})(?:,?(?P<day>{DAY}))?")
LOOSE = re.compile("[wke]")
TALK = re.compile(f"(?:{NUMBER}[uo]|H)+|{NUMBER}oN|o")
ANY_DATE = re.compile(DATE)


class Token(NamedTuple):
    """A word and what it does in a time."""

    kind: str
    value: float
    text: str
    start: int
    end: int


class WrittenDate(NamedTuple):
    """A date as it is written; the year in four digits, in two, or not at all."""

    year: str | None
    month: int
    day: int


def duration(text: str) -> int | None:
    """How long a talk took, in seconds: '15 min', '1h 20m', 'полчаса'. None where `text` says no such thing."""
    tokens = without_fillers(read_phrase(text))
    kinds = kinds_of(tokens)
    if not TALK.fullmatch(kinds) or (kinds == Kind.HOURS and len(tokens[0].text) < 3):
        return None
    if kinds[-1] == "N":  # "1h 20"
        tokens = [*tokens, Token(Kind.MINUTES, 60, "", 0, 0)]
    seconds = length_of(tokens)[2]
    return round(seconds) if 1 <= seconds <= DAY_LONG else None


def date_in(text: str) -> WrittenDate | None:
    """The date that `text` is, there being such a day or not."""
    tokens = without_fillers(read_phrase(text))
    return date_of(tokens) if ANY_DATE.fullmatch(kinds_of(tokens)) else None


def read_phrase(text: str) -> list[Token]:
    """The words of a text that may be a time as a whole: none where it is too long for that."""
    text = text.strip(ENDS)
    return read(text) if len(text) <= LONGEST_PHRASE else []


def read(text: str) -> list[Token]:
    """The words of `text`, each with what it does in a time."""
    found = list(TOKEN.finditer(text))
    plain = tuple(words.plain(match.group()) for match in found)
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
    return tokens


def date_of(tokens: Sequence[Token]) -> WrittenDate:
    by = {token.kind: token for token in tokens}
    if Kind.MONTH in by:
        year = by["y"].text if "y" in by else None
        return WrittenDate(year, int(by[Kind.MONTH].value), int(by["N"].value))
    numbers = re.findall(r"\d+", tokens[-1].text)
    if "I" in by:
        return WrittenDate(numbers[0], int(numbers[1]), int(numbers[2]))
    return WrittenDate(numbers[2] if len(numbers) == 3 else None, int(numbers[1]), int(numbers[0]))


def length_of(tokens: Sequence[Token]) -> tuple[float, float, float]:
    """How many months, days and seconds the units make, each with the number before it or one."""
    months = days = seconds = 0.0
    number = 1.0
    for token in tokens:
        match token.kind:
            case Kind.MINUTES | Kind.HOURS | Kind.SPAN:
                seconds += number * token.value
            case Kind.DAYS | Kind.AFTERNOON_DAYS | Kind.WEEKS:
                days += number * token.value
            case Kind.MONTHS:
                months += number * token.value
        number = token.value if token.kind in NUMBERS else 1.0
    return months, days, seconds


def kinds_of(tokens: Sequence[Token]) -> str:
    return "".join(token.kind for token in tokens)


def without_fillers(tokens: Sequence[Token]) -> Sequence[Token]:
    """Those between words go; at an edge they belong to what is said."""
    inner = [token for token in tokens[1:-1] if token.kind != Kind.FILLER]
    return [*tokens[:1], *inner, *tokens[1:][-1:]]


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "x", match.group(match.lastgroup or 0)
    value = 0.0
    match kind:
        case "N":
            kind, value = {1: "N", 2: "N", 4: "y"}.get(len(text), "z"), float(text)
        case "f":
            value = float(text.replace(",", "."))
        case "d":
            kind = "e" if LOOSE_DATE.fullmatch(text) else kind
            value = float(text) if text.count(".") == 1 else float("inf")
        case "x" if text == ",":
            kind = ","
    return Token(kind, value, text, *match.span())


def _lexicon() -> Iterator[tuple[tuple[str, ...], tuple[Kind, float]]]:
    for language in words.LANGUAGES:
        for kind, meanings in language.times.items():
            for value, written in meanings.items():
                for form in words.forms(written):
                    parts = tuple(match.group() for match in TOKEN.finditer(form))
                    yield parts, (kind, value)
                    yield (*parts, "."), (kind, value)  # "мин."


LEXICON = dict(_lexicon())
LONGEST_FORM = {form[0]: len(form) for form in sorted(LEXICON, key=len)}  # words in it, by the first one
