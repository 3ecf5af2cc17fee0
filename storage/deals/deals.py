"""Deals and pipeline stages. Amounts are in minor units of a currency (ISO 4217)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Result, Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database.dialects import dialect_of
from storage.database.lease import Query
from storage.models import Client, Deal, Interaction, Move, Pipeline, Rep, Stage, StageState
from storage.rights import SYSTEM, Sight, Who, me, sight_of, visible, within
from storage.search import client_search

# The pipeline of a new database: name, percent, state. Names are translated when displayed.
DEFAULT_PIPELINE = "Sales"
DEFAULT_STAGES = (
    ("Lead", 10, StageState.OPEN),
    ("Qualified", 25, StageState.OPEN),
    ("Offer", 50, StageState.OPEN),
    ("Negotiation", 75, StageState.OPEN),
    ("Won", 100, StageState.WON),
    ("Lost", 0, StageState.LOST),
)


# Case endings of Russian, Ukrainian and Polish words, in Latin letters (storage/search/normalise.py).
CASE = re.compile(r"[aeiouyj]{1,3}(?:mi|m|kh|ch|h|v|w|go|mu)?\Z")
SHORTEST_STEM = 3  # letters
NEAR = 100  # candidate deals


async def put_default_pipeline(db: AsyncSession) -> None:
    """Create the default pipeline if there is none."""
    if await db.scalar(select(func.count(Pipeline.id))):
        return
    pipeline = Pipeline(name=DEFAULT_PIPELINE)
    db.add(pipeline)
    await db.flush()
    for position, (name, probability, state) in enumerate(DEFAULT_STAGES):
        db.add(
            Stage(
                pipeline_id=pipeline.id,
                name=name,
                position=position,
                probability=probability,
                state=state,
            )
        )
    await db.flush()


async def pipelines(db: AsyncSession) -> Sequence[Pipeline]:
    return (await db.scalars(select(Pipeline).order_by(Pipeline.id))).all()


async def stages(db: AsyncSession, pipeline_id: int | None = None) -> Sequence[Stage]:
    """The stages of a pipeline in order; None: of the first pipeline."""
    first = select(func.min(Pipeline.id)).scalar_subquery()
    of = Stage.pipeline_id == (first if pipeline_id is None else pipeline_id)
    return (await db.scalars(select(Stage).where(of).order_by(Stage.position))).all()


async def stage(db: AsyncSession, stage_id: int) -> Stage | None:
    return await db.get(Stage, stage_id)


async def get(db: AsyncSession, who: Who, deal_id: int) -> tuple[Deal, Stage, Client] | None:
    return (await db.execute(_deals(who).where(Deal.id == deal_id))).first()


async def open_of(
    db: AsyncSession, who: Rep, *, limit: int, offset: int = 0
) -> list[tuple[Deal, Stage, Client]]:
    """The rep's own open deals, latest stage first."""
    mine = _deals(who).where(Deal.owner_id == who.id, Stage.state == StageState.OPEN)
    ordered = mine.order_by(Stage.position.desc(), Deal.amount.desc().nulls_last(), Deal.id)
    return _tuples(await db.execute(ordered.limit(limit).offset(offset)))


async def open_of_client(
    db: AsyncSession, who: Who, client_id: int, *, limit: int
) -> list[tuple[Deal, Stage, Client]]:
    return _tuples(await db.execute(*open_of_client_query(who, client_id, limit=limit)))


def open_of_client_query(who: Who, client_id: int, *, limit: int) -> Query:
    return _open_of_client(sight_of(who)), {**me(who), "client": client_id, "most": limit}


async def of_client(
    db: AsyncSession, who: Who, client_id: int, *, limit: int, offset: int = 0
) -> list[tuple[Deal, Stage, Client]]:
    """All deals of the client, the newest first."""
    theirs = _deals(who).where(Deal.client_id == client_id).order_by(Deal.id.desc())
    return _tuples(await db.execute(theirs.limit(limit).offset(offset)))


async def in_stage(
    db: AsyncSession,
    who: Who,
    stage_id: int,
    *,
    limit: int,
    offset: int = 0,
    closed_since: datetime | None = None,
) -> list[tuple[Deal, Stage, Client]]:
    """The biggest first; `closed_since` (UTC): only those closed since then, the last first."""
    standing = _deals(who).where(Deal.stage_id == stage_id)
    ordered = standing.order_by(Deal.amount.desc().nulls_last(), Deal.id)
    if closed_since:
        ordered = standing.where(Deal.closed_at >= closed_since).order_by(Deal.closed_at.desc(), Deal.id.desc())
    return _tuples(await db.execute(ordered.limit(limit).offset(offset)))


async def find(
    db: AsyncSession, who: Who, words: str, *, limit: int, closed: bool = False
) -> list[tuple[Deal, Stage, Client]]:
    """Deals whose title, client or company contain these words, exact titles and the rep's own first.

    Open deals, or the others if `closed`.
    """
    parts = client_search.parts(words)
    if not parts:
        return []
    matching = _deals(who).where((Stage.state != StageState.OPEN) if closed else Stage.state == StageState.OPEN)
    for part in parts:
        word = f" {part}"
        known = Deal.folded.contains(word, autoescape=True) | Client.folded.contains(word, autoescape=True)
        matching = matching.where(known)
    exactly = case((Deal.folded == f" {' '.join(parts)} ", 0), else_=1)
    mine = case((Deal.owner_id == (0 if who is SYSTEM else who.id), 0), else_=1)
    rows = await db.execute(matching.order_by(exactly, mine, Deal.id.desc()).limit(limit))
    return _tuples(rows)


