"""The job runner: it survives being killed, runs beside other processes, and keeps its batches short."""

import asyncio
import csv
import io
import random
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

import storage
from bot.runtime.job_runner import BATCH_TIME, JobRunner
from handlers.exports import list_file
from handlers.jobs.batches import Ran
from storage.jobs import jobs
from storage.messaging import attachments
from storage.models import Job, JobState, Outbox, Place
from tests.paths import ROOT
from tests.support import people
from tests.support.world import BEGINNING

CLIENTS = 600
KILLS = 2
PROCESS = """
import asyncio, sys
import handlers, storage
from bot.app import now
from bot.runtime.job_runner import JobRunner

runner = JobRunner(storage.connect(sys.argv[1]), now, lambda: None)
print("runs", flush=True)
asyncio.run(runner.drain(rest=1.0))
"""


@pytest.mark.xdist_group("real pace")
async def test_each_row_is_exported_once_however_often_the_processes_are_killed(
    database: storage.Database,
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        for number in range(CLIENTS):
            await people.client(db, ann, f"Client {number}")
        args = {"filter": "m", "words": "", "among": None}
        place = Place("slack", "", "U1", "U1")
        await jobs.add(db, ann, "export.clients", place, BEGINNING, args=args, cursor=list_file.FIRST)
    url = database.writer.url.render_as_string(hide_password=False)
    chance = random.Random(7)
    for _kill in range(KILLS):
        await _run_and_kill(url, after=chance.uniform(0.02, 0.3))
    await JobRunner(database, lambda: datetime.now(UTC), lambda: None).drain()
    async with storage.reading(database) as db:
        job = (await db.scalars(select(Job))).one()
        sent = (await db.scalars(select(Outbox).where(Outbox.card.is_not(None)))).all()
        [made] = [row.card["made"] for row in sent if row.card and row.card.get("made")]
        content = await attachments.content(db, made["id"]) or b""
    names = [row["Name"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    assert (job.state, job.done) == (JobState.DONE, CLIENTS)
    assert names == [f"Client {number}" for number in range(CLIENTS)]


async def _run_and_kill(url: str, after: float) -> None:
    """Two processes at once, of which each may run the job."""
    command = (sys.executable, "-c", PROCESS, url)
    both = [
        await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        for _each in range(2)
    ]
    for process in both:
        assert process.stdout
        await process.stdout.readline()
    await asyncio.sleep(after)
    for process in both:
        if process.returncode is None:
            process.kill()
        await process.wait()


def test_the_size_of_a_batch_follows_the_time_it_takes(database: storage.Database) -> None:
    runner = JobRunner(database, lambda: BEGINNING, lambda: None)
    runner._adapt(Ran("export", 20), BATCH_TIME / 10)
    assert runner._size("export") == 40  # not more than twice at once
    runner._adapt(Ran("export", 40), BATCH_TIME * 4)
    assert runner._size("export") == 10
    runner._adapt(Ran("export", 10), 100.0)
    assert runner._size("export") == 1
