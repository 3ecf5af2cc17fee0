"""What Telegram refuses the fake refuses too, and remembers: each story ends with a look at that."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.channels.telegram import Telegram
from bot.channels.telegram.send import FILES
from handlers.chat import ACTIONS, Attached, Button, Card
from storage.models import FileKind
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User


def _keys(*rows: int, data: str = "x", label: str = "x") -> str:
    drawn = [[{"text": label, "callback_data": data}] * many for many in rows]
    return json.dumps({"inline_keyboard": drawn})


def _offer(**told: Any) -> str:
    content = {"message_text": "Acme", "parse_mode": "HTML"}
    return json.dumps(
        [{"type": "article", "id": "c1", "title": "Acme", "input_message_content": content, **told}]
    )


TEXT = {"chat_id": 11, "text": "x", "parse_mode": "HTML"}
INLINE = {"inline_query_id": "inline-1001", "cache_time": 0, "is_personal": "true"}
OFFERED = json.loads(_offer())
TOO_MUCH = [
    ("sendMessage", {**TEXT, "text": "x" * 4097}),
    ("sendMessage", {**TEXT, "text": "😀" * 2049}),
    ("sendMessage", {**TEXT, "text": " \n"}),
    ("sendMessage", {**TEXT, "text": "<b>x"}),
    ("sendMessage", {**TEXT, "text": "<h1>x</h1>"}),
    ("sendMessage", {**TEXT, "text": "a & b"}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(9)}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(*[8] * 13)}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(1, data="x" * 65)}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(1, data="я" * 33)}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(1, label=" ")}),
    ("sendMessage", {**TEXT, "message_thread_id": 5}),
    ("sendPhoto", {"chat_id": 11, "photo": "f", "caption": "x" * 1025, "parse_mode": "HTML"}),
    ("answerCallbackQuery", {"callback_query_id": "nobody's"}),
    ("answerInlineQuery", {**INLINE, "results": json.dumps(OFFERED * 2)}),
    ("answerInlineQuery", {**INLINE, "results": _offer(id="x" * 65)}),
    ("answerInlineQuery", {**INLINE, "results": "[]", "next_offset": "x" * 65}),
    ("answerInlineQuery", {**INLINE, "results": "[]", "button": '{"text": "x", "start_parameter": "a b"}'}),
    ("setMyCommands", {"commands": '[{"command": "Find", "description": "x"}]'}),
    ("setMyCommands", {"commands": '[{"command": "find", "description": ""}]'}),
    ("sendPoll", {"chat_id": 11}),
]
JUST_ENOUGH = [
    ("sendMessage", {**TEXT, "text": "<b>" + "x" * 4096 + "</b>"}),
    ("sendMessage", {**TEXT, "text": "😀" * 2048}),
    ("sendMessage", {**TEXT, "reply_markup": _keys(*[8] * 12, 4, data="я" * 32)}),
    ("sendPhoto", {"chat_id": 11, "photo": "f", "caption": "x" * 1024, "parse_mode": "HTML"}),
    ("answerInlineQuery", {**INLINE, "results": _offer(id="x" * 64)}),
]


async def _call(telegram: FakeTelegram, method: str, params: dict[str, Any]) -> int:
    telegram.files["f"] = b"picture"
    await telegram.asks(telegram.user(11, "Ann"), "acme")
    address = f"{telegram.base}/bot{telegram.token}/{method}"
    async with ClientSession() as session, session.post(address, data=params) as answer:
        return answer.status


@pytest.mark.parametrize("method, params", TOO_MUCH)
async def test_what_telegram_refuses_is_refused_and_held_against_us(
    telegram: FakeTelegram, ann: User, method: str, params: dict[str, Any]
) -> None:
    ann.started = True
    assert await _call(telegram, method, params) in (400, 404)
    assert len(telegram.problems) == 1


@pytest.mark.parametrize("method, params", JUST_ENOUGH)
async def test_what_just_fits_is_taken(
    telegram: FakeTelegram, ann: User, method: str, params: dict[str, Any]
) -> None:
    ann.started = True
    assert await _call(telegram, method, params) == 200
    assert telegram.problems == []


async def test_the_greediest_card_keeps_to_all_of_them(
    telegram: FakeTelegram, channel: Telegram, ann: User
) -> None:
    """As long, as wide and as odd as can be; the file after it has no caption."""
    telegram.files["f"] = b"picture"
    row = tuple(Button("<b>😀</b> " * 40, f"client:{'9' * 57}") for _each in range(30))
    fields = tuple((f"<i>{each}", "&lt;😀\n" * 300) for each in range(9))
    card = Card("😀 <Acme> & Co " * 100, fields, "x" * 9000, (row,) * 9, file=Attached(FileKind.PHOTO, "f"))
    await channel.send("", "11", card)
    assert telegram.problems == []
    sent = telegram.messages(11)
    assert len(sent) > 3
    assert {len(message.rows) for message in sent[:-2]} == {0}
    assert max(len(row) for row in sent[-2].rows) == 8


def test_every_kind_of_file_has_its_way_out() -> None:
    assert set(FILES) == set(FileKind)


def test_no_button_has_a_name_that_leaves_no_room() -> None:
    """Two numbers of ten digits and a short word go with it."""
    assert max(len(f"{name}:".encode()) for name in ACTIONS) <= 64 - 2 * 11 - 16
