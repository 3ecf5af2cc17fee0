"""Registry of reminders (how each is drawn) and checks (what looks for due ones)."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.i18n import speaking
from storage.models import Place
from storage.team import accounts

NOWHERE = Place("", "", "", "")

Draw = Callable[..., Awaitable[Card | None]]
IsDue = Callable[[AsyncSession, datetime], Awaitable[bool]]
Queue = Callable[[AsyncSession, datetime], Awaitable[bool | None]]  # True: there may be more


class Check(NamedTuple):
    """Runs at every beat: `is_due` in a read transaction, and only if it is True, `queue`."""

    is_due: IsDue
    queue: Queue


DRAWS: dict[str, Draw] = {}
MAY_COME_TRUE: set[str] = set()  # may be outdated now and hold again later: then it is sent after all
OUTLASTS: set[str] = set()  # drawn even for people who have left
STAYS: set[str] = set()  # for one chat only: never rerouted to another
CHECKS: list[Check] = []


def reminder(
    name: str, *, may_come_true: bool = False, outlasts: bool = False, stays: bool = False
) -> Callable[[Draw], Draw]:
    """Declare how a queued reminder is drawn: `draw(request of the rep, **args)`, None if it no longer holds.

    `may_come_true`: it may be queued again, under the same key, when it holds again. `outlasts`: it is drawn
    even for people who have left. `stays`: it is only for the chat it was queued for.
    """

    def declare(draw: Draw) -> Draw:
        DRAWS[name] = draw
        if outlasts:
            OUTLASTS.add(name)
        if stays:
            STAYS.add(name)
        if may_come_true:
            MAY_COME_TRUE.add(name)
        return draw

    return declare


def check(is_due: IsDue) -> Callable[[Queue], Queue]:
    """Declare what to queue at every beat when `is_due`. Even if run twice or late, it queues nothing twice."""

    def declare(queue: Queue) -> Queue:
        CHECKS.append(Check(is_due, queue))
        return queue

    return declare


async def draw(db: AsyncSession, name: str, rep_id: int, args: Mapping[str, Any], now: datetime) -> Card | None:
    """Draw the reminder as of now (UTC), in the rep's language; None if it no longer holds."""
    rep = await accounts.get(db, rep_id)
    if rep is None or name not in DRAWS or not (rep.active or name in OUTLASTS):
        return None
    with speaking(rep.locale):
        return await DRAWS[name](Request(db=db, rep=rep, now=now, place=NOWHERE), **args)
