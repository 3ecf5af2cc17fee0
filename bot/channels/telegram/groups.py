"""Groups: only messages addressed to the bot count, and private answers go to the private chat."""

import re

from aiogram.enums import ChatType
from aiogram.types import Chat, Message

COMMAND = re.compile(r"(/\w+)@(\w+)")


def is_group(chat: Chat) -> bool:
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def text_to_us(message: Message, bot_id: int, username: str) -> str:
    """The text without our name; "" if the message is not for us.

    It is for us if it is a command with our name, mentions us anywhere, or replies to our message.
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
    """(old group, new supergroup) if this message reports that: https://core.telegram.org/bots/api#message.

    Telegram reports it in both chats; either report may get lost.
    """
    if not is_group(message.chat):
        return None
    here = str(message.chat.id)
    if message.migrate_to_chat_id:
        return here, str(message.migrate_to_chat_id)
    return (str(message.migrate_from_chat_id), here) if message.migrate_from_chat_id else None


def address(message: Message) -> str:
    """The chat's ID, with the topic in groups that have topics."""
    topic = f"/{message.message_thread_id}" if message.is_topic_message and message.message_thread_id else ""
    return f"{message.chat.id}{topic}"


def parts(address: str) -> tuple[int, int | None]:
    """The chat's ID and the topic of an address."""
    chat, _slash, topic = address.partition("/")
    return int(chat), int(topic) if topic else None
