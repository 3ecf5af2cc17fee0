"""Download files from Telegram. Errors never contain the token."""

import io

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramNotFound
from aiohttp import ClientError, ClientResponseError

DOWNLOAD_TIMEOUT = 20  # seconds for one file
MAX_FILE_BYTES = (
    20 * 1024 * 1024
)  # bytes: Telegram's limit for bots, https://core.telegram.org/bots/api#getfile


class NotNow(Exception):
    """A temporary error: it may work next time."""


class NotThere(Exception):
    """Telegram no longer has the file, or does not give it to bots."""


class TooBig(Exception):
    """The file exceeds the limit."""


class _Limited(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, more: object, /) -> int:
        written = super().write(more)  # type: ignore[arg-type]  # aiogram gives bytes
        if self.tell() > self.most:
            raise TooBig
        return written


async def fetch(bot: Bot, file_id: str, most: int) -> bytes:
    """Download a file of at most `most` bytes. Raises NotNow, NotThere, TooBig."""
    into = _Limited(most)
    try:
        found = await bot.get_file(file_id, request_timeout=DOWNLOAD_TIMEOUT)
        if found.file_size and found.file_size > most:
            raise TooBig
        if not found.file_path:
            raise NotThere
        await bot.download_file(found.file_path, into, timeout=DOWNLOAD_TIMEOUT)
    except (TelegramBadRequest, TelegramNotFound):
        raise NotThere from None
    except ClientResponseError as error:  # its text contains the URL, which contains the token
        raise (NotThere() if error.status in (400, 404, 410) else NotNow(str(error.status))) from None
    except (AiogramError, ClientError, TimeoutError, OSError) as error:
        raise NotNow(type(error).__name__) from None
    return into.getvalue()
