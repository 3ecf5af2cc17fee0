"""Convert numbers in words before a scale to digits: 'полтора миллиона', 'half a million', '一百二十万'."""

import re

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.lexicon.languages.chinese import DIGITS

SIGNS = {**{sign: number for number, sign in enumerate(DIGITS, 1)}, "零": 0, "两": 2, "兩": 2, "俩": 2}
TIMES = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
HAN_NUMBER = lazy_regex(f"[{''.join((*SIGNS, *TIMES, *LARGE))}]{{2,12}}")

COUNTS = {
    form: value
    for language in lexicon.LANGUAGES
    for value, written in [*language.times.get(Kind.QUANTITY, {}).items(), *language.hundreds.items()]
    for form in lexicon.spellings(written)
} | dict.fromkeys(lexicon.all_forms("halves"), 0.5)
ONES = frozenset(lexicon.all_forms("ones"))
BY_LENGTH = "|".join(sorted(map(re.escape, COUNTS), key=len, reverse=True))
SCALED = "|".join(sorted(map(re.escape, lexicon.SCALES), key=len, reverse=True))
COUNTED = lazy_regex(rf"(?:(?P<count>{BY_LENGTH})\s*)?(?P<scale>{SCALED})(?!\w)", re.IGNORECASE)


def in_digits(text: str) -> str | None:
    """`text` with its number in digits instead of words: '1.5 миллиона'. None if it has no number in words."""
    if found := HAN_NUMBER.match(text):
        number = _han(found.group())
        return None if number is None else f"{number}{text[found.end() :]}"
    if not (found := COUNTED.match(text)):
        return None
    scale, count = found["scale"], lexicon.plain(found["count"] or "")
    if not count and lexicon.plain(scale) not in ONES:
        return None
    return f"{COUNTS.get(count, 1):g} {text[found.start('scale') :]}"


def _han(written: str) -> int | None:
    """Parse a Chinese number: 三万五 is 35,000, as a last digit counts in tenths of the unit before it."""
    total = part = number = 0
    last = 1
    for sign in written:
        if sign in SIGNS:
            if number:
                return None  # "三四"
            number, last = SIGNS[sign], 1 if sign == "零" else last
        elif sign in TIMES:
            part, number, last = part + (number or 1) * TIMES[sign], 0, TIMES[sign]
        else:
            total, part, number, last = (total + part + number) * LARGE[sign], 0, 0, LARGE[sign]
    return total + part + number * max(last // 10, 1)
