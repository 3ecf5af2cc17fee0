"""The lines: what was said, what was said before, and what must be true afterwards.

An effect is a verb, who or what it is about, and values: `call Carter min=20 says=samples`. The verbs are
those of `effects.CHECKS`. "|" between two values: either is right.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.paths import DATA

LINES = DATA / "lines"
SETS = {"day": "day.tsv", "week": "week_lines.tsv", "fresh": "fresh_lines.tsv", "second": "second_lines.tsv"}
WORK = {
    "day": "day",
    "week": "week",
    "fresh": "week",
    "second": "week",
}  # whose deals and follow-ups a set is said among
RECORDED = LINES / "verdicts.tsv"
LANGUAGES = ("en", "ru", "uk", "pl", "zh")
STATEMENT = re.compile(r'((?:[^;"]|"[^"]*")+)')
WORD = re.compile(r'(?:(\w+)=)?(?:"([^"]*)"|([^\s"]+))')


@dataclass(frozen=True)
class Effect:
    verb: str
    about: str
    values: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Case:
    id: str
    of: str  # a key of SETS: whose base it is said in
    line: str
    before: tuple[str, ...]
    effects: tuple[Effect, ...]

    @property
    def language(self) -> str:
        return self.id[:2]


def read_all(language: str = "") -> list[Case]:
    return [case for of in SETS for case in _read(of) if case.language.startswith(language)]


def recorded() -> dict[str, str]:
    """The verdict that each line has had, by its id."""
    return dict(line.split("\t") for line in RECORDED.read_text(encoding="utf-8").splitlines())


def record(verdicts: Mapping[str, str]) -> None:
    RECORDED.write_text("".join(f"{of}\t{verdict}\n" for of, verdict in verdicts.items()), encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    path = LINES / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [*csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)]


def _read(of: str) -> Iterator[Case]:
    for row in rows(SETS[of]):
        before = tuple(said.strip() for said in row["before"].split(" | ") if said.strip())
        effects = tuple(map(_effect, filter(str.strip, STATEMENT.findall(row["effect"]))))
        yield Case(row["id"], of, row["line"], before, effects)


def _effect(written: str) -> Effect:
    verb, *words = WORD.findall(written.strip())
    about: list[str] = []
    values: dict[str, str] = {}
    last = ""
    for name, quoted, bare in words:
        if name:
            last, values[name] = name, quoted or bare
        elif last:
            values[last] += f" {quoted or bare}"
        else:
            about.append(quoted or bare)
    return Effect(verb[2], " ".join(about), values, written.strip())
