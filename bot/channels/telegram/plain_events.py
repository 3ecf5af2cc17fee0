"""Convert the usual Telegram updates, private texts and button presses, to events without aiogram's models."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from bot.channels.telegram.events import Raw, event_fields
from handlers.chat.events import ButtonPress, TextMessage

PlainEvent = TextMessage | ButtonPress
Fields = Mapping[str, type]

# The fields of what is plain: https://core.telegram.org/bots/api. With any other, aiogram reads the update.
TEXT_UPDATE: Fields = {"update_id": int, "message": dict}
PRESS_UPDATE: Fields = {"update_id": int, "callback_query": dict}
MESSAGE: Fields = {"message_id": int, "date": int, "chat": dict, "from": dict, "text": str}
MAY_HAVE_ENTITIES: Fields = {"entities": list}
ENTITY: Fields = {"type": str, "offset": int, "length": int}  # links and mentioned people have more
PRESS: Fields = {"id": str, "from": dict, "message": dict, "chat_instance": str, "data": str}
PRESSED: Fields = {"message_id": int, "date": int, "chat": dict}
PERSON: Fields = {"id": int, "is_bot": bool, "first_name": str}
MORE_OF_A_PERSON: Fields = {"last_name": str, "username": str, "language_code": str, "is_premium": bool}
CHAT: Fields = {"id": int, "type": str}
MORE_OF_A_CHAT: Fields = {"first_name": str, "last_name": str, "username": str}
NOTHING: Fields = {}


def plain_event(raw: Raw) -> PlainEvent | None:
    """The event for a text or a press in a private chat; None for any other update."""
    if _is_plain(raw, TEXT_UPDATE):
        return _text(raw, raw["message"])
    return _press(raw, raw["callback_query"]) if _is_plain(raw, PRESS_UPDATE) else None


def _text(raw: Raw, message: Raw) -> TextMessage | None:
    if not _is_plain(message, MESSAGE, MAY_HAVE_ENTITIES) or not message["text"]:
        return None
    chat, person, entities = message["chat"], message["from"], message.get("entities", ())
    if not _is_private(chat) or not _is_person(person) or not all(_is_plain(each, ENTITY) for each in entities):
        return None
    return TextMessage(**_who(raw, chat, person), text=message["text"], message_id=str(message["message_id"]))


def _press(raw: Raw, press: Raw) -> ButtonPress | None:
    if not _is_plain(press, PRESS) or not press["data"] or not _is_person(press["from"]):
        return None
    message = {name: press["message"].get(name) for name in PRESSED}  # the rest of it is not needed
    if not _is_plain(message, PRESSED) or not _is_private(message["chat"]):
        return None
    who = _who(raw, message["chat"], press["from"])
    return ButtonPress(**who, data=press["data"], message_id=str(message["message_id"]))


def _is_plain(what: object, fields: Fields, more: Fields = NOTHING) -> TypeGuard[Raw]:
    """Whether it has these fields, and no others but some of `more`."""
    if not isinstance(what, dict) or not fields.keys() <= what.keys():
        return False
    return all(type(value) is (fields.get(name) or more.get(name)) for name, value in what.items())


def _is_private(chat: object) -> bool:
    return _is_plain(chat, CHAT, MORE_OF_A_CHAT) and chat["type"] == "private"


def _is_person(person: object) -> bool:
    return _is_plain(person, PERSON, MORE_OF_A_PERSON) and not person["is_bot"]


def _who(raw: Raw, chat: Raw, person: Raw) -> dict[str, Any]:
    last = person.get("last_name")
    name = f"{person['first_name']} {last}" if last else person["first_name"]
    return event_fields(raw, chat["id"], person["id"], name, person.get("language_code"))
