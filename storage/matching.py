"""Which clients have the words, the phone, the e-mail that was typed, as far as `who` may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import True_

from storage.expansion import LAST, Meant
from storage.models import (
    Client,
    ContactPoint,
    Deal,
    Interaction,
    PointKind,
    Posting,
    Rep,
    Stage,
    StageState,
    Word,
)
from storage.ranking import Hit, Lately
from storage.rights import Who, visible
from storage.vocabulary import Field

MOST = 200  # clients in one answer of these: the newest
NATIONAL_PHONE = 9  # digits: a longer one may begin with a trunk digit
SHORTEST_TAIL = 4  # digits
AFTER_DIGITS = "a"

MANY = 20  # clients of a word: then it is looked for among those who may be seen
NEWEST = Client.id.desc()
OTHER = aliased(Posting)  # made once: that takes longer than what it is used in

Ids = Select[int]


@dataclass(frozen=True)
class Within:
    """Which clients come into question at all, and in which order, if that is not for the search to say."""

    matches: Sequence[ColumnElement[bool]] = ()
    by: Sequence[Any] = ()


ANYWHERE = Within()


async def where(
    db: AsyncSession,
    who: Who,
    *matches: ColumnElement[bool],
    by: Any = NEWEST,
    within: Within = ANYWHERE,
) -> list[Hit]:
    found = select(Client.id, Client.folded, Client.owner_id).where(visible(who), *within.matches, *matches)
    return [Hit(*row) for row in await db.execute(found.order_by(*(within.by or (by,))).limit(MOST))]


async def with_words(
    db: AsyncSession,
    who: Who,
    meant: Sequence[Meant | None],
    field: Field = Field.TAG,
    within: Within = ANYWHERE,
) -> list[Hit]:
    """All of these words, each in a field up to that one."""
    words = [each for each in meant if each]
    if not words or len(words) < len(meant):
        return []
    if within.matches:
        return await where(db, who, *(_has_any(each, field) for each in words), within=within)
    first, *others = sorted(words, key=lambda each: (bool(each.start), each.weight))
    if others and any(each.start and each.ids for each in words):  # "li na" is a name, and begins many
        named = await with_words(db, who, [each.itself() if each.ids else each for each in words], field)
        if named:
            return named
    if isinstance(visible(who), True_):
        ids = _broadly(first, others, field) if first.start else _narrowly(first, others, field)
        return await where(db, who, Client.id.in_(ids.limit(MOST)))
    if first.start or first.weight >= MANY:  # more than the clients who may be seen, perhaps
        return await where(db, who, *(_is_among(each, field) for each in words))
    return await where(db, who, Client.id.in_(_narrowly(first, others, field)))


async def own_with_words(db: AsyncSession, who: Rep, meant: Sequence[Meant | None]) -> list[Hit]:
    """The same, of the rep's own clients."""
    # "+ 0": SQLite would look up everybody who has the word, and they are many more.
    has = (
        Client.folded.contains(f" {each.start}")
        if each.start
        else (Client.id + 0).in_(_clients(each, Field.TAG))
        for each in meant
        if each
    )
    return await where(db, who, Client.owner_id == who.id, *has)


async def with_any(
    db: AsyncSession, who: Who, meant: Sequence[Meant], field: Field, *, limit: int
) -> Sequence[Client]:
    if not meant:
        return []
    ids = or_(*(Client.id.in_(_clients(each, field)) for each in meant))
    return (await db.scalars(select(Client).where(visible(who), ids).order_by(Client.id).limit(limit))).all()


async def with_phone(db: AsyncSession, who: Who, digits: str, within: Within = ANYWHERE) -> list[Hit]:
    """The last digits of a phone, or a whole one in national or international form."""
    # A national number ("8 912 …", "030 …") ends like the international one, but for its trunk digit.
    tails = {digits[::-1], digits[:0:-1] if len(digits) > NATIONAL_PHONE else digits[::-1]}
    if digits.startswith("0"):
        tails.add(digits.lstrip("0")[::-1])
    ends = [
        (ContactPoint.reversed >= tail) & (ContactPoint.reversed < tail + AFTER_DIGITS)
        for tail in tails
        if len(tail) >= SHORTEST_TAIL
    ]
    return await where(db, who, Client.id.in_(_with_point(PointKind.PHONE, or_(*ends))), within=within)


