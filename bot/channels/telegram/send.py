"""Send a card to a Telegram chat, or edit a message, and translate Telegram's errors."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from html import escape
from typing import Any

from aiogram.enums import ParseMode
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
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

from bot.channel import SendError
from bot.channels.telegram.client import MAX_ANSWER_WAIT, Client
from bot.channels.telegram.limits import TOAST_LENGTH
from bot.channels.telegram.render import NOTHING, Keyboard, keyboard, pages, shorten_units
from bot.channels.telegram.retries import RetryPolicy
from handlers.chat import Attached, Card
from storage.models import FileKind

PRESS_RETRY_INTERVAL = 3  # seconds between tries to answer a press: nobody looks at it for longer
TRIES = 3  # for what cannot be queued again

FILES: dict[FileKind, tuple[type[TelegramMethod[Any]], str]] = {
    FileKind.PHOTO: (SendPhoto, "photo"),
    FileKind.DOCUMENT: (SendDocument, "document"),
    FileKind.VOICE: (SendVoice, "voice"),
    FileKind.AUDIO: (SendAudio, "audio"),
    FileKind.VIDEO: (SendVideo, "video"),
    FileKind.VIDEO_NOTE: (SendVideoNote, "video_note"),
}
NO_PREVIEW = {"is_disabled": True}
UNREACHABLE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")
UNCHANGED = "message is not modified"
MESSAGE_NOT_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")

Params = dict[str, Any]


class Moved(SendError):
    """The group has become a supergroup with another ID."""

    def __init__(self, text: str, to: int) -> None:
        super().__init__(text, permanent=True)
        self.to = to


async def show(
    bot: Client, chat: int, card: Card, replaces: str | None, patience: RetryPolicy, topic: int | None = None
) -> str:
    """Send a card; return the ID of the message with its buttons. Raises SendError; Moved for a moved group."""
    parts, buttons = pages(card), keyboard(card)
    only = len(parts) == 1
    sent = await _first(bot, chat, topic, _text(parts[0], buttons if only else None), replaces)
    for part in parts[1:]:
        await asyncio.sleep(patience.between_parts)
        more = _there(chat, topic) | _text(part, buttons if part is parts[-1] else None)
        # Retrying the whole card would repeat the parts already sent.
        sent = await _call_again(bot, SendMessage, more, patience)
    if card.file:
        await _follow(bot, _there(chat, topic), card.file, patience)
    return sent


async def _follow(bot: Client, there: Params, file: Attached, patience: RetryPolicy) -> None:
    """Send the file after its card, or a text if Telegram no longer has the file."""
    await asyncio.sleep(patience.between_parts)
    method, name = FILES[file.kind]
    try:
        await _call_again(bot, method, there | {name: file.id}, patience)
    except SendError as error:
        if not error.permanent or error.unreachable:
            raise
        text = escape(file.otherwise or NOTHING, quote=False)
        await _call_again(bot, SendMessage, there | {"text": text}, patience)


async def answer(bot: Client, query: str, text: str, patience: RetryPolicy) -> None:
    """Answer a button press, which ends its waiting animation. Raises SendError."""
    short, long = shorten_units(text, TOAST_LENGTH), len(text) > TOAST_LENGTH
    said = {"callback_query_id": query, "show_alert": long} | ({"text": short} if short else {})
    await _call_again(bot, AnswerCallbackQuery, said, patience, PRESS_RETRY_INTERVAL)


async def _first(bot: Client, chat: int, topic: int | None, content: Params, replaces: str | None) -> str:
    if replaces:
        edit = _there(chat) | {"message_id": int(replaces)} | content
        try:
            return await call(bot, EditMessageText, edit) or replaces
        except SendError as error:
            if UNCHANGED in str(error):
                return replaces
            if not _says(str(error), MESSAGE_NOT_EDITABLE):
                raise
    return await call(bot, SendMessage, _there(chat, topic) | content)


def _there(chat: int, topic: int | None = None) -> Params:
    there: Params = {"chat_id": chat, "parse_mode": ParseMode.HTML}
    return there if topic is None else there | {"message_thread_id": topic}


def _text(text: str, buttons: Keyboard | None) -> Params:
    content: Params = {"text": text, "link_preview_options": NO_PREVIEW}
    return content | {"reply_markup": buttons} if buttons else content


async def _call_again(
    bot: Client,
    method: type[TelegramMethod[Any]],
    params: Params,
    patience: RetryPolicy,
    longest: float = MAX_ANSWER_WAIT,
) -> str:
    pauses = patience.pauses()
    for _try in range(TRIES - 1):
        try:
            return await call(bot, method, params)
        except SendError as error:
            if error.permanent:
                raise
            pause = error.wait.total_seconds() if error.wait else next(pauses)
            await asyncio.sleep(min(pause, longest))
    return await call(bot, method, params)


async def call(bot: Client, method: type[TelegramMethod[Any]], params: Params) -> str:
    """Call a method; return the ID of the resulting message, if any. Raises SendError, without secrets."""
    try:
        return await bot.post(method, params)
    except AiogramError as error:
        raise send_error(error, bot.token) from None


async def answer_inline(bot: Client, found: AnswerInlineQuery) -> None:
    """Answer an inline query. Raises SendError."""
    try:
        await bot(found, request_timeout=MAX_ANSWER_WAIT)
    except AiogramError as error:
        raise send_error(error, bot.token) from None


def _says(text: str, reasons: Sequence[str]) -> bool:
    return any(reason in text.lower() for reason in reasons)


def send_error(error: AiogramError, token: str) -> SendError:
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
