"""What becomes of the lines, and which are bad: python -m tests.stories.lines.report [--record] [ids]

`--record` keeps the verdicts that are better than those recorded; `-v` shows the answers to all lines but those
that are right at once.
"""

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.runtime import log_setup
from tests.stories.lines.base import make_all
from tests.stories.lines.cases import LANGUAGES, SETS, Case, read_all, record, recorded
from tests.stories.lines.judge import Judged, Verdict, judge

ORDER = [*Verdict]


async def judge_all(cases: Sequence[Case], folder: Path) -> list[Judged]:
    bases = await make_all(folder)
    return [await judge(case, bases[case.of], folder) for case in cases]


def is_as_good(now: str, was: str) -> bool:
    return ORDER.index(Verdict(now)) <= ORDER.index(Verdict(was))


def table(judged: Sequence[Judged]) -> str:
    lines = [f"{'':10}" + "".join(f"{name:>24}" for name in ("lines", *ORDER))]
    for of in SETS:
        for language in (*LANGUAGES, ""):
            some = [one for one in judged if one.case.of == of and one.case.language.startswith(language)]
            counted = Counter(one.verdict for one in some)
            figures = (len(some), *(counted[verdict] for verdict in ORDER))
            if some:
                lines.append(f"{of:5}{language or 'all':5}" + "".join(f"{figure:>24}" for figure in figures))
    return "\n".join(lines)


def bad_lines(judged: Sequence[Judged], *, answers: bool) -> str:
    told: list[str] = []
    for one in judged:
        if one.verdict is not Verdict.AT_ONCE if answers else not one.verdict.is_right:
            told.append(f"{one.case.id} {one.verdict}: {one.case.line}\n    missing: {'; '.join(one.missing)}")
            told.extend(f"    | {text}" for text in one.answer.splitlines() if answers)
    return "\n".join(told)


def main(argv: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="ids, their beginnings, languages, or sets")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--record", action="store_true")
    asked = parser.parse_args(argv)
    log_setup.begin("ERROR")
    only = tuple(asked.only) or ("",)
    cases = [case for case in read_all() if case.id.startswith(only) or case.of in only]
    with tempfile.TemporaryDirectory() as folder:
        judged = asyncio.run(judge_all(cases, Path(folder)))
    sys.stdout.write(f"{bad_lines(judged, answers=asked.verbose)}\n{table(judged)}\n")
    if asked.record:
        _keep_better(judged)


def _keep_better(judged: Sequence[Judged]) -> None:
    was = recorded()
    now = {one.case.id: str(one.verdict) for one in judged}
    kept = {case.id: was.get(case.id, str(Verdict.LOST)) for case in read_all()}
    record({of: now[of] if of in now and is_as_good(now[of], old) else old for of, old in kept.items()})


if __name__ == "__main__":
    main(sys.argv[1:])
