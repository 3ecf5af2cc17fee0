"""What sales people type for a time, in five languages; tests/data/phrases/ says which moment it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import Scene, when
from tests.paths import DATA

FOLDER = DATA / "phrases"
HERE = datetime(2026, 3, 11, 12, 30, 20)  # a wednesday, on the rep's clock
ASKED = "?"
FEWEST, FEWEST_EACH = 300, 60
RIGHT = 0.98
KEPT_BESIDE = 0.95  # the others ("noon", "the 1st", "31.3.") are common words or prices, too
PLACES = {
    "en": ("Europe/London", "GB", "GBP"),
    "ru": ("Europe/Moscow", "RU", "RUB"),
    "uk": ("Europe/Kyiv", "UA", "UAH"),
    "pl": ("Europe/Warsaw", "PL", "PLN"),
    "zh": ("Asia/Shanghai", "CN", "CNY"),
}
LANGUAGES = pytest.mark.parametrize("language", PLACES)
# What is said beside a time: it may stand in front or behind.
SAID = {"en": "call back", "ru": "перезвонить", "uk": "передзвонити", "pl": "oddzwonić", "zh": "打电话"}


@dataclass(frozen=True)
class Phrase:
    """`at` is UTC; None where it is to be asked about."""

    text: str
    at: datetime | None
    past: bool


def scene(language: str) -> Scene:
    zone, region, currency = PLACES[language]
    return Scene(HERE.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone, language, region, currency)


def phrases(language: str) -> list[Phrase]:
    return list(_read((FOLDER / f"{language}.txt").read_text(encoding="utf-8"), PLACES[language][0]))


def _read(table: str, zone: str) -> Iterator[Phrase]:
    past = False
    for line in table.splitlines():
        if line.startswith("["):
            past = line == "[gone by]"
        elif line and not line.startswith("#"):
            text, _mark, local = line.rpartition(" = ")
            at = None if local == ASKED else datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
            yield Phrase(text, at.astimezone(UTC) if at else None, past)


def test_the_table_is_long_enough() -> None:
    counts = {language: len(phrases(language)) for language in PLACES}
    assert min(counts.values()) >= FEWEST_EACH
    assert sum(counts.values()) >= FEWEST


@LANGUAGES
def test_nearly_all_of_the_table_is_understood(language: str) -> None:
    told = phrases(language)
    missed = [each.text for each in told if when(each.text, scene(language), past=each.past) != each.at]
    assert len(missed) <= len(told) * (1 - RIGHT), missed


@LANGUAGES
def test_no_phrase_of_the_table_is_silently_misunderstood(language: str) -> None:
    got = {each: when(each.text, scene(language), past=each.past) for each in phrases(language)}
    assert {each: at for each, at in got.items() if at not in (each.at, None)} == {}


@LANGUAGES
@pytest.mark.parametrize("other", PLACES)
def test_what_is_said_beside_a_time_does_not_change_it(language: str, other: str) -> None:
    """In any language: all five are understood together."""
    changed, lost = [], []
    gap = "" if language == other == "zh" else " "
    for each in phrases(language):
        for text in (f"{SAID[other]}{gap}{each.text}", f"{each.text}{gap}{SAID[other]}"):
            at, said = split_when(text, scene(language), past=each.past)
            if at not in (each.at, None) or (at and said != SAID[other]):
                changed.append((text, at, said))
            elif at is None and each.at:
                lost.append(text)
    assert changed == []
    assert len(lost) <= len(phrases(language)) * 2 * (1 - KEPT_BESIDE), lost
