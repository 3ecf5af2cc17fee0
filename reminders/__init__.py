"""What Rapport says unasked, and when. Rows are the memory; the scheduler is only a metronome.

A job looks for what is due and queues it, once, under a key. What is queued is drawn when it leaves, since it
may be wrong by then: a reminder's name is a wire format, like that of a button.
"""

import asyncio
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.chat import Card, Request
from handlers.i18n import speaking
from storage import accounts
from storage.accounts import Place

log = structlog.get_logger()

BEAT = 5  # seconds between looks for what is due
TURNS = 5  # transactions of a job in one beat, where there is more: others write in between
NOWHERE = Place("", "", "", "")

Draw = Callable[..., Awaitable[Card | None]]
Job = Callable[[AsyncSession, datetime], Awaitable[bool | None]]  # True: there is more

DRAWS: dict[str, Draw] = {}
MAY_COME_TRUE: set[str] = set()  # what is untrue today and may be true on a later day, and is told then
OUTLASTS: set[str] = set()  # what is drawn even for those who have left
STAYS: set[str] = set()  # what is for one chat only: if that is gone, it goes nowhere else
JOBS: list[Job] = []


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


def job(queue: Job) -> Job:
    """Declare what is looked for at every beat. Run twice, or late, it queues nothing twice."""
    JOBS.append(queue)
    return queue


async def draw(db: AsyncSession, name: str, rep_id: int, args: Mapping[str, Any], now: datetime) -> Card | None:
    """The reminder as it is true now (UTC), in the rep's language; None if it is no longer."""
    rep = await accounts.get(db, rep_id)
    if rep is None or name not in DRAWS or not (rep.active or name in OUTLASTS):
        return None
    with speaking(rep.locale):
        return await DRAWS[name](Request(db, rep, now, NOWHERE), **args)


async def tick(database: storage.Database, now: datetime, wake: Callable[[], None] = lambda: None) -> None:
    """One beat: queue what has come due, each job in transactions of its own. `wake`: there may be news."""
    for queue in JOBS:
        try:
            await _queue(database, queue, now, wake)
        except SQLAlchemyError:  # the weather: the rows are still there at the next beat
            log.warning("a job could not look", job=queue.__module__, exc_info=True)
        except Exception as error:  # a bug of ours must not keep the other jobs from what is due
            log.error("a job broke off", job=queue.__module__, error=type(error).__name__, exc_info=error)
    wake()


async def _queue(database: storage.Database, queue: Job, now: datetime, wake: Callable[[], None]) -> None:
    for _turn in range(TURNS):
        async with storage.transaction(database) as db:
            more = await queue(db, now)
        if not more:
            return
        wake()


async def keep_time(
    database: storage.Database, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Beat until cancelled; a beat that comes late still comes, and the one in hand is finished."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    beating = asyncio.Lock()

    async def beat() -> None:
        async with beating:
            await tick(database, clock(), wake)

    metronome = AsyncIOScheduler(timezone="UTC")
    metronome.add_job(
        beat,
        "interval",
        seconds=BEAT,
        next_run_time=clock(),  # what came due while nobody ran has waited long enough
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    metronome.start()
    try:
        await asyncio.Event().wait()
    finally:
        metronome.pause()
        async with beating:  # shutting down cancels, and a connection of SQLite would never close then
            metronome.shutdown(wait=False)


for module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(module.name)
