"""People who write one line after the other, and wait for each answer."""

import asyncio
import hashlib
import hmac
import itertools
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.processes import Served
from benchmarks.stub import Stub

WAIT = 60.0  # seconds until an answer is given up
_numbers = itertools.count(1)

Say = Callable[[], str]
Wrap = Callable[[int, str], tuple[dict[str, str], bytes]]  # the headers and the body of what somebody says


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


@dataclass
class Platform:
    """How a platform brings what people say, and where the answer goes."""

    path: str
    chat: Callable[[int], str]
    wrap: Wrap


@dataclass
class Chat:
    """One person's, over a connection that stays open."""

    number: int
    port: int
    platform: Platform
    stub: Stub
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def says(self, text: str) -> float:
        """Return when the answer has come, by time.perf_counter."""
        headers, body = self.platform.wrap(self.number, text)
        answer = self.stub.next(self.platform.chat(self.number))
        await self._post(headers, body)
        async with asyncio.timeout(WAIT):
            return await answer

    def close(self) -> None:
        if self._line:
            self._line[1].close()

    async def _post(self, headers: dict[str, str], body: bytes) -> None:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._line
        told = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"POST {self.platform.path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answered = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if " 200 " not in answered.partition("\r\n")[0]:
            raise RuntimeError(answered)
        if length := answered.partition("content-length:")[2].partition("\r\n")[0].strip():
            await reader.readexactly(int(length))


def telegram(stub: Stub) -> Platform:
    secret = stub.secret

    def wrap(number: int, text: str) -> tuple[dict[str, str], bytes]:
        person = {"id": number, "is_bot": False, "first_name": "Ann", "language_code": "en"}
        said = {
            "message_id": next(_numbers),
            "date": int(time.time()),
            "chat": {"id": number, "type": "private", "first_name": "Ann"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            length = len(text.partition(" ")[0])
            said["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        body = json.dumps({"update_id": next(_numbers), "message": said}).encode()
        return {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}, body

    return Platform("/telegram/updates", str, wrap)


def slack(signing_secret: str) -> Platform:
    def wrap(number: int, text: str) -> tuple[dict[str, str], bytes]:
        ts = f"{time.time():.6f}"
        user = f"U{number}"
        said = {"type": "message", "channel": f"D{user}", "channel_type": "im", "user": user, "text": text}
        body = json.dumps(
            {
                "token": "verification",
                "team_id": "T1",
                "api_app_id": "A1",
                "event": {**said, "ts": ts, "event_ts": ts, "team": "T1"},
                "type": "event_callback",
                "event_id": f"Ev{next(_numbers)}",
                "event_time": int(time.time()),
                "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}],
            }
        )
        at = str(int(time.time()))
        signed = hmac.new(signing_secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        told = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}
        return {"Content-Type": "application/json", **told}, body.encode()

    return Platform("/slack/events", lambda number: f"DU{number}", wrap)


async def flat_out(served: Served, chats: Sequence[Chat], say: Say, seconds: float) -> Load:
    """Everybody writes again as soon as they are answered."""
    answers: list[float] = []
    began, spent = time.perf_counter(), served.cpu

    async def live(chat: Chat) -> None:
        while (at := time.perf_counter()) < began + seconds:
            answers.append(await chat.says(say()) - at)

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
            answers.append(await chat.says(say()) - due)
            due += random.uniform(0.5, 1.5) * each

    await asyncio.gather(*(live(chat) for chat in chats))
    return Load(time.perf_counter() - began, served.cpu - spent, answers)
