"""The words of a filter, each with what it does in it; times and amounts in one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.money.amount_reader import Money, money
from handlers.parsing.time.periods import NUMBERS, Span, span_at
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import NARROW, TOKEN, Token, kinds_of, read

SPAN, MIN_AMOUNT, MAX_AMOUNT = "span", "min_amount", "max_amount"
MAX_SPAN_WORDS, MAX_AMOUNT_WORDS = 8, 6  # words
LIMITS = (Ask.OVER, Ask.UNDER)
BEFORE_AMOUNT: dict[str, str] = {
    Ask.OVER: MIN_AMOUNT,
    Ask.FROM: MIN_AMOUNT,
    Ask.UNDER: MAX_AMOUNT,
    Ask.TO: MAX_AMOUNT,
}
AFTER_AMOUNT: dict[str, str] = {Ask.OR_MORE: MIN_AMOUNT, Ask.OR_LESS: MAX_AMOUNT}
HAS_DIGIT = lazy_regex(r"\d")
JOIN = rf"\s*[-–—~]\s*|\s+(?:{lexicon.pattern('joins')})\s+|(?<=\D)(?:到|至)"
RANGE = lazy_regex(
    rf"(?:{lexicon.pattern('between')})\s+(?P<from>\d.*?)\s+(?:{lexicon.pattern('joins_after_between')})\s+(?P<till>\d.*)"
    rf"|(?P<low>\d[^-–—~]*?)(?:{JOIN})(?P<high>\d[^-–—~]*)",
    re.IGNORECASE,
)
NOT_BARE = lazy_regex(r"[^\d\s.,]")  # a currency, or what multiplies
LONG_NUMBER = lazy_regex(r"(?!(?:19|20)\d\d\Z)\d[\d\s.,]{3,}\Z")  # no year
BARE = (Kind.MONTH, Kind.FOUR_DIGITS, Kind.WEEKS, Kind.MONTHS, Kind.MONTH_AFTER, Kind.DAYS, Kind.YEAR_OR_HOURS)


class FilterTerm(NamedTuple):
    """A word, by its Ask or Kind; or a time or an amount: `span`, `money` are None where it is not understood.

    `amount`: as written, without its limit; `sure`: the limit is of an amount and nothing else.
    """

    kind: str
    start: int
    end: int
    span: Span | None = None
    bare: bool = False  # a month, a year, a unit: a common word, or a name
    money: Money | None = None
    amount: str = ""
    sure: bool = False
    is_number: bool = False


@lru_cache(16)  # of a line they are needed twice
def filter_terms(text: str, scene: Scene) -> Sequence[FilterTerm]:
    tokens, at = tokens_of(text), 0
    found: list[FilterTerm] = []
    while at < len(tokens):
        left = tokens[at:]
        if several := _range(left, text, scene) or _below_zero(left, text, scene):
            terms, size = several
            found += terms
        else:
            term, size = _term(left, text, scene)
            found.append(term)
        at += size
    return tuple(found)


def _range(tokens: Sequence[Token], text: str, scene: Scene) -> tuple[Sequence[FilterTerm], int] | None:
    """ "5k-20k", "between 5 and 20 тыс", "5万到20万": two amounts, in as many words as they have."""
    start = tokens[0].start
    for size in range(min(len(tokens), 2 * MAX_AMOUNT_WORDS), 1, -1):
        found = RANGE.fullmatch(text[start : tokens[size - 1].end])
        if not found or ((after := tokens[size : size + 1]) and after[0].kind == Ask.TO):
            continue
        low, high = (found["low"] or found["from"]).strip(), (found["high"] or found["till"]).strip()
        min_money, max_money = (money(each, scene.currency, scene.locale) for each in (low, high))
        are_long = LONG_NUMBER.match(low) and LONG_NUMBER.match(high)
        if min_money and max_money and (NOT_BARE.search(high) or are_long):
            sure, end = bool(NOT_BARE.search(high)), tokens[size - 1].end
            return (
                FilterTerm(MIN_AMOUNT, start, end, money=min_money, amount=low, sure=sure),
                FilterTerm(MAX_AMOUNT, end, end, money=max_money, amount=high, sure=sure),
            ), size
    return None


def _below_zero(tokens: Sequence[Token], text: str, scene: Scene) -> tuple[Sequence[FilterTerm], int] | None:
    """ "-5 days" is no time."""
    first, *others = tokens[: MAX_SPAN_WORDS + 1]
    is_minus = first.kind == Kind.DASH and others and others[0].start == first.end and others[0].kind in NUMBERS
    if not is_minus or text[: first.start][-1:].strip():
        return None
    _ahead, size = span_at(others, scene)
    return ((FilterTerm(SPAN, first.start, others[size - 1].end),), size + 1) if size else None


def _term(tokens: Sequence[Token], text: str, scene: Scene) -> tuple[FilterTerm, int]:
    """The first of them, and of how many words it is."""
    first = tokens[0]
    if first.kind in LIMITS:
        span, size = span_at(tokens[1:MAX_SPAN_WORDS], scene) if tokens[1:] else (None, 0)
        if first.kind == Ask.OVER and span and span.until_now:  # "no call for over a month"
            return _span(tokens[: size + 1], span), size + 1
    else:
        span, size = span_at(tokens[:MAX_SPAN_WORDS], scene)
        if size:
            return _span(tokens[:size], span), size
    if amount := _amount(tokens, text, scene):
        return amount
    if first.kind in LIMITS:
        return FilterTerm(BEFORE_AMOUNT[first.kind], first.start, first.end, sure=True), 1
    return FilterTerm(first.kind, first.start, first.end, is_number=first.text.isdecimal()), 1


def _span(tokens: Sequence[Token], span: Span | None) -> FilterTerm:
    bare = len(tokens) == 1 and tokens[0].kind in BARE
    return FilterTerm(SPAN, tokens[0].start, tokens[-1].end, span=span, bare=bare)


def _amount(tokens: Sequence[Token], text: str, scene: Scene) -> tuple[FilterTerm, int] | None:
    """ "> 10k", "10万以上": in as many words as it has."""
    limit = BEFORE_AMOUNT.get(tokens[0].kind)
    start = 1 if limit else 0
    size = next((at for at, token in enumerate(tokens[start:]) if token.kind in ASKS), len(tokens) - start)
    for end in range(start + min(size, MAX_AMOUNT_WORDS), start, -1):
        after = AFTER_AMOUNT.get(tokens[end].kind) if end < len(tokens) else None
        amount = text[tokens[start].start : tokens[end - 1].end]
        if _counts_something(amount, tokens[end:]):
            continue
        if (limit or after) and (found := money(amount, scene.currency, scene.locale)):
            last = end + bool(after and not limit)
            sure = bool(after) or tokens[0].kind in LIMITS
            kind = str(limit or after)
            return FilterTerm(
                kind, tokens[0].start, tokens[last - 1].end, money=found, amount=amount, sure=sure
            ), last
    return None


def _counts_something(amount: str, after: Sequence[Token]) -> bool:
    """ "a million parrots" are no amount."""
    return kinds_of(after[:1]) == Kind.PLAIN and not HAS_DIGIT.search(amount)


def tokens_of(text: str) -> list[Token]:
    """Words of filters are looked up first; the text between them is read like times."""
    if not text.isascii():
        text = text.translate(NARROW)
    found = list(TOKEN.finditer(text))
    plain = tuple(lexicon.plain(match.group()) for match in found)
    tokens: list[Token] = []
    here = between = 0
    while here < len(found):
        size, meaning = _phrase(plain, here)
        if meaning:
            start, end = found[here].start(), found[here + size - 1].end()
            tokens += _read(text, found[between].start() if between < here else start, start)
            tokens.append(Token(*meaning, text[start:end], start, end))
            between = here + size
        here += size
    return tokens + (_read(text, found[between].start(), len(text)) if between < len(found) else [])


def _phrase(plain: Sequence[str], here: int) -> tuple[int, tuple[Kind | Ask, float] | None]:
    for size in range(min(_lengths().get(plain[here], 0), len(plain) - here), 0, -1):
        if meaning := _meanings().get(tuple(plain[here : here + size])):
            return size, meaning
    return 1, None


def _read(text: str, start: int, end: int) -> list[Token]:
    return [token._replace(start=token.start + start, end=token.end + start) for token in read(text[start:end])]


@cache
def _meanings() -> Mapping[tuple[str, ...], tuple[Kind | Ask, float]]:
    """What each form of the lexicon means, by its words."""
    return dict(_forms())


@cache
def _lengths() -> Mapping[str, int]:
    """The most words of a form, by the first of them."""
    return {form[0]: len(form) for form in sorted(_meanings(), key=len)}


def _forms() -> Iterator[tuple[tuple[str, ...], tuple[Kind | Ask, float]]]:
    for language in lexicon.LANGUAGES:
        named: list[tuple[Kind | Ask, int, str]] = [(ask, 0, written) for ask, written in language.asks.items()]
        named += [(Kind.MONTH, number, form) for number, form in enumerate(language.months_in.split(), 1)]
        named += [(Ask.YEAR, away, written) for away, written in language.years.items()]
        for kind, value, written in named:
            for form in lexicon.spellings(written):
                yield tuple(lexicon.plain(match.group()) for match in TOKEN.finditer(form)), (kind, value)


ASKS = frozenset(Ask)
