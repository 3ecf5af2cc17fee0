"""Contents of files that Rapport made, and their IDs on the platforms: each is uploaded once."""

import storage
from bot.channel import SendError
from bot.outbound.durable_write import durable_write
from handlers.chat import MadeFile
from storage.messaging import attachments

EXPIRED = "the file has expired"


class MadeFiles:
    """The files on one channel."""

    def __init__(self, database: storage.Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def content(self, made: MadeFile) -> bytes:
        """Raises SendError if it has expired."""
        async with storage.reading(self._database) as db:
            found = await attachments.content(db, made.id)
        if found is None:
            raise SendError(EXPIRED, permanent=True)
        return found

    async def uploaded(self, made: MadeFile, space: str = "") -> str | None:
        """Its ID on the platform, if it was uploaded there."""
        async with storage.reading(self._database) as db:
            return await attachments.uploaded(db, made.id, self._channel, space)

    async def put_uploaded(self, made: MadeFile, file_id: str, space: str = "") -> None:
        await durable_write(
            self._database,
            lambda db: attachments.put_uploaded(db, made.id, self._channel, space, file_id),
        )
