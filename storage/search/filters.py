"""Filter clients by interactions, deals, follow-ups and birthdays. Times are UTC, amounts in minor units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, case, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import (
    Client,
    Deal,
    FollowUp,
    FollowUpState,
    Interaction,
    InteractionKind,
    Rep,
    Stage,
    StageState,
)
from storage.rights import visible
from storage.search.matching import Within

BRIEF = timedelta(days=32)  # a month, plus an hour for daylight saving time
FEBRUARY, FEBRUARY_DAYS = 2, 29


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"


@dataclass(frozen=True)
class Talk:
    """`kind` None: any kind but a note. From `since` until before `until`; None: no limit."""

    kind: InteractionKind | None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Dealing:
    """A deal: its stage state, when it was closed (or moved, if it is open), expected close and amount."""

    state: StageState | None = None
    since: datetime | None = None
    until: datetime | None = None
    closes: tuple[date, date] | None = None  # first and last day
    least: int | None = None
    most: int | None = None
    currency: str = ""  # ISO 4217; "": the limits are in hundredths of the deal's own currency
    stage: int | None = None


@dataclass(frozen=True)
class Filter:
    """Conditions on a client; all must hold. With `dealing`, `whose` and `owner` apply to the deals."""

    whose: Whose | None = None
    silent: Talk | None = None  # had no such interaction
    spoken: Talk | None = None
    dealing: Dealing | None = None
    unplanned: bool = False  # no open follow-up
    overdue_at: datetime | None = None  # an open follow-up was due before then
    born: tuple[date, date] | None = None  # first and last day, in any year
    owner: int | None = None  # rep ID
    clients: bool = False  # list clients even with deal conditions: "clients with open deals"
    cold_on: date | None = None  # to keep in touch with, and due by that local day


def within(who: Rep, asked: Filter) -> Within:
    """The filter's conditions for a search, and its own sort order if it has one."""
    return Within(tuple(_conditions(who, asked)), tuple(_order(who, asked)))


def without_deals(asked: Filter) -> Filter:
    """The conditions on the clients only, without those on deals."""
    return replace(asked, whose=None, dealing=None, owner=None)


async def get_last_contacts(
    db: AsyncSession, who: Rep, talk: Talk, client_ids: Sequence[int]
) -> Mapping[int, datetime]:
    """When each of these clients last had such an interaction."""
    last = select(Interaction.client_id, func.max(Interaction.at)).join(Client)
    theirs = last.where(visible(who), Client.id.in_(client_ids), *_like(talk))
    rows = await db.execute(theirs.group_by(Interaction.client_id))
    return {row[0]: row[1] for row in rows}


async def get_biggest_deals(
    db: AsyncSession, who: Rep, asked: Filter, client_ids: Sequence[int]
) -> Mapping[int, tuple[Deal, Stage]]:
    """The biggest matching deal of each of these clients."""
    if asked.dealing is None:
        return {}
    found = select(Deal, Stage).join(Stage, Stage.id == Deal.stage_id).join(Client, Client.id == Deal.client_id)
    theirs = found.where(visible(who), Client.id.in_(client_ids), *_deals(who, asked, asked.dealing))
    rows = await db.execute(theirs.order_by(Deal.amount.nulls_first(), Deal.id.desc()))
    return {deal.client_id: (deal, stage) for deal, stage in rows}


