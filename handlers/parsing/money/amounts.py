"""Find the amount in a text: 'annual licence 12k', '$500 consulting', 'licence $5k & support'."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.money.amount_context import UNKNOWN_SIGN, WIDEST, is_part, least_before, quantity_in
from handlers.parsing.money.amount_reader import LARGEST, MAX_TEXT, Money, Read, decimal, read_amount
from handlers.parsing.money.numerals import COUNTS
from handlers.parsing.time.tokens import HAN

MAX_WORDS = 6  # words in an amount
EDGES = " \t\n,;:-–—"

COUNTED = lazy_regex(r"(?<![\w.,])\d+\s+[^\W\d_]")
AT_A_PRICE = lazy_regex(r"\s(?:at|@|по|po)\s*\Z", re.IGNORECASE)
DANGLING = lazy_regex(r"\s(?:for|at|за|на|по|za)\Z", re.IGNORECASE)
FOR_ONE = lazy_regex(
    r"(?!(?:per|an?|в|за|на|/)\W*(?:year|month|week|quarter|год|мес|кварт|недел|рік|тижд))(?:each|per|an?\b|/|за|в|на|кажд)"
)
PER = lazy_regex(
    rf"(?:(?<=[\d\s$€£₽₴¥₸])|(?<=\w)(?=/))\s*(?P<per>{lexicon.alternatives('per')})[.\s]*\Z", re.IGNORECASE
)
NUMBERED = lazy_regex(rf"(?<![^\W_])(?:{lexicon.alternatives('numbered')})[.\s]*\Z", re.IGNORECASE)
NAMED = lazy_regex(rf"(?<![^\W_])(?:{lexicon.alternatives('named')})[.\s]*\Z", re.IGNORECASE)
DOLLARS = lazy_regex(
    r"(?<![\w$])(?P<before>[^\W\d_]{1,4}\$)\s?\d[\d.,]*|(?<![\w.,])\d[\d.,]*\s?(?P<after>[^\W\d_]{1,4}\$)"
)
TINY = lazy_regex(
    r"(?<![\w.,])(?P<before>(?:[$€£¥₽₴]\s?)?)0?[.,]00\d{0,9}[1-9](?P<after>(?:\s?[^\W\d]{1,8})?)(?![^\s.;!])"
)
MORE = lazy_regex(
    r"\s?(?:[;&(+]|,(?!\d))\s?|\s(?:[-–—]|and|plus|with|и|та|і|плюс|oraz|i)\s|\s(?=\d{1,3}\s?%)", re.IGNORECASE
)
MAX_PARTS = 10
WORD = lazy_regex(rf"[^\s\d]*[{HAN}](?=\d)|\S+")  # "年度许可30万" is two words
LIKE_A_PHONE = lazy_regex(r"\d{10,}")
LIKE_A_CODE = lazy_regex(r"0\d")  # "form 00020"
# "1 млн 200 тыс", "20k + 5k": the last number alone is not the amount.
AMOUNT_BEFORE = lazy_regex(rf"\d\s*(?:{'|'.join(map(re.escape, lexicon.SCALES))})[\s+]*\Z", re.IGNORECASE)
LIKE_A_YEAR = lazy_regex(r"(?:19|20)\d\d")


def split_money(text: str, default_currency: str, locale: str = "") -> tuple[Money | None, str]:
    """The amount (minor units) at the end or the beginning of `text`, and the text without it.

    A number without a currency counts only at the end, with three or more digits, and if it is not a year.
    "per year" and "each" stay in the text. "2 x 500 USD" gives the product, "$5k & support" the part with a
    currency; then the text stays as it is. Ranges, sums and shares are not amounts.
    """
    read = partial(read_amount, default=default_currency, locale=locale, in_prose=True)
    per = PER.search(text, _near_end(text))
    said = text[: per.start()] if per else text
    if (pieces := quantity_in(said)) and (price := read(pieces[1])):
        return _times(price, pieces[0]), text.strip()
    spans = [match.span() for match in WORD.finditer(said)]
    for first, last in _edges(len(spans)):
        start, end = spans[first][0], spans[last - 1][1]
        found, before, after = read(said[start:end]), said[:start], said[end:]
        if found and (_is_part(found, before, after) or _is_for_one(before, per["per"] if per else "")):
            return None, text.strip()
        if found and _is_amount(found, before, at_the_end=last == len(spans)):
            title = DANGLING.sub("", (before.rstrip() + after).strip(EDGES))
            return found.money, f"{title} {per['per']}".strip() if per else title
    return _before_more(said, read), text.strip()


def unclear_amount(text: str) -> str:
    """What looks like an amount but is not one: unknown dollars ("X$ 500"), or too little ("0.001 USD")."""
    for found in DOLLARS.finditer(text):
        if lexicon.plain(found["before"] or found["after"]) not in lexicon.CURRENCIES:
            return found.group().strip()
    tiny = TINY.search(text)
    one = read_amount(f"{tiny['before']}1{tiny['after']}", "", "", in_prose=True) if tiny else None
    return tiny.group().strip() if tiny and one and one.currency else ""


def _before_more(text: str, read: Callable[[str], Read | None]) -> Money | None:
    """ "licence $5k & support": an amount with its currency, followed by something else."""
    for more in islice(MORE.finditer(text), MAX_PARTS):
        spans = [match.span() for match in WORD.finditer(text, max(0, more.start() - MAX_TEXT), more.start())]
        for start, _end in spans[-MAX_WORDS:]:
            found = read(text[start : more.start()])
            if found and _is_part(found, text[:start], text[more.start() :]):
                return None
            if found and found.currency and _is_amount(found, text[:start], at_the_end=True):
                return None if _is_for_one(text[:start], "") else found.money
    return None


def _times(price: Read, pieces: int) -> Money | None:
    """Quantity times price; None if the price has neither currency nor scale: "1920 x 1080"."""
    amount = price.money.amount * pieces
    is_price = (price.currency or price.scale) and amount <= LARGEST
    return Money(amount, price.money.currency) if is_price else None


def _is_part(read: Read, before: str, after: str) -> bool:
    """ "10 to 12k", "$5,000 - $8,000", "50 % of 12k", "20k + 5k": a part of these is not the amount."""
    return is_part(before, after) or _ends_a_range(read, before)


def _near_end(text: str) -> int:
    """Where to start searching for a pattern at the end of the text, so as not to scan all of it."""
    return max(0, len(text) - MAX_TEXT)


def _is_for_one(before: str, per: str) -> bool:
    """ "3 licences for 1,200 each", "80 hours at $120": the unit price is not the amount."""
    return bool(COUNTED.search(before)) and bool(
        AT_A_PRICE.search(before, _near_end(before)) or FOR_ONE.match(per)
    )


def _edges(count: int) -> Iterator[tuple[int, int]]:
    """First and last word of the spans at the end and the beginning of a text, the longest first."""
    for size in range(min(count, MAX_WORDS), 0, -1):
        yield count - size, count
        yield 0, size


def _is_amount(read: Read, before: str, *, at_the_end: bool) -> bool:
    """Whether a number is an amount, and not part of a name ("phase 2", "order 4417"). Of two groups of digits,
    the first may belong to a name: "phase 2 500 USD" is 500 for phase 2, but "order 2 500 USD" is 2,500.
    """
    if _is_of_the_word(read, before) or AMOUNT_BEFORE.search(before, _near_end(before)):
        return False
    if (LIKE_A_PHONE.fullmatch(read.number) or LIKE_A_CODE.match(read.number)) and not (
        read.currency or read.scale
    ):
        return False
    if read.in_words:  # "two hundred thousand" is parsed in part only, "million dollar idea" is not one
        return at_the_end and lexicon.plain(before).rpartition(" ")[2] not in COUNTS
    if read.currency or read.scale:
        return True
    if UNKNOWN_SIGN.search(before):
        return False
    whole = re.split(r"[.,]\d{1,2}\Z", read.number)[0]
    digits = sum(map(str.isdecimal, whole))
    return at_the_end and digits >= 3 and not LIKE_A_YEAR.fullmatch(read.number)


def _ends_a_range(read: Read, before: str) -> bool:
    """Whether it ends a range; with a dash only if the numbers are close enough: "office 365 - 12k" is none."""
    if not (found := least_before(before)):
        return False
    least, most = (decimal(number.rstrip(".,"), scaled=True) for number in (found[0], read.number))
    return found[1] or bool(least and most and least < most <= least * WIDEST)


def _is_of_the_word(read: Read, before: str) -> bool:
    start = _near_end(before)
    if re.search(r"\d\s\d", read.number):
        return bool(NUMBERED.search(before, start))
    bare = not (read.currency or read.scale)
    return bare and bool(NUMBERED.search(before, start) or NAMED.search(before, start))
