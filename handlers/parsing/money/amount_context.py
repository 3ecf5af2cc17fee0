"""Recognise numbers that are only part of an amount: a range, a sum, a share, a quantity.

The patterns are searched in at most NEAR letters before or after the number.
"""

import re

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex

WIDEST = 10  # times: "10 - 12k" is a range, "office 365 - 12k" and "support 24 - 500 USD" are not
NEAR = 60  # letters
NUMBER = r"\d[\d.,'’]*(?:\s\d{3}(?!\d))*"
UNIT = "|".join(
    sorted(
        map(re.escape, {*lexicon.SCALES, *lexicon.CURRENCIES, "usd", "eur", "gbp", "rub"}),
        key=len,
        reverse=True,
    )
)
SIGN = r"[^\s\d,;:()]{0,3}"  # a currency before its number
DASH = "[-–—~]"
TO = r"to|or|до|или|або|do|lub|到|至"
# "10 000 to ", "$5,000 - ", "10 тыс - "
RANGE_BEFORE = lazy_regex(
    rf"(?<!\S)(?P<sign>{SIGN})\s?(?P<least>{NUMBER})(?P<unit>(?:\s?(?:{UNIT})\.?)*)"
    rf"(?:\s*(?P<dash>{DASH})\s*|\s+(?:{TO})\s+){SIGN}\Z",
    re.IGNORECASE,
)
BETWEEN_BEFORE = lazy_regex(
    rf"(?<!\w)(?:{lexicon.pattern('between')})\s+{SIGN}\s?{NUMBER}.{{0,20}}?\s"
    rf"(?:{lexicon.pattern('joins_after_between')})\s+\Z",
    re.IGNORECASE,
)
RANGE_AFTER = lazy_regex(
    rf"\s*(?:{DASH}|(?:{TO})\s)\s*(?:[$€£¥₽₴₸₹]\s?{NUMBER}|{NUMBER}\s?(?:{UNIT})(?!\w))", re.IGNORECASE
)
INSIDE_RANGE = lazy_regex(rf"\d\s?{DASH}\s?\d{{1,3}}\s\Z")  # before the "000 USD" of "10 000-12 000 USD"
SHARE_BEFORE = lazy_regex(
    r"(?:%|％|percent|процент\w{0,3}|відсот\w{0,4}|procent\w?)\s*(?:of|от|из|від|з|од|od|z)\s\Z", re.IGNORECASE
)
ADDED_BEFORE = lazy_regex(
    rf"(?:[$€£¥₽₴₸₹]\s?{NUMBER}|{NUMBER}\s?(?:{UNIT})(?!\w))[^+\d]{{0,20}}\+[^+\d]{{0,20}}\Z", re.IGNORECASE
)
ADDED_AFTER = lazy_regex(rf"[^+\d]{{0,20}}\+\s?{SIGN}\s?\d", re.IGNORECASE)
TIMES_AFTER = lazy_regex(r"\s*[x×х*]\s?\d", re.IGNORECASE)
TIMES = lazy_regex(r"(?<![\w.,])(?P<pieces>\d{1,4})\s?[x×х*]\s?(?=\D{0,4}\d)", re.IGNORECASE)
BEFORE = (INSIDE_RANGE, BETWEEN_BEFORE, SHARE_BEFORE, ADDED_BEFORE)
AFTER = (RANGE_AFTER, ADDED_AFTER, TIMES_AFTER)
# A letter that may be an unknown currency: "R 500", "X$ 500".
UNKNOWN_SIGN = lazy_regex(r"(?:(?<![^\W_])[A-Z]|[^\W\d_]\$)\s*\Z")


def is_part(before: str, after: str) -> bool:
    """Whether the number between these texts is part of another amount: a share, a sum or a range."""
    before, after = before[-NEAR:], after[:NEAR]
    return any(pattern.search(before) for pattern in BEFORE) or any(pattern.match(after) for pattern in AFTER)


def least_before(before: str) -> tuple[str, bool] | None:
    """The lower number of a range at the end of `before`, and whether it is certainly a range."""
    if not (found := RANGE_BEFORE.search(before[-NEAR:])):
        return None
    return found["least"], not found["dash"] or bool(found["sign"].strip() or found["unit"])


def quantity_in(text: str) -> tuple[int, str] | None:
    """ "licence 2 x 500 USD": the quantity, and the text after it."""
    found = [*TIMES.finditer(text, max(0, len(text) - NEAR))]
    return (int(found[-1]["pieces"]), text[found[-1].end() :]) if found else None
