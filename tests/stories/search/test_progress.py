"""A job that takes long shows how far it has come, and can be paused and cancelled."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

import storage
from handlers.chat import Request
from handlers.jobs import batches
from handlers.jobs.registry import JOBS, Batch, JobKind
from storage.jobs import jobs
from storage.models import Account, Job, JobState, Place, Rep
from tests.support.chat import Person

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")
TOTAL = 1000


async def _count(_req: Request, job: Job, size: int) -> Batch:
    at = min(TOTAL, job.cursor["at"] + size)
    return Batch(at - job.cursor["at"], {"at": at} if at < TOTAL else None)


@pytest.fixture
async def counting(ann: Person, monkeypatch: pytest.MonkeyPatch) -> int:
    """A job of Ann's; it runs only when a test has it run."""
    monkeypatch.setitem(JOBS, "count", JobKind("Counting", _count))
    monkeypatch.setattr(ann.world.jobs, "drain", ann.world.delivery.drain)
    async with storage.transaction(ann.world.database) as db:
        rep = (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()
        account = (await db.scalars(select(Account).where(Account.rep_id == rep.id))).one()
        place = Place(account.channel, account.space, account.chat, account.chat)
        more: dict[str, Any] = {"args": {}, "cursor": {"at": 0}, "total": TOTAL}
        return (await jobs.add(db, rep, "count", place, ann.world.clock(), **more)).id


async def _batch(ann: Person, rows: int, seconds: float = 4) -> None:
    ann.world.clock.now += timedelta(seconds=seconds)
    async with storage.transaction(ann.world.database) as db:
        await batches.run_next(db, ann.world.clock(), lambda _kind: rows)
    await ann.looks()


async def _state(ann: Person) -> JobState:
    async with storage.reading(ann.world.database) as db:
        return (await db.scalars(select(Job))).one().state


async def test_one_message_shows_how_far_it_is(ann: Person, counting: int) -> None:
    await _batch(ann, 250)
    ann.sees("Counting", "▰▰▱▱▱▱▱▱▱▱ 25%", "250 of 1,000", "about 1 min left")
    shown = ann.news[-1].id
    await _batch(ann, 250)
    ann.sees("▰▰▰▰▰▱▱▱▱▱ 50%")
    assert ann.news[-1].id == shown
    await _batch(ann, 100, seconds=1)
    ann.sees_nothing()  # it was edited a second ago
    await _batch(ann, TOTAL, seconds=1)
    ann.sees("Counting: done", "1,000")
    assert (ann.news[-1].id, ann.news[-1].buttons) == (shown, ())


async def test_it_is_paused_and_goes_on(ann: Person, counting: int) -> None:
    await _batch(ann, 250)
    await ann.presses("Pause")
    ann.sees("Counting: paused", "250 of 1,000")
    await _batch(ann, 250)
    ann.sees_nothing()
    await ann.presses("Continue")
    ann.sees_button("Pause", "Cancel")
    await _batch(ann, TOTAL)
    assert await _state(ann) is JobState.DONE


async def test_it_is_cancelled_and_a_late_press_does_nothing(ann: Person, counting: int) -> None:
    await _batch(ann, 250)
    before = ann.last("Pause")
    await ann.presses("Cancel")
    ann.sees("Counting: cancelled", "250 of 1,000")
    await ann.presses_again(before, "Pause")
    assert await _state(ann) is JobState.CANCELLED


async def test_a_job_that_is_gone_says_so(ann: Person, counting: int) -> None:
    await _batch(ann, 250)
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Job).values(state=JobState.DONE, ended_at=ann.world.clock()))
        await jobs.forget(db, ann.world.clock() + timedelta(days=1))
    await ann.presses("Pause")
    ann.sees("That job is gone.")
