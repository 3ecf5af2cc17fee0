"""The short form of the crash test; `python -m tests.crash` is the full one."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.crash.bases import POSTGRES
from tests.crash.trial import Plan, run

pytestmark = pytest.mark.xdist_group("at a real pace")

# Together, since most of the time goes by while processes start or wait for each other. One of them with
# refusals, cut lines and lost answers; to take away the base, too, is for the full form.
PLANS = [Plan(2, 60, faults=True, outages=False, seed=3, texters=12, clerks=6)]
if os.environ.get(POSTGRES):
    PLANS.append(Plan(1, 60, "postgresql", seed=1, texters=12, clerks=6))


async def test_a_process_that_is_killed_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    folders = [tmp_path / plan.database for plan in PLANS]
    for folder in folders:
        folder.mkdir()
    trials = (run(plan, folder, print) for plan, folder in zip(PLANS, folders, strict=True))
    outcomes = await asyncio.gather(*trials)
    for findings in outcomes:
        assert [finding for finding in findings if not finding.is_well] == []
    with_faults = {finding.what: finding.found for finding in outcomes[0]}
    assert with_faults["faults at the wire"], "none were planned"
