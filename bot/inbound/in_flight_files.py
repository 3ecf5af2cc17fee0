"""Files of the updates in flight, one folder per process, which a dead process leaves behind.

A living process holds a lock on its folder, and removes it when it exits. Files are not synced to disk: the
process may die, not the machine.
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
    """This process's folder in `parent`. Raises OSError if it cannot be created."""

    def __init__(self, parent: Path) -> None:
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # what people typed is private
        name = secrets.token_hex(8)
        (new := parent / f"{NEW}{name}").mkdir(mode=0o700)
        self._lock = _locked(new)
        self.path = new.rename(parent / name)  # only after locking: otherwise it would look abandoned
        self._numbers = itertools.count()

    def write(self, update: dict[str, Any]) -> Path:
        """Write an update to a new file. Raises OSError."""
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


def get_abandoned(parent: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The updates in flight of dead processes. The caller removes each file once it has handled it."""
    for folder in sorted(path for path in parent.glob("*") if not path.name.startswith(NEW)):
        lock = _locked(folder)
        if lock is None:
            continue  # alive, or another process is handling it
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
        except (OSError, ValueError):  # incomplete: the process died while writing, before handling anything
            path.unlink(missing_ok=True)
            continue
        yield path, update


def _locked(folder: Path) -> int | None:
    """A lock on the folder, to be closed by the caller; None if another process holds it."""
    import fcntl  # not available on Windows, where only the console runs

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
