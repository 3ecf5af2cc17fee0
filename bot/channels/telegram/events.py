"""Convert Telegram updates to events."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from aiogram import Bot
from aiogram.types import (
    CallbackQuery,
    Contact,
    Document,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    ReactionTypeUnion,
    User,
)

from bot.channels.telegram import content, groups
from bot.channels.telegram.files.downloads import NotThere, TooBig, fetch
from handlers.chat import Attached, shorten
from handlers.chat.contact_rows import ContactRow, FileProblem, ReceivedContacts
from handlers.chat.events import (
    ButtonPress,
    ContactsMessage,
    ContentMessage,
    Incoming,
    Reaction,
    TextMessage,
    UnsupportedMessage,
)
from handlers.imports import vcards
from handlers.imports.csv_reader import text_of
from handlers.text import NAME as NAME_LENGTH
from handlers.text import clean
from storage.models import FileKind, Place

NAME = "telegram"
Raw = Mapping[str, Any]
# Reactions that mark a reminder as done.
DONE = frozenset("👍👌💯🫡")
MAX_VCARD_BYTES = 1024 * 1024  # bytes, including pictures
MAX_CARDS = 5_000  # per file: far more than are imported
CARDS_AT_ONCE = 50
NAME_CELLS = ("Name", "First name", "Middle name", "Last name")  # given by Telegram itself
VCARDS = ("text/vcard", "text/x-vcard", "text/directory")


def message_event(bot: Bot, username: str, raw: Raw, message: Message) -> Incoming | None:
    """The event for a message; None if it is not for us."""
    person = message.from_user
    if person is None or person.is_bot:
        return None
    if groups.is_group(message.chat):
        return _in_a_group(bot, username, raw, message, person)
    return _in_private(bot, raw, message, person)


def _in_private(bot: Bot, raw: Raw, message: Message, person: User) -> Incoming | None:
    link = _link(bot, message)  # one of our visiting cards, posted here: open it
    text = f"/start {link}" if link else message.text or message.caption or ""
    if "edited_message" in raw:  # otherwise a live location, or a replaced file
        return _written(raw, message, person, text, is_edit=True) if text else None
    if message.contact:
        contacts = ReceivedContacts(_people(message.contact))
        return ContactsMessage(**_who(raw, message.chat.id, person), contacts=contacts)
    if message.document and _is_vcard(message.document):
        fetch_cards = partial(_contacts_in, bot, message.document)
        return ContactsMessage(**_who(raw, message.chat.id, person), fetch=fetch_cards)
    return _written(raw, message, person, text) if text or _files(message) else _other(raw, message, person)


def _other(raw: Raw, message: Message, person: User) -> Incoming | None:
    """A message with neither text nor file; None for a service message."""
    if kept := content.as_text(message):
        return ContentMessage(
            **_who(raw, message.chat.id, person),
            text=kept,
            links=content.links(message),
            message_id=str(message.message_id),
            replied=_replied(message),
        )
    if content.is_unsupported(message):
        return UnsupportedMessage(**_who(raw, message.chat.id, person))
    return None


def _written(raw: Raw, message: Message, person: User, text: str, *, is_edit: bool = False) -> TextMessage:
    return TextMessage(
        **_who(raw, message.chat.id, person),
        text=text,
        is_forwarded=message.forward_origin is not None,
        author=_author(message.forward_origin),
        files=_files(message),
        album=message.media_group_id or "",
        links=content.links(message),
        message_id=str(message.message_id),
        is_edit=is_edit,
        replied=_replied(message),
    )


def _replied(message: Message) -> str | None:
    on = message.reply_to_message
    return str(on.message_id) if on else None


def _in_a_group(bot: Bot, username: str, raw: Raw, message: Message, person: User) -> Incoming | None:
    """Handle a message in a group like a private one: the answer is sent in private."""
    text = groups.text_to_us(message, bot.id, username)
    if not text:
        return None
    return TextMessage(
        **_who(raw, person.id, person),
        text=text,
        is_forwarded=message.forward_origin is not None,
        author=_author(message.forward_origin),
        files=_files(message),
        album=message.media_group_id or "",
        links=content.links(message),
        message_id=f"{message.chat.id}/{message.message_id}",
        is_edit="edited_message" in raw,
        heard_in=groups.address(message),
        linked=_link(bot, message.reply_to_message),
    )


def press_event(raw: Raw, press: CallbackQuery) -> ButtonPress:
    message, person = press.message, press.from_user
    if message and groups.is_group(message.chat):  # in a group the message is not redrawn for one person
        where = groups.address(message) if isinstance(message, Message) else str(message.chat.id)
        return ButtonPress(**_who(raw, person.id, person), data=press.data or "", heard_in=where)
    # For an old message Telegram does not give the chat: then it is the person's.
    chat = message.chat.id if message else person.id
    on = str(message.message_id) if message else None
    return ButtonPress(**_who(raw, chat, person), data=press.data or "", message_id=on)


def reaction_event(raw: Raw, change: MessageReactionUpdated) -> Reaction | None:
    """A reaction that marks a message in the person's own chat as done; None for other reactions."""
    if change.user is None or DONE.isdisjoint(_signs(change.new_reaction) - _signs(change.old_reaction)):
        return None
    return Reaction(**_who(raw, change.chat.id, change.user), message_id=str(change.message_id))


