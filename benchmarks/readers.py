"""How long the slowest texts take to be read: python -m benchmarks.readers

Each reader gets every poison of the tests (tests/poisons.py) at the longest that a platform lets through.
"""

import gc
from time import process_time

from benchmarks.report import Row, tell
from tests.poisons import Poison, poisons
from tests.readers import FILES, READERS, Reader

GOAL = 50.0  # ms of processor time for the slowest text
RUNS = 3


def measure() -> list[Row]:
    gc.collect()
    gc.freeze()  # else the collector's pauses are measured, too
    return [_slowest(name, reader) for name, reader in READERS.items() if name not in FILES]


def _slowest(name: str, reader: Reader) -> Row:
    took = {poison.name: _took(reader, poison) for poison in poisons()}
    worst = max(took, key=lambda each: took[each])
    return Row(name, took[worst], GOAL, "ms", "< 1", worst)


def _took(reader: Reader, poison: Poison) -> float:
    """Milliseconds, the best of some where it takes any."""
    text = reader.given(poison.of(reader.longest))
    took = _once(reader, text)
    return took if took < 1 else min(took, *(_once(reader, text) for _ in range(RUNS - 1)))


def _once(reader: Reader, text: str) -> float:
    began = process_time()
    reader.read(text)
    return (process_time() - began) * 1000


if __name__ == "__main__":
    tell("readers", "The slowest text for each reader", measure())
