"""Parse one amount as people write it: '12 000,50 €', '12k', '1.2m USD', '1,5 млн руб', '1 млн 200 тыс'."""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.money.numerals import in_digits
from handlers.parsing.time.tokens import HAN, NARROW

RAND, RAND_SIGN = "ZAR", "R"  # too common a letter to mean rand with another default currency
LARGEST = 10**15  # minor units
MAX_TEXT = 80
AMOUNT = lazy_regex(r"(?P<before>[^\d.,+-]*)(?P<number>\d(?:[\d.,'’\s]*\d)?)(?P<after>\D*)")
THOUSANDS_APART = lazy_regex(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
GROUPED = lazy_regex(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?")
PLAIN = lazy_regex(r"(\d+)(?:[.,](\d+))?")
TONNE = "т"  # a thousand only before a currency
THOUSAND_ROUBLES = lazy_regex(r"\Aтр(?=\W|\Z)", re.IGNORECASE)
SPACE_OR_DOT = " \t\n\u00a0\u202f."
ABOUT = lazy_regex(rf"(?<![\w$])(?:{lexicon.pattern('roughly')})[.\s]*\Z", re.IGNORECASE)
SCALE = "|".join(sorted(map(re.escape, lexicon.SCALES), key=len, reverse=True))
SHORT_NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
COMPOUND = lazy_regex(
    rf"(?P<before>[^\d.,+-]*)(?P<many>{SHORT_NUMBER})\s?(?P<large>{SCALE})[.\s]{{0,2}}"
    rf"(?P<few>{SHORT_NUMBER})\s?(?P<small>{SCALE})(?P<after>\D*)",
    re.IGNORECASE,
)
LONG_GROUP = lazy_regex(r"\d{4,}[\s'’]")
HAN_W = lazy_regex(r"(?<=\d)w(?!\w)", re.IGNORECASE)  # "3w" is 3万, and watts or weeks elsewhere
HAN_TENTHS = lazy_regex(
    r"(?<![\d.])(?P<many>\d{1,4})(?P<scale>[万萬亿億])(?P<tenths>\d)(?![\d千百十])"
)  # "7万8"
CHINESE = "zh"
FIRST_WORD = lazy_regex(rf"[{HAN}]|[^\W\d_{HAN}]+")


@dataclass(frozen=True)
class Money:
    amount: int  # minor units
    currency: str  # ISO 4217


@dataclass(frozen=True)
class Read:
    """A parsed amount, with its number, currency and scale as they were written."""

    money: Money
    number: str
    currency: str | None  # ISO 4217; None if none was written
    scale: str
    in_words: bool = False


def money(text: str, default_currency: str, locale: str = "") -> Money | None:
    """Parse the whole `text` as an amount (minor units); None if it is not one, or is negative.

    `locale` decides whether "1.200" is twelve hundred or one and a fifth; without it, the former.
    """
    read = read_amount(text, default_currency, locale)
    return read.money if read else None


def read_amount(text: str, default: str, locale: str, *, in_prose: bool = False) -> Read | None:
    text = text.translate(NARROW).strip(" \t\n,;")
    if locale.startswith(CHINESE):
        text = HAN_W.sub("万", text)
    text = HAN_TENTHS.sub(r"\g<many>.\g<tenths>\g<scale>", text)
    found = AMOUNT.fullmatch(text) if len(text) <= MAX_TEXT else None
    if not found and (both := _compound(text, default, locale)):
        return both
    if not found:
        digits = in_digits(text) if len(text) <= MAX_TEXT else None
        read = read_amount(digits, default, locale, in_prose=in_prose) if digits else None
        return replace(read, in_words=True) if read else None
    before, number = ABOUT.sub("", found["before"]).strip(), found["number"]
    scale, after = _scale(found["after"], in_prose)
    code = _currency(before or after, default, locale, in_prose) if before or after else None
    value = decimal(number, scaled=bool(scale), point=_point(locale))
    if value is None or (before and after) or (code is None and (before or after)):
        return None
    amount = _minor(value * lexicon.SCALES.get(scale, 1), code or default)
    return None if amount is None else Read(Money(amount, code or default), number, code, scale)


def _compound(text: str, default: str, locale: str) -> Read | None:
    """ "1 млн 200 тыс руб", "120万5千": two numbers with scales, the larger scale first."""
    found = COMPOUND.fullmatch(text) if len(text) <= MAX_TEXT else None
    if not found:
        return None
    before, after = found["before"].strip(), found["after"].strip(SPACE_OR_DOT)
    code = _currency(before or after, default, locale, in_prose=True) if before or after else default
    large, small = (lexicon.SCALES[lexicon.plain(found[scale])] for scale in ("large", "small"))
    many, few = (Decimal(found[number].replace(",", ".")) for number in ("many", "few"))
    if code is None or (before and after) or small >= large or few * small >= large:
        return None
    amount = _minor(many * large + few * small, code)
    return None if amount is None else Read(Money(amount, code), found["many"], code, found["small"])


def _scale(after: str, in_prose: bool) -> tuple[str, str]:
    """The scale after a number ('k', 'млн'; usually none), and the rest: the currency."""
    text = THOUSAND_ROUBLES.sub("т р", after.strip(SPACE_OR_DOT))
    first = FIRST_WORD.match(text)
    scale = lexicon.plain(first.group()) if first else ""
    rest = text[len(scale) :].strip(SPACE_OR_DOT)
    # In prose "cable 5 m" is a length, but "5m" is five million.
    length = in_prose and len(scale) == 1 and after[0].isspace()
    if scale not in lexicon.SCALES or (not rest and (length or scale == TONNE)):
        return "", text
    return scale, rest


def _currency(word: str, default: str, locale: str, in_prose: bool) -> str | None:
    """The code that a symbol, a code or a word means; of several, the default currency or the locale's."""
    if word == RAND_SIGN and default == RAND:
        return RAND
    if codes := lexicon.CURRENCIES.get(lexicon.plain(word)):
        return next((usual for usual in (default, *_usual(locale)) if usual in codes), codes[0])
    if word.upper() not in _codes() or (in_prose and word in lexicon.CODES_AND_WORDS):
        return None
    return word.upper()


def decimal(number: str, *, scaled: bool, point: str = "") -> Decimal | None:
    """Parse a number: '12.000,50' and '12,000.50' are the same. '1.200' is thousands unless the dot is `point`;
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
    from babel.numbers import get_currency_precision  # a slow import: only when needed

    amount = value.scaleb(get_currency_precision(currency))
    whole = int(amount.quantize(Decimal(1), ROUND_HALF_UP)) if amount <= LARGEST else None
    return None if value and not whole else whole  # "0.001 USD" is not zero


@cache
def _point(locale: str) -> str:
    """The decimal separator in that language; "" if it is unknown."""
    from babel.core import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return get_decimal_symbol(Locale.parse(locale.replace("-", "_"))) if locale else ""
    except (UnknownLocaleError, ValueError):
        return ""


@cache
def _usual(locale: str) -> tuple[str, ...]:
    """The currencies of the locale's country, or of the country where the language is spoken most."""
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    language, *country = re.split("[-_]", locale)
    most = str(get_global("likely_subtags").get(language, "")).split("_")[-1]
    return tuple(get_territory_currencies(country[-1] if country else most, include_details=False))


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