async def with_email(db: AsyncSession, who: Who, words: str, within: Within = ANYWHERE) -> list[Hit]:
    """The beginning of an address, or of what stands behind its "@", or the end of that."""
    starts = (ContactPoint.value >= words) & (ContactPoint.value < words + LAST)
    at_domain = (ContactPoint.domain >= words) & (ContactPoint.domain < words + LAST)
    end = f".{words}"[::-1]
    below = (ContactPoint.reversed >= end) & (ContactPoint.reversed < end + LAST)
    ids = union_all(*(_with_point(PointKind.EMAIL, each) for each in (starts, at_domain, below)))
    return await where(db, who, Client.id.in_(ids.subquery().select()), within=within)


async def lately(db: AsyncSession, hits: Sequence[Hit]) -> Lately:
    """Of clients who may be seen."""
    ids = [hit.id for hit in hits]
    spoken = select(Interaction.client_id, func.max(Interaction.at).label("at"))
    spoken = spoken.where(Interaction.client_id.in_(ids)).group_by(Interaction.client_id)
    dealing = select(Deal.client_id, null().label("at")).join(Stage, Stage.id == Deal.stage_id)
    dealing = dealing.where(Deal.client_id.in_(ids), Stage.state == StageState.OPEN)
    rows: Any = (await db.execute(union_all(spoken, dealing))).all()
    return Lately({client: at for client, at in rows if at}, {client for client, at in rows if not at})


def _narrowly(first: Meant, others: Sequence[Meant], field: Field) -> Ids:
    """The newest first."""
    ids = select(Posting.client_id).where(Posting.word_id.in_(first.ids), Posting.field <= field)
    ids = ids.where(*(_has(each, field, Posting.client_id) for each in others))
    ids = ids.order_by(Posting.client_id.desc())
    return ids.distinct() if len(first.ids) > 1 else ids  # of one word they are so anyway


def _broadly(first: Meant, others: Sequence[Meant], field: Field) -> Ids:
    """In the order of the words that begin so: of these there are more than anybody looks through."""
    ids = select(Posting.client_id).join(Word, Word.id == Posting.word_id)
    ids = ids.where(_begins(first), Posting.field <= field)
    ids = ids.where(*(_has(each, field, Posting.client_id) for each in others))
    return ids.order_by(Word.word, Posting.client_id)


def _clients(meant: Meant, field: Field) -> Ids:
    ids = select(Posting.client_id).where(Posting.field <= field)
    if meant.start:
        return ids.join(Word, Word.id == Posting.word_id).where(_begins(meant))
    return ids.where(Posting.word_id.in_(meant.ids))


def _is_among(meant: Meant, field: Field) -> ColumnElement[bool]:
    """The same, where it is asked of few clients about a word that many have."""
    return _has(meant, field) if meant.start else (Client.id + 0).in_(_clients(meant, field))


def _has_any(meant: Meant, field: Field) -> ColumnElement[bool]:
    """The same, where whichever is rarer is looked up first: the word, or what else is asked for."""
    return _has(meant, field) if meant.start else Client.id.in_(_clients(meant, field))


def _has(meant: Meant, field: Field, client_id: Any = Client.id) -> ColumnElement[bool]:
    """Whether a client has such a word, too."""
    theirs = select(literal(1)).select_from(OTHER).where(OTHER.client_id == client_id, OTHER.field <= field)
    if meant.start:
        return exists(theirs.join(Word, Word.id == OTHER.word_id).where(_begins(meant)))
    return exists(theirs.where(OTHER.word_id.in_(meant.ids)))


def _begins(meant: Meant) -> ColumnElement[bool]:
    return (Word.word >= meant.start) & (Word.word < meant.start + LAST)


def _with_point(kind: PointKind, matches: ColumnElement[bool]) -> Ids:
    return select(ContactPoint.client_id).where(ContactPoint.kind == kind, matches)