def query_event(raw: Raw, person: User, text: str) -> TextMessage:
    """An inline query: text typed after our name in any chat."""
    return TextMessage(**_who(raw, person.id, person), text=text)


def event_fields(raw: Raw, chat: int, person: int, name: str, locale: str | None) -> dict[str, Any]:
    """The fields every event has: who, where, and Telegram's own id."""
    return {
        "place": Place(NAME, "", str(chat), str(person)),
        "key": str(raw["update_id"]),
        "order": raw["update_id"],
        "name": name,
        "locale": locale,
        "raw": raw,
    }


def _who(raw: Raw, chat: int, person: User) -> dict[str, Any]:
    return event_fields(raw, chat, person.id, person.full_name, person.language_code)


def _signs(reactions: Sequence[ReactionTypeUnion]) -> set[str]:
    return {each.emoji for each in reactions if isinstance(each, ReactionTypeEmoji)}


def _link(bot: Bot, message: Message | None) -> str:
    """The link of a visiting card that somebody posted; "" if it is none."""
    if not message or not message.via_bot or message.via_bot.id != bot.id or not message.reply_markup:
        return ""
    links = (button.url or "" for row in message.reply_markup.inline_keyboard for button in row)
    return next((link.partition("?start=")[2] for link in links if "?start=" in link), "")


def _author(origin: Any) -> str:
    """The author of a forwarded message, if Telegram gives it."""
    match origin:
        case MessageOriginUser():
            return str(origin.sender_user.full_name)
        case MessageOriginHiddenUser():
            return origin.sender_user_name
        case MessageOriginChat():
            return origin.sender_chat.title or ""
        case MessageOriginChannel():
            return origin.chat.title or ""
        case _:
            return ""


def _files(message: Message) -> tuple[Attached, ...]:
    """The file of a message; of a photo the largest size."""
    if message.photo:
        photo = message.photo[-1]
        return (Attached(FileKind.PHOTO, photo.file_id, size=photo.file_size),)
    if message.live_photo:
        return (Attached(FileKind.VIDEO, message.live_photo.file_id, size=message.live_photo.file_size),)
    if file := message.document or message.animation or message.audio or message.video:
        kind = FileKind.AUDIO if message.audio else FileKind.VIDEO if message.video else FileKind.DOCUMENT
        name, mime = clean(file.file_name or ""), clean(file.mime_type or "")
        return (Attached(kind, file.file_id, shorten(name, NAME_LENGTH), mime, file.file_size),)
    if message.voice:
        return (Attached(FileKind.VOICE, message.voice.file_id, size=message.voice.file_size),)
    if message.video_note:
        return (Attached(FileKind.VIDEO_NOTE, message.video_note.file_id, size=message.video_note.file_size),)
    return ()


def _people(contact: Contact) -> tuple[ContactRow, ...]:
    """The person of a shared contact, including the data of its vCard, if any."""
    number = contact.phone_number
    # Telegram omits the plus, although the number begins with the country code.
    phone = f"+{number}" if number.isdecimal() and len(number) > 9 else number
    cells = [("First name", contact.first_name), ("Last name", contact.last_name or ""), ("Phone", phone)]
    more = [cell for row in islice(vcards.rows(contact.vcard or ""), 1) for cell in row.cells]
    return (ContactRow(1, (*cells, *(cell for cell in more if cell[0] not in NAME_CELLS))),)


def _is_vcard(document: Document) -> bool:
    named = (document.file_name or "").lower().endswith((".vcf", ".vcard"))
    return named or (document.mime_type or "") in VCARDS


async def _contacts_in(bot: Bot, document: Document) -> ReceivedContacts:
    if (document.file_size or 0) > MAX_VCARD_BYTES:
        return ReceivedContacts(trouble=FileProblem.TOO_BIG)
    try:
        data = await fetch(bot, document.file_id, MAX_VCARD_BYTES)
    except TooBig:
        return ReceivedContacts(trouble=FileProblem.TOO_BIG)
    except NotThere:
        return ReceivedContacts(trouble=FileProblem.LOST)
    try:
        return ReceivedContacts(await _cards(text_of(data)))
    except UnicodeError:  # not a text file: no contacts
        return ReceivedContacts()


async def _cards(text: str) -> tuple[ContactRow, ...]:
    """A row per vCard; yields to other tasks in between."""
    found: list[ContactRow] = []
    for row in islice(vcards.rows(text), MAX_CARDS):
        found.append(row)
        if len(found) % CARDS_AT_ONCE == 0:
            await asyncio.sleep(0)
    return tuple(found)
