"""Slow, unfinished and unsigned requests take the web server away from nobody."""

import asyncio
import gzip
import hashlib
import hmac
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, web

from bot.channels.slack import Slack
from bot.runtime.log_setup import OnceAMinute
from bot.web.server import Limits, Web, read_body
from tests.fakes.slack import FakeSlack
from tests.support.world import World

HALF_A_REQUEST = b"GET /healthz HTTP/1.1\r\nHost: us\r\n"
WHOLE_REQUEST = HALF_A_REQUEST + b"\r\n"


@asynccontextmanager
async def _serving(*routes: web.RouteDef, limits: Limits) -> AsyncIterator[Web]:
    server = Web("127.0.0.1", 0, routes, limits)
    await server.start()
    yield server
    await server.stop()


@asynccontextmanager
async def _saying(server: Web, said: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """A connection on which that is said, and nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(said)
    yield reader
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def test_half_open_connections_leave_room_for_whole_requests() -> None:
    async with _serving(limits=Limits(headers=30, connections=10)) as server, AsyncExitStack() as connections:
        for _each in range(25):
            await connections.enter_async_context(_saying(server, HALF_A_REQUEST))
        whole = await connections.enter_async_context(_saying(server, WHOLE_REQUEST))
        assert b"200 OK" in await asyncio.wait_for(whole.readline(), 10)


async def test_headers_that_do_not_end_are_waited_for_only_so_long() -> None:
    async with _serving(limits=Limits(headers=0.2)) as server, _saying(server, HALF_A_REQUEST) as reader:
        assert await asyncio.wait_for(reader.read(), 10) == b""


async def test_too_many_headers_and_too_long_ones_are_refused() -> None:
    async with _serving(limits=Limits()) as server:
        for headers in (b"A: b\r\n" * 1000, b"A: " + b"b" * 100_000 + b"\r\n"):
            async with _saying(server, HALF_A_REQUEST + headers + b"\r\n") as reader:
                assert b" 400 " in await asyncio.wait_for(reader.readline(), 10)


async def test_a_body_that_does_not_end_is_waited_for_only_so_long() -> None:
    async def take(request: web.Request) -> web.Response:
        return web.Response(body=await read_body(request, seconds=0.2))

    async with _serving(web.post("/", take), limits=Limits(headers=0.2)) as server:
        half = b"POST / HTTP/1.1\r\nHost: us\r\nContent-Length: 9\r\n\r\nhalf"
        async with _saying(server, half) as reader:
            assert b" 408 " in await asyncio.wait_for(reader.readline(), 10)


NESTED = b"[" * 100_000
BODIES = {
    "many fields": b"a=1&" * 250_000,
    "nested": NESTED,
    "nested in a field": b"payload=" + b"%5B" * 100_000,
    "broken gzip": b"\x1f\x8b" + b"no gzip",
    "a gzip bomb": gzip.compress(b"0" * 50_000_000),
}


@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_what_slack_has_not_signed_is_refused_unread(world: World, body: bytes, signed: bool) -> None:
    async with FakeSlack() as fake:
        slack = Slack(
            fake.bot_token, fake.base, world.dispatcher, lambda _name: None, signing_secret=fake.signing_secret
        )
        async with _serving(*slack.routes(), limits=Limits()) as server, ClientSession() as session:
            headers = {"Content-Type": "application/json", **(_signature(fake, body) if signed else {})}
            if body[:2] == b"\x1f\x8b":
                headers["Content-Encoding"] = "gzip"
            async with session.post(
                f"http://127.0.0.1:{server.port}/slack/events", data=body, headers=headers
            ) as answer:
                assert answer.status in ((200, 400) if signed else (400, 401))
        await slack.close()


BAD_SIGNATURES = [("abc", "v0=0"), ("9" * 8000, "v0=0"), ("", ""), (None, "v0=é"), (None, "v0=0")]


@pytest.mark.parametrize(("timestamp", "signature"), BAD_SIGNATURES)
async def test_a_signature_that_is_none_is_401(world: World, timestamp: str | None, signature: str) -> None:
    async with FakeSlack() as fake:
        slack = Slack(
            fake.bot_token, fake.base, world.dispatcher, lambda _name: None, signing_secret=fake.signing_secret
        )
        async with _serving(*slack.routes(), limits=Limits()) as server:
            at = str(int(time.time())) if timestamp is None else timestamp
            lines = (
                "POST /slack/events HTTP/1.1",
                "Host: us",
                "Content-Length: 2",
                f"X-Slack-Signature: {signature}",
                f"X-Slack-Request-Timestamp: {at}",
            )
            async with _saying(server, "\r\n".join([*lines, "", "{}"]).encode()) as reader:
                assert b" 401 " in await asyncio.wait_for(reader.readline(), 10)
        await slack.close()


def test_errors_of_accepting_are_told_once_a_minute() -> None:
    only_one = OnceAMinute()
    error = logging.makeLogRecord({"msg": "socket.accept() out of system resource\nsocket: ..."})
    other = logging.makeLogRecord({"msg": "Task exception was never retrieved"})
    assert [only_one.filter(record) for record in (error, error, other, error, other)] == [
        *(True, False, True, False, True)
    ]


def _signature(fake: FakeSlack, body: bytes) -> dict[str, str]:
    at = str(int(time.time()))
    digest = hmac.new(fake.signing_secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest.hexdigest()}"}
