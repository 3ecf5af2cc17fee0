"""Reminders and checks, declared: how a reminder is drawn, and what looks for what is due."""

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
Queue = Callable[[AsyncSession, datetime], Awaitable[bool | None]]  # True: there is more


class Check(NamedTuple):
    """What looks at every beat for what is due: `is_due` in a read transaction, and only then `queue`."""

    is_due: IsDue
    queue: Queue


DRAWS: dict[str, Draw] = {}
MAY_COME_TRUE: set[str] = set()  # what is untrue today and may be true on a later day, and is told then
OUTLASTS: set[str] = set()  # what is drawn even for those who have left
STAYS: set[str] = set()  # what is for one chat only: if that is gone, it goes nowhere else
CHECKS: list[Check] = []


def reminder(
    name: str, *, may_come_true: bool = False, outlasts: bool = False, stays: bool = False
) -> Callable[[Draw], Draw]:
    """Declare how a queued reminder is drawn: `draw(request of the rep, **args)`, None if no longer true.

    `may_come_true`: it is queued again, under the same key, when it has come true after all. `outlasts`: it is
    drawn even for those who have left. `stays`: it is for the chat it was queued for, and for no other.
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
    """Declare what is queued, at every beat at which `is_due`. Run twice, or late, it queues nothing twice."""

    def declare(queue: Queue) -> Queue:
        CHECKS.append(Check(is_due, queue))
        return queue

    return declare


async def draw(db: AsyncSession, name: str, rep_id: int, args: Mapping[str, Any], now: datetime) -> Card | None:
    """The reminder as it is true now (UTC), in the rep's language; None if it is no longer."""
    rep = await accounts.get(db, rep_id)
    if rep is None or name not in DRAWS or not (rep.active or name in OUTLASTS):
        return None
    with speaking(rep.locale):
        return await DRAWS[name](Request(db=db, rep=rep, now=now, place=NOWHERE), **args)
