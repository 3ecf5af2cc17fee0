"""Send a file that Rapport made, with its card as the caption."""

from typing import Any

from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from bot.channels.telegram.client import Client
from bot.channels.telegram.render import caption, keyboard
from bot.channels.telegram.send import call, send_error
from bot.outbound.made_files import MadeFiles
from handlers.chat import Card, MadeFile

UPLOAD_TIMEOUT = 45  # seconds: below delivery's lease


async def send_file(
    bot: Client, chat: int, topic: int | None, card: Card, made: MadeFile, files: MadeFiles
) -> str:
    """Return the message's ID. It is uploaded once; after that Telegram knows it by an ID. Raises SendError."""
    params: dict[str, Any] = {"chat_id": chat, "caption": caption(card), "parse_mode": ParseMode.HTML}
    params |= {"reply_markup": buttons} if (buttons := keyboard(card)) else {}
    params |= {} if topic is None else {"message_thread_id": topic}
    if file_id := await files.uploaded(made):
        return await call(bot, SendDocument, params | {"document": file_id})
    document = BufferedInputFile(await files.content(made), made.name)
    try:
        sent = await bot(SendDocument(**params, document=document), request_timeout=UPLOAD_TIMEOUT)
    except AiogramError as error:
        raise send_error(error, bot.token) from None
    if sent.document:
        await files.put_uploaded(made, sent.document.file_id)
    return str(sent.message_id)
