"""Clients with the typed words, phone or e-mail address, among those `who` may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.database.dialects import dialect_of
from storage.models import Client
from storage.rights import SYSTEM, Sight, Who, sight_of, visible
from storage.search import queries
from storage.search.expansion import LAST, Expansion
from storage.search.index import Field
from storage.search.queries import MAX_CLIENTS, Shape
from storage.search.ranking import Hit

NATIONAL_PHONE = 9  # digits: a longer number may begin with a trunk digit
SHORTEST_TAIL = 4  # digits
AFTER_DIGITS = "a"
AFTER_ALL = "\x7f"  # sorts after every letter of a folded text

NEWEST = Client.id.desc()


@dataclass(frozen=True)
class Within:
    """Which clients to search in, and a sort order if the search is not to rank them."""

    matches: Sequence[ColumnElement[bool]] = ()
    by: Sequence[Any] = ()


ANYWHERE = Within()


async def where(
    db: AsyncSession,
    who: Who,
    *matches: ColumnElement[bool],
    by: Any = NEWEST,
    within: Within = ANYWHERE,
    values: Mapping[str, object] | None = None,
) -> list[Hit]:
    """Clients within `within` that match all conditions."""
    found = select(*queries.HIT).where(visible(who), *within.matches, *matches)
    found = found.order_by(*(within.by or (by,))).limit(MAX_CLIENTS)
    return [Hit._make(row) for row in (await db.execute(found, dict(values or {}))).all()]


async def page(db: AsyncSession, who: Who, within: Within, *, limit: int, offset: int) -> tuple[list[int], int]:
    """One page of all clients within `within`, alphabetical unless it has its own order, and their total."""
    matches = (visible(who), *within.matches)
    some = select(Client.id).where(*matches).order_by(*(within.by or (Client.folded, Client.id)))
    ids = [*await db.scalars(some.limit(limit).offset(offset))]
    if not offset and len(ids) < limit:
        return ids, len(ids)
    return ids, await db.scalar(select(func.count(Client.id)).where(*matches)) or 0


async def find_by_start(db: AsyncSession, who: Who, start: str) -> list[Hit]:
    """Clients whose folded text starts with `start`, in alphabetical order."""
    return await _hits(db, who, queries.by_start(sight_of(who)), _range("called0", start, AFTER_ALL))


async def with_words(
    db: AsyncSession,
    who: Who,
    meant: Sequence[Expansion | None],
    field: Field = Field.TAG,
    within: Within = ANYWHERE,
    best: Sequence[str] | None = None,
    checked: bool = False,
    slipped: bool = False,
) -> list[Hit]:
    """Clients with all these words in fields up to `field`; at most MAX_CLIENTS, and some more for `best`.

    `best`: prefixes of folded texts that must be included even then, besides my own clients. `checked`: these
    must have the words, too. `slipped`: the words have typos; of very many clients not all are looked at.
    """
    words = [each for each in meant if each]
    if not words or len(words) < len(meant):
        return []
    if within.matches:
        has = (queries.has_any(n, each.form, field) for n, each in enumerate(words))
        return await where(db, who, *has, within=within, values=word_values(words))
    words.sort(key=lambda each: (bool(each.start), -len(each.start)))
    if len(words) > 1 and any(each.start and each.ids for each in words):  # "li na" is a name, and starts many
        exact = [each.itself() if each.ids else each for each in words]
        if named := await with_words(db, who, exact, field, best=best, checked=checked):
            return named
    far, mine = sight_of(who), best is not None and who is not SYSTEM
    if far is Sight.NONE:
        return []
    forms = tuple(each.form for each in words)
    shape, starts = Shape(far, forms, field, mine=mine and far is not Sight.OWN), tuple(best or ())
    values = {**word_values(words), **_called_values(starts)}
    shape = await _planned(db, who, shape._replace(slipped=slipped), words, values)
    if far is Sight.ALL:  # then one query does both: the words match few rows
        return await _hits(db, who, queries.words(shape._replace(called=len(starts), checked=checked)), values)
    hits = await _hits(db, who, queries.words(shape), values)
    if len(hits) >= MAX_CLIENTS and starts:
        hits += await _hits(db, who, queries.best(shape._replace(called=len(starts), checked=checked)), values)
    return hits


async def with_any(
    db: AsyncSession, who: Who, meant: Sequence[Expansion], field: Field, *, limit: int
) -> Sequence[Client]:
    if not meant:
        return []
    ids = or_(*(Client.id.in_(queries.with_words(n, each.form, field)) for n, each in enumerate(meant)))
    found = select(Client).where(visible(who), ids).order_by(Client.id).limit(limit)
    return (await db.scalars(found, word_values(meant))).all()


async def with_phone(db: AsyncSession, who: Who, digits: str, within: Within = ANYWHERE) -> list[Hit]:
    """Clients by the last digits of a phone, or a complete number in national or international form."""
    # A national number ("8 912 …", "030 …") ends like the international one, except for its trunk digit.
    tails = {digits[::-1], digits[:0:-1] if len(digits) > NATIONAL_PHONE else digits[::-1]}
    if digits.startswith("0"):
        tails.add(digits.lstrip("0")[::-1])
    ends = sorted(tail for tail in tails if len(tail) >= SHORTEST_TAIL)
    values: dict[str, object] = {}
    for n, tail in enumerate(ends):
        values |= _range(f"end{n}", tail, AFTER_DIGITS)
    if within.matches:
        return await where(db, who, Client.id.in_(queries.phones(len(ends))), within=within, values=values)
    return await _hits(db, who, queries.by_phone(sight_of(who), len(ends)), values) if ends else []


async def with_email(db: AsyncSession, who: Who, words: str, within: Within = ANYWHERE) -> list[Hit]:
    """Clients by the start of an e-mail address, the start of its domain, or a parent domain."""
    values = {**_range("address", words, LAST), **_range("below", f".{words}"[::-1], LAST)}
    if within.matches:
        return await where(db, who, Client.id.in_(queries.emails()), within=within, values=values)
    return await _hits(db, who, queries.by_email(sight_of(who)), values)


async def clients(db: AsyncSession, who: Who, ids: Sequence[int]) -> dict[int, Client]:
    """Load those of these clients that `who` may see."""
    found = await db.scalars(queries.by_id(sight_of(who)), {"clients": ids, **rights.me(who)})
    return {row.id: row for row in found}


async def _planned(
    db: AsyncSession, who: Who, shape: Shape, words: Sequence[Expansion], values: Mapping[str, object]
) -> Shape:
    """The shape, with the rarest word if several are known. PostgreSQL intersects them as fast as it counts."""
    if len([each for each in words if not each.start]) < 2 or dialect_of(db) == "postgresql":
        return shape
    sizes = (await db.execute(queries.sizes(shape), {**values, **rights.me(who)})).all()
    size, _words, rarest = min((size, len(words[n].ids), n) for n, size in sizes)
    return shape._replace(rarest=rarest, few=size <= queries.FEW)


async def _hits(db: AsyncSession, who: Who, statement: Any, values: Mapping[str, object]) -> list[Hit]:
    return [Hit._make(row) for row in (await db.execute(statement, {**values, **rights.me(who)})).all()]


def _range(name: str, start: str, end: str) -> dict[str, object]:
    return {f"{name}_from": start, f"{name}_to": start + end}


def word_values(words: Sequence[Expansion]) -> dict[str, object]:
    values: dict[str, object] = {}
    for n, each in enumerate(words):
        values |= {f"words{n}": each.ids, f"start{n}": f" {each.start}", **_range(f"word{n}", each.start, LAST)}
    return values


def _called_values(starts: Sequence[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for n, start in enumerate(starts):
        values |= _range(f"called{n}", start, AFTER_ALL)
    return values
