"""Which clients have the words, the phone, the e-mail that was typed, as far as `who` may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    intersect,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.dialects import LONG, at_most, one_of
from storage.expansion import LAST, Form, Meant
from storage.models import (
    Client,
    ContactPoint,
    Deal,
    Interaction,
    PointKind,
    Posting,
    Stage,
    StageState,
    Word,
)
from storage.ranking import Hit, Lately
from storage.rights import SYSTEM, Sight, Who, sight, visible
from storage.vocabulary import Field

MOST = 200  # clients in one answer of these
ROWS = 240  # looked at for that: some have two such words
NAMED = 100  # who are called so, besides these
NATIONAL_PHONE = 9  # digits: a longer one may begin with a trunk digit
SHORTEST_TAIL = 4  # digits
AFTER_DIGITS = "a"
AFTER_ALL = "\x7f"  # comes after every letter of a folded text

# The tables themselves: a statement of theirs is made ready in two thirds of the time.
client, posting, word, point = (noun.__table__.c for noun in (Client, Posting, Word, ContactPoint))
other = Posting.__table__.alias("other")
HIT = (client.id, client.folded, client.owner_id)

NEWEST = Client.id.desc()

Ids = Select[Any]


@dataclass(frozen=True)
class Within:
    """Which clients come into question at all, and in which order, if that is not for the search to say."""

    matches: Sequence[ColumnElement[bool]] = ()
    by: Sequence[Any] = ()


ANYWHERE = Within()


class Shape(NamedTuple):
    """What a statement depends on; all else is given to it as values. The words: known ones first."""

    far: Sight
    words: tuple[Form, ...]
    field: Field
    mine: bool = False  # my own ones besides
    called: int = 0  # those who are called so besides, in so many ways
    checked: bool = False  # of whom that is not enough


async def where(
    db: AsyncSession,
    who: Who,
    *matches: ColumnElement[bool],
    by: Any = NEWEST,
    within: Within = ANYWHERE,
    values: Mapping[str, object] | None = None,
) -> list[Hit]:
    """Whichever match, of those within."""
    found = select(Client.id, Client.folded, Client.owner_id).where(visible(who), *within.matches, *matches)
    found = found.order_by(*(within.by or (by,))).limit(MOST)
    return [Hit._make(row) for row in (await db.execute(found, dict(values or {}))).all()]


async def called(db: AsyncSession, who: Who, start: str) -> list[Hit]:
    """Whoever's folded name begins so, by the alphabet."""
    return await _hits(db, who, _called(sight(who)), _range("called0", start, AFTER_ALL))


async def with_words(
    db: AsyncSession,
    who: Who,
    meant: Sequence[Meant | None],
    field: Field = Field.TAG,
    within: Within = ANYWHERE,
    best: Sequence[str] | None = None,
    checked: bool = False,
) -> list[Hit]:
    """All of these words, each in a field up to that one; where there are many, some of them.

    `best`: how the names of those begin who are not to be missed then, besides my own clients. `checked`: and
    have the words.
    """
    words = [each for each in meant if each]
    if not words or len(words) < len(meant):
        return []
    if within.matches:
        has = (_has_any(n, each.form, field) for n, each in enumerate(words))
        return await where(db, who, *has, within=within, values=_values(words))
    words.sort(key=lambda each: (bool(each.start), -len(each.start)))
    if len(words) > 1 and any(each.start and each.ids for each in words):  # "li na" is a name, and begins many
        exact = [each.itself() if each.ids else each for each in words]
        if named := await with_words(db, who, exact, field, best=best, checked=checked):
            return named
    far, mine = sight(who), best is not None and who is not SYSTEM
    if far is Sight.NONE:
        return []
    forms = tuple(each.form for each in words)
    shape, starts = Shape(far, forms, field, mine and far is not Sight.OWN), tuple(best or ())
    values = {**_values(words), **_called_values(starts)}
    if far is Sight.ALL:  # then they are few, and near at hand
        return await _hits(db, who, _words(shape._replace(called=len(starts), checked=checked)), values)
    hits = await _hits(db, who, _words(shape), values)
    if len(hits) >= MOST and starts:
        hits += await _hits(db, who, _best(shape._replace(called=len(starts), checked=checked)), values)
    return hits


async def with_any(
    db: AsyncSession, who: Who, meant: Sequence[Meant], field: Field, *, limit: int
) -> Sequence[Client]:
    if not meant:
        return []
    ids = or_(*(Client.id.in_(_clients(n, each.form, field)) for n, each in enumerate(meant)))
    found = select(Client).where(visible(who), ids).order_by(Client.id).limit(limit)
    return (await db.scalars(found, _values(meant))).all()


