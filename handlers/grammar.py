"""Which rows of words are times, days or lengths: a small grammar over the words in handlers/words/."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from handlers import words
from handlers.words import Kind

ENDS = " \t\n,.;!"
LONGEST_PHRASE = 100  # letters
DAY_LONG = 86_400  # seconds; no talk takes longer
MINUTE = 60  # seconds

HAN = "\u3400-\u9fff"  # written without spaces: each is a word
LETTERS = rf"[^\W\d_{HAN}]+"
TOKEN = re.compile(
    rf"""(?P<I>\d{{4}}-\d\d?-\d\d?(?![\d-])(?:T(?=\d))?)
    |(?P<S>\d{{1,4}}/\d\d?(?:/\d{{2,4}})?(?![\d/])|\d\d?-\d\d?-\d{{2,4}}(?![\d-]))
    |(?P<T>\d\d?:\d\d(?::\d\d)?(?!\d|:\d))
    |(?P<t>(?<![\d.,:-])(?:[01]?\d|2[0-3])[-–](?:0\d|2[4-9]|[3-5]\d)(?![\d:.-]))
    |(?P<d>(?<![\d.,])\d\d?\.\d\d?(?:\.\d{{4}}|\.\d\d)?\.?(?!\d))
    |(?P<f>\d+[.,]\d+)
    |(?P<O>\d\d?)-?(?:{words.pattern("ordinals")})\b
    |(?P<N>\d+)
    |(?P<x>[{HAN}]|{LETTERS}(?:['’]{LETTERS})*|\S)""",
    re.VERBOSE,
)
LOOSE_DATE = re.compile(r"\d+\.\d\.?")  # might be a price: "1.5", "12.5"
CLOCK_WITH_DOT = re.compile(r"(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)\.?")  # no month has such a number
COUNTED = {"%", *words.CURRENCIES, *(code for codes in words.CURRENCIES.values() for code in codes)}

# The grammar, in the letters of words.Kind and these: I 2026-03-15, S 3/15, T 10:00, t 10-30 or 10.30,
# d 15.03, e 5.3, f 1,5, N a number of one or two digits, O 5th, y of four, z any other, x anything else,
# % what makes the number before it no hour.
TO = "[pb]"
NUMBERS = "NOyzqAfdet"
NUMBER = f"[{NUMBERS}]"
UNITS = f"(?:{NUMBER}?E?[uogUKY]E?|H)"
DATE = "(?:I|[de]r?|[NO]M(?:,?y[rY]?)?|(?:yr)?M[NO](?:,?y[rY]?)?)"
DAY_OF_MONTH = "(?:s?O|[NO]v)"
SPAN = f"(?:i{NUMBER}?o[Nq](?![oum])|i{UNITS}+|{UNITS}+a)"
DATED = f"(?:[WwD],?)?{TO}?(?:{DATE}|{DAY_OF_MONTH})(?:,?{TO}?[Ww])?"
DAY = f"{TO}{{0,2}}(?:L|D(?:,?{TO}?[Ww])?|n?[Ww](?:{TO}?nK)?|nK,?{TO}?[Ww]|n[KYUg]|{DATED}|{SPAN})"
UP_TO = "(?:[-lb]p?[TtN][oc]?m?)?"  # "10:00-11:00" is when it begins
BEFORE_HOUR = "[pbhj]?"
HOUR = f"(?:{BEFORE_HOUR}(?:T|N[oc]?(?:[-lb]N[oc]?)?m|Tm){UP_TO}|pN[oc]?g?{UP_TO})"
# Only after a day is a bare number an hour.
HOUR_OF_DAY = f"(?:{HOUR}|(?:[phj]N[oc]?|b?Nc?|Ng|{BEFORE_HOUR}[ty]m?|pd){UP_TO}|pqo?)"
PART = f"{TO}?[Pk]"
DAY_FIRST = re.compile(f"(?P<day>{DAY})(?:,?(?P<time>(?:{PART},?)?{HOUR_OF_DAY}(?:{PART})?|{PART}))?")
TIME_FIRST = re.compile(f"(?P<time>(?:{PART},?)?{HOUR}(?:{PART})?|{PART})(?:,?(?P<day>{DAY}))?")
LOOSE = re.compile("[wke]|s?O")
BARE = re.compile("(?!h.*[lb]N)(?:.*[^p])?[Ny]")  # an hour only where nothing follows that it may count
TALK = re.compile(f"(?:{NUMBER}E?[uo]E?|H)+|{NUMBER}oN|{NUMBER}?oq|oE?")
ANY_DATE = re.compile(DATE)
# A length beside other words: only with a unit, and not where the words say that it is one of something else.
TALK_BESIDE = re.compile("(?:[NefqA][uo]|H)+|NoN")
SIGNS = ("'", "’", "′")
NO_TALK_BEFORE = re.compile(words.alternatives("before_length"), re.IGNORECASE)
NO_TALK_AFTER = re.compile(words.alternatives("after_length"), re.IGNORECASE)
LONGEST_BESIDE, WORDS_BESIDE = 8 * 3600, 6

# What says that a time beside it, or elsewhere in what is said, is not all that is said of when.
SAYS_DAY = f"D|W|I|d|S|[NO]M|M[NO]|n[WKYUg]|i{UNITS}|{UNITS}a|[pb]w|X"
SAYS_TIME = "T|N[oc]?m|Nc|pN(?!%)|pq|hN[oc]?[-lb]N|X"
MORE = f"{SAYS_DAY}|T|t|N[oc]?m|Nc|P|L|nw|[hb]N|NoN|O(?!x)|p[yz](?!%)|K|l[KYU]"
JOINTS = "[,lhjpbswk-]*"
HAS_DAY, HAS_TIME = re.compile(SAYS_DAY), re.compile(SAYS_TIME)
MORE_BEFORE = re.compile(rf"(?:(?:{MORE}|pN|-N)(?:,?y)?{JOINTS}|[hjln])\Z")
MORE_AFTER = re.compile(rf"{JOINTS}(?:{MORE}|No\Z|E)")
GOES_ON = re.compile("[,s]*(?:[lh-]+p?|sp)N")  # "10:00 to 11", "at 10 and at 3"
NEAR = 12  # words


MONTHS, DAYS, SECONDS = range(3)
UNIT_AT: dict[str, int] = {
    **dict.fromkeys((Kind.MONTHS,), MONTHS),
    **dict.fromkeys((Kind.DAYS, Kind.AFTERNOON_DAYS, Kind.WEEKS), DAYS),
    **dict.fromkeys((Kind.MINUTES, Kind.HOURS, Kind.SPAN), SECONDS),
}


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
    return duration_of(read_phrase(text))


def duration_of(tokens: Sequence[Token]) -> int | None:
    tokens = without_fillers(tokens)
    kinds = kinds_of(tokens)
    if not TALK.fullmatch(kinds) or (kinds == Kind.HOURS and len(tokens[0].text) < 3):
        return None
    seconds = length_of(tokens)[2]
    in_words = seconds < MINUTE and "N" not in kinds  # "give me a second" is a manner of speaking
    return round(seconds) if 1 <= seconds <= DAY_LONG and not in_words else None


def duration_beside(text: str) -> tuple[int, str] | None:
    """The length (seconds) that `text` begins or ends with, and the other words: "15m discussed the price"."""
    tokens = read(text.rstrip(ENDS)) if len(text) <= LONGEST_PHRASE else []
    for size in range(min(WORDS_BESIDE, len(tokens) - 1), 0, -1):
        head, first = tokens[:size], tokens[size]
        if (seconds := _talk_beside(head)) and not _says_of_what(first, NO_TALK_AFTER, "a%Nlhnu-"):
            return (seconds, text[first.start :]) if text[first.start - 1].isspace() else None
        last, tail = tokens[-size - 1], tokens[-size:]
        if (seconds := _talk_beside(tail)) and not _says_of_what(last, NO_TALK_BEFORE, "%NfyzibphjlnmW-"):
            return (seconds, text[: tail[0].start]) if text[tail[0].start - 1].isspace() else None
    return None


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
        return WrittenDate(year, int(by[Kind.MONTH].value), int((by.get("N") or by["O"]).value))
    numbers = re.findall(r"\d+", next(token.text for token in tokens if token.kind in "Ide"))
    if "I" in by:
        return WrittenDate(numbers[0], int(numbers[1]), int(numbers[2]))
    return WrittenDate(numbers[2] if len(numbers) == 3 else None, int(numbers[1]), int(numbers[0]))


def length_of(tokens: Sequence[Token]) -> tuple[float, float, float]:
    """How many months, days and seconds the units make, each with the number before it or one."""
    sums = [0.0, 0.0, 0.0]
    number, unit = 1.0, None
    for token in tokens:
        if token.kind != Kind.AND_A_HALF:
            unit, value = UNIT_AT.get(token.kind), token.value
            if unit is not None:
                sums[unit] += number * value
            number = value if token.kind in NUMBERS else 1.0
        elif unit is not None:
            sums[unit] += token.value * value
        else:
            number += token.value
    if tokens and tokens[-1].kind in NUMBERS:  # "1h 20"
        sums[SECONDS] += number * MINUTE
    return sums[MONTHS], sums[DAYS], sums[SECONDS]


def is_without_day(text: str) -> bool:
    """Whether `text` is a time of any day."""
    shape = shape_of(without_fillers(read_phrase(text)))
    return bool(shape and not shape["day"])


def is_without_year(text: str) -> bool:
    """Whether `text` is a time on a date whose year is not said."""
    shape = shape_of(tokens := without_fillers(read_phrase(text)))
    day = tokens[slice(*shape.span("day"))] if shape else []
    return bool({"d", "e", Kind.MONTH} & {token.kind for token in day}) and date_of(day).year is None


def is_all_of_it(shape: re.Match[str], before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether nothing beside a time makes it another, and nothing around it says the day or hour it lacks."""
    before_it, after_it = kinds_of(before[-NEAR:]), kinds_of(after[:NEAR])
    if MORE_BEFORE.search(before_it) or MORE_AFTER.match(after_it):
        return False
    around = f"{kinds_of(before)} {kinds_of(after)}"
    if not shape["time"]:
        return not HAS_TIME.search(around)
    return not GOES_ON.match(after_it) and bool(shape["day"] or not HAS_DAY.search(around))


def shape_of(tokens: Sequence[Token]) -> re.Match[str] | None:
    """How a row of words is a day, a time or both; None where it is none of these."""
    kinds = kinds_of(tokens)
    return DAY_FIRST.fullmatch(kinds) or TIME_FIRST.fullmatch(kinds)


def _says_of_what(token: Token, pattern: re.Pattern[str], kinds: str) -> bool:
    return token.kind in kinds or bool(pattern.fullmatch(token.text))


def _talk_beside(tokens: Sequence[Token]) -> int | None:
    if not TALK_BESIDE.fullmatch(kinds_of(without_fillers(tokens))):
        return None
    signs = any(token.text in SIGNS for token in tokens)
    # "5 m" is a length of another kind
    loose = any(word.text in ("m", "м") and word.start > number.end for number, word in pairwise(tokens))
    seconds = None if signs or loose else duration_of(tokens)
    return seconds if seconds and seconds <= LONGEST_BESIDE else None


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
        case "O":
            value = float(text)
        case "f":
            value = float(text.replace(",", "."))
        case "d":
            kind = "e" if LOOSE_DATE.fullmatch(text) else "t" if CLOCK_WITH_DOT.fullmatch(text) else kind
            value = float(text) if text.count(".") == 1 else float("inf")
        case "t":
            value = float("inf")  # "10-30 min" is no length
        case "x" if text in ",:":
            kind = ","
        case "x" if text in COUNTED:
            kind = "%"
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
