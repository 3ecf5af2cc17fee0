"""Jobs: batch by batch, in turns; paused, cancelled, failed, and of people who have left."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import storage
from handlers.chat import Card, Request, UserError
from handlers.jobs import batches
from handlers.jobs.registry import JOBS, Batch, JobKind
from storage.jobs import jobs
from storage.models import Job, JobState, Outbox, Place, Rep, Role
from tests.support import people
from tests.support.world import World

COUNT = "count"  # a job that counts to `to`, and says so
Run = Callable[[Request, Job, int], Awaitable[Batch]]


async def _count(_req: Request, job: Job, size: int) -> Batch:
    at = job.cursor["at"] + min(size, job.args["to"] - job.cursor["at"])
    rows = at - job.cursor["at"]
    if at < job.args["to"]:
        return Batch(rows, {"at": at})
    return Batch(rows, None, (Card(body=f"counted to {at}"),))


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Run], None]]:
    def declare(run: Run) -> None:
        monkeypatch.setitem(JOBS, COUNT, JobKind("Counting", run))

    declare(_count)
    yield declare


async def _begin(world: World, rep: Rep, to: int, place: Place | None = None) -> int:
    place = place or Place("slack", "", "U1", "U1")
    async with storage.transaction(world.database) as db:
        more: dict[str, Any] = {"args": {"to": to}, "cursor": {"at": 0}, "total": to}
        return (await jobs.add(db, rep, COUNT, place, world.clock(), **more)).id


async def _rep(world: World, name: str = "Ann", role: Role = Role.REP) -> Rep:
    async with storage.transaction(world.database) as db:
        return await people.rep(db, name, world.clock(), role=role)


async def _batch(world: World, size: int) -> batches.Ran | None:
    world.clock.now += timedelta(seconds=1)
    async with storage.transaction(world.database) as db:
        return await batches.run_next(db, world.clock(), lambda _kind: size)


async def _job(world: World, job_id: int) -> Job:
    async with storage.reading(world.database) as db:
        return (await db.scalars(select(Job).where(Job.id == job_id))).one()


async def _told(world: World) -> list[str]:
    async with storage.reading(world.database) as db:
        rows = await db.scalars(select(Outbox).where(Outbox.card.is_not(None)).order_by(Outbox.id))
        return [f"{row.card['title']}{row.card['body']}" for row in rows if row.card]


async def test_jobs_take_turns(world: World) -> None:
    ann = await _rep(world)
    first, second = await _begin(world, ann, 4), await _begin(world, ann, 2)
    await _batch(world, 2)
    await _batch(world, 2)
    assert ((await _job(world, first)).done, (await _job(world, second)).done) == (2, 2)
    assert (await _job(world, second)).state is JobState.DONE
    await _batch(world, 2)
    assert (await _job(world, first)).state is JobState.DONE
    assert await _batch(world, 2) is None
    assert [text for text in await _told(world) if "counted" in text] == ["counted to 2", "counted to 4"]


async def test_a_job_of_somebody_who_has_left_stops_and_their_manager_is_told(world: World) -> None:
    ann, boss = await _rep(world), await _rep(world, "Boss", Role.ADMIN)
    job = await _begin(world, ann, 4)
    await _batch(world, 2)
    async with storage.transaction(world.database) as db:
        (await db.scalars(select(Rep).where(Rep.id == ann.id))).one().active = False
    await _batch(world, 2)
    assert ((await _job(world, job)).state, (await _job(world, job)).done) == (JobState.CANCELLED, 2)
    async with storage.reading(world.database) as db:
        notices = (await db.scalars(select(Outbox).where(Outbox.reminder == batches.STOPPED))).all()
    assert [row.rep_id for row in notices] == [boss.id]


async def test_a_mistake_ends_a_job_with_its_text(world: World, kind: Callable[[Run], None]) -> None:
    async def refuse(_req: Request, _job: Job, _size: int) -> Batch:
        raise UserError("That filter has expired.")

    kind(refuse)
    job = await _begin(world, await _rep(world), 4)
    await _batch(world, 2)
    assert (await _job(world, job)).state is JobState.FAILED
    assert await _told(world) == ["Counting: failedThat filter has expired."]


async def test_a_bug_ends_a_job_only_if_it_happens_again(world: World, kind: Callable[[Run], None]) -> None:
    async def fail(_req: Request, _job: Job, _size: int) -> Batch:
        raise ZeroDivisionError

    kind(fail)
    job = await _begin(world, await _rep(world), 4)
    await _batch(world, 2)
    assert (await _job(world, job)).state is JobState.RUNNING
    kind(_count)
    await _batch(world, 2)
    assert ((await _job(world, job)).done, (await _job(world, job)).tries) == (2, 0)
    kind(fail)
    for _try in range(batches.MAX_TRIES):
        await _batch(world, 2)
    assert ((await _job(world, job)).state, (await _job(world, job)).done) == (JobState.FAILED, 2)
    assert "Something went wrong" in (await _told(world))[-1]


async def test_what_a_failed_batch_wrote_is_not_there(world: World, kind: Callable[[Run], None]) -> None:
    async def write_and_fail(req: Request, _job: Job, _size: int) -> Batch:
        await people.client(req.db, req.rep, "Walrus")
        raise ZeroDivisionError

    kind(write_and_fail)
    await _begin(world, await _rep(world), 4)
    await _batch(world, 2)
    async with storage.reading(world.database) as db:
        assert not (await db.scalars(select(storage.models.Client))).all()


async def test_old_jobs_are_forgotten_those_that_run_are_not(world: World) -> None:
    ann = await _rep(world)
    ended, running = await _begin(world, ann, 2), await _begin(world, ann, 9)
    await _batch(world, 2)
    async with storage.transaction(world.database) as db:
        await jobs.forget(db, world.clock() + timedelta(days=1))
    async with storage.reading(world.database) as db:
        assert [job.id for job in await jobs.recent(db, ann, limit=9)] == [running]
    assert ended != running


async def test_only_its_person_and_admins_see_a_job(world: World) -> None:
    ann, ben, boss = await _rep(world), await _rep(world, "Ben"), await _rep(world, "Boss", Role.ADMIN)
    job = await _begin(world, ann, 4)
    async with storage.reading(world.database) as db:
        seen = [bool(await jobs.get(db, who, job)) for who in (ann, ben, boss)]
    assert seen == [True, False, True]
