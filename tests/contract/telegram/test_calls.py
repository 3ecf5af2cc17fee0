"""What we send with few means of our own is what aiogram would send, and comes to the same end."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, Message
from aiohttp import web

from bot.channel import SendError
from bot.channels.telegram import Telegram, client
from bot.channels.telegram.client import Client
from bot.channels.telegram.render import keyboard, pages
from bot.channels.telegram.send import Moved, answer, call, send_error
from handlers.chat import Attached, Button, Card
from handlers.i18n import _, languages, speaking
from storage.models import FileKind
from tests.contract.telegram.office import HURRIED
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.paths import SHARED

TOKEN = FakeTelegram.token
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
EDITED = {"message_id": 7, "date": 1, "chat": {"id": 11, "type": "private"}, "text": "x"}
# Status, body. https://core.telegram.org/bots/api#making-requests says of what a response consists.
RESPONSES: list[tuple[int, Any]] = [
    (200, {"ok": True, "result": EDITED}),
    (200, {"ok": True, "result": {"message_id": 7, "a thing of tomorrow": [1]}}),
    (200, {"ok": True, "result": {**EDITED, "text": 5, "chat": {"id": "Zebedee"}}}),
    (200, {"ok": True, "result": True}),
    (200, {"ok": True, "result": False}),
    (200, {"ok": True, "result": {}}),
    (200, {"ok": True, "result": None}),
    (200, {"ok": True}),
    (200, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}),
    (200, []),
    (200, "no answer"),
    (200, ""),
    (201, {"ok": True, "result": EDITED}),
    (302, "elsewhere"),
    (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}),
    (400, {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}),
    (400, {"ok": False, "error_code": 400, "description": "Bad Request: message is not modified: so it is"}),
    (400, {"ok": False, "error_code": 400, "description": "Bad Request: query is too old"}),
    (400, {"ok": False, "error_code": 400, "description": f"Bad Request: of {TOKEN}"}),
    (400, {"ok": False, "description": "moved", "parameters": {"migrate_to_chat_id": -1001234567890}}),
    (400, {"ok": True}),
    (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}),
    (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}),
    (404, {"ok": False, "error_code": 404, "description": "Not Found"}),
    (409, {"ok": False, "error_code": 409, "description": "Conflict: terminated by other getUpdates request"}),
    (413, {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}),
    (418, {"ok": False, "error_code": 418, "description": "I'm a teapot"}),
    (429, {"ok": False, "error_code": 429, "description": "later", "parameters": {"retry_after": 17}}),
    (429, {"ok": False, "error_code": 429, "description": "later", "parameters": {"retry_after": "soon"}}),
    (429, {"ok": False, "error_code": 429, "description": "Too Many Requests"}),
    (500, {"ok": False, "error_code": 500, "description": "Internal Server Error: restart"}),
    (502, "<html>Bad Gateway</html>"),
    (504, {"ok": False, "error_code": 504, "description": "Gateway Timeout"}),
]
RECORDED = SHARED / "telegram" / "api_responses_teloxide.jsonl"
if RECORDED.exists():
    found = [json.loads(line)["response"] for line in RECORDED.read_text().splitlines()]
    RESPONSES += [(200 if each["ok"] else each.get("error_code", 400), each) for each in found]
    RESPONSES = [(max(status, 200), body) for status, body in RESPONSES]
TOLD = {"chat_id": 11, "text": "x"}
METHODS: list[tuple[type[TelegramMethod[Any]], dict[str, Any]]] = [
    (SendMessage, TOLD),
    (EditMessageText, {**TOLD, "message_id": 7}),
    (AnswerCallbackQuery, {"callback_query_id": "1"}),
    (SendPhoto, {"chat_id": 11, "photo": "f"}),
]


def _cards() -> list[Card]:
    cards = [Card(body="<b>Acme</b> & Co"), Card(), Card("\u202e\0\ud83d", body="\t")]
    for language in languages():
        with speaking(language):
            label = _("Undo")
            buttons = (
                (Button(label, "undo:7"), Button("😀" * 40, "client:7")),
                (Button("", "deal.move:7:won"),),
            )
            cards.append(
                Card(_("Clients"), ((_("Phone"), "+1 2"), ("", 'דוד, 3 "deals"')), _("Cancel"), buttons)
            )
            cards.append(Card(label, body=f"{label} 😀\n" * 900, buttons=buttons))
    return cards


async def _by_aiogram(bot: Client, chat: int, card: Card, replaces: str | None, topic: int | None) -> None:
    parts, buttons = pages(card), keyboard(card)
    board = InlineKeyboardMarkup.model_validate(buttons) if buttons else None
    for number, part in enumerate(parts):
        more: dict[str, Any] = {"reply_markup": board} if part is parts[-1] else {}
        more |= {"chat_id": chat, "text": part, "link_preview_options": NO_PREVIEW}
        if replaces and not number:
            await bot(EditMessageText(message_id=int(replaces), **more))
        else:
            await bot(SendMessage(message_thread_id=topic, **more))
    if card.file:
        await bot(SendPhoto(chat_id=chat, message_thread_id=topic, photo=card.file.id))


async def _calls(telegram: FakeTelegram) -> list[tuple[str, dict[str, str]]]:
    calls = [*telegram.calls]
    telegram.calls.clear()
    return calls


@pytest.mark.parametrize("replaces", [False, True])
async def test_the_same_goes_out_for_a_card(
    telegram: FakeTelegram, channel: Telegram, ann: User, replaces: bool
) -> None:
    for card in _cards():
        on = [await channel.send("", "11", Card("before")) for _way in range(2)] if replaces else [None] * 2
        await _calls(telegram)
        await channel.send("", "11", card, on[0])
        ours = await _calls(telegram)
        await _by_aiogram(channel.bot, 11, card, on[1], None)
        theirs = await _calls(telegram)
        for _method, params in (*ours, *theirs):
            params.pop("message_id", None)
        assert ours == theirs
        assert ours


async def test_the_same_goes_out_into_a_topic_with_a_file(telegram: FakeTelegram, channel: Telegram) -> None:
    telegram.group(-5, "Sales", topics=[3])
    telegram.files["f"] = b"picture"
    card = Card("Acme", file=Attached(FileKind.PHOTO, "f"))
    await channel.send("", "-5/3", card)
    ours = await _calls(telegram)
    await _by_aiogram(channel.bot, -5, card, None, 3)
    assert ours == await _calls(telegram)
    assert [params["message_thread_id"] for _method, params in ours] == ["3", "3"]


@pytest.mark.parametrize("text", ["", "Done", "a " * 150])
async def test_the_same_answers_a_press(
    telegram: FakeTelegram, channel: Telegram, ann: User, text: str
) -> None:
    await channel.send("", "11", Card("x", buttons=((Button("Won", "deal.move:7:won"),),)))
    query = await telegram.presses(ann, telegram.messages(11)[0], "Won")
    await _calls(telegram)
    await answer(channel.bot, query, text, HURRIED)
    ours = await _calls(telegram)
    short = text if len(text) < 200 else (text * 100)[:198] + "a…"
    telegram.answers.clear()
    alert = len(text) > 200
    await channel.bot(AnswerCallbackQuery(callback_query_id=query, text=short or None, show_alert=alert))
    assert ours == await _calls(telegram)


@asynccontextmanager
async def _server(status: int, body: object) -> AsyncIterator[str]:
    """A server that responds so to everything."""
    text = body if isinstance(body, str) else json.dumps(body)

    async def respond(request: web.Request) -> web.Response:
        await request.read()
        if status:
            return web.Response(status=status, text=text, content_type="application/json")
        if text and request.transport:
            request.transport.abort()
        await asyncio.sleep(0 if text else 60)
        return web.Response()

    app = web.Application()
    app.router.add_post("/{all:.*}", respond)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def _ending(error: SendError) -> tuple[Any, ...]:
    flags = (error.permanent, error.unreachable, error.wait, error.everyone)
    return (type(error), str(error), *flags, error.to if isinstance(error, Moved) else None)


async def _ending_of(bot: Client, method: type[TelegramMethod[Any]], params: Mapping[str, Any]) -> Any:
    """By aiogram; a message that it cannot read was sent all the same."""
    try:
        result = await bot(method(**params), request_timeout=client.MAX_ANSWER_WAIT)
    except AiogramError as error:
        if isinstance(error, ClientDecodeError) and (number := _sent(error.data)):
            return number
        return _ending(send_error(error, bot.token))
    return str(result.message_id) if isinstance(result, Message) else ""


def _sent(data: Any) -> str:
    match data:
        case {"ok": True, "result": {"message_id": number}}:
            return str(number)
        case _:
            return ""


async def _both(base: str, method: type[TelegramMethod[Any]], params: dict[str, Any]) -> tuple[Any, Any]:
    """How it ends in our way and in aiogram's, each with whether the token was known."""
    heard: list[bool] = []
    bot = Client(TOKEN, base, lambda *, is_good: heard.append(is_good))
    try:
        ours: Any = await call(bot, method, params)
    except SendError as error:
        ours = _ending(error)
    ours, theirs = (ours, [*heard]), await _ending_of(bot, method, params)
    heard[:] = heard[len(ours[1]) :]
    await bot.session.close()
    return ours, (theirs, heard)


@pytest.mark.parametrize("method, params", METHODS, ids=[method.__name__ for method, _params in METHODS])
async def test_every_response_comes_to_the_same_end(
    method: type[TelegramMethod[Any]], params: dict[str, Any]
) -> None:
    for status, body in RESPONSES:
        async with _server(status, body) as base:
            ours, theirs = await _both(base, method, params)
        assert ours == theirs, (status, body)
        assert TOKEN not in str(ours)


@pytest.mark.parametrize("how", ["hangs", "hangs up", "is not there"])
async def test_no_response_comes_to_the_same_end(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(client, "MAX_ANSWER_WAIT", 0.2)
    async with _server(0, "" if how == "hangs" else how) as base:
        ours, theirs = await _both("http://127.0.0.1:9" if how == "is not there" else base, *METHODS[0])
    assert ours == theirs
    assert ours[0][0] is SendError
