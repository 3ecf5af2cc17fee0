"""Bases full of due reminders, made once and kept in data/prove/."""

from pathlib import Path

import storage
from storage.maintenance import schema
from tests.drain.heap import Heap, fill
from tests.paths import ROOT

KEPT = ROOT / "data" / "prove"


async def kept_base(heap: Heap) -> Path:
    """That of a heap like this one, made if it is not there."""
    order = "ordered" if heap.ordered else "shuffled"
    path = KEPT / f"drain-{schema.HEAD}-{heap.reminders}-{heap.reps}-{order}.db"
    if not path.exists():
        await _make(path, heap)
    return path


async def _make(path: Path, heap: Heap) -> None:
    """Under another name until it is whole."""
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    database = storage.connect(f"sqlite+aiosqlite:///{unfinished}")
    await fill(database, heap)
    await database.close()
    unfinished.rename(path)
