"""What a typed word may stand for: the words clients are found by that begin so, sound so, or are nearly so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Text, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage import spelling
from storage.spelling import SOUND, Token
from storage.vocabulary import Kind

MOST = 100  # words that one typed word may stand for; where more begin so, they are not told one by one
AT_ONCE = 40  # tokens in one statement
SHORTEST_SOUND = 3  # letters: what is shorter sounds like too much
MIDDLE = 1.5  # slips: so far is the middle of a word from being typed
LAST = "\U0010ffff"  # comes after every letter
NEXT = "\x01"  # comes before every letter

# How many clients a word has, as far as it matters which of two has fewer.
WEIGHT = "(SELECT count(*) FROM (SELECT 1 FROM postings WHERE word_id = found.id LIMIT 20) AS few)"
BEGINS = """
    SELECT {n} AS token, {how} AS how, id, word, {weight} AS weight
    FROM (SELECT id, word FROM words WHERE word >= :from{how}_{n} AND word < :to{how}_{n}
          ORDER BY word LIMIT {most}) AS found
"""
SOUNDS = """
    SELECT {n} AS token, 1 AS how, id, word, {weight} AS weight
    FROM words AS found WHERE word IN (:plain{n}, :sound{n})
"""
SLIPS = """
    SELECT {n} AS token, 3 AS how, id, word, {weight} AS weight FROM words AS found
    WHERE id IN (SELECT word_id FROM spellings WHERE kind = {slip} AND text IN :slips{n})
"""
MIDDLES = """
    SELECT {n} AS token, 4 AS how, id, word, {weight} AS weight FROM words AS found
    WHERE id IN (SELECT word_id FROM spellings WHERE kind = {tail} AND text >= :from0_{n} AND text < :to0_{n}
                 ORDER BY text, word_id LIMIT {most})
