"""Kinds of jobs: each does one batch at a time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from handlers.chat import Card, Request
from storage.models import Job


@dataclass(frozen=True)
class Batch:
    """What a batch has done: so many `rows` of the job's total.

    `cursor`: where the next one begins; None: that was the last.
    `cards`: what the job's person gets, usually at the end.
    """

    rows: int
    cursor: dict[str, Any] | None
    cards: tuple[Card, ...] = ()


Run = Callable[[Request, Job, int], Awaitable[Batch]]


@dataclass(frozen=True)
class JobKind:
    """`label`: what is being done. `run` does a batch from the job's cursor on: it looks at so many rows.

    It runs in a transaction with the cursor, so that a kill repeats nothing, and as the job's person: it reads
    and writes what they may see at that moment.
    """

    label: str
    run: Run


JOBS: dict[str, JobKind] = {}


def job(name: str, label: str) -> Callable[[Run], Run]:
    """Declare a kind of job. Its name must never change: jobs outlive releases."""

    def declare(run: Run) -> Run:
        JOBS[name] = JobKind(label, run)
        return run

    return declare