async def with_phone(db: AsyncSession, who: Who, digits: str, within: Within = ANYWHERE) -> list[Hit]:
    """The last digits of a phone, or a whole one in national or international form."""
    # A national number ("8 912 …", "030 …") ends like the international one, but for its trunk digit.
    tails = {digits[::-1], digits[:0:-1] if len(digits) > NATIONAL_PHONE else digits[::-1]}
    if digits.startswith("0"):
        tails.add(digits.lstrip("0")[::-1])
    ends = sorted(tail for tail in tails if len(tail) >= SHORTEST_TAIL)
    values: dict[str, object] = {}
    for n, tail in enumerate(ends):
        values |= _range(f"end{n}", tail, AFTER_DIGITS)
    if within.matches:
        return await where(db, who, Client.id.in_(_by_phone(len(ends))), within=within, values=values)
    return await _hits(db, who, _with_phone(sight(who), len(ends)), values) if ends else []


async def with_email(db: AsyncSession, who: Who, words: str, within: Within = ANYWHERE) -> list[Hit]:
    """The beginning of an address, or of what stands behind its "@", or the end of that."""
    values = {**_range("address", words, LAST), **_range("below", f".{words}"[::-1], LAST)}
    if within.matches:
        return await where(db, who, Client.id.in_(_by_email()), within=within, values=values)
    return await _hits(db, who, _with_email(sight(who)), values)


async def lately(db: AsyncSession, ids: Sequence[int]) -> Lately:
    """Of clients who may be seen."""
    rows = (await db.execute(_lately(), {"clients": ids})).all()
    return Lately({row.client_id: row.day for row in rows if row.day}, {r.client_id for r in rows if not r.day})


async def clients(db: AsyncSession, who: Who, ids: Sequence[int]) -> dict[int, Client]:
    """Those of them who may be seen."""
    found = await db.scalars(_shown(sight(who)), {"clients": ids, **rights.me(who)})
    return {row.id: row for row in found}


async def _hits(db: AsyncSession, who: Who, statement: Any, values: Mapping[str, object]) -> list[Hit]:
    return [Hit._make(row) for row in (await db.execute(statement, {**values, **rights.me(who)})).all()]


@cache
def _words(shape: Shape) -> Select[Any]:
    """Some with these words, some of my own, and those who are called so."""
    found = [_mine(shape) if shape.far is Sight.OWN else _theirs(shape)]
    if shape.mine:
        found.append(_mine(shape))
    is_long = shape.words[0].is_start or shape.words == (Form.SEVERAL,)
    return _any_of(shape.far, [*found, *_named(shape)], is_long=is_long)


@cache
def _best(shape: Shape) -> Select[Any]:
    return _any_of(shape.far, _named(shape), is_long=True)


@cache
def _called(far: Sight) -> Select[Any]:
    found = select(*HIT).where(rights.within(far, client.owner_id), _begins(client.folded, "called0"))
    return found.order_by(client.folded).limit(at_most(MOST))


@cache
def _with_phone(far: Sight, ends: int) -> Select[Any]:
    return _any_of(far, [_by_phone(ends).limit(at_most(ROWS))])


@cache
def _with_email(far: Sight) -> Select[Any]:
    return _any_of(far, [_by_email().limit(at_most(ROWS))])


@cache
def _shown(far: Sight) -> Select[Any]:
    return select(Client).where(rights.within(far), one_of(Client.id, "clients"))


@cache
def _lately() -> Any:
    """On which day they were spoken with last (UTC), and, without one, who has an open deal."""
    talk, deal, stage = (noun.__table__.c for noun in (Interaction, Deal, Stage))
    day = func.date(func.max(talk.at), type_=Date).label("day")
    spoken = select(talk.client_id, day).where(one_of(talk.client_id, "clients")).group_by(talk.client_id)
    dealing = select(deal.client_id, null()).join(Stage.__table__, stage.id == deal.stage_id)
    dealing = dealing.where(one_of(deal.client_id, "clients"), stage.state == StageState.OPEN)
    return union_all(spoken, dealing)


def _any_of(far: Sight, ids: Sequence[Ids], *, is_long: bool = False) -> Select[Any]:
    some = ids[0] if len(ids) == 1 else union_all(*(each.subquery().select() for each in ids))
    found = select(*HIT).where(rights.within(far, client.owner_id), client.id.in_(some))
    return found.prefix_with(LONG) if is_long else found


def _theirs(shape: Shape) -> Ids:
    return _with_first(shape, rights.within(shape.far, posting.owner_id))


