"""Copies of the files that are kept, in a folder of ours: made after the commit, so that nobody waits."""

import asyncio
import re
from pathlib import Path

import structlog
from aiogram import Bot
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.telegram import files as telegram
from storage import files
from storage.models import File

log = structlog.get_logger()

EVERY = 2.0  # seconds between looks
AT_ONCE = 10
SWEEPS = 1800  # looks from one sweep to the next: an hour
LONGEST_NAME = 80  # letters; with the number before it any file system takes it


class Copies:
    """`folder`: None keeps no copies. `most`: bytes of one file; a bigger one stays in Telegram only."""

    def __init__(self, bot: Bot, channel: str, database: storage.Database) -> None:
        self.bot = bot
        self.channel = channel
        self.database = database
        self.folder: Path | None = None
        self.most = telegram.MOST
        self._unknown: set[str] = set()  # at the last sweep

    async def run(self) -> None:
        """Make them as they are needed, until cancelled."""
        looks = 0
        while self.folder:
            try:
                await (self.look() if looks % SWEEPS else self.sweep())
            except (SQLAlchemyError, OSError, telegram.NotNow) as error:  # the weather, or the disk is full
                log.warning("files were not copied", channel=self.channel, error=type(error).__name__)
            looks += 1
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        async with storage.reading(self.database) as db:
            waiting = await files.to_copy(db, self.channel, limit=AT_ONCE)
        for file in waiting:
            await self._copy(file)

    async def sweep(self) -> None:
        """Of what was taken back no copy stays. What another process just makes is not known the first time."""
        folder = self.folder
        if folder is None:
            return
        there = await asyncio.to_thread(lambda: {path.name for path in folder.glob("*")})
        async with storage.reading(self.database) as db:
            unknown = there - await files.paths(db)
        for name in unknown & self._unknown:
            await asyncio.to_thread((folder / name).unlink, missing_ok=True)
        self._unknown = unknown - self._unknown

    async def _copy(self, file: File) -> None:
        path, error = None, ""
        try:
            data = await telegram.fetch(self.bot, file.file_id, self.most)
            path = await asyncio.to_thread(self._write, file, data)
        except telegram.TooBig:
            error = "too big"
        except telegram.NotThere:
            error = "gone"
        async with storage.transaction(self.database) as db:
            await files.close(db, file.id, path=path, error=error)
        log.info("file copied" if path else "file not copied", channel=self.channel, file=file.id, why=error)

    def _write(self, file: File, data: bytes) -> str:
        """Whole, or not at all. Its name."""
        folder = self.folder or Path()
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{file.id}-{_safe(file.name or file.kind.value)}"
        beside = folder / f"{name}.part"
        beside.write_bytes(data)
        beside.replace(folder / name)
        return name


def _safe(name: str) -> str:
    """Whatever somebody has called it: letters, digits, dots and dashes, and never a way out of the folder."""
    plain = re.sub(r"[^\w.-]+", "_", name).strip("._")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:10]}" if dot else plain[:LONGEST_NAME] or "file"