"""
TYPED, SOUNDING, BEGINNING_SO, SLIPPED, INSIDE = range(5)


@dataclass(frozen=True)
class Meant:
    """Words by their numbers, or all that begin so, which are many: then only the word itself, if there is one,
    by its number. `weight`: of how many clients, about.
    """

    ids: tuple[int, ...]
    start: str = ""
    weight: int = 0

    def itself(self) -> "Meant":
        return replace(self, start="")


@dataclass(frozen=True)
class Found:
    id: int
    word: str
    weight: int


Hits = Mapping[int, Sequence[Found]]  # by how they were found


async def as_typed(db: AsyncSession, tokens: Sequence[Token]) -> dict[Token, Hits]:
    """The words that begin so (or are so, of a whole one), those that sound so, those whose sound begins so."""
    hits: dict[Token, Hits] = {}
    for start in range(0, len(tokens), AT_ONCE):
        part = tokens[start : start + AT_ONCE]
        values: dict[str, object] = {}
        for n, token in enumerate(part):
            values |= _range(0, n, token.text, whole=token.whole)
            values |= _range(2, n, f"{SOUND}{token.sound}", whole=not _is_heard(token))
            heard = token.sound if _is_heard(token) else NEXT
            values |= {f"plain{n}": heard, f"sound{n}": f"{SOUND}{heard}"}
        hits |= await _ask(db, _typed(len(part)), part, values)
    return hits


async def nearly(db: AsyncSession, tokens: Sequence[Token]) -> dict[Token, Hits]:
    """The words that are nearly so, and those that have it in their middle."""
    hits: dict[Token, Hits] = {}
    for start in range(0, len(tokens), AT_ONCE):
        part = tokens[start : start + AT_ONCE]
        values: dict[str, object] = {}
        for n, token in enumerate(part):
            values |= _range(0, n, token.text, whole=token.whole or len(token.text) < spelling.SHORTEST_TAIL)
            values[f"slips{n}"] = sorted(spelling.slips(token.sound)) or [NEXT]
        hits |= await _ask(db, _near(len(part)), part, values)
    return hits


def meant(token: Token, typed: Hits) -> Meant | None:
    """What a word stands for that is typed as it should be; None: nothing."""
    begin = typed.get(TYPED, ())
    if len(begin) > MOST:
        same = tuple(found.id for found in begin if found.word == token.text)
        return Meant(same, token.text, sum(found.weight for found in begin))
    return _all([*begin, *typed.get(SOUNDING, ())] or typed.get(BEGINNING_SO, ()))


def whole(token: Token, typed: Hits) -> Meant | None:
    """The same of a word that is typed to its end; how it sounds counts only where nobody is called so."""
    same = [found for found in typed.get(TYPED, ()) if found.word == token.text]
    return _all(same or (typed.get(SOUNDING, ()) if len(token.sound) >= spelling.SHORTEST_SOUND else ()))


def written(token: Token, typed: Hits) -> Meant | None:
    """The same of a word by its letters alone."""
    begin = typed.get(TYPED, ())
    if token.whole:
        begin = [found for found in begin if found.word == token.text]
    return meant(token, {TYPED: begin})


def near(token: Token, typed: Hits, nearly: Hits) -> Meant | None:
    """The same of a word with slips; None: there is nothing like it."""
    slipped = sorted(
        (slip, found.word, found) for found in nearly.get(SLIPPED, ()) if (slip := slips(token, found.word))
    )
    close = [found for _slip, _word, found in slipped[:MOST]]
    exact = [*typed.get(TYPED, ())[:MOST], *typed.get(SOUNDING, ())]
    return _all([*exact, *close, *nearly.get(INSIDE, ())])


def slips(token: Token, word: str) -> int:
    """How many letters of an indexed word are typed wrong; 0: none, or too many."""
    heard = word.removeprefix(SOUND)
    wrong = spelling.distance(token.sound, heard)
    return wrong if wrong <= spelling.slips_allowed(token.text, heard) else 0


def closeness(token: Token, words: Sequence[str]) -> float:
    """How far the nearest of these folded words is from what was typed, in letters."""
    return min((_far(token, word) for word in words), default=float(spelling.LONGEST_WORD))


def _far(token: Token, word: str) -> float:
    heard = spelling.sound(word)
    if word.startswith(token.text) or heard == token.sound:
        return 0
    wrong = spelling.distance(token.sound, heard)
    if wrong <= spelling.slips_allowed(token.text, word):
        return wrong
    return MIDDLE if token.text in word else spelling.LONGEST_WORD


def _all(found: Sequence[Found]) -> Meant | None:
    if not found:
        return None
    return Meant(tuple(sorted({each.id for each in found})), weight=sum(each.weight for each in found))


def _is_heard(token: Token) -> bool:
    return len(token.sound) >= SHORTEST_SOUND


def _range(how: int, n: int, start: str, *, whole: bool) -> dict[str, object]:
    return {f"from{how}_{n}": start, f"to{how}_{n}": f"{start}{NEXT if whole else LAST}"}


async def _ask(
    db: AsyncSession, statement: TextClause, tokens: Sequence[Token], values: Mapping[str, object]
) -> dict[Token, Hits]:
    hits: dict[Token, dict[int, list[Found]]] = {token: defaultdict(list) for token in tokens}
    for n, how, word_id, word, weight in await db.execute(statement, values):
        hits[tokens[n]][how].append(Found(word_id, word, weight))
    return dict(hits)


@cache
def _typed(count: int) -> TextClause:
    parts = [
        part.format(n=n, how=how, most=MOST + 1, weight=WEIGHT)
        for n in range(count)
        for how, part in ((TYPED, BEGINS), (SOUNDING, SOUNDS), (BEGINNING_SO, BEGINS))
    ]
    return text(" UNION ALL ".join(parts))


@cache
def _near(count: int) -> TextClause:
    values = {"tail": Kind.TAIL.value, "slip": Kind.SLIP.value, "most": MOST, "weight": WEIGHT}
    parts = [part.format(n=n, **values) for n in range(count) for part in (SLIPS, MIDDLES)]
    return text(" UNION ALL ".join(parts)).bindparams(
        *(bindparam(f"slips{n}", type_=Text(), expanding=True) for n in range(count))
    )
