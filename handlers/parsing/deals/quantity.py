"""A quantity and the price of one: '3 licences at 2000', '5 x 300', '20 т по 7500 грн', '500块，每块120元'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.deal_words import any_of
from handlers.parsing.money.amount_reader import LARGEST, Money, decimal, read_amount
from handlers.parsing.money.amounts import MAX_WORDS, NAMED, NUMBERED
from handlers.parsing.time.tokens import HAN

NEAR = 60  # letters between a quantity and the price
MIN_PRICE, MAX_QUANTITY = 100, 100  # of a bare "5 x 300": "600 x 1200" is a size
NUMBER = r"\d{1,6}(?:[.,]\d{1,3})?"
MEASURES = "台个块套件箱吨只张本份支瓶辆条把"  # Chinese words for one of something
EACH = any_of(lambda each: each.each)
AT = lazy_regex(rf"\s(?:{any_of(lambda each: each.at)})\s|[，,]?\s?(?:每[{HAN}]|单价)\s?", re.IGNORECASE)
TIMES = lazy_regex(rf"(?<![\w.,])(?P<quantity>{NUMBER})\s?[x×х*]\s?", re.IGNORECASE)
EACH_AFTER = lazy_regex(rf"(?:\s|(?<=[\d{HAN}$€£₽₴¥])|(?<=\w)(?=/))(?:{EACH})[.\s]*\Z", re.IGNORECASE)
COUNT = lazy_regex(
    rf"(?:(?<![\w.,/])|(?<=[{HAN}])(?=\d+[{MEASURES}]))(?P<quantity>{NUMBER})(?=\s?[^\W\d_])(?!\s?[%％])"
)
# Behind a number these say that it is a quantity, whatever stands before it.
UNIT = lazy_regex(
    rf"\s?(?:[{MEASURES}]|(?:pcs?|pieces?|units?|tons?|tonnes?|kg|boxes|тонн\w?|т|шт\w*|кг|комплект\w*|коробок"
    r"|упаков\w+|одиниц\w*|единиц\w*|ton\w?|szt\w*|sztuk\w?|opakowa\w+)\.?)\s*\Z",
    re.IGNORECASE,
)
# Where a quantity may begin: else the number may belong to a name ("ISO 9001 audit").
COUNTED_AFTER = lazy_regex(
    rf"(?:\A|[,;:，；：(]|(?:(?<!\w)(?:{any_of(lambda each: each.counted_after)})))\s*\Z", re.IGNORECASE
)
WORD = lazy_regex(r"\S+")


@dataclass(frozen=True)
class Priced:
    """How many, the price of one, and the product. `quantity` as typed."""

    quantity: str
    price: Money
    amount: Money


def quantity_and_price(text: str, currency: str, locale: str = "") -> Priced | None:
    """The quantity and the price in `text`; `currency`: that of prices without one."""
    return (
        _times(text, currency, locale)
        or _at_a_price(text, currency, locale)
        or _price_of_each(text, currency, locale)
    )


def quantity_before(text: str, price: Money) -> Priced | None:
    """What the amount after `text` would be if it is the price of one: "10 chairs" and 500."""
    counted = _count(text)
    return _priced(counted["quantity"], price) if counted else None


def _times(text: str, currency: str, locale: str) -> Priced | None:
    found = [*TIMES.finditer(text, max(0, len(text) - NEAR))]
    if not found:
        return None
    after = text[found[-1].end() :]
    read = read_amount(EACH_AFTER.sub("", after), currency, locale, in_prose=True) if after[:1] else None
    if read is None:
        return None
    quantity = decimal(found[-1]["quantity"], scaled=False)
    whole = decimal(read.number, scaled=False)
    is_price = (
        read.currency
        or read.scale
        or (quantity is not None and whole is not None and quantity < MAX_QUANTITY and whole >= MIN_PRICE)
    )
    return _priced(found[-1]["quantity"], read.money) if is_price else None


def _at_a_price(text: str, currency: str, locale: str) -> Priced | None:
    for found in reversed([*AT.finditer(text, max(0, len(text) - NEAR))]):
        price = EACH_AFTER.sub("", text[found.end() :])
        read = read_amount(price, currency, locale, in_prose=True)
        counted = _count(text[: found.start()]) if read else None
        if read and counted:
            return _priced(counted["quantity"], read.money)
    return None


def _price_of_each(text: str, currency: str, locale: str) -> Priced | None:
    """ "10 chairs 50 each"."""
    each = EACH_AFTER.search(text, max(0, len(text) - NEAR))
    if each is None:
        return None
    said = text[: each.start()].rstrip()
    for start in _last_words(said):
        read = read_amount(said[start:], currency, locale, in_prose=True)
        counted = _count(said[:start].rstrip(" ,;，")) if read else None
        if read and counted:
            return _priced(counted["quantity"], read.money)
    return None


def _last_words(text: str) -> Iterator[int]:
    """Where the last words begin, the longest run first."""
    spans = [match.start() for match in WORD.finditer(text, max(0, len(text) - NEAR))]
    yield from spans[-MAX_WORDS:]


def _count(before: str) -> re.Match[str] | None:
    """The quantity that `before` counts: its last number, with words after it."""
    found = [*COUNT.finditer(before, max(0, len(before) - NEAR))]
    if not found:
        return None
    ahead = before[: found[-1].start()]
    named = NUMBERED.search(ahead[-NEAR:]) or NAMED.search(ahead[-NEAR:])
    has_other_number = any(map(str.isdecimal, before[found[-1].end() :]))
    counts = COUNTED_AFTER.search(ahead[-NEAR:]) or UNIT.match(before[found[-1].end() :])
    return found[-1] if counts and not (named or has_other_number) else None


def _priced(quantity: str, price: Money) -> Priced | None:
    count = decimal(quantity, scaled=False)
    amount = int(Decimal(price.amount) * count) if count else 0
    if not 0 < amount <= LARGEST or count == 1:
        return None
    return Priced(quantity, price, Money(amount, price.currency))