async def find_cased(db: AsyncSession, who: Who, words: str, *, limit: int) -> list[tuple[Deal, Stage, Client]]:
    """Deals, open or closed, whose title has each of these words in some grammatical case, newest first."""
    stems = [_stem(part) for part in client_search.parts(words)]
    if not stems or not all(stems):
        return []
    has = [Deal.folded.contains(f" {stem}", autoescape=True) for stem in stems]
    rows = await db.execute(_deals(who).where(*has).order_by(Deal.id.desc()).limit(NEAR))
    found = [row for row in _tuples(rows) if {*stems} <= {*map(_stem, row[0].folded.split())}]
    return found[:limit]


async def add(
    db: AsyncSession,
    who: Rep,
    client: Client,
    title: str,
    amount: int | None,
    currency: str,
    at: datetime,
    *,
    expected_close: date | None = None,
    probability: int | None = None,
) -> Deal:
    """Open a deal in the first stage. `amount` is in minor units of `currency`, None if unknown.

    `probability`: in percent; None: the stage's.
    """
    first = (await stages(db))[0]
    deal = Deal(
        client_id=client.id,
        owner_id=who.id,
        title=title,
        amount=amount,
        currency=currency,
        stage_id=first.id,
        expected_close=expected_close,
        probability=probability,
        created_at=at,
        moved_at=at,
    )
    db.add(deal)
    await db.flush()
    db.add(Move(deal_id=deal.id, rep_id=who.id, was_id=None, now_id=first.id, at=at))
    await db.flush()
    return deal


async def move(
    db: AsyncSession, who: Rep, deal_id: int, was: int, to: Stage, at: datetime, reason: str = ""
) -> bool:
    """Move the deal if it is still in the stage `was`, where the rep saw it; else return False."""
    await lock_client(db, who, deal_id)
    locked = select(Deal).join(Client).where(visible(who), Deal.id == deal_id).with_for_update(of=Deal)
    deal = await db.scalar(locked.execution_options(populate_existing=True))
    if deal is None or deal.stage_id != was or to.id == was:
        return False
    deal.stage_id, deal.moved_at = to.id, at
    deal.closed_at = None if to.state is StageState.OPEN else at
    deal.lost_reason = reason if to.state is StageState.LOST else ""
    db.add(Move(deal_id=deal.id, rep_id=who.id, was_id=was, now_id=to.id, at=at, reason=reason))
    await db.flush()
    return True


async def edit(db: AsyncSession, who: Who, deal_id: int, values: dict[str, Any]) -> None:
    """Set columns by name (`amount` in minor units), except the stage (see `move`)."""
    deal = await db.scalar(select(Deal).join(Client).where(visible(who), Deal.id == deal_id))
    if deal is None:
        return
    for name, value in values.items():
        setattr(deal, name, value)
    await db.flush()


async def moves(db: AsyncSession, who: Who, deal_id: int) -> Sequence[Move]:
    """The deal's moves, oldest first."""
    way = select(Move).join(Deal).join(Client).where(visible(who), Move.deal_id == deal_id)
    return (await db.scalars(way.order_by(Move.id))).all()


async def quiet_of(
    db: AsyncSession, who: Rep, since: datetime, *, limit: int
) -> list[tuple[Deal, Stage, Client]]:
    """The rep's open deals that have not moved, and whose client had no interaction, since then."""
    spoken = select(Interaction.id).where(Interaction.client_id == Deal.client_id, Interaction.at >= since)
    quiet = _deals(who).where(
        Deal.owner_id == who.id,
        Stage.state == StageState.OPEN,
        Deal.moved_at < since,
        ~spoken.exists(),
    )
    return _tuples(await db.execute(quiet.order_by(Deal.moved_at, Deal.id).limit(limit)))


async def lock_client(db: AsyncSession, who: Who, deal_id: int) -> None:
    """Before its deal, as a handover does: the client says how many deals are open. SQLite has one writer."""
    if dialect_of(db) == "postgresql":
        theirs = select(Client.id).join(Deal).where(visible(who), Deal.id == deal_id)
        await db.execute(theirs.with_for_update(of=Client, key_share=True))


@cache
def _open_of_client(far: Sight) -> Select[Deal, Stage, Client]:
    theirs = _joined().where(within(far), Deal.client_id == bindparam("client"))
    first = theirs.where(Stage.state == StageState.OPEN).order_by(Deal.id)
    return first.limit(bindparam("most", type_=Integer))


def _stem(word: str) -> str:
    """The folded word without its case ending; "" if too little is left."""
    stem = CASE.sub("", word)
    return stem if len(stem) >= SHORTEST_STEM else ""


def _deals(who: Who) -> Select[Deal, Stage, Client]:
    return _joined().where(visible(who))


def _joined() -> Select[Deal, Stage, Client]:
    joined = select(Deal, Stage, Client).join(Stage, Stage.id == Deal.stage_id)
    return joined.join(Client, Client.id == Deal.client_id)


def _tuples(rows: Result[Deal, Stage, Client]) -> list[tuple[Deal, Stage, Client]]:
    return list(rows)
