"""A usual update becomes the same event without aiogram's models as with them."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.types import Update

from bot.channels.telegram.client import Client
from bot.channels.telegram.events import message_event, press_event
from bot.channels.telegram.plain_events import plain_event
from handlers.chat.events import ButtonPress, Incoming, TextMessage
from tests.fakes.telegram import FakeTelegram
from tests.paths import SHARED

RECORDED = SHARED / "telegram" / "updates_tgbot.jsonl"
UPDATES = (
    [json.loads(line)["update"] for line in RECORDED.read_text().splitlines()] if RECORDED.exists() else []
)

ANN = {
    "id": 11,
    "is_bot": False,
    "first_name": "Ann\0",
    "last_name": "Lee \ud83d",
    "username": "ann",
    "language_code": "uk",
    "is_premium": True,
}
CHAT = {"id": 11, "type": "private", "first_name": "Ann", "last_name": "Lee", "username": "ann"}
PLACE = {"message_id": 7, "date": 1790000000, "chat": CHAT, "from": ANN}
COMMAND = {"type": "bot_command", "offset": 0, "length": 5}
TEXT: dict[str, Any] = {**PLACE, "text": "/call Acme:\r\n 15 min\0"}
TEXT |= {"entities": [COMMAND, {"type": "phone_number", "offset": 9, "length": 3}]}
CARD: dict[str, Any] = {"message_id": 9, "date": 1790000000, "chat": CHAT, "from": {**ANN, "is_bot": True}}
BOARD = {"inline_keyboard": [[{"text": "Won", "callback_data": "deal.move:7:won"}]]}
PRESS = {"id": "42", "from": ANN, "chat_instance": "3", "data": "deal.move:7:won"}
PRESS["message"] = {**CARD, "text": "Acme", "reply_markup": BOARD}
USUAL: list[dict[str, Any]] = [
    {"update_id": 1, "message": TEXT},
    {"update_id": 2, "message": {key: value for key, value in TEXT.items() if key != "entities"}},
    {"update_id": 3, "message": {**TEXT, "chat": {"id": 11, "type": "private"}, "text": "дзвінок 😀"}},
    {"update_id": 4, "callback_query": PRESS},
    {"update_id": 5, "callback_query": {**PRESS, "message": {"message_id": 9, "date": 0, "chat": CHAT}}},
]
LINK = {"type": "text_link", "offset": 0, "length": 5, "url": "https://acme.example"}
BUSY = {**TEXT, "entities": [LINK]}
UNUSUAL: list[dict[str, Any]] = [
    {"update_id": 1, "message": BUSY},
    {"update_id": 1, "message": {**TEXT, "text": ""}},
    {"update_id": 1, "message": {**TEXT, "chat": {"id": -5, "type": "group", "title": "Sales"}}},
    {"update_id": 1, "message": {**TEXT, "reply_to_message": CARD}},
    {"update_id": 1, "message": {**TEXT, "forward_origin": {"type": "user", "date": 1, "sender_user": ANN}}},
    {"update_id": 1, "message": {**TEXT, "from": {**ANN, "is_bot": True}}},
    {"update_id": 1, "edited_message": {**TEXT, "edit_date": 1790000001}},
    {"update_id": 1, "callback_query": {**PRESS, "message": {**CARD, "chat": {"id": -5, "type": "group"}}}},
    {"update_id": 1, "callback_query": {key: value for key, value in PRESS.items() if key != "message"}},
    {"update_id": 1, "callback_query": {**PRESS, "data": ""}},
]
ODD: tuple[Any, ...] = (None, 7, 7.5, True, False, "", "x", "11", [], ["x"], {}, {"x": 1})


def _by_aiogram(raw: dict[str, Any]) -> Incoming | None:
    bot = Client(FakeTelegram.token, "http://127.0.0.1:9", lambda **_told: None)
    update = Update.model_validate(raw, context={"bot": bot})
    if update.message or update.edited_message:
        return message_event(bot, "rapport_bot", raw, update.message or update.edited_message)  # type: ignore[arg-type]
    return press_event(raw, update.callback_query) if update.callback_query else None


def _odd(raw: Any) -> Iterator[Any]:
    """The update with each of its values in turn another one or missing, and with one more."""
    if isinstance(raw, dict):
        yield {**raw, "a_field_of_tomorrow": 1}
        for key, value in raw.items():
            yield {name: other for name, other in raw.items() if name != key}
            yield from ({**raw, key: odd} for odd in (*ODD, *_odd(value)))
    elif isinstance(raw, list):
        for number, value in enumerate(raw):
            yield from ([*raw[:number], odd, *raw[number + 1 :]] for odd in (*ODD, *_odd(value)))


@pytest.mark.parametrize("raw", USUAL, ids=lambda raw: str(raw["update_id"]))
def test_a_usual_update_is_the_same_event(raw: dict[str, Any]) -> None:
    before = copy.deepcopy(raw)
    event = plain_event(raw)
    assert isinstance(event, TextMessage | ButtonPress)
    assert event == _by_aiogram(raw)
    assert raw == before


@pytest.mark.parametrize("raw", UNUSUAL)
def test_an_unusual_update_is_left_to_aiogram(raw: dict[str, Any]) -> None:
    assert plain_event(raw) is None


@pytest.mark.parametrize("raw", [each for each in (*USUAL, *UNUSUAL) if each["update_id"] != 4])
def test_whatever_is_odd_is_the_same_event_or_left_to_aiogram(raw: dict[str, Any]) -> None:
    tried = 0
    for odd in _odd(raw):
        if isinstance(odd.get("update_id"), int) and (event := plain_event(odd)):
            tried += 1
            assert event == _by_aiogram(odd), odd
    assert tried > 10 or raw in UNUSUAL


@pytest.mark.skipif(not UPDATES, reason="the updates are not here")
def test_every_recorded_update_is_the_same_event_or_left_to_aiogram() -> None:
    """As it was recorded, and in a private chat without the fields that Telegram leaves out."""
    plain = 0
    for update in UPDATES:
        moved = {
            kind: {key: value for key, value in what.items() if value is not False} | PLACE
            for kind, what in update.items()
            if isinstance(what, dict)
        }
        for raw in (update, {**update, **moved}):
            if event := plain_event(raw):
                plain += 1
                assert event == _by_aiogram(raw), raw
    assert plain


def test_a_press_under_whatever_message_is_the_same_event() -> None:
    """Of the message under it only the chat and the number are looked at."""
    contents: list[dict[str, Any]] = [
        {"text": "x", "entities": [LINK]},
        {"via_bot": ANN},
        {"message_thread_id": 3},
    ]
    for more in contents:
        raw = {"update_id": 1, "callback_query": {**PRESS, "message": {**CARD, **more}}}
        event = plain_event(raw)
        assert event and event == _by_aiogram(raw)
