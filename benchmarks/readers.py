"""How long the slowest texts take to be read: python -m benchmarks.readers

Each reader gets every poison of tests/support/poisons.py at the longest that a platform lets through.
"""

import gc
from time import thread_time

from benchmarks.report import Row, tell
from tests.support.poisons import Poison, poisons
from tests.support.readers import FILES, READERS, Reader

GOAL = 50.0  # ms of processor time for the slowest text
RUNS = 5
CANDIDATES = 10


def measure() -> list[Row]:
    gc.collect()
    gc.freeze()  # else the collector's pauses are measured, too
    return [_slowest(name, reader) for name, reader in READERS.items() if name not in FILES]


def _slowest(name: str, reader: Reader) -> Row:
    """The slowest text, by the best of some runs: those that took longest at first are read again."""
    took = {poison: _once(reader, reader.given(poison.of(reader.longest))) for poison in poisons()}
    again = sorted(took, key=lambda each: -took[each])[:CANDIDATES]
    best = {poison: min(took[poison], _best(reader, poison)) for poison in again}
    worst = max(best, key=lambda each: best[each])
    return Row(name, best[worst], GOAL, "ms", "< 1", worst.name)


def _best(reader: Reader, poison: Poison) -> float:
    text = reader.given(poison.of(reader.longest))
    return min(_once(reader, text) for _ in range(RUNS))


def _once(reader: Reader, text: str) -> float:
    """Milliseconds."""
    began = thread_time()
    reader.read(text)
    return (thread_time() - began) * 1000


if __name__ == "__main__":
    tell("readers", "The slowest text for each reader", measure())
