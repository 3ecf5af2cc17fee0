"""What a filter asks for: 'my clients in Boston, no call 30 days', 'won this year > 10000'."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, groupby, takewhile

from handlers.parsing.filters.filter_tokens import MAX_AMOUNT, MIN_AMOUNT, SPAN, FilterTerm, filter_terms
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.money.amount_reader import Money, money, read_amount
from handlers.parsing.time.periods import Span
from handlers.parsing.time.times import Scene

MAX_FILTER = 200  # letters
MAX_OTHER_WORDS = 3  # with more, or with any beside a talk, a line rather says what has happened
QUESTION = "?？ "  # at the end of a question
NUMBER_BEFORE = lazy_regex(r"\d[\d\s.,]*")

SILENT = (Ask.NO_CALL, Ask.NO_MEETING, Ask.NO_TALK)
NEVER = (Ask.NEVER_CALLED, Ask.NEVER_SPOKEN)
STATES = (Ask.OPEN, Ask.WON, Ask.LOST)
TALKS = (Ask.CALLED, Ask.MET, Ask.SPOKEN)
ONLY_TIMED = (*TALKS, Ask.BIRTHDAY, Ask.CLOSING)  # common words, unless there is a time with them
TIMED = (*SILENT, *NEVER, *STATES, *ONLY_TIMED)  # a time beside them is theirs
PERHAPS = (Ask.MINE, Ask.TEAM, *STATES, Ask.OVERDUE)  # may be a name, or begin one
SURE = (*SILENT, *NEVER, Ask.NO_STEP, Ask.GOING_COLD)
FILTERS = (*PERHAPS, *SURE, *ONLY_TIMED)
ALTERNATIVES = ((Ask.MINE, Ask.TEAM), STATES, TALKS, (*SILENT, *NEVER))
NOUNS = (Ask.CLIENTS, Ask.DEALS, Ask.FOLLOW_UPS)  # ask for nothing alone
BETWEEN = (Ask.AT, Ask.FROM, Ask.TO, Kind.COMMA)  # say nothing alone


@dataclass(frozen=True)
class ParsedFilter:
    """What was understood. `words`: the rest of the line; `sure`: it can hardly be a name.

    `unread`: what speaks of an amount or a time and is not understood.
    """

    asks: frozenset[Ask]
    spans: Mapping[Ask, Span]
    min_amount: Money | None
    max_amount: Money | None
    words: str  # the others
    sure: bool
    unread: str
    any_currency: bool = False  # the amounts name none: each deal counts in its own
    clients: bool = False  # it is clients that are asked for, though deals are spoken of
    follow_ups: bool = False  # it is follow-ups that are asked for
    owner: int | None = None  # a colleague, by number
    stage: int | None = None


def beside_nouns(text: str, scene: Scene) -> tuple[frozenset[str], tuple[str, ...]]:
    """Which nouns a filter may be of ("clients", "deals"), and the words that stand directly beside them."""
    text = text.rstrip(QUESTION)
    terms = filter_terms(text, scene) if len(text) <= MAX_FILTER else []
    terms = [term for term in terms if term.kind not in BETWEEN]
    beside: dict[str, None] = {}
    for at, term in enumerate(terms):
        if term.kind in NOUNS:
            before, after = _plain(terms[:at][::-1])[::-1], _plain(terms[at + 1 :])
            beside |= dict.fromkeys([*_words_of(before, text), *_words_of(after, text)])
    return frozenset(term.kind for term in terms if term.kind in NOUNS), tuple(beside)


def _plain(terms: Sequence[FilterTerm]) -> list[FilterTerm]:
    """The first that are no part of a filter."""
    return list(takewhile(lambda term: term.kind == Kind.PLAIN, terms))


def _words_of(terms: Sequence[FilterTerm], text: str) -> list[str]:
    """Of Chinese, whose signs are terms each, those that stand together."""
    return text[terms[0].start : terms[-1].end].split() if terms else []


def read_filter(text: str, scene: Scene) -> ParsedFilter | None:
    """The filter in a text; None where there is none."""
    text = text.rstrip(QUESTION)
    terms = _expected(filter_terms(text, scene)) if len(text) <= MAX_FILTER else []
    whose = _attached(terms)
    used = [_is_used(at, terms, whose) for at in range(len(terms))]
    conditions = {Ask(term.kind) for term in compress(terms, used) if term.kind in FILTERS}
    amounts = [term for term in compress(terms, used) if term.kind in (MIN_AMOUNT, MAX_AMOUNT)]
    nouns = {term.kind for term in terms if term.kind in NOUNS}
    asks = {*conditions}
    if (
        any(term.money for term in amounts)
        or (asks and (amounts or Ask.DEALS in nouns))
        or any(terms[at].kind == Ask.DEALS for at in whose.values())
        or Ask.CLOSING in conditions
    ):
        asks.add(Ask.DEALS)
    others = _words(terms, used, text)
    if not asks and others and nouns == {Ask.DEALS}:
        asks.add(Ask.DEALS)  # "brightline deals": unless it is a name
    follow_ups = nouns == {Ask.FOLLOW_UPS} and asks <= {Ask.MINE} and (bool(asks) or not others)
    if not (asks or follow_ups):
        return None
    min_amount, max_amount, any_currency = _limits(amounts, text, scene)
    is_statement = len(others.split()) > (0 if asks & {*TALKS} else MAX_OTHER_WORDS)
    sure = bool(whose or asks & {*SURE} or len(conditions | nouns) > 1 or (amounts and conditions | nouns))
    return ParsedFilter(
        frozenset(asks),
        {Ask(terms[taker].kind): span for at, taker in whose.items() if (span := terms[at].span)},
        min_amount,
        max_amount,
        others,
        sure=sure and not is_statement,
        unread=_unread(terms, used, whose, text),
        any_currency=any_currency,
        clients=Ask.CLIENTS in nouns,
        follow_ups=follow_ups,
    )


def _expected(terms: Sequence[FilterTerm]) -> list[FilterTerm]:
    """ "预计12月成交": what is expected is not won yet."""
    kinds = [term.kind for term in terms]
    ends = {
        at for at, kind in enumerate(kinds) if kind == Ask.WON and Ask.CLOSING in kinds[max(0, at - 2) : at]
    }
    return [term._replace(kind=Ask.AT) if at in ends else term for at, term in enumerate(terms)]


def _attached(terms: Sequence[FilterTerm]) -> dict[int, int]:
    """Which term a time belongs to: the one before it, else the one after it, else any."""
    has_state = any(term.kind in (*STATES, Ask.CLOSING) for term in terms)
    timed = TIMED if has_state else (*TIMED, Ask.DEALS)
    free = {at for at, term in enumerate(terms) if term.kind in timed}
    whose: dict[int, int] = {}
    for at, term in enumerate(terms):
        if term.kind != SPAN:
            continue
        beside = (
            _beside(terms, range(at - 1, -1, -1), free),
            _beside(terms, range(at + 1, len(terms)), free),
        )
        taker = next((each for each in beside if each is not None), None)
        if taker is None and free and not term.bare:
            taker = min(free, key=partial(_distance, at))
        if taker is not None:
            whose[at] = taker
            free.discard(taker)
    return whose


def _distance(one: int, other: int) -> int:
    return abs(one - other)


def _beside(terms: Sequence[FilterTerm], way: range, free: set[int]) -> int | None:
    """The next that takes a time, with no name and no other time between."""
    for at in way:
        if at in free:
            return at
        if terms[at].kind not in (*BETWEEN, *NOUNS, *PERHAPS, *SURE, MIN_AMOUNT, MAX_AMOUNT):
            return None
    return None


def _is_used(at: int, terms: Sequence[FilterTerm], whose: Mapping[int, int]) -> bool:
    """Whether it is a part of the filter, and not of a name."""
    term = terms[at]
    if term.kind == SPAN:
        return at in whose
    if term.kind == Ask.CLOSING and any(each.kind == Ask.DEALS for each in terms):
        return True
    if term.kind in ONLY_TIMED:
        return at in whose.values()
    if term.kind in (MIN_AMOUNT, MAX_AMOUNT):
        return term.sure or any(each.kind in (*STATES, Ask.DEALS) for each in terms)
    return term.kind in FILTERS or term.kind in NOUNS or term.kind in BETWEEN


def _words(terms: Sequence[FilterTerm], used: Sequence[bool], text: str) -> str:
    runs = groupby(zip(terms, used, strict=True), key=lambda each: each[1])
    rest = [[term for term, _used in run] for is_used, run in runs if not is_used]
    return " ".join(text[run[0].start : run[-1].end] for run in rest)


def _limits(amounts: Sequence[FilterTerm], text: str, scene: Scene) -> tuple[Money | None, Money | None, bool]:
    """ "from 10k to 20k USD": the currency is that of both; and whether none is named."""
    min_amount, max_amount = (
        next((each.amount for each in amounts if each.kind == wanted and each.money), "")
        for wanted in (MIN_AMOUNT, MAX_AMOUNT)
    )
    if min_amount and max_amount:
        min_amount = _with_unit_of(min_amount, max_amount, scene)
    amounts_read = (read_amount(each, scene.currency, scene.locale) for each in (min_amount, max_amount))
    found = [*filter(None, amounts_read)]
    named = [each.currency for each in found if each.currency]
    currency = named[0] if named else scene.currency
    return (
        money(min_amount, currency, scene.locale),
        money(max_amount, currency, scene.locale),
        bool(found) and not named,
    )


def _with_unit_of(min_amount: str, max_amount: str, scene: Scene) -> str:
    """ "from 10 to 20k" is from 10k."""
    number = NUMBER_BEFORE.match(max_amount)
    if not (number and min_amount.isdecimal()):
        return min_amount
    with_unit = min_amount + max_amount[number.end() :]
    low, high = (money(each, scene.currency, scene.locale) for each in (with_unit, max_amount))
    return with_unit if low and high and low.amount < high.amount else min_amount


def _unread(terms: Sequence[FilterTerm], used: Sequence[bool], whose: Mapping[int, int], text: str) -> str:
    """The first that is not understood, with the word after it."""
    for at, term in enumerate(terms):
        unknown = used[at] and (
            (term.kind == SPAN and term.span is None)
            or (term.kind in (MIN_AMOUNT, MAX_AMOUNT) and term.money is None)
        )
        if unknown or term.kind == Ask.NOT or _is_length_alone(at, terms, whose):
            following = terms[at + 1 : at + 2] if term.kind != SPAN else ()
            end = following[0].end if following and not used[at + 1] else term.end
            return text[term.start : end]
    return next((text[term.start : term.end] for term in _contradicting(terms, used, whose)), "")


def _contradicting(
    terms: Sequence[FilterTerm], used: Sequence[bool], whose: Mapping[int, int]
) -> Iterator[FilterTerm]:
    """ "won lost", "over 10k over 20k": of these only one can be asked for."""
    for group in ALTERNATIVES:
        found = [term for term in compress(terms, used) if term.kind in group]
        yield from (term for term in found if term.kind != found[0].kind)
    for limit in (MIN_AMOUNT, MAX_AMOUNT):
        yield from [term for term in compress(terms, used) if term.kind == limit][1:]
    for kind in TIMED:
        yield from [terms[at] for at in whose.values() if terms[at].kind == kind][1:]


def _is_length_alone(at: int, terms: Sequence[FilterTerm], whose: Mapping[int, int]) -> bool:
    """ "no call 30": what is counted is left out, or not known. "давно без звонка": how long that is."""
    if not (terms[at].is_number or terms[at].kind == Ask.LONG):
        return False
    beside = [_next(terms, range(at - 1, -1, -1))]
    if terms[at].kind == Ask.LONG:
        beside.append(_next(terms, range(at + 1, len(terms))))
    return any(
        each is not None and terms[each].kind in SILENT and each not in whose.values() for each in beside
    )


def _next(terms: Sequence[FilterTerm], way: range) -> int | None:
    return next((at for at in way if terms[at].kind not in BETWEEN), None)
