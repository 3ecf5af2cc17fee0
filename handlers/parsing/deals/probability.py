"""The probability of a deal in a line: '32k 40% likely', 'вероятность 70%', '60% close 12/15', '成功率60%'."""

import re

from handlers.parsing.deals.line_ends import EDGES, join_around
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.deal_words import any_of
from handlers.parsing.money.amounts import split_money
from handlers.parsing.time.tokens import HAN

MAX_PERCENT = 100  # percent
NEAR = 40  # letters
MAX_TRIES = 8  # percentages that are looked at
BEGINS, ENDS = rf"(?:(?<!\w)|(?<=[{HAN}]))", rf"(?:(?!\w)|(?<=[{HAN}]))"
LABELS, LIKELY = any_of(lambda each: each.probability), any_of(lambda each: each.likely)
CLOSING = any_of(lambda each: each.closing)
LABELED = lazy_regex(
    rf"{BEGINS}(?:{LABELS})(?:\s?[:：=~-]|\s(?:is|of|about|to|около|близько|ok\.?))?\s?(?P<percent>\d{{1,3}})"
    rf"(?![\w.,]\d)(?:\s?[%％])?{ENDS}",
    re.IGNORECASE,
)
PERCENT = lazy_regex(rf"{BEGINS}(?<![.,+-])(?P<percent>\d{{1,3}})\s?[%％]")
LIKELY_AFTER = lazy_regex(rf"\s?(?:{LIKELY}){ENDS}", re.IGNORECASE)
AT_THE_END = lazy_regex(
    rf"(?:\A|[\s,;，；:：]|(?<=[{HAN}]))(?:(?:to|at|на|до|к|в|у|do|na|到|为)\s)?\s?(?P<percent>\d{{1,3}})\s?[%％]\s?\Z",
    re.IGNORECASE,
)
# "把握七成", "七成把握"
HAN_LIKELY = "(?:把握|概率|几率|胜算|可能性?|希望)"
HAN_TENTHS = lazy_regex(
    rf"{HAN_LIKELY}(?:有|大概)?(?P<before>[一二三四五六七八九])成|(?P<after>[一二三四五六七八九])成的?{HAN_LIKELY}"
)
DIGITS = {letter: digit for digit, letter in enumerate("一二三四五六七八九", 1)}
PART_BEGINS, PART_ENDS = lazy_regex(r"(?:\A|[,;，；])\s*\Z"), lazy_regex(r"\s*(?:\Z|[,;，；])")
CLOSING_AFTER = lazy_regex(rf"[,;]?\s(?:{CLOSING})(?!\w)", re.IGNORECASE)
# What else has a percentage.
OF_SOMETHING_ELSE = lazy_regex(
    rf"{BEGINS}(?:discount|off|margin|markup|vat|tax|commission|prepay\w*|deposit|advance|share|interest|less|minus|plus"
    r"|скидк\w+|наценк\w+|марж\w+|ндс|комисси\w+|предоплат\w+|аванс\w*|дол\w|минус|плюс"
    r"|знижк\w+|націнк\w+|пдв|комісі\w+|передоплат\w+|частк\w+|мінус"
    r"|rabat\w*|zniżk\w+|marż\w+|prowizj\w+|zaliczk\w+|przedpłat\w+|udział\w*|折扣|税率?|利润率?|佣金|预付款?|定金)"
    r"\s?(?:of|до|do|to)?\s?[:：]?\s?\Z",
    re.IGNORECASE,
)


def split_probability(text: str, currency: str, locale: str = "") -> tuple[int | None, str]:
    """The probability in percent, and the text without it. `currency`: that of amounts without one.

    A percentage counts if words say what it is, or if it stands alone between commas, after the amount, or
    before the expected close.
    """
    found = LABELED.search(text)
    if found and int(found["percent"]) <= MAX_PERCENT:
        return int(found["percent"]), join_around(text, *found.span())
    if found := HAN_TENTHS.search(text):
        return 10 * DIGITS[found["before"] or found["after"]], join_around(text, *found.span())
    for found in reversed([*PERCENT.finditer(text)][-MAX_TRIES:]):
        before, after = text[: found.start()], text[found.end() :]
        if int(found["percent"]) > MAX_PERCENT or OF_SOMETHING_ELSE.search(before[-NEAR:]):
            continue
        likely = LIKELY_AFTER.match(after)
        if likely or _stands_alone(before, after, currency, locale):
            end = found.end() + (likely.end() if likely else 0)
            return int(found["percent"]), join_around(text, found.start(), end)
    return None, text


def probability_at_the_end(text: str, currency: str, locale: str = "") -> tuple[int | None, str]:
    """The same where a stage or a probability follows the deal's name: "to 60%", "to proposal, 60%"."""
    probability, rest = split_probability(text, currency, locale)
    found = AT_THE_END.search(text) if probability is None else None
    if found is None or int(found["percent"]) > MAX_PERCENT:
        return probability, rest
    return int(found["percent"]), text[: found.start()].rstrip(EDGES)


def _stands_alone(before: str, after: str, currency: str, locale: str) -> bool:
    if CLOSING_AFTER.match(after):
        return True
    return PART_ENDS.match(after) is not None and (
        PART_BEGINS.search(before) is not None or _ends_with_amount(before.rstrip(), currency, locale)
    )


def _ends_with_amount(text: str, currency: str, locale: str) -> bool:
    amount, title = split_money(text, currency, locale)
    return amount is not None and text.startswith(title) and text[-1:] not in title[-1:]
