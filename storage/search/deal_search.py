"""Find deals by the words of their titles; other words typed may be those of their client."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage import rights
from storage.database.dialects import LONG, limit_literal, one_of
from storage.database.lease import Query
from storage.models import Client, Deal, DealPosting, Posting, Stage, StageState, Word
from storage.rights import SYSTEM, Sight, Who, sight_of
from storage.search import client_search, expansion, matching, normalise, queries
from storage.search.expansion import Expansion, Form, Hits
from storage.search.index import Field
from storage.search.normalise import Token

MAX_FOUND = 50  # deals
ROWS = 240  # deals with a word that are looked at, besides the rep's own
MAX_CHECKED = 5_000  # deals with one of several words whose other words are checked

titled, named, word = (noun.__table__.c for noun in (DealPosting, Posting, Word))

Row = tuple[Deal, Stage, Client]


class Found(NamedTuple):
    """The best deals, and how well they match."""

    rows: Sequence[Row] = ()
    is_exact: bool = False  # the first is called just so
    slipped: bool = False  # they match with typos only


NOTHING = Found()


async def find(db: AsyncSession, who: Who, words: str) -> Found:
    """The deals with these words, or with similar ones if there are none.

    Those called so come first, then open ones, the rep's own and the newest.
    """
    if not client_search.parts(words):
        return NOTHING
    forms = await expansion.find_forms(db, normalise.tokens(words), normalise.without_form(words))
    query = title_query(who, words, forms)
    if query and (rows := (await db.execute(*query)).all()):
        return found(rows, words)
    return await find_near(db, who, words, forms)


async def find_near(db: AsyncSession, who: Who, words: str, forms: Mapping[Token, Hits]) -> Found:
    """The deals with similar words. `forms`: what was looked up for these words, also with typos."""
    near = [token for token in normalise.without_form(words) if token in forms]
    query = _query(who, [expansion.expand_near(token, forms[token]) for token in near], words)
    return Found(_rows((await db.execute(*query)).all()), slipped=True) if query else NOTHING


def title_query(who: Who, words: str, forms: Mapping[Token, Hits]) -> Query | None:
    """The statement for the deals with these words; None: there are none. `forms`: what was looked up."""
    tokens = normalise.tokens(words)
    if not tokens or not forms.keys() >= {*tokens}:
        return None
    return _query(who, [expansion.expand(token, forms[token]) for token in tokens], words)


def found(rows: Sequence[Any], words: str) -> Found:
    """What that statement has found."""
    return Found(_rows(rows), is_exact=bool(rows) and rows[0][0].folded == _exactly(words))


def _rows(rows: Sequence[Any]) -> list[Row]:
    return [(deal, stage, client) for deal, stage, client in rows]


def _query(who: Who, meant: Sequence[Expansion | None], words: str) -> Query | None:
    known, far = [each for each in meant if each], sight_of(who)
    if not known or len(known) < len(meant) or far is Sight.NONE:
        return None
    values = {**matching.word_values(known), **rights.me(who), "title": _exactly(words)}
    return _statement(far, tuple(each.form for each in known), has_own=who is not SYSTEM), values


def _exactly(words: str) -> str:
    return f" {normalise.fold(words)} "


@lru_cache(queries.SHAPES)
def _statement(far: Sight, forms: tuple[Form, ...], *, has_own: bool) -> Select[Deal, Stage, Client]:
    most = ROWS if len(forms) == 1 else MAX_CHECKED
    own = titled.owner_id == bindparam("my_id", type_=Integer)
    arms = [_titled(n, form, rights.within(far, titled.owner_id), most) for n, form in enumerate(forms)]
    if has_own and far is not Sight.OWN:
        arms += [_titled(n, form, own, most) for n, form in enumerate(forms)]
    ids = arms[0] if len(arms) == 1 else union_all(*(arm.subquery().select() for arm in arms))
    has = [_has(n, form) for n, form in enumerate(forms)] if len(forms) > 1 else []
    found = select(Deal, Stage, Client).join(Stage, Stage.id == Deal.stage_id)
    found = found.join(Client, Client.id == Deal.client_id).where(rights.within(far), Deal.id.in_(ids), *has)
    found = found.order_by(*_order()).limit(limit_literal(MAX_FOUND))
    return found.prefix_with(LONG) if any(form.is_start for form in forms) else found


def _order() -> tuple[ColumnElement[Any], ...]:
    exactly = case((Deal.folded == bindparam("title"), 0), else_=1)
    is_open = case((Stage.state == StageState.OPEN, 0), else_=1)
    mine = case((Deal.owner_id == bindparam("my_id", type_=Integer), 0), else_=1)
    return exactly, is_open, mine, Deal.id.desc()


def _titled(n: int, form: Form, whose: ColumnElement[bool], most: int) -> Select[Any]:
    ids = select(titled.deal_id).where(whose)
    if form.is_start:
        ids = ids.join(Word.__table__, word.id == titled.word_id).where(_begins(n)).order_by(word.word)
    else:
        ids = ids.where(one_of(titled.word_id, f"words{n}"))
        ids = ids.order_by(titled.word_id, titled.owner_id, titled.deal_id)
    return ids.limit(limit_literal(most))


def _has(n: int, form: Form) -> ColumnElement[bool]:
    """Whether the title has the word, or the client's name or company."""
    in_title = select(titled.deal_id).where(titled.deal_id == Deal.id, _is_word(titled.word_id, n, form))
    theirs = and_(named.client_id == Deal.client_id, named.field <= Field.COMPANY.value)
    in_name = select(named.client_id).where(theirs, _is_word(named.word_id, n, form))
    return or_(exists(in_title), exists(in_name))


def _is_word(word_id: Any, n: int, form: Form) -> ColumnElement[bool]:
    among: ColumnElement[bool] = one_of(word_id, f"words{n}")
    return or_(word_id.in_(select(word.id).where(_begins(n)))) if form.is_start else among


def _begins(n: int) -> ColumnElement[bool]:
    return queries.begins(word.word, f"word{n}")
