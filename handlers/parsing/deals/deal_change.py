"""A change to a deal in one line: "van lease is now 19500", "кабель 80%", "racks 70% close mid dec"."""

from dataclasses import dataclass
from datetime import date

from handlers.parsing.deals.deal_line import read_deal
from handlers.parsing.deals.line_ends import EDGES
from handlers.parsing.deals.probability import probability_at_the_end
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.deal_words import AMOUNT_IN_HAN, AMOUNT_IS, BESIDE_AMOUNT
from handlers.parsing.money.amount_reader import Money, money
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import HAN

MAX_LINE = 120  # letters
MIN_WORDS = 3  # of a line without digits
IS, BESIDE = lazy_regex(AMOUNT_IS), lazy_regex(BESIDE_AMOUNT)
IN_HAN = lazy_regex(rf"(?:{AMOUNT_IN_HAN})\s*\Z")
CHARACTERS = lazy_regex(rf"[\d{HAN}]")
BARE = lazy_regex(r"(?<=\s)\d{3,9}\Z")


@dataclass(frozen=True)
class DealChange:
    """`title`: the words that are to name the deal. What the line does not say is None."""

    title: str
    amount: Money | None = None
    probability: int | None = None
    close: date | None = None


def read_deal_change(text: str, scene: Scene) -> DealChange | None:
    """None if the line says nothing of the kind. Amounts without a currency are in the scene's.

    An amount alone may be anything: a word must say that it is another now.
    """
    if len(text) > MAX_LINE or "\n" in text or ":" in text or _is_too_short(text):
        return None
    said = read_deal(text, scene)
    if said.priced:
        return None
    probability, title = said.probability, said.title
    if probability is None:
        probability, title = probability_at_the_end(title, scene.currency, scene.locale)
    amount, title = (said.amount, title) if said.amount else _bare_amount(title, scene)
    title, is_said = _without_links(title)
    if (amount and not is_said) or (amount, probability, said.close) == (None, None, None):
        return None
    return DealChange(title, amount, probability, said.close) if title else None


def _is_too_short(text: str) -> bool:
    """Whether there is no room for a title and what becomes of it: two words without a digit."""
    return len(text.split()) < MIN_WORDS and not CHARACTERS.search(text)


def _bare_amount(title: str, scene: Scene) -> tuple[Money | None, str]:
    found = BARE.search(title)
    amount = money(found.group(), scene.currency, scene.locale) if found else None
    return (amount, title[: found.start()]) if found and amount else (None, title)


def _without_links(title: str) -> tuple[str, bool]:
    """The title without what links it to an amount, and whether that says that it is another now."""
    words, is_said = title.strip(EDGES).split(), False
    while words and ((says := IS.fullmatch(words[-1].lower())) or BESIDE.fullmatch(words[-1].lower())):
        is_said = is_said or says is not None
        words.pop()
    title = " ".join(words)
    without = IN_HAN.sub("", title)
    return without.strip(EDGES), is_said or without != title
