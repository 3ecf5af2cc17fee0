"""The short form of the drain; `python -m tests.drain` is the full one, with figures."""

from pathlib import Path

from tests.drain.heap import Heap, drain

REMINDERS = 300
AHEAD = 90  # messages that may go ahead of the answer: a second's worth


async def test_a_heap_of_reminders_leaves_within_the_limits_and_a_person_goes_ahead(tmp_path: Path) -> None:
    drained = await drain(Heap(REMINDERS, 60, every=1), str(tmp_path), print)
    assert (drained.refused, drained.repeated) == (0, 0)
    assert drained.answers
    assert max(drained.sent_before_answers) < AHEAD
