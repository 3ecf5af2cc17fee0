"""The indexed words a typed word may stand for: by prefix, by sound or with typos."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, bindparam, literal_column, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import limit_literal, one_of
from storage.models import Spelling, Word
from storage.search import normalise
from storage.search.index import Kind
from storage.search.normalise import SOUND, Token

MAX_WORDS = 100  # words one typed word may expand to; with more, its prefix is searched instead
AT_ONCE = 40  # tokens per statement
MIN_SOUND = 3  # letters: shorter words sound like too many others
SHORTEST_START = 3  # letters: with fewer, the prefix matches more words than a rep has clients
MIDDLE = 1.5  # a match in the middle of a word counts as this many typos
LAST = "\U0010ffff"  # sorts after every letter
NEXT = "\x01"  # sorts before every letter
NOWHERE = float("inf")

words, spellings = Word.__table__, Spelling.__table__

AS_WRITTEN, SOUNDING, BEGINNING_SO, SLIPPED, INSIDE = range(5)


class Form(Enum):
    """What a word expands to: one known word, several, or a prefix that matches too many to list; SHORT if the
    prefix is short.
    """

    ONE = "one"
    SEVERAL = "several"
    START = "start"
    SHORT = "short"

    @property
    def is_start(self) -> bool:
        return self in (Form.START, Form.SHORT)


@dataclass(frozen=True)
class Expansion:
    """Word IDs, or a prefix that matches too many words: then `ids` has only the word itself, if it exists."""

    ids: tuple[int, ...]
    start: str = ""

    @property
    def form(self) -> Form:
        if self.start:
            return Form.SHORT if len(self.start) < SHORTEST_START else Form.START
        return Form.ONE if len(self.ids) == 1 else Form.SEVERAL

    def itself(self) -> "Expansion":
        return replace(self, start="")


@dataclass(frozen=True)
class Found:
    id: int
    word: str


Hits = Mapping[int, Sequence[Found]]  # by match kind


async def find_forms(
    db: AsyncSession, tokens: Sequence[Token], near: Sequence[Token] = ()
) -> dict[Token, Hits]:
    """The indexed words that start with each token (or equal it, if it is whole), those that sound the same,
    and those whose sound starts the same.

    For the tokens in `near`, in the same query, also the words with typos and those that contain it.
    """
    hits: dict[Token, dict[int, list[Found]]] = {token: defaultdict(list) for token in (*tokens, *near)}
    for start in range(0, max(len(tokens), len(near)), AT_ONCE):
        asked, close = tokens[start : start + AT_ONCE], near[start : start + AT_ONCE]
        values: dict[str, object] = {}
        for n, token in enumerate(asked):
            values |= _values(n, token)
        for n, token in enumerate(close):
            values |= _near_values(n, token)
        for n, how, *found in (await db.execute(_statement(len(asked), len(close)), values)).all():
            hits[(close if how in (SLIPPED, INSIDE) else asked)[n]][how].append(Found(*found))
    return dict(hits)


def expand(token: Token, typed: Hits) -> Expansion | None:
    """What a correctly typed word expands to; None: nothing."""
    begin = typed.get(AS_WRITTEN, ())
    if len(begin) > MAX_WORDS:
        same = tuple(found.id for found in begin if found.word == token.text)
        return Expansion(same, token.text)
    return _all([*begin, *typed.get(SOUNDING, ())] or typed.get(BEGINNING_SO, ()))


def expand_whole(token: Token, typed: Hits) -> Expansion | None:
    """Like `expand` for a complete word; its sound only counts if no word is spelled like this."""
    same = [found for found in typed.get(AS_WRITTEN, ()) if found.word == token.text]
    return _all(same or (typed.get(SOUNDING, ()) if len(token.sound) >= normalise.MIN_SOUND else ()))


def expand_spelling(token: Token, typed: Hits) -> Expansion | None:
    """Like `expand`, by spelling only."""
    begin = typed.get(AS_WRITTEN, ())
    if token.whole:
        begin = [found for found in begin if found.word == token.text]
    return expand(token, {AS_WRITTEN: begin})


def expand_near(token: Token, known: Hits) -> Expansion | None:
    """Like `expand`, allowing typos; None: no similar word."""
    slipped = sorted(
        (slip, found.word, found)
        for found in known.get(SLIPPED, ())
        if (slip := count_slips(token, found.word))
    )
    close = [found for _slip, _word, found in slipped[:MAX_WORDS]]
    exact = [*known.get(AS_WRITTEN, ())[:MAX_WORDS], *known.get(SOUNDING, ())]
    return _all([*exact, *close, *known.get(INSIDE, ())])


def count_slips(token: Token, word: str) -> int:
    """The number of wrong letters compared with an indexed word; 0: none, or too many."""
    heard = word.removeprefix(SOUND)
    wrong = normalise.distance(token.sound, heard)
    if wrong > 1 and heard in normalise.swapped_sounds(token.text):
        wrong = 1
    return wrong if wrong <= normalise.slips_allowed(token.text, heard) else 0


class Compared(NamedTuple):
    """How a typed word compares with a client's. `slips`: wrong letters, NOWHERE if too many."""

    begins: bool
    contains: bool
    is_near: bool
    slips: float


