"""Files of the updates in flight, in a folder for each process: what is left of a process that died.

A process holds a lock on its folder as long as it lives, whatever its number; the folder is gone when it has
ended by itself. Nothing is synchronized to the disk: the process dies, not the machine.
"""

import itertools
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LOCK = "lock"
NEW = "new-"
SUFFIX = ".json"


class ProcessFolder:
    """That of this process, in `parent`. Raises OSError if it cannot be made."""

    def __init__(self, parent: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # what people typed is private
        name = secrets.token_hex(8)
        (new := parent / f"{NEW}{name}").mkdir(mode=0o700)
        self._lock = _locked(new)
        self.path = new.rename(parent / name)  # not before it is locked: it would seem to be a dead one's
        self._numbers = itertools.count()

    def write(self, update: dict[str, Any]) -> Path:
        """Raises OSError."""
        path = self.path / f"{next(self._numbers)}{SUFFIX}"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, json.dumps(update).encode())
        finally:
            os.close(file)
        return path

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None


def abandoned(parent: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The updates that were in flight in processes that have died. Whoever has seen to one removes its file."""
    for folder in sorted(path for path in parent.glob("*") if not path.name.startswith(NEW)):
        lock = _locked(folder)
        if lock is None:
            continue  # it lives, or another process is just seeing to it
        try:
            yield from _updates(folder)
            if not [*folder.glob(f"*{SUFFIX}")]:
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _updates(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            update = json.loads(path.read_bytes())
        except (OSError, ValueError):  # it died while it wrote this: nothing had begun yet
            path.unlink(missing_ok=True)
            continue
        yield path, update


def _locked(folder: Path) -> int | None:
    """The lock on the folder, to be closed in the end; None if another holds it."""
    import fcntl  # not on Windows, where only the console runs

    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        return None  # removed meanwhile
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