def client_conditions(asked: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions on a client, except its owner and its deals."""
    if asked.silent:
        yield ~_spoken(asked.silent)
    if asked.spoken:
        yield _is_in(asked.spoken) if _is_few(asked) else _spoken(asked.spoken)
    if asked.unplanned:
        yield ~_has_follow_up()
    if asked.overdue_at:
        yield _has_follow_up(FollowUp.due_at < asked.overdue_at)
    if asked.cold_on:
        yield Client.contact_due <= asked.cold_on
    if asked.born:
        yield or_(*(_is_born(*days) for days in _days(*asked.born)))


def deal_conditions(who: Rep, asked: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions on a deal, on `Deal` and `Stage`."""
    if asked.dealing:
        yield from _deals(who, asked, asked.dealing)


def _conditions(who: Rep, asked: Filter) -> Iterator[ColumnElement[bool]]:
    if asked.dealing:
        # Deals are fewer than clients: look them up first.
        theirs = select(Deal.client_id).join(Stage, Stage.id == Deal.stage_id)
        yield Client.id.in_(theirs.where(*_deals(who, asked, asked.dealing)))
    else:
        yield from _owned(who, asked, Client.owner_id)
    yield from client_conditions(asked)


def _order(who: Rep, asked: Filter) -> Iterator[Any]:
    """Longest without contact first, or biggest deal, or next birthday, or longest gone cold."""
    if asked.silent:
        last = select(func.max(Interaction.at)).where(
            Interaction.client_id == Client.id, *_like(Talk(asked.silent.kind))
        )
        yield last.scalar_subquery().asc().nulls_first()
    elif asked.dealing:
        most = select(func.max(Deal.amount)).join(Stage, Stage.id == Deal.stage_id)
        theirs = most.where(Deal.client_id == Client.id, *_deals(who, asked, asked.dealing))
        yield theirs.scalar_subquery().desc().nulls_last()
    elif asked.born:
        yield Client.birth_month < asked.born[0].month  # across the new year: January after December
        yield Client.birth_month
        yield Client.birth_day
    elif asked.cold_on:
        yield Client.contact_due
    else:
        return
    yield Client.id


def _owned(who: Rep, asked: Filter, owner_id: InstrumentedAttribute[int]) -> Iterator[ColumnElement[bool]]:
    if asked.whose:
        yield _is_of(who, asked.whose, owner_id)
    if asked.owner is not None:
        yield owner_id == asked.owner


def _is_of(who: Rep, whose: Whose, owner_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    if whose is Whose.MINE:
        return owner_id == who.id
    if who.team_id is None:
        return false()
    return owner_id.in_(select(Rep.id).where(Rep.team_id == who.team_id))


def _spoken(talk: Talk) -> ColumnElement[bool]:
    return exists().where(Interaction.client_id == Client.id, *_like(talk))


def _is_in(talk: Talk) -> ColumnElement[bool]:
    """Like `_spoken`, if interactions are fewer than clients: look them up first."""
    return Client.id.in_(select(Interaction.client_id).where(*_like(talk)))


def _is_few(asked: Filter) -> bool:
    talk = asked.spoken
    return bool(
        talk
        and talk.since
        and talk.until
        and not (asked.whose or asked.owner)
        and talk.until - talk.since <= BRIEF
    )


def _like(talk: Talk) -> Iterator[ColumnElement[bool]]:
    yield Interaction.kind == talk.kind if talk.kind else Interaction.kind != InteractionKind.NOTE
    if talk.since:
        yield Interaction.at >= talk.since
    if talk.until:
        yield Interaction.at < talk.until


def _has_follow_up(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(FollowUp.client_id == Client.id, FollowUp.state == FollowUpState.OPEN, *more)


def _deals(who: Rep, asked: Filter, dealing: Dealing) -> Iterator[ColumnElement[bool]]:
    yield from _owned(who, asked, Deal.owner_id)
    if dealing.stage is not None:
        yield Deal.stage_id == dealing.stage
    if dealing.state:
        yield Stage.state == dealing.state
    when = Deal.closed_at if dealing.state in (StageState.WON, StageState.LOST) else Deal.moved_at
    if dealing.since:
        yield when >= dealing.since
    if dealing.until:
        yield when < dealing.until
    if dealing.closes:
        yield Deal.expected_close.between(*dealing.closes)
    worth = Deal.amount if dealing.currency else _hundredths()
    if dealing.least is not None:
        yield worth >= dealing.least
    if dealing.most is not None:
        yield worth <= dealing.most
    if dealing.currency:
        yield Deal.currency == dealing.currency


def _hundredths() -> ColumnElement[int]:
    """The deal's amount in hundredths of its currency, whatever its minor unit is: yen have none."""
    return case(
        (Deal.currency.in_(_with_decimals(0)), Deal.amount * 100),
        (Deal.currency.in_(_with_decimals(3)), Deal.amount // 10),
        else_=Deal.amount,
    )


@cache
def _with_decimals(count: int) -> tuple[str, ...]:
    """The currencies with this many decimals, by Babel: as amount_reader.py of handlers counts minor units."""
    from babel.core import get_global  # slow to import

    decimals = {code: digits for code, (digits, *_rest) in get_global("currency_fractions").items()}
    return tuple(sorted(code for code, digits in decimals.items() if digits == count and len(code) == 3))


def _is_born(month: int, first: int, last: int) -> ColumnElement[bool]:
    return (Client.birth_month == month) & Client.birth_day.between(first, last)


def _days(first: date, last: date) -> Iterator[tuple[int, int, int]]:
    """(month, first day, last day) for each month. In other years 28 February includes the 29th."""
    while first <= last:
        after = (first.replace(day=1) + timedelta(31)).replace(day=1)
        end = min(last, after - timedelta(1))
        whole = end.month == FEBRUARY and end == after - timedelta(1)
        yield first.month, first.day, FEBRUARY_DAYS if whole else end.day
        first = after
