"""Money as people write it: '12 000,50 €', '12k', '1.2m USD', '1,5 млн руб'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from handlers import words
from handlers.numerals import COUNTS, in_digits
from handlers.tokens import HAN, NARROW

LARGEST = 10**15  # minor units
LONGEST = 6  # words in an amount
LONGEST_TEXT = 80
SMALLEST_BARE = 100  # at the end of a title a number without a currency may be an amount
EDGES = " \t\n,;:-–—"

AMOUNT = re.compile(r"(?P<before>[^\d.,+-]*)(?P<number>\d(?:[\d.,'’\s]*\d)?)(?P<after>\D*)")
THOUSANDS_APART = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
GROUPED = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?")
PLAIN = re.compile(r"(\d+)(?:[.,](\d+))?")
TONNE = "т"  # a thousand only before a currency
THOUSAND_ROUBLES = re.compile(r"\Aтр(?=\W|\Z)", re.IGNORECASE)
COUNTED = re.compile(r"(?<![\w.,])\d+\s+[^\W\d_]")
AT_A_PRICE = re.compile(r"\s(?:at|@|по|po)\s*\Z", re.IGNORECASE)
DANGLING = re.compile(r"\s(?:for|at|за|на|по|za)\Z", re.IGNORECASE)
FOR_ONE = re.compile(
    r"(?!(?:per|an?|в|за|на|/)\W*(?:year|month|week|quarter|год|мес|кварт|недел|рік|тижд))(?:each|per|an?\b|/|за|в|на|кажд)"
)
SPACE_OR_DOT = " \t\n\u00a0\u202f."
PER = re.compile(
    rf"(?:(?<=[\d\s$€£₽₴¥₸])|(?<=\w)(?=/))\s*(?P<per>{words.alternatives('per')})[.\s]*\Z", re.IGNORECASE
)
NUMBERED = re.compile(rf"(?<![^\W_])(?:{words.alternatives('numbered')})[.\s]*\Z", re.IGNORECASE)
NAMED = re.compile(rf"(?<![^\W_])(?:{words.alternatives('named')})[.\s]*\Z", re.IGNORECASE)
FROM = re.compile(r"(?<!\S)(\d[\d.,]*)\S*\s+(?:([-–—])|(?:to|or|до|или|або|do|lub))\s*\Z", re.IGNORECASE)
WIDEST = 10  # "10 - 12k" is a range, "office 365 - 12k" and "support 24 - 500 USD" are not
ABOUT = re.compile(rf"(?<!\w)(?:{words.pattern('roughly')})[.\s]*\Z", re.IGNORECASE)
WORD = re.compile(rf"[^\s\d]*[{HAN}](?=\d)|\S+")  # "年度许可30万" are two
LONG_GROUP = re.compile(r"\d{4,}[\s'’]")
LIKE_A_PHONE = re.compile(r"\d{10,}")
# "1 млн 200 тыс", "20k + 5k": the last of them alone is not what was meant.
AMOUNT_BEFORE = re.compile(rf"\d\s*(?:{'|'.join(map(re.escape, words.SCALES))})[\s+]*\Z", re.IGNORECASE)
LIKE_A_YEAR = re.compile(r"(?:19|20)\d\d")
HAN_W = re.compile(r"(?<=\d)w(?!\w)", re.IGNORECASE)  # "3w" is 3万, and watts or weeks elsewhere
CHINESE = "zh"
FIRST_WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+")


@dataclass(frozen=True)
class Money:
    amount: int  # minor units
    currency: str  # ISO 4217


@dataclass(frozen=True)
class _Read:
    """An amount as it is written: what stands around the number is looked up already."""

    money: Money
    number: str
    currency: str | None  # as it was found; None where the usual one is meant
    scale: str
    in_words: bool = False


def money(text: str, default_currency: str, locale: str = "") -> Money | None:
    """The amount (minor units) that the whole of `text` is; None where it is none, or below zero.

    `locale` tells whether "1.200" is twelve hundred or one and a fifth; where it is not known, the former.
    """
    read = _read(text, default_currency, locale)
    return read.money if read else None


def split_money(text: str, default_currency: str, locale: str = "") -> tuple[Money | None, str]:
    """The amount (minor units) that `text` ends or begins with, and the text without it.

    A number alone counts at the end only, from three digits on, and where it is no year. What the amount is for
    ("per year", "each") stays in the text.
    """
    per = PER.search(text, _near_end(text))
    said = text[: per.start()] if per else text
    spans = [match.span() for match in WORD.finditer(said)]
    for first, last in _edges(len(spans)):
        start, end = spans[first][0], spans[last - 1][1]
        read = _read(said[start:end], default_currency, locale, in_prose=True)
        if read and _is_meant(read, said[:start], at_the_end=last == len(spans)):
            if _is_for_one(said[:start], per["per"] if per else ""):
                break
            title = DANGLING.sub("", (said[:start].rstrip() + said[end:]).strip(EDGES))
            return read.money, f"{title} {per['per']}".strip() if per else title
    return None, text.strip()


def _near_end(text: str) -> int:
    """From where on a pattern is looked for that ends with the text: each of these would scan all of it."""
    return max(0, len(text) - LONGEST_TEXT)


def _is_for_one(before: str, per: str) -> bool:
    """ "3 licences for 1,200 each", "80 hours at $120": the price of one of them is not the amount."""
    return bool(COUNTED.search(before)) and bool(
        AT_A_PRICE.search(before, _near_end(before)) or FOR_ONE.match(per)
    )


def _edges(count: int) -> Iterator[tuple[int, int]]:
    """Where a piece at the end or the beginning begins and ends, the longest first."""
    for size in range(min(count, LONGEST), 0, -1):
        yield count - size, count
        yield 0, size


def _is_meant(read: _Read, before: str, *, at_the_end: bool) -> bool:
    """A number after a word that takes one ("phase 2", "order 4417") is the word's. Of two groups the first is
    only where such a word says nothing else: "phase 2 500 USD" is 500 for phase 2, "order 2 500 USD" 2,500.
    """
    if (
        _ends_a_range(read, before)
        or _is_of_the_word(read, before)
        or AMOUNT_BEFORE.search(before, _near_end(before))
    ):
        return False
    if LIKE_A_PHONE.fullmatch(read.number) and not (read.currency or read.scale):
        return False
    if read.in_words:  # of "two hundred thousand" not all is read, and "million dollar idea" is none
        return at_the_end and words.plain(before).rpartition(" ")[2] not in COUNTS
    if read.currency or read.scale:
        return True
    whole = re.split(r"[.,]\d{1,2}\Z", read.number)[0]
    digits = sum(map(str.isdecimal, whole))
    return at_the_end and digits >= 3 and not LIKE_A_YEAR.fullmatch(read.number)


def _ends_a_range(read: _Read, before: str) -> bool:
    """ "10 to 12k": neither is the amount."""
    if not (found := FROM.search(before, _near_end(before))):
        return False
    least, most = (_decimal(number, scaled=True) for number in (found[1].rstrip(".,"), read.number))
    return not found[2] or bool(least and most and least < most <= least * WIDEST)


def _is_of_the_word(read: _Read, before: str) -> bool:
    start = _near_end(before)
    if re.search(r"\d\s\d", read.number):
        return bool(NUMBERED.search(before, start))
    bare = not (read.currency or read.scale)
    return bare and bool(NUMBERED.search(before, start) or NAMED.search(before, start))


def _read(text: str, default: str, locale: str, *, in_prose: bool = False) -> _Read | None:
    text = text.translate(NARROW).strip(" \t\n,;")
    if locale.startswith(CHINESE):
        text = HAN_W.sub("万", text)
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST_TEXT else None
    if not found:
        digits = in_digits(text) if len(text) <= LONGEST_TEXT else None
        read = _read(digits, default, locale, in_prose=in_prose) if digits else None
        return replace(read, in_words=True) if read else None
    before, number = ABOUT.sub("", found["before"]).strip(), found["number"]
    scale, after = _scale(found["after"], in_prose)
    code = _currency(before or after, default, locale, in_prose) if before or after else None
    value = _decimal(number, scaled=bool(scale), point=_point(locale))
    if value is None or (before and after) or (code is None and (before or after)):
        return None
    amount = _minor(value * words.SCALES.get(scale, 1), code or default)
    return None if amount is None else _Read(Money(amount, code or default), number, code, scale)


def _scale(after: str, in_prose: bool) -> tuple[str, str]:
    """What multiplies the number ('k', 'млн'; mostly nothing), and what is left: the currency."""
    text = THOUSAND_ROUBLES.sub("т р", after.strip(SPACE_OR_DOT))
    first = FIRST_WORD.match(text)
    scale = words.plain(first.group()) if first else ""
    rest = text[len(scale) :].strip(SPACE_OR_DOT)
    # In prose "cable 5 m" is a length; "5m" is taken at its word.
    length = in_prose and len(scale) == 1 and after[0].isspace()
    if scale not in words.SCALES or (not rest and (length or scale == TONNE)):
        return "", text
    return scale, rest


def _currency(word: str, default: str, locale: str, in_prose: bool) -> str | None:
    """The code that a sign, a code or a word stands for; of several the usual one, or the locale's."""
    if codes := words.CURRENCIES.get(words.plain(word)):
        return next((usual for usual in (default, *_usual(locale)) if usual in codes), codes[0])
    if word.upper() not in _codes() or (in_prose and word in words.CODES_AND_WORDS):
        return None
    return word.upper()


