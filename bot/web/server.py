"""Web server with its own limits: webhooks, `/healthz` and further routes."""

import asyncio
import errno
import resource
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

log = structlog.get_logger()

SHUTDOWN_TIMEOUT = 5.0  # seconds to finish open requests
MAX_CONNECTIONS = 512
BODY_TIMEOUT = 10.0  # seconds for a request's body; aiohttp limits its size to a megabyte


@dataclass(frozen=True)
class Limits:
    """Limits against slow or unfinished requests, which would block the server."""

    headers: float = 10.0  # seconds for headers to arrive, and for idle connections
    connections: int = MAX_CONNECTIONS


class CannotListen(Exception):
    """The port cannot be opened. The message says why, and what to do."""


class Refusal(asyncio.Protocol):
    """Closes a connection at once: beyond the limit, or while we stop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


class Web:
    def __init__(
        self, host: str, port: int, routes: Iterable[web.AbstractRouteDef], limits: Limits | None = None
    ) -> None:
        self.host, self.port = host, port
        limits = limits or Limits()
        self._most = min(limits.connections, _open_files() // 2)  # others need some, too
        self._without_request: dict[web.RequestHandler, None] = {}  # idle longest first
        application = web.Application(middlewares=[self._notice])
        application.add_routes([web.get("/healthz", _alive), *routes])
        self._runner = web.AppRunner(
            application,
            access_log=None,
            shutdown_timeout=SHUTDOWN_TIMEOUT,
            keepalive_timeout=limits.headers,
            lingering_time=limits.headers,
            auto_decompress=False,  # no caller compresses, and a small body must not expand to a huge one
        )
        self._listening: asyncio.Server | None = None
        self._is_stopping = False

    async def start(self) -> str:
        """Start listening, and return the URL. Raises CannotListen."""
        await self._runner.setup()
        try:
            loop = asyncio.get_running_loop()
            self._listening = await loop.create_server(self._accept, self.host, self.port)
        except OSError as error:
            await self._runner.cleanup()
            raise CannotListen(f"RAPPORT_BIND: {self._why(error)}; port 0 picks a free one") from error
        self.port = self._listening.sockets[0].getsockname()[1]
        host = f"[{self.host}]" if ":" in self.host else self.host
        address = f"http://{host}:{self.port}"
        log.info("web server", address=address)
        return address

    async def stop(self) -> None:
        """Finish open requests, and close."""
        self._is_stopping = True  # a connection that was accepted just now is closed, too
        if self._listening:
            self._listening.close()
        await self._runner.cleanup()

    def _accept(self) -> asyncio.Protocol:
        """Accept a connection; at the limit, close the one that has been idle longest."""
        server = self._runner.server
        assert server
        is_full = len(server.connections) >= self._most
        if self._is_stopping or (is_full and not self._close_oldest()):
            return Refusal()
        handler = server()
        self._without_request[handler] = None
        return handler

    def _close_oldest(self) -> bool:
        """Close the longest idle connection; False if there is none. Skips those already closed."""
        while self._without_request:
            handler = next(iter(self._without_request))
            del self._without_request[handler]
            if handler.transport:
                handler.force_close()
                return True
        return False

    @web.middleware
    async def _notice(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Mark a connection as busy, so that it is not closed during a request."""
        self._without_request.pop(request.protocol, None)
        try:
            return await handler(request)
        finally:
            self._without_request[request.protocol] = None

    def _why(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return f"port {self.port} on {self.host} is taken by another program"
        return f"cannot listen on {self.host}:{self.port} ({error.strerror})"


async def read_body(request: web.Request, seconds: float = BODY_TIMEOUT) -> bytes:
    """Read the body. Raises HTTPRequestTimeout after that time, HTTPRequestEntityTooLarge above a megabyte."""
    try:
        async with asyncio.timeout(seconds):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _open_files() -> int:
    """The limit of open files and connections for this process."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if soft != resource.RLIM_INFINITY else 2 * MAX_CONNECTIONS


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="alive\n")
