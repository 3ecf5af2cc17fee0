"""`python -m tests.support.aiogram_models WAY`: what aiogram's models are like, as JSON.

WAY is `untouched`, or `ours`: with `bot.channels.telegram.schemas` imported before.
"""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pydantic import BaseModel, ValidationError

THREADS = 8
ORIGINAL = BaseModel.__dict__["model_rebuild"]
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
PERSON = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "uk"}
CHAT = {"id": 7, "type": "private", "first_name": "Ann"}
MESSAGE = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": PERSON}
BUTTONS = {"inline_keyboard": [[{"text": "Won", "callback_data": "deal.move:1"}]]}
UPDATES: tuple[dict[str, Any], ...] = (
    {"message": {**MESSAGE, "text": "hi", "entities": [{"type": "bold", "offset": 0, "length": 2}]}},
    {"message": {**MESSAGE, "text": "yes", "reply_to_message": {**MESSAGE, "text": "?"}, "new_key": [1]}},
    {"edited_message": {**MESSAGE, "edit_date": 1_700_000_009, "caption": "x", "photo": [
        {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 2},
    ]}},
    {"message": {**MESSAGE, "contact": {"phone_number": "+44", "first_name": "Tom"}, "forward_origin": {
        "type": "hidden_user", "sender_user_name": "Tom", "date": 1_700_000_000,
    }}},
    {"callback_query": {"id": "9", "from": PERSON, "chat_instance": "5", "data": "deal.move:1", "message": {
        **MESSAGE, "text": "card", "reply_markup": BUTTONS,
    }}},
    {"inline_query": {"id": "9", "from": PERSON, "query": "ann", "offset": ""}},
    {"message_reaction": {"chat": CHAT, "message_id": 3, "date": 1_700_000_000, "user": PERSON,
        "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    }},
    {"my_chat_member": {"chat": CHAT, "from": PERSON, "date": 1_700_000_000,
        "old_chat_member": {"status": "member", "user": PERSON},
        "new_chat_member": {"status": "kicked", "user": PERSON, "until_date": 0},
    }},
    {"message": {**MESSAGE, "date": "never"}},
    {"message": {"message_id": 3}},
)  # fmt: skip
METHODS: dict[str, dict[str, Any]] = {
    "SendMessage": {
        "chat_id": 7,
        "text": "hi",
        "reply_markup": BUTTONS,
        "link_preview_options": {"is_disabled": True},
    },
    "EditMessageText": {"chat_id": 7, "message_id": 3, "text": "hi"},
    "AnswerCallbackQuery": {"callback_query_id": "9", "text": "Done", "show_alert": True},
    "SetMyCommands": {"commands": [{"command": "new", "description": "New client"}]},
    "SendDocument": {"chat_id": 7, "document": "a"},
    "AnswerInlineQuery": {"inline_query_id": "9", "results": [{"type": "sticker"}]},
}


def main(way: str) -> None:
    complete = _complete_at_once(way)
    from aiogram import methods, types

    with ThreadPoolExecutor(THREADS) as threads:  # all of them want the same schemas to be built
        updates = [*threads.map(lambda update: _validated(types.Update, {"update_id": 1, **update}), UPDATES)]
    calls = [_validated(getattr(methods, name), values) for name, values in METHODS.items()]
    answers = [
        _validated(methods.Response[types.Message], {"ok": True, "result": MESSAGE}),
        _validated(methods.Response[types.Message | bool], {"ok": True, "result": True}),
        _validated(methods.Response[list[types.User]], {"ok": True, "result": [PERSON]}),
        _validated(methods.Response[bool], {"ok": False, "error_code": 400, "parameters": {"retry_after": 3}}),
    ]
    models = {
        "complete": complete,
        "validated": [*updates, *calls, *answers],
        "fields": {model.__qualname__: _fields(model) for model in _models()},
        "others": [BaseModel.__dict__["model_rebuild"] is ORIGINAL, BaseModel.model_config == {}],
    }
    json.dump(models, sys.stdout)


def _complete_at_once(way: str) -> int:
    """How many models have been built when all are imported."""
    if way == "ours":
        assert importlib.import_module("bot.channels.telegram.schemas")
    return sum(model.__pydantic_complete__ for model in _models())


def _models() -> Iterator[type[BaseModel]]:
    from aiogram import methods, types

    for library in (types, methods):
        for name in library.__all__:
            model = getattr(library, name)
            if isinstance(model, type) and issubclass(model, BaseModel):
                yield model


def _fields(model: type[BaseModel]) -> dict[str, str]:
    model.model_rebuild()
    assert model.__pydantic_complete__, model
    return {name: ADDRESS.sub("", repr(field)) for name, field in model.model_fields.items()}


def _validated(model: type[BaseModel], values: Mapping[str, Any]) -> str:
    """As validated, and as sent again; or the errors."""
    try:
        valid = model.model_validate(values)
    except ValidationError as error:
        return str(error)
    return f"{valid!r} {valid.model_dump(warnings=False)!r}"


if __name__ == "__main__":
    main(*sys.argv[1:])