def _decimal(number: str, *, scaled: bool, point: str = "") -> Decimal | None:
    """'12.000,50' and '12,000.50' are the same. A lone '1.200' is thousands, unless the dot is the `point`;
    '1.200 m' and '0.500' are not.
    """
    joined = number if LONG_GROUP.match(number) else THOUSANDS_APART.sub("", number)
    if found := GROUPED.fullmatch(joined):
        lone = len(re.findall("[.,]", joined)) == 1
        if not (lone and (scaled or joined.startswith("0") or found[2] == point)):
            return Decimal(f"{re.sub('[.,]', '', found[1])}.{found[3] or 0}")
    found = PLAIN.fullmatch(joined)
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None


def _minor(value: Decimal, currency: str) -> int | None:
    from babel.numbers import get_currency_precision  # not while importing: it takes its time

    amount = value.scaleb(get_currency_precision(currency))
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP)) if amount <= LARGEST else None


@cache
def _point(locale: str) -> str:
    """What stands before the decimals in that language; nothing where it is not known."""
    from babel.core import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return get_decimal_symbol(Locale.parse(locale.replace("-", "_"))) if locale else ""
    except (UnknownLocaleError, ValueError):
        return ""


@cache
def _usual(locale: str) -> tuple[str, ...]:
    """What is paid with where the language is spoken most."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    language, *country = re.split("[-_]", locale)
    most = str(get_global("likely_subtags").get(language, "")).split("_")[-1]
    return tuple(get_territory_currencies(country[-1] if country else most, include_details=False))


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
