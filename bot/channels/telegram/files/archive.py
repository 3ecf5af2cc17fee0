"""Copies of attachments in our own folder, made after the commit so that nobody waits."""

import asyncio
import re
from pathlib import Path

import structlog
from aiogram import Bot
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channels.telegram.files import downloads as telegram
from storage.activities import files
from storage.models import File, FileKind

log = structlog.get_logger()

CHECK_INTERVAL = 2.0  # seconds between checks
RETRY_INTERVAL = 30.0  # seconds after a failed check
AT_ONCE = 100
SWEEPS = 1800  # checks between two sweeps: an hour
# If Telegram gives no name.
NAMES = {
    FileKind.PHOTO: "photo.jpg",
    FileKind.DOCUMENT: "document",
    FileKind.VOICE: "voice.ogg",
    FileKind.AUDIO: "recording.mp3",
    FileKind.VIDEO: "video.mp4",
    FileKind.VIDEO_NOTE: "video.mp4",
}
MAX_FILE_NAME = 80  # letters; with the ID in front it fits any file system


class Copies:
    """Makes the copies. `folder`: None for no copies. `most`: bytes; bigger files stay in Telegram only."""

    def __init__(self, bot: Bot, channel: str, database: storage.Database) -> None:
        self.bot = bot
        self.channel = channel
        self.database = database
        self.folder: Path | None = None
        self.most = telegram.MAX_FILE_BYTES
        self._unknown: set[str] = set()  # files without a row at the last sweep

    async def run(self) -> None:
        """Make copies until cancelled."""
        looks = 0
        while self.folder:
            all_well = True
            try:
                if looks % SWEEPS == 0:
                    await self.sweep()
                all_well = await self.look()
            except (SQLAlchemyError, OSError) as error:  # an outage, or the disk is full
                all_well = False
                log.warning("files were not copied", channel=self.channel, error=type(error).__name__)
            looks += 1
            await asyncio.sleep(CHECK_INTERVAL if all_well else RETRY_INTERVAL)

    async def look(self) -> bool:
        """Copy what is waiting; False if a file must be retried. One failed file does not delay the others."""
        async with storage.reading(self.database) as db:
            waiting = await files.to_copy(db, self.channel, limit=AT_ONCE)
        all_well = True
        for file in waiting:
            try:
                await self._copy(file)
            except telegram.NotNow as error:
                all_well = False
                log.warning(
                    "telegram file download failed", channel=self.channel, file=file.id, error=str(error)
                )
        return all_well

    async def sweep(self) -> None:
        """Delete copies without a row, such as after an undo. A file must be unknown in two sweeps, because
        another process may just be writing it.
        """
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
            if (file.size or 0) > self.most:
                raise telegram.TooBig
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
        """Write the file atomically, and return its name."""
        folder = self.folder or Path()
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{file.id}-{_safe(file.name or NAMES[file.kind])}"
        beside = folder / f"{name}.part"
        beside.write_bytes(data)
        beside.replace(folder / name)
        return name


def _safe(name: str) -> str:
    """A safe file name: letters, digits, dots and dashes, and no path that leads out of the folder."""
    plain = re.sub(r"[^\w.-]+", "_", name).strip("._")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:MAX_FILE_NAME]}{dot}{ending[:10]}" if dot else plain[:MAX_FILE_NAME] or "file"
