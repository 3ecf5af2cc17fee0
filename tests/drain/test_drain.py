"""The short form of the drain; `python -m tests.drain` is the full one, with figures."""

from pathlib import Path

import pytest

from tests.drain.heap import Heap, drain

pytestmark = pytest.mark.xdist_group("at a real pace")

REMINDERS = 150
SCALE = 1  # the limits as they are, so that a busy machine keeps up with them
AHEAD = 30  # messages that may go ahead of the answer: a second's worth
SHARE = 0.9  # of the limit at least; the full form asks for 95 %, of which a busy machine may fall short


async def test_a_heap_of_reminders_leaves_at_the_limit_and_not_faster_and_a_person_goes_ahead(
    tmp_path: Path,
) -> None:
    drained = await drain(Heap(REMINDERS, 60, SCALE, every=1), tmp_path, print)
    assert (drained.refused, drained.repeated) == (0, 0)
    assert drained.rate / drained.limit >= SHARE
    assert len(drained.answers) >= 2
    assert max(drained.sent_before_answers) < AHEAD
