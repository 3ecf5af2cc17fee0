"""What a filter asks for: 'my clients in Boston, no call 30 days', 'won this year > 10000'."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, takewhile

from handlers.parsing.filters.filter_tokens import LEAST, MOST, SPAN, Piece, pieces_of
from handlers.parsing.lexicon import Ask, Kind
from handlers.parsing.money.amount_reader import Money, money, read_amount
from handlers.parsing.time.periods import Span
from handlers.parsing.time.times import Scene

LONGEST = 200  # letters
MOST_BESIDE = 3  # words; with more, or with any beside a talk, a line rather tells what has happened
NUMBER_BEFORE = re.compile(r"\d[\d\s.,]*")

SILENT = (Ask.NO_CALL, Ask.NO_MEETING, Ask.NO_TALK)
NEVER = (Ask.NEVER_CALLED, Ask.NEVER_SPOKEN)
STATES = (Ask.OPEN, Ask.WON, Ask.LOST)
TALKS = (Ask.CALLED, Ask.MET, Ask.SPOKEN)
ONLY_TIMED = (*TALKS, Ask.BIRTHDAY, Ask.CLOSING)  # common words, unless there is a time with them
TIMED = (*SILENT, *STATES, *ONLY_TIMED)  # a time beside them is theirs
PERHAPS = (Ask.MINE, Ask.TEAM, *STATES, Ask.OVERDUE)  # may be a name, or begin one
SURE = (*SILENT, *NEVER, Ask.NO_STEP)
FILTERS = (*PERHAPS, *SURE, *ONLY_TIMED)
ALTERNATIVES = ((Ask.MINE, Ask.TEAM), STATES, TALKS, (*SILENT, *NEVER))
NOUNS = (Ask.CLIENTS, Ask.DEALS, Ask.FOLLOW_UPS)  # ask for nothing alone
BETWEEN = (Ask.AT, Ask.FROM, Ask.TO, ",")  # say nothing alone


@dataclass(frozen=True)
class Asked:
    """What was understood. `words`: the rest of it, as typed; `sure`: it can hardly be a name.

    `unread`: what speaks of an amount or a time and is not understood.
    """

    asks: frozenset[Ask]
    spans: Mapping[Ask, Span]
    least: Money | None
    most: Money | None
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
    pieces = pieces_of(text, scene) if len(text) <= LONGEST else []
    told = [piece for piece in pieces if piece.kind not in BETWEEN]
    beside: dict[str, None] = {}
    for at, piece in enumerate(told):
        if piece.kind in NOUNS:
            before, after = _plain(told[:at][::-1])[::-1], _plain(told[at + 1 :])
            beside |= dict.fromkeys([*_words_of(before, text), *_words_of(after, text)])
    return frozenset(piece.kind for piece in told if piece.kind in NOUNS), tuple(beside)


def _plain(pieces: Sequence[Piece]) -> list[Piece]:
    """The first that are no part of a filter."""
    return list(takewhile(lambda piece: piece.kind == Kind.PLAIN, pieces))


def _words_of(pieces: Sequence[Piece], text: str) -> list[str]:
    """Of Chinese, whose signs are pieces each, those that stand together."""
    return text[pieces[0].start : pieces[-1].end].split() if pieces else []


def asked(text: str, scene: Scene) -> Asked | None:
    """The filter in a text; None where there is none."""
    pieces = _expected(pieces_of(text, scene)) if len(text) <= LONGEST else []
    whose = _attached(pieces)
    kept = [_is_kept(at, pieces, whose) for at in range(len(pieces))]
    told = {Ask(piece.kind) for piece, keep in zip(pieces, kept, strict=True) if keep and piece.kind in FILTERS}
    amounts = [piece for piece, keep in zip(pieces, kept, strict=True) if keep and piece.kind in (LEAST, MOST)]
    nouns = {piece.kind for piece in pieces if piece.kind in NOUNS}
    asks = {*told}
    if (
        any(piece.money for piece in amounts)
        or (asks and (amounts or Ask.DEALS in nouns))
        or any(pieces[at].kind == Ask.DEALS for at in whose.values())
        or Ask.CLOSING in told
    ):
        asks.add(Ask.DEALS)
    others = _words(pieces, kept, text)
    follow_ups = nouns == {Ask.FOLLOW_UPS} and asks <= {Ask.MINE} and (bool(asks) or not others)
    if not (asks or follow_ups):
        return None
    least, most, any_currency = _limits(amounts, text, scene)
    is_told = len(others.split()) > (0 if asks & {*TALKS} else MOST_BESIDE)
    sure = bool(whose or asks & {*SURE} or len(told | nouns) > 1 or (amounts and told | nouns))
    return Asked(
        frozenset(asks),
        {Ask(pieces[taker].kind): span for at, taker in whose.items() if (span := pieces[at].span)},
        least,
        most,
        others,
        sure=sure and not is_told,
        unread=_unread(pieces, kept, whose, text),
        any_currency=any_currency,
        clients=Ask.CLIENTS in nouns,
        follow_ups=follow_ups,
    )


def _expected(pieces: Sequence[Piece]) -> list[Piece]:
    """ "预计12月成交": what is expected is not won yet."""
    kinds = [piece.kind for piece in pieces]
    ends = {
        at for at, kind in enumerate(kinds) if kind == Ask.WON and Ask.CLOSING in kinds[max(0, at - 2) : at]
    }
    return [piece._replace(kind=Ask.AT) if at in ends else piece for at, piece in enumerate(pieces)]


def _attached(pieces: Sequence[Piece]) -> dict[int, int]:
    """Which time is whose: of what stands before it, else of what comes after it, else of any."""
    has_state = any(piece.kind in (*STATES, Ask.CLOSING) for piece in pieces)
    timed = TIMED if has_state else (*TIMED, Ask.DEALS)
    free = {at for at, piece in enumerate(pieces) if piece.kind in timed}
    whose: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece.kind != SPAN:
            continue
        beside = (
            _beside(pieces, range(at - 1, -1, -1), free),
            _beside(pieces, range(at + 1, len(pieces)), free),
        )
        taker = next((each for each in beside if each is not None), None)
        if taker is None and free and not piece.bare:
            taker = min(free, key=partial(_distance, at))
        if taker is not None:
            whose[at] = taker
            free.discard(taker)
    return whose


def _distance(one: int, other: int) -> int:
    return abs(one - other)


def _beside(pieces: Sequence[Piece], way: range, free: set[int]) -> int | None:
    """The next that takes a time, with no name and no other time between."""
    for at in way:
        if at in free:
            return at
        if pieces[at].kind not in (*BETWEEN, *NOUNS, *PERHAPS, *SURE, LEAST, MOST):
            return None
    return None


def _is_kept(at: int, pieces: Sequence[Piece], whose: Mapping[int, int]) -> bool:
    """Whether it is a part of the filter, and not of a name."""
    piece = pieces[at]
    if piece.kind == SPAN:
        return at in whose
    if piece.kind == Ask.CLOSING and any(each.kind == Ask.DEALS for each in pieces):
        return True
    if piece.kind in ONLY_TIMED:
        return at in whose.values()
    if piece.kind in (LEAST, MOST):
        return piece.sure or any(each.kind in (*STATES, Ask.DEALS) for each in pieces)
    return piece.kind in FILTERS or piece.kind in NOUNS or piece.kind in BETWEEN


def _words(pieces: Sequence[Piece], kept: Sequence[bool], text: str) -> str:
    runs = groupby(zip(pieces, kept, strict=True), key=lambda each: each[1])
    rest = [[piece for piece, _keep in run] for keep, run in runs if not keep]
    return " ".join(text[run[0].start : run[-1].end] for run in rest)


def _limits(amounts: Sequence[Piece], text: str, scene: Scene) -> tuple[Money | None, Money | None, bool]:
    """ "from 10k to 20k USD": the currency is that of both; and whether none is named."""
    least, most = (
        next((each.said for each in amounts if each.kind == wanted and each.money), "")
        for wanted in (LEAST, MOST)
    )
    if least and most:
        least = _with_unit_of(least, most, scene)
    told = [each for said in (least, most) if (each := read_amount(said, scene.currency, scene.locale))]
    named = [each.currency for each in told if each.currency]
    currency = named[0] if named else scene.currency
    return money(least, currency, scene.locale), money(most, currency, scene.locale), bool(told) and not named


def _with_unit_of(least: str, most: str, scene: Scene) -> str:
    """ "from 10 to 20k" is from 10k."""
    number = NUMBER_BEFORE.match(most)
    if not (number and least.isdecimal()):
        return least
    told = least + most[number.end() :]
    whole, end = money(told, scene.currency, scene.locale), money(most, scene.currency, scene.locale)
    return told if whole and end and whole.amount < end.amount else least


def _unread(pieces: Sequence[Piece], kept: Sequence[bool], whose: Mapping[int, int], text: str) -> str:
    """The first that is not understood, with the word after it."""
    for at, piece in enumerate(pieces):
        unknown = kept[at] and (
            (piece.kind == SPAN and piece.span is None) or (piece.kind in (LEAST, MOST) and piece.money is None)
        )
        if unknown or piece.kind == Ask.NOT or _is_length_alone(at, pieces, whose):
            following = pieces[at + 1 : at + 2] if piece.kind != SPAN else ()
            end = following[0].end if following and not kept[at + 1] else piece.end
            return text[piece.start : end]
    return next((text[piece.start : piece.end] for piece in _contradicting(pieces, kept, whose)), "")


def _contradicting(pieces: Sequence[Piece], kept: Sequence[bool], whose: Mapping[int, int]) -> Iterator[Piece]:
    """ "won lost", "over 10k over 20k": of these only one can be asked for."""
    for group in ALTERNATIVES:
        told = [piece for piece, keep in zip(pieces, kept, strict=True) if keep and piece.kind in group]
        yield from (piece for piece in told if piece.kind != told[0].kind)
    for limit in (LEAST, MOST):
        yield from [piece for piece, keep in zip(pieces, kept, strict=True) if keep and piece.kind == limit][1:]
    for kind in TIMED:
        yield from [pieces[at] for at in whose.values() if pieces[at].kind == kind][1:]


def _is_length_alone(at: int, pieces: Sequence[Piece], whose: Mapping[int, int]) -> bool:
    """ "no call 30": what is counted is not said, or not known. "давно без звонка": how long that is."""
    if not (pieces[at].is_number or pieces[at].kind == Ask.LONG):
        return False
    beside = [_next(pieces, range(at - 1, -1, -1))]
    if pieces[at].kind == Ask.LONG:
        beside.append(_next(pieces, range(at + 1, len(pieces))))
    return any(
        each is not None and pieces[each].kind in SILENT and each not in whose.values() for each in beside
    )


def _next(pieces: Sequence[Piece], way: range) -> int | None:
    return next((at for at in way if pieces[at].kind not in BETWEEN), None)
