"""Updates in flight: count an update that kills the process, like one that fails.

Each is written to a file while it is handled. Files left by a dead process are counted at the next start; from
the second count on the update is handled alone, so that only the one that kills reaches the limit.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.inbound.in_flight_files import ProcessFolder, get_abandoned
from bot.inbound.shared_lock import SharedLock
from storage.messaging import inbox
from storage.messaging.inbox import FailedUpdate
from storage.models import Place

log = structlog.get_logger()

FOLDER = "in_flight"  # in the data folder
ALONE_FROM = 2  # counts
ERROR = "ProcessDied: the process died while this was handled"

Key = tuple[str, str, str]  # channel, space, the platform's event ID


@dataclass(frozen=True)
class Update:
    """An update as the platform sent it. `comes_again`: the platform redelivers it until we confirm it."""

    place: Place
    key: str
    raw: Mapping[str, Any]
    comes_again: bool = True

    @property
    def id(self) -> Key:
        return self.place.channel, self.place.space, self.key

    def to_json(self) -> dict[str, Any]:
        place = (self.place.channel, self.place.space, self.place.chat, self.place.user)
        return {"place": place, "key": self.key, "raw": self.raw, "comes_again": self.comes_again}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Update":
        return cls(Place(*told["place"]), told["key"], told["raw"], told["comes_again"])


Run = Callable[[], Awaitable[bool]]  # returns whether the update is finished


class Count(Protocol):
    async def __call__(
        self, place: Place, key: str, raw: Mapping[str, Any], error: str, *, comes_again: bool = True
    ) -> bool:
        """Count a failure; True if we have given up on the update now."""


class InFlight:
    def __init__(self, database: storage.Database) -> None:
        self.database = database
        self._folder: ProcessFolder | None = None
        self._lock = SharedLock()
        self._counts: dict[Key, int] = {}  # updates that failed before this process started
        self._set_aside: set[Key] = set()

    async def begin(self, parent: Path, count: Count) -> None:
        """Count updates that killed a process, and write files for updates from now on."""
        try:
            for path, told in get_abandoned(parent):
                await self._count(Update.from_json(told), count)
                path.unlink()
            await self._read()
            self._folder = ProcessFolder(parent)
        except (SQLAlchemyError, OSError) as error:  # an outage: the next start counts them
            log.warning("updates in flight are not counted", error=type(error).__name__, folder=str(parent))

    def end(self) -> None:
        """We are asked to stop: a killed process is no update's fault from now on."""
        if self._folder:
            self._folder.remove()
        self._folder = None

    async def handle(self, update: Update, run: Run) -> bool:
        """Whether the update is finished: given up on, or `run` returned True. Raises what `run` raises."""
        if update.id in self._set_aside:
            return True
        if update.id not in self._counts:
            async with self._lock.shared():
                return await self._written(update, run)
        is_finished = await self._again(update, run)
        if is_finished:
            await self._finish(update)
        return is_finished

    def retry(self, channel: str, space: str, key: str) -> None:
        """An admin retries the update."""
        self._set_aside.discard((channel, space, key))

    async def _again(self, update: Update, run: Run) -> bool:
        is_suspect = self._counts[update.id] >= ALONE_FROM
        async with self._lock.exclusive() if is_suspect else self._lock.shared():
            return await self._written(update, run)

    async def _written(self, update: Update, run: Run) -> bool:
        path = self._write(update)
        try:
            return await run()
        finally:
            if path:
                path.unlink(missing_ok=True)

    def _write(self, update: Update) -> Path | None:
        try:
            return self._folder.write(update.to_json()) if self._folder else None
        except OSError as error:  # a full disk must not stop the bot
            log.warning("an update in flight was not written", error=type(error).__name__)
            return None

    async def _count(self, update: Update, count: Count) -> None:
        async with storage.reading(self.database) as db:
            if await inbox.is_done(db, *update.id):
                return
        is_set_aside = await count(update.place, update.key, update.raw, ERROR, comes_again=update.comes_again)
        what = "update set aside" if is_set_aside else "update was in flight when the process died"
        log.error(what, channel=update.place.channel, key=update.key)

    async def _read(self) -> None:
        """Load failed updates, and those given up on."""
        async with storage.reading(self.database) as db:
            failed = await inbox.failed(db)
        self._set_aside = {_id(row) for row in failed if row.done}
        self._counts = {_id(row): row.tries for row in failed if not row.done}

    async def _finish(self, update: Update) -> None:
        """Mark the update as handled: a look-up claims nothing, and must not be retried."""
        self._counts.pop(update.id, None)
        try:
            async with storage.transaction(self.database) as db:
                await inbox.finish(db, *update.id)
        except SQLAlchemyError:  # an outage: a look-up may be answered twice
            log.warning("an update was not marked as finished", channel=update.place.channel, key=update.key)


def _id(row: FailedUpdate) -> Key:
    return row.channel, row.space, row.key
