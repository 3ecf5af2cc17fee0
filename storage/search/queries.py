"""Cached SQL statements of the client search: building one takes longer than running it.

Parameters: for the n-th word `words{n}`, or `word{n}_from` and `word{n}_to`; for exact names `called{n}_from`
and `called{n}_to`; for phones `end{n}_from` and `end{n}_to`; and `rights.me`.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    intersect,
    literal_column,
    or_,
    select,
    union_all,
)

from storage import rights
from storage.database.dialects import LONG, limit_literal, one_of
from storage.models import (
    Client,
    ContactPoint,
    PointKind,
    Posting,
    Word,
)
from storage.rights import Sight
from storage.search.expansion import Form
from storage.search.index import Field

MAX_CLIENTS = 200  # clients per result
ROWS = 240  # rows read for that: some clients match twice
NAMED = 100  # exact matches added to these
FEW = 300  # postings: with so few it is faster to check the other words one by one
COUNTED = 1_000  # postings are counted up to this number
MAX_SLIPPED = 10_000  # postings of a word with typos that are looked at, if there are other words
SHAPES = 500  # cached statements per function: a limit, because the combinations of many words are endless

# The tables, not the mapped classes: their statements compile in two thirds of the time.
client, posting, word, point = (noun.__table__.c for noun in (Client, Posting, Word, ContactPoint))
other = Posting.__table__.alias("other")
IN_ORDER = (posting.word_id, posting.owner_id, posting.client_id)  # of the index
HIT = (client.id, client.folded, client.owner_id, client.spoken_on, client.open_deals)

Ids = Select[Any]


class Shape(NamedTuple):
    """What the SQL depends on; all else is a parameter. `words`: known words first."""

    far: Sight
    words: tuple[Form, ...]
    field: Field
    rarest: int | None = None  # of several known words: the one that the fewest clients have, if counted
    few: bool = False  # there are few of these
    slipped: bool = False  # words with typos: no more than MAX_SLIPPED of each are looked at
    mine: bool = False  # also some of my own clients
    called: int = 0  # also exact matches, by this many prefixes
    checked: bool = False  # exact matches must have the words, too


@lru_cache(SHAPES)
def words(shape: Shape) -> Select[Any]:
    """Some clients with these words, some of my own, and the exact matches."""
    found = [_mine(shape) if shape.far is Sight.OWN else _theirs(shape)]
    if shape.mine:
        found.append(_mine(shape))
    is_long = shape.words[0].is_start or shape.words == (Form.SEVERAL,)
    return _any_of(shape.far, [*found, *_named(shape)], is_long=is_long)


@lru_cache(SHAPES)
def sizes(shape: Shape) -> CompoundSelect[Any]:
    """For each known word how many clients have it, up to COUNTED."""
    return union_all(*(_size(shape, n) for n in _known(shape)))


@lru_cache(SHAPES)
def best(shape: Shape) -> Select[Any]:
    return _any_of(shape.far, _named(shape), is_long=True)


@cache
def by_start(far: Sight) -> Select[Any]:
    found = select(*HIT).where(rights.within(far, client.owner_id), begins(client.folded, "called0"))
    return found.order_by(client.folded).limit(limit_literal(MAX_CLIENTS))


@cache
def by_phone(far: Sight, ends: int) -> Select[Any]:
    return _any_of(far, [phones(ends).limit(limit_literal(ROWS))])


@cache
def by_email(far: Sight) -> Select[Any]:
    return _any_of(far, [emails().limit(limit_literal(ROWS))])


@cache
def by_id(far: Sight) -> Select[Any]:
    return select(Client).where(rights.within(far), one_of(Client.id, "clients"))


def _any_of(far: Sight, ids: Sequence[Ids], *, is_long: bool = False) -> Select[Any]:
    some = ids[0] if len(ids) == 1 else union_all(*(each.subquery().select() for each in ids))
    found = select(*HIT).where(rights.within(far, client.owner_id), client.id.in_(some))
    return found.prefix_with(LONG) if is_long else found


def _theirs(shape: Shape) -> Ids:
    return _with_first(shape, rights.within(shape.far, posting.owner_id))


def _mine(shape: Shape) -> Ids:
    """For a short prefix, scan my own clients: they are fewer than the words that match it."""
    me = bindparam("my_id", type_=Integer)
    if shape.words[0] is not Form.SHORT:
        return _with_first(shape, posting.owner_id == me)
    mine = select(client.id).where(client.owner_id == me, client.folded.contains(bindparam("start0")))
    mine = mine.where(*_has_all(shape, range(int(shape.field is Field.TAG), len(shape.words))))
    return mine.order_by(client.id).limit(limit_literal(ROWS))


def _with_first(shape: Shape, whose: ColumnElement[bool]) -> Ids:
    """Look up the known words, or else one prefix, and check the other words on the clients these find."""
    known = _known(shape)
    if len(known) > 1:
        return _with_several(shape, known, whose)
    ids = with_words(0, shape.words[0], shape.field, whose)
    ids = ids.where(*_has_all(shape, range(1, len(shape.words)), posting.client_id))
    # With a prefix, keep the index order: sorting all matches takes longer than finding some.
    ids = ids.order_by(*(IN_ORDER if known else [word.word]))
    return ids.limit(limit_literal(MAX_CLIENTS if shape.words[0] is Form.ONE else ROWS))


def _with_several(shape: Shape, known: Sequence[int], whose: ColumnElement[bool]) -> Ids:
    """The clients who have all known words: intersected, or the rarest first."""
    if shape.rarest is None:
        found = intersect(*(_some(shape, n, whose) for n in known)).subquery()
        begun = [*known]
    elif shape.few:
        found, begun = _some(shape, shape.rarest, whose).subquery(), [shape.rarest]
    else:
        second = next(n for n in known if n != shape.rarest)
        found, begun = _among(shape, second, shape.rarest, whose).subquery(), [second, shape.rarest]
    checked = [n for n in range(len(shape.words)) if n not in begun]
    ids = select(found.c.client_id).distinct().where(*_has_all(shape, checked, found.c.client_id))
    return ids.order_by(found.c.client_id).limit(limit_literal(MAX_CLIENTS))


def _among(shape: Shape, n: int, rarest: int, whose: ColumnElement[bool]) -> Ids:
    """Those of one word who are in the set of those with the rarest word."""
    found = _some(shape, n, whose).subquery()
    # "+ 0": SQLite would look up each of the set in an index, which takes longer.
    client_id = found.c.client_id + literal_column("0")
    return select(found.c.client_id).where(client_id.in_(_some(shape, rarest, whose)))


def _some(shape: Shape, n: int, whose: ColumnElement[bool]) -> Ids:
    ids = with_words(n, shape.words[n], shape.field, whose)
    if not shape.slipped:
        return ids
    return ids.order_by(*IN_ORDER).limit(limit_literal(MAX_SLIPPED)).subquery().select()


def _size(shape: Shape, n: int) -> Select[*tuple[Any, ...]]:
    ids = with_words(n, shape.words[n], shape.field, rights.within(shape.far, posting.owner_id))
    some = ids.limit(limit_literal(COUNTED)).subquery()
    return select(literal_column(f"{n}"), func.count()).select_from(some)


def _known(shape: Shape) -> list[int]:
    return [n for n, form in enumerate(shape.words) if not form.is_start]


def _named(shape: Shape) -> list[Ids]:
    """Exact matches, one query for each prefix."""
    checks = _has_all(shape, range(len(shape.words))) if shape.checked else ()
    # "|| ''" prevents the index on `folded`: my own clients are fewer than all exact matches.
    called = client.folded.concat("") if shape.far is Sight.OWN else client.folded
    found = select(client.id).where(rights.within(shape.far, client.owner_id), *checks)
    found = found.order_by(client.folded).limit(limit_literal(NAMED))
    return [found.where(begins(called, f"called{n}")) for n in range(shape.called)]


def with_words(n: int, form: Form, field: Field, *whose: ColumnElement[bool]) -> Ids:
    ids = select(posting.client_id).where(*whose, *_up_to(posting, field))
    if form.is_start:
        return ids.join(Word.__table__, word.id == posting.word_id).where(begins(word.word, f"word{n}"))
    return ids.where(one_of(posting.word_id, f"words{n}"))


def _has_all(shape: Shape, words: Sequence[int], client_id: Any = client.id) -> list[ColumnElement[bool]]:
    return [_has(n, shape.words[n], shape.field, client_id) for n in words]


def has_any(n: int, form: Form, field: Field) -> ColumnElement[bool]:
    """Whether a client has such a word, in the form that lets the database start with the rarer condition."""
    return _has(n, form, field, Client.id) if form.is_start else Client.id.in_(with_words(n, form, field))


def _has(n: int, form: Form, field: Field, client_id: Any) -> ColumnElement[bool]:
    """Whether a client has such a word, as a check on few clients."""
    theirs = select(other.c.client_id).where(other.c.client_id == client_id, *_up_to(other.c, field))
    if form.is_start:
        theirs = theirs.join(Word.__table__, word.id == other.c.word_id)
        return exists(theirs.where(begins(word.word, f"word{n}")))
    # "+ 0": a client has few words, which are compared with the list; otherwise all of the list is looked up.
    return exists(theirs.where(one_of(other.c.word_id + literal_column("0"), f"words{n}")))


def phones(ends: int) -> Ids:
    tails = (begins(point.reversed, f"end{n}") for n in range(ends))
    return select(point.client_id).where(point.kind == PointKind.PHONE, or_(*tails))


def emails() -> Ids:
    ways = ((point.value, "address"), (point.domain, "address"), (point.reversed, "below"))
    ids = select(point.client_id).where(point.kind == PointKind.EMAIL)
    return union_all(*(ids.where(begins(*way)) for way in ways)).subquery().select()


def _up_to(columns: Any, field: Field) -> Sequence[ColumnElement[bool]]:
    return () if field is Field.TAG else (columns.field <= literal_column(f"{field}"),)


def begins(column: Any, name: str) -> ColumnElement[bool]:
    return and_(column >= bindparam(f"{name}_from"), column < bindparam(f"{name}_to"))
