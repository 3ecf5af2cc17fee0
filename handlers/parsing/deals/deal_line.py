"""A deal in one line: title, amount or quantity and price, probability, expected close."""

from dataclasses import dataclass, replace
from datetime import date

from handlers.parsing.deals.close_date import expected_close
from handlers.parsing.deals.line_ends import EDGES, join_around
from handlers.parsing.deals.probability import split_probability
from handlers.parsing.deals.quantity import Priced, quantity_and_price, quantity_before
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.money.amount_reader import MAX_TEXT, Money, money
from handlers.parsing.money.amounts import split_money
from handlers.parsing.time.times import Scene

MAX_PARTS = 10  # searched for the amount
PARTS = lazy_regex(r"[，；]|[,;](?=\s)")
SAYS_AMOUNT = lazy_regex(r"[^\W\d_]|[$€£¥₽₴]")  # by a currency or a scale: "model 3000, blue" is none
PERCENT_AT_THE_END = lazy_regex(r"\s(?P<percent>\d\d?|100)\s?[%％]\Z")
BARE = lazy_regex(r"\A(?P<first>\d{3,7})\s+(?=[^\W\d_])|(?<=\s)(?P<last>\d{3,7})\Z")


@dataclass(frozen=True)
class DealLine:
    """What a line says of a deal. `priced`: how the amount was calculated. `perhaps`: what else it may be."""

    title: str
    amount: Money | None = None
    priced: Priced | None = None
    probability: int | None = None
    close: date | None = None
    perhaps: tuple[Priced | Money, ...] = ()


def read_deal(text: str, scene: Scene) -> DealLine:
    """Parse what is said after the client's name. Amounts without a currency are in the scene's."""
    probability, said = split_probability(text, scene.currency, scene.locale)
    said, close = expected_close(scene, said)
    if close is None and probability is None and (percent := PERCENT_AT_THE_END.search(said)):
        without, close = expected_close(scene, said[: percent.start()])
        probability, said = (int(percent["percent"]), without) if close else (None, said)
    read = DealLine(said.strip(EDGES), probability=probability, close=close)
    read = _with_amount(read, scene.currency, scene.locale)
    if read.amount and read.close is None:  # "audit by friday 5000"
        title, close = expected_close(scene, read.title)
        read = replace(read, title=title, close=close) if title else read
    return read


def _with_amount(read: DealLine, currency: str, locale: str) -> DealLine:
    if priced := quantity_and_price(read.title, currency, locale):
        return replace(read, amount=priced.amount, priced=priced)
    amount, title = _split_money(read.title, currency, locale)
    if amount is None:
        return replace(read, title=title, perhaps=_perhaps(title, currency, locale))
    is_beside = read.title.startswith(title) and not read.title[len(title) :].strip(EDGES)[:1].isalpha()
    other = quantity_before(title, amount) if is_beside else None  # "for 12k" is for all of them
    return replace(read, amount=amount, title=title, perhaps=(other,) if other else ())


def _split_money(text: str, currency: str, locale: str) -> tuple[Money | None, str]:
    """The amount and the title; an amount may also be a whole part between commas, or end one."""
    amount, title = split_money(text, currency, locale)
    if amount is not None:
        return amount, title
    perhaps: tuple[Money | None, str] = (None, title)
    start = 0
    for part in PARTS.split(text, MAX_PARTS):
        amount, left = split_money(part, currency, locale) if len(part) <= MAX_TEXT else (None, part)
        end = start + len(part)
        if amount and not left:
            return amount, join_around(text, start, end)
        if amount and perhaps[0] is None and part.startswith(left) and SAYS_AMOUNT.search(part[len(left) :]):
            perhaps = (amount, text[: start + len(left)] + text[end:])
        start = end + 1
    return perhaps


def _perhaps(title: str, currency: str, locale: str) -> tuple[Priced | Money, ...]:
    """ "5000 renewal", "3 licences 2000": a number that may be the amount, or the price of one."""
    found = BARE.search(title)
    amount = money(found.group().strip(), currency, locale) if found else None
    if found is None or amount is None:
        return ()
    other = quantity_before(title[: found.start()].rstrip(), amount)
    return (amount, other) if other else (amount,)
