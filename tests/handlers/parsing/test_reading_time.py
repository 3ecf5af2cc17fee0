"""Whatever is typed, sent or posted is read in a time that grows with its length, and never a second of it.

Python's regular expressions hold the interpreter: while one reader is slow, nobody is answered.
"""

import gc
from collections.abc import Callable, Iterator
from functools import lru_cache
from time import thread_time

import pytest

from handlers.parsing.activities.interaction_line import read_logged
from handlers.parsing.money.amounts import split_money
from handlers.text import TEXT, normalise
from storage.search.normalise import index_words
from tests.running.rotation import Shard
from tests.support.poisons import SEPARATORS, UNFINISHED, Poison, poisons
from tests.support.readers import EN, FILES, READERS, Reader

SECOND = 1.0  # of processor time, as all below
MEASURABLE = 0.010
MOST_GROWTH = 2.5  # times, for twice the length
RUNS = 5  # of which the best counts: whatever else the machine does takes its time, too
TRIES = 3
SHARE = 3  # of the poisons a reader gets one in so many; all of them in `make prove`
OF_FILES = frozenset((*SEPARATORS.values(), *UNFINISHED.values()))
POISONS = tuple(poisons())


@pytest.fixture(autouse=True, scope="module")
def _no_pauses() -> Iterator[None]:
    """The collector goes through all that the whole suite has made, whenever it likes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", READERS)
def test_twice_the_length_takes_about_twice_the_time(name: str, *, is_full: bool) -> None:
    reader, some = READERS[name], Shard(1, 1 if is_full else SHARE)
    given = [poison for poison in _for(name) if some.has(f"{name} {poison.name}")]
    assert given
    assert [slow for poison in given if (slow := _too_slow(reader, poison))] == []


def test_what_once_stopped_everybody_is_read_at_once() -> None:
    """As it was found: not even cleaned before."""
    for blank in (" ", "\t", "\n", "\u00a0", "\u3000"):
        assert _took(lambda gap: split_money(f"licence{gap}x", "USD", "en"), blank * 4000) < SECOND
    for letter in ("щ", "a", "1"):
        assert _took(index_words, letter * 10_000) < SECOND
    assert _took(lambda text: read_logged(text, EN), "<@a" * 3_333) < SECOND
    assert _took(lambda text: read_logged(text, EN), "a1" * 5_000) < SECOND


def _for(name: str) -> Iterator[Poison]:
    """All of them; to whole files, which take longer, those that a file can be made of."""
    return (poison for poison in POISONS if name not in FILES or poison.piece in OF_FILES)


def _too_slow(reader: Reader, poison: Poison) -> str:
    """What is wrong; nothing where nothing is."""
    whole, half = (_text(reader, poison, length) for length in (reader.longest, reader.longest // 2))
    took = _took(reader.read, whole)
    if took >= SECOND:
        took = min(took, *(_took(reader.read, whole) for _ in range(RUNS - 1)))
    if took >= SECOND:
        return f"{poison.name}: {took:.1f} s"
    if took < MEASURABLE:
        return ""
    for _ in range(TRIES):
        growth = _growth(reader, whole, half, took)
        if growth <= MOST_GROWTH:
            return ""
        took = _took(reader.read, whole)
    return f"{poison.name}: {growth:.1f} times as long for twice the length"


def _growth(reader: Reader, whole: str, half: str, took: float) -> float:
    """How many times as long the whole takes, by the best of some runs of both in turn; it `took` so long."""
    halves = _took(reader.read, half)
    for _ in range(RUNS - 1):
        if took <= MOST_GROWTH * halves:
            break
        took, halves = min(took, _took(reader.read, whole)), min(halves, _took(reader.read, half))
    return took / halves if took >= MEASURABLE else 0.0


def _text(reader: Reader, poison: Poison, length: int) -> str:
    """As it is given to the reader: to many of them the same."""
    if length > TEXT or not reader.is_normalized:
        return reader.given(poison.of(length))
    return _normalized(poison, length)


@lru_cache(maxsize=4 * len(POISONS))
def _normalized(poison: Poison, length: int) -> str:
    return normalise(poison.of(length))


def _took(read: Callable[[str], object], text: str) -> float:
    began = thread_time()
    read(text)
    return thread_time() - began
