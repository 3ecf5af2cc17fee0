"""Find misspelled settings such as RAPPORT_TIMEZON, and suggest the right name."""

import os
from collections.abc import Iterable
from pathlib import Path

from dotenv import dotenv_values

from bot.config import settings

OURS = "RAPPORT_"
TESTS = ("RAPPORT_TEST_",)  # for developers: not settings
SIMILAR = 80  # percent: a letter or two differ


def unknown(file: Path | None) -> list[str]:
    """A line per unknown name in the environment or `.env` that has our prefix or resembles a setting's."""
    known = settings.names()
    written = dotenv_values(file) if file else {}
    begun = {name for name in (*written, *os.environ) if name.startswith(OURS) and not name.startswith(TESTS)}
    near = {name for name in written if name not in known and _nearest(name, known)}
    return [_line(name, known) for name in sorted((begun | near) - known)]


def _line(name: str, known: Iterable[str]) -> str:
    nearest = _nearest(name, known)
    meant = f"did you mean {nearest}?" if nearest else "docs/settings.md lists them all"
    return f"{name}: no such setting; {meant}"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=SIMILAR)
    return str(found[0]) if found else None
