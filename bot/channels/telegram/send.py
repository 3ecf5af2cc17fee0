"""Send a card to a Telegram chat, or edit a message, and translate Telegram's errors."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from html import escape
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message

from bot.channel import SendError
from bot.channels.telegram.limits import TOAST_LENGTH
from bot.channels.telegram.render import NOTHING, keyboard, pages, shorten_units
from bot.channels.telegram.retries import RetryPolicy
from handlers.chat import Attached, Card
from storage.models import FileKind

MAX_ANSWER_WAIT = 20  # seconds to wait for Telegram's response, well below delivery's lease
PRESS_RETRY_INTERVAL = 3  # seconds between tries to answer a press: nobody looks at it for longer
TRIES = 3  # for what cannot be queued again

FILES: dict[FileKind, tuple[Callable[..., TelegramMethod[Any]], str]] = {
    FileKind.PHOTO: (SendPhoto, "photo"),
    FileKind.DOCUMENT: (SendDocument, "document"),
    FileKind.VOICE: (SendVoice, "voice"),
    FileKind.AUDIO: (SendAudio, "audio"),
    FileKind.VIDEO: (SendVideo, "video"),
    FileKind.VIDEO_NOTE: (SendVideoNote, "video_note"),
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UNREACHABLE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
UNCHANGED = "message is not modified"
MESSAGE_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Moved(SendError):
    """The group has become a supergroup with another ID."""

    def __init__(self, text: str, to: int) -> None:
        super().__init__(text, permanent=True)
        self.to = to


async def show(
    bot: Bot, chat: int, card: Card, replaces: str | None, patience: RetryPolicy, topic: int | None = None
) -> str:
    """Send a card; return the ID of the message with its buttons. Raises SendError; Moved for a moved group."""
    parts, buttons = pages(card), keyboard(card)
    only = len(parts) == 1
    sent = await _first(bot, chat, topic, parts[0], buttons if only else None, replaces)
    for part in parts[1:]:
        await asyncio.sleep(patience.between_parts)
        more = SendMessage(
            chat_id=chat,
            message_thread_id=topic,
            link_preview_options=NO_PREVIEW,
            text=part,
            reply_markup=buttons if part is parts[-1] else None,
        )
        # Retrying the whole card would repeat the parts already sent.
        sent = await _call_again(bot, more, patience)
    if card.file:
        await _follow(bot, chat, topic, card.file, patience)
    return sent


async def _follow(bot: Bot, chat: int, topic: int | None, file: Attached, patience: RetryPolicy) -> None:
    """Send the file after its card, or a text if Telegram no longer has the file."""
    await asyncio.sleep(patience.between_parts)
    method, name = FILES[file.kind]
    more: TelegramMethod[Any] = method(chat_id=chat, message_thread_id=topic, **{name: file.id})
    try:
        await _call_again(bot, more, patience)
    except SendError as error:
        if not error.permanent or error.unreachable:
            raise
        text = escape(file.otherwise or NOTHING, quote=False)
        await _call_again(bot, SendMessage(chat_id=chat, message_thread_id=topic, text=text), patience)


async def answer(bot: Bot, query: str, text: str, patience: RetryPolicy) -> None:
    """Answer a button press, which ends its waiting animation. Raises SendError."""
    short, long = shorten_units(text, TOAST_LENGTH), len(text) > TOAST_LENGTH
    said = AnswerCallbackQuery(callback_query_id=query, text=short or None, show_alert=long)
    await _call_again(bot, said, patience, PRESS_RETRY_INTERVAL)


async def _first(
    bot: Bot,
    chat: int,
    topic: int | None,
    text: str,
    buttons: InlineKeyboardMarkup | None,
    replaces: str | None,
) -> str:
    if replaces:
        edit = EditMessageText(
            chat_id=chat,
            message_id=int(replaces),
            link_preview_options=NO_PREVIEW,
            text=text,
            reply_markup=buttons,
        )
        try:
            return await call(bot, edit) or replaces
        except SendError as error:
            if UNCHANGED in str(error):
                return replaces
            if not _says(str(error), MESSAGE_NOT_EDITABLE):
                raise
    new = SendMessage(
        chat_id=chat,
        message_thread_id=topic,
        link_preview_options=NO_PREVIEW,
        text=text,
        reply_markup=buttons,
    )
    return await call(bot, new)


async def _call_again(
    bot: Bot, method: TelegramMethod[Any], patience: RetryPolicy, longest: float = MAX_ANSWER_WAIT
) -> str:
    pauses = patience.pauses()
    for _try in range(TRIES - 1):
        try:
            return await call(bot, method)
        except SendError as error:
            if error.permanent:
                raise
            pause = error.wait.total_seconds() if error.wait else next(pauses)
            await asyncio.sleep(min(pause, longest))
    return await call(bot, method)


async def call(bot: Bot, method: TelegramMethod[Any]) -> str:
    """Call a method; return the ID of the resulting message, if any. Raises SendError, without secrets."""
    try:
        result = await bot(method, request_timeout=MAX_ANSWER_WAIT)
    except AiogramError as error:
        if isinstance(error, ClientDecodeError) and _went_through(error.data):
            return str(error.data["result"]["message_id"])
        raise _explained(error, bot.token) from None
    return str(result.message_id) if isinstance(result, Message) else ""


def _says(text: str, reasons: Sequence[str]) -> bool:
    return any(reason in text.lower() for reason in reasons)


def _went_through(data: Any) -> bool:
    """Whether Telegram sent the message, although our library cannot parse the response."""
    return isinstance(data, dict) and data.get("ok") is True and "message_id" in (data.get("result") or ())


def _explained(error: AiogramError, token: str) -> SendError:
    if not isinstance(error, TelegramAPIError):
        return SendError(type(error).__name__)  # its text contains the whole response
    said = f"{type(error).__name__}: {error.message}".replace(token, "TOKEN")
    match error:
        case TelegramRetryAfter():
            return SendError("asked to wait", wait=timedelta(seconds=error.retry_after))
        case TelegramMigrateToChat():
            return Moved(said, error.migrate_to_chat_id)
        case TelegramForbiddenError() | TelegramBadRequest():
            is_lost = isinstance(error, TelegramForbiddenError) or _says(said, UNREACHABLE)
            return SendError(said, permanent=True, unreachable=is_lost)
        case _:
            return SendError(said)
