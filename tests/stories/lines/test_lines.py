"""A line that has come out right does so for ever; `python -m tests.stories.lines.report` tells of others."""

from pathlib import Path

import pytest

from tests.stories.lines.cases import LANGUAGES, read_all, recorded
from tests.stories.lines.judge import Verdict
from tests.stories.lines.report import bad_lines, is_as_good, judge_all


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_line_that_was_right_is_still_right(language: str, tmp_path: Path) -> None:
    was = recorded()
    cases = [case for case in read_all(language) if Verdict(was.get(case.id, Verdict.LOST)).is_right]
    worse = [one for one in await judge_all(cases, tmp_path) if not is_as_good(one.verdict, was[one.case.id])]
    told = "\n".join(f"{one.case.id} {one.verdict}, was {was[one.case.id]}: {one.case.line}" for one in worse)
    assert not worse, f"{told}\n{bad_lines(worse, answers=True)}"


def test_every_effect_can_be_judged() -> None:
    assert all(case.effects for case in read_all())