FAR = Compared(begins=False, contains=False, is_near=False, slips=NOWHERE)


class Closeness:
    """The distance, in letters, from the typed word to the nearest of a client's folded words.

    Clients have many words in common: each is compared only once.
    """

    def __init__(self, token: Token) -> None:
        self._token = token
        self._compared: dict[str, Compared] = {}

    def __call__(self, words: Sequence[str]) -> float:
        nearest, middle, is_near = NOWHERE, float(normalise.MAX_WORD), False
        for word in words:
            found = self._compared.get(word) or self._compare(word)
            if found is FAR:
                continue
            if found.begins:
                return 0
            middle = MIDDLE if found.contains else middle
            is_near = is_near or found.is_near
            nearest = min(nearest, found.slips)
        return nearest if is_near and nearest < NOWHERE else middle

    def _compare(self, word: str) -> Compared:
        token, heard = self._token, normalise.sound(word)
        begins = word.startswith(token.text) or heard == token.sound
        contains, is_near = token.text in word, normalise.is_near(token.sound, heard)
        found = FAR
        if begins or contains or is_near or heard in normalise.swapped_sounds(token.text):
            found = Compared(begins, contains, is_near, count_slips(token, heard) or NOWHERE)
        self._compared[word] = found
        return found


def _all(found: Sequence[Found]) -> Expansion | None:
    if not found:
        return None
    return Expansion(tuple(sorted({each.id for each in found})))


def _is_heard(token: Token) -> bool:
    return len(token.sound) >= MIN_SOUND


def _values(n: int, token: Token) -> dict[str, object]:
    is_heard = _is_heard(token)
    heard = token.sound if is_heard else NEXT
    return {
        **_range(AS_WRITTEN, n, token.text, whole=token.whole),
        **_range(BEGINNING_SO, n, f"{SOUND}{token.sound}", whole=not is_heard),
        **{f"plain{n}": heard, f"sound{n}": f"{SOUND}{heard}"},
    }


def _near_values(n: int, token: Token) -> dict[str, object]:
    whole = token.whole or len(token.text) < normalise.SHORTEST_TAIL
    return {
        **_range(INSIDE, n, token.text, whole=whole),
        f"slips{n}": sorted(normalise.deletion_forms(token.text)),
    }


def _range(how: int, n: int, start: str, *, whole: bool) -> dict[str, object]:
    return {f"from{how}_{n}": start, f"to{how}_{n}": f"{start}{NEXT if whole else LAST}"}


@cache
def _statement(typed: int, near: int) -> CompoundSelect[Any]:
    """The query for this many tokens, cached."""
    parts = [
        part
        for n in range(typed)
        for part in (
            _numbered(n, AS_WRITTEN, _beginning(AS_WRITTEN, n)),
            _numbered(n, SOUNDING, _sounding(n)),
            _numbered(n, BEGINNING_SO, _beginning(BEGINNING_SO, n)),
        )
    ]
    for n in range(near):
        parts += [_numbered(n, SLIPPED, _slipped(n)), _numbered(n, INSIDE, _inside(n))]
    return union_all(*parts)


def _numbered(n: int, how: int, found: Select[Any]) -> Select[Any]:
    some = found.subquery()
    return select(literal_column(f"{n}"), literal_column(f"{how}"), some.c.id, some.c.word)


def _beginning(how: int, n: int) -> Select[Any]:
    begins = words.c.word >= bindparam(f"from{how}_{n}"), words.c.word < bindparam(f"to{how}_{n}")
    return (
        select(words.c.id, words.c.word)
        .where(*begins)
        .order_by(words.c.word)
        .limit(limit_literal(MAX_WORDS + 1))
    )


def _sounding(n: int) -> Select[Any]:
    return select(words.c.id, words.c.word).where(
        words.c.word.in_([bindparam(f"plain{n}"), bindparam(f"sound{n}")])
    )


def _slipped(n: int) -> Select[Any]:
    kept = select(spellings.c.word_id).where(
        spellings.c.kind == literal_column(f"{Kind.SLIP}"), one_of(spellings.c.text, f"slips{n}")
    )
    return select(words.c.id, words.c.word).where(words.c.id.in_(kept))


def _inside(n: int) -> Select[Any]:
    begins = spellings.c.text >= bindparam(f"from{INSIDE}_{n}"), spellings.c.text < bindparam(f"to{INSIDE}_{n}")
    kept = select(spellings.c.word_id).where(spellings.c.kind == literal_column(f"{Kind.TAIL}"), *begins)
    kept = kept.order_by(spellings.c.text, spellings.c.word_id).limit(limit_literal(MAX_WORDS))
    return select(words.c.id, words.c.word).where(words.c.id.in_(kept))
