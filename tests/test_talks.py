"""How long, how much, with what outcome: as people wrote it before anybody had looked at the words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from handlers import parse
from tests.test_phrases import ASKED, PLACES, scene

FOLDER = Path(__file__).parent / "data" / "talks"
DOLLARS = "USD"  # where no currency is said


def _told(section: str) -> Sequence[tuple[str, str, str]]:
    return list(_read(section))


def _read(section: str) -> Iterator[tuple[str, str, str]]:
    """Language, words, and what they mean; "?" where they stay words."""
    for language in PLACES:
        here = ""
        for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                here = line[1:-1]
            elif line and here == section:
                text, _mark, meant = line.rpartition(" = ")
                yield language, text, meant


@pytest.mark.parametrize(("language", "text", "seconds"), _told("took"))
def test_how_long_it_took_is_understood(language: str, text: str, seconds: str) -> None:
    got = parse.interaction(f"{text}, wants a discount", scene(language))
    assert (str(got.seconds or ASKED), got.at, got.next) == (seconds, None, None)
    assert got.text.endswith("wants a discount" if got.seconds else f"{text}, wants a discount")


@pytest.mark.parametrize(("language", "text", "meant"), _told("worth"))
def test_what_it_is_worth_is_understood(language: str, text: str, meant: str) -> None:
    money, title = parse.split_money(f"plan {text}", DOLLARS, language)
    assert money, title
    amount = f"{money.amount / 100:.2f}".removesuffix(".00")
    assert f"{amount} {money.currency}" == meant


@pytest.mark.parametrize(("language", "text", "outcome"), _told("outcome"))
def test_how_it_went_is_understood(language: str, text: str, outcome: str) -> None:
    got = parse.interaction(text, scene(language))
    assert str(got.outcome or ASKED) == outcome
