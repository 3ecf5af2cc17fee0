"""People who write one line after the other, or press a button, and wait for each answer."""

import asyncio
import hashlib
import hmac
import itertools
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.processes import Served
from benchmarks.stub import BOT, Button, Message, Stub, data

WAIT = 60.0  # seconds until an answer is given up
AGAIN = 1.0  # seconds until an update that was not confirmed comes again
_numbers = itertools.count(1)

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Load:
    """Of one spell: seconds each answer took, and what it took of the processor."""

    seconds: float
    cpu: float
    answers: Sequence[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the processor for an answer."""
        return self.cpu / len(self.answers) * 1000


@dataclass(frozen=True)
class Press:
    """Of a button below that message."""

    message: Message
    button: Button


Line = str | Press
Wrap = Callable[[int, Line], tuple[dict[str, str], bytes]]  # the headers and the body of what somebody says


@dataclass
class Platform:
    """How a platform brings what people say, and where the answer goes."""

    path: str
    chat: Callable[[int], str]
    wrap: Wrap


@dataclass
class Chat:
    """One person's, over a connection that stays open. `free`: those in no use, which chats may share.

    `comes_again`: what is not confirmed is brought again, as Telegram does; else it raises RuntimeError.
    """

    number: int
    port: int
    platform: Platform
    stub: Stub
    free: list[Connection] = field(default_factory=list)
    comes_again: bool = False
    repeated: int = 0  # how often that happened

    @property
    def shown(self) -> Message | None:
        """The message that came last."""
        return self.stub.shown.get(self.platform.chat(self.number))

    async def says(self, line: Line) -> float:
        """Return when the answer has come, by time.perf_counter."""
        headers, body = self.platform.wrap(self.number, line)
        answer = self.stub.next(self.platform.chat(self.number))
        while not await self._post(headers, body):
            if not self.comes_again:
                raise RuntimeError(f"{line} was not confirmed; the log says why")
            self.repeated += 1
            await asyncio.sleep(AGAIN)
        async with asyncio.timeout(WAIT):
            return await answer

    def close(self) -> None:
        while self.free:
            self.free.pop()[1].close()

    async def _connection(self) -> Connection:
        """One that is open: the server closes those that are idle."""
        while self.free:
            reader, writer = self.free.pop()
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def _post(self, headers: dict[str, str], body: bytes) -> bool:
        """Whether it was confirmed."""
        reader, writer = connection = await self._connection()
        told = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"POST {self.platform.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answered = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if length := answered.partition("content-length:")[2].partition("\r\n")[0].strip():
            await reader.readexactly(int(length))
        self.free.append(connection)
        return " 200 " in answered.partition("\r\n")[0]


Say = Callable[[Chat], Line]


def telegram(stub: Stub) -> Platform:
    def wrap(number: int, line: Line) -> tuple[dict[str, str], bytes]:
        told = {"message": _message(number, line)} if isinstance(line, str) else _callback(number, line)
        body = json.dumps({"update_id": next(_numbers), **told}).encode()
        return {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": stub.secret}, body

    return Platform("/telegram/updates", str, wrap)


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Ann", "language_code": "en"}


def _private(number: int) -> dict[str, Any]:
    return {"id": number, "type": "private", "first_name": "Ann"}


def _message(number: int, text: str) -> dict[str, Any]:
    said = {
        "message_id": next(_numbers),
        "date": int(time.time()),
        "chat": _private(number),
        "from": _person(number),
        "text": text,
    }
    if text.startswith("/"):
        said["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}]
    return said


def _callback(number: int, press: Press) -> dict[str, Any]:
    """https://core.telegram.org/bots/api#callbackquery"""
    message = {
        "message_id": int(press.message.id),
        "date": int(time.time()),
        "chat": _private(number),
        "from": BOT,
        "text": press.message.asked["text"],
        "reply_markup": press.message.keyboard,
    }
    about = {"id": str(next(_numbers)), "from": _person(number), "chat_instance": str(number)}
    return {"callback_query": {**about, "message": message, "data": data(press.button)}}


def slack(signing_secret: str) -> Platform:
    def wrap(number: int, line: Line) -> tuple[dict[str, str], bytes]:
        user = f"U{number}"
        if isinstance(line, str):
            kind, body = "application/json", json.dumps(_event(user, line))
        else:
            kind = "application/x-www-form-urlencoded"
            body = urlencode({"payload": json.dumps(_block_action(user, line))})
        at = str(int(time.time()))
        signed = hmac.new(signing_secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        told = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}
        return {"Content-Type": kind, **told}, body.encode()

    return Platform("/slack/events", lambda number: f"DU{number}", wrap)


def _event(user: str, text: str) -> dict[str, Any]:
    ts = f"{time.time():.6f}"
    said = {"type": "message", "channel": f"D{user}", "channel_type": "im", "user": user, "text": text}
    return {
        "token": "verification",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": {**said, "ts": ts, "event_ts": ts, "team": "T1"},
        "type": "event_callback",
        "event_id": f"Ev{next(_numbers)}",
        "event_time": int(time.time()),
        "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}],
    }


def _block_action(user: str, press: Press) -> dict[str, Any]:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    ts, channel = press.message.id, f"D{user}"
    shown = {"type": "message", "ts": ts, "user": "UBOT", "blocks": press.message.blocks}
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "ann", "name": "ann", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "verification",
        "trigger_id": f"T{next(_numbers)}",
        "team": {"id": "T1", "domain": "company"},
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "channel": {"id": channel, "name": "directmessage"},
        "message": shown,
        "state": {"values": {}},
        "response_url": "https://hooks.slack.example/actions/T1/1",
        "actions": [{**press.button, "block_id": "b", "action_ts": f"{time.time():.6f}"}],
    }


async def flat_out(served: Served, chats: Sequence[Chat], say: Say, seconds: float) -> Load:
    """Everybody writes again as soon as they are answered."""
    answers: list[float] = []
    began, spent = time.perf_counter(), served.cpu

    async def live(chat: Chat) -> None:
        while (at := time.perf_counter()) < began + seconds:
            answers.append(await chat.says(say(chat)) - at)

    await asyncio.gather(*(live(chat) for chat in chats))
    return Load(time.perf_counter() - began, served.cpu - spent, answers)


async def at_pace(served: Served, chats: Sequence[Chat], say: Say, seconds: float, rate: float) -> Load:
    """So many lines a second in all, whether or not the answers keep up: what waits counts as waiting."""
    answers: list[float] = []
    began, spent = time.perf_counter(), served.cpu
    each = len(chats) / rate

    async def live(chat: Chat) -> None:
        due = began + random.random() * each
        while due < began + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            answers.append(await chat.says(say(chat)) - due)
            due += random.uniform(0.5, 1.5) * each

    await asyncio.gather(*(live(chat) for chat in chats))
    return Load(time.perf_counter() - began, served.cpu - spent, answers)
