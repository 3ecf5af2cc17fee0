"""The clock of the tests goes on while they wait for something, and not while they wait for a core."""

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from time import monotonic

import pytest

from tests.running import quiet_clock
from tests.running.quiet_clock import QuietClock, seconds_in_queue

LATE = 60.0  # seconds: no machine is that busy


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """How long this process has waited for a core, and the clock on the wall."""
    times = [0.0, 100.0]
    monkeypatch.setattr(quiet_clock, "seconds_in_queue", lambda _process: times[0])
    monkeypatch.setattr(quiet_clock, "monotonic", lambda: times[1])
    yield times


def test_it_stands_still_while_a_core_is_waited_for(queue: list[float]) -> None:
    clock = QuietClock()
    began = clock()
    queue[:] = [3.0, 105.0]
    assert clock() - began == 2.0


def test_it_never_goes_back(queue: list[float]) -> None:
    """As the waits of many threads together can be longer than the time that is in the past."""
    clock = QuietClock()
    began = clock()
    queue[:] = [9.0, 101.0]
    assert clock() == began


def test_a_thread_that_has_ended_takes_nothing_back(queue: list[float]) -> None:
    queue[0] = 5.0
    clock = QuietClock()
    began = clock()
    queue[:] = [1.0, 101.0]
    assert clock() - began == 1.0


def test_what_has_ended_tells_nothing() -> None:
    assert seconds_in_queue(next(number for number in count(4_000_000) if not _is_there(number))) == 0.0


def _is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


async def test_a_timeout_of_the_tests_still_ends() -> None:
    began = monotonic()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await asyncio.Event().wait()
    assert monotonic() - began < LATE


def test_event_loops_run_by_it() -> None:
    assert asyncio.BaseEventLoop.time.__module__ == quiet_clock.__name__