def _mine(shape: Shape) -> Ids:
    """Of a short beginning I have fewer clients than there are words."""
    me = bindparam("my_id", type_=Integer)
    if shape.words[0] is not Form.SHORT:
        return _with_first(shape, posting.owner_id == me)
    mine = select(client.id).where(client.owner_id == me, client.folded.contains(bindparam("start0")))
    mine = mine.where(*_has_all(shape, from_=int(shape.field is Field.TAG)))
    return mine.order_by(client.id).limit(at_most(ROWS))


def _with_first(shape: Shape, whose: ColumnElement[bool]) -> Ids:
    """Those words that are known are looked up, or else one beginning, and the others in who has these."""
    known = [n for n, form in enumerate(shape.words) if not form.is_start]
    if len(known) > 1:  # several long lists are held side by side sooner than one is gone through
        both = intersect(*(_clients(n, shape.words[n], shape.field, whose) for n in known)).subquery()
        ids, of, order = select(both.c.client_id), both.c.client_id, [both.c.client_id]
    else:
        ids, of = _clients(0, shape.words[0], shape.field, whose), posting.client_id
        # Of a beginning they come as the index has them: to sort all of them takes longer than to find some.
        order = [posting.word_id, posting.owner_id, posting.client_id] if known else [word.word]
    ids = ids.where(*_has_all(shape, from_=max(1, len(known)), client_id=of))
    is_once = len(known) > 1 or shape.words[0] is Form.ONE
    return ids.order_by(*order).limit(at_most(MOST if is_once else ROWS))


def _named(shape: Shape) -> list[Ids]:
    """Those who are called so, in all ways."""
    checks = _has_all(shape) if shape.checked else ()
    # "|| ''": my own clients are fewer than those of everybody who are called so.
    called = client.folded.concat("") if shape.far is Sight.OWN else client.folded
    found = select(client.id).where(rights.within(shape.far, client.owner_id), *checks)
    found = found.order_by(client.folded).limit(at_most(NAMED))
    return [found.where(_begins(called, f"called{n}")) for n in range(shape.called)]


def _clients(n: int, form: Form, field: Field, *whose: ColumnElement[bool]) -> Ids:
    ids = select(posting.client_id).where(*whose, *_up_to(posting, field))
    if form.is_start:
        return ids.join(Word.__table__, word.id == posting.word_id).where(_begins(word.word, f"word{n}"))
    return ids.where(one_of(posting.word_id, f"words{n}"))


def _has_all(shape: Shape, from_: int = 0, client_id: Any = client.id) -> list[ColumnElement[bool]]:
    words = enumerate(shape.words[from_:], from_)
    return [_has(n, form, shape.field, client_id) for n, form in words]


def _has_any(n: int, form: Form, field: Field) -> ColumnElement[bool]:
    """The same, where whichever is rarer is looked up first: the word, or what else is asked for."""
    return _has(n, form, field, Client.id) if form.is_start else Client.id.in_(_clients(n, form, field))


def _has(n: int, form: Form, field: Field, client_id: Any) -> ColumnElement[bool]:
    """Whether a client has such a word, too."""
    theirs = select(other.c.client_id).where(other.c.client_id == client_id, *_up_to(other.c, field))
    if form.is_start:
        theirs = theirs.join(Word.__table__, word.id == other.c.word_id)
        return exists(theirs.where(_begins(word.word, f"word{n}")))
    return exists(theirs.where(one_of(other.c.word_id, f"words{n}")))


def _by_phone(ends: int) -> Ids:
    tails = (_begins(point.reversed, f"end{n}") for n in range(ends))
    return select(point.client_id).where(point.kind == PointKind.PHONE, or_(*tails))


def _by_email() -> Ids:
    ways = ((point.value, "address"), (point.domain, "address"), (point.reversed, "below"))
    ids = select(point.client_id).where(point.kind == PointKind.EMAIL)
    return union_all(*(ids.where(_begins(*way)) for way in ways)).subquery().select()


def _up_to(columns: Any, field: Field) -> Sequence[ColumnElement[bool]]:
    return () if field is Field.TAG else (columns.field <= literal_column(f"{field}"),)


def _begins(column: Any, name: str) -> ColumnElement[bool]:
    return and_(column >= bindparam(f"{name}_from"), column < bindparam(f"{name}_to"))


def _range(name: str, start: str, end: str) -> dict[str, object]:
    return {f"{name}_from": start, f"{name}_to": start + end}


def _values(words: Sequence[Meant]) -> dict[str, object]:
    values: dict[str, object] = {}
    for n, each in enumerate(words):
        values |= {f"words{n}": each.ids, f"start{n}": f" {each.start}", **_range(f"word{n}", each.start, LAST)}
    return values


def _called_values(starts: Sequence[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for n, start in enumerate(starts):
        values |= _range(f"called{n}", start, AFTER_ALL)
    return values
