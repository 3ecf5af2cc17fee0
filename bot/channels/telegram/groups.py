"""Groups: only what is said to us counts, and only in private is answered what others need not read."""

import re

from aiogram.enums import ChatType
from aiogram.types import Chat, Message

COMMAND = re.compile(r"(/\w+)@(\w+)")


def is_group(chat: Chat) -> bool:
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def text_to_us(message: Message, bot_id: int, username: str) -> str:
    """What is said there, without our name; empty if it is not said to us.

    It is if it is a command with our name, names us anywhere, or replies to what we have said there.
    """
    text = message.text or message.caption or ""
    if message.via_bot:
        return ""
    if command := COMMAND.match(text):
        return command[1] + text[command.end() :] if command[2].lower() == username.lower() else ""
    without = re.sub(rf"(?<!\w)@{re.escape(username)}(?!\w)[,:]?", "", text, flags=re.IGNORECASE)
    if without != text:
        return without.strip() or "/help"
    on = message.reply_to_message
    return text if on and on.from_user and on.from_user.id == bot_id else ""


def migration(message: Message) -> tuple[str, str] | None:
    """Which group this message says has become which supergroup: https://core.telegram.org/bots/api#message.

    Telegram says it twice, in the old chat and in the new one; either may be lost.
    """
    if not is_group(message.chat):
        return None
    here = str(message.chat.id)
    if message.migrate_to_chat_id:
        return here, str(message.migrate_to_chat_id)
    return (str(message.migrate_from_chat_id), here) if message.migrate_from_chat_id else None


def address(message: Message) -> str:
    """Where in Telegram that is: a group, and the topic in it where there are topics."""
    topic = f"/{message.message_thread_id}" if message.is_topic_message and message.message_thread_id else ""
    return f"{message.chat.id}{topic}"


def parts(address: str) -> tuple[int, int | None]:
    """The chat, and the topic in it."""
    chat, _slash, topic = address.partition("/")
    return int(chat), int(topic) if topic else None
