"""The web server: what channels are told over HTTP, and whether Rapport is alive."""

import errno
from collections.abc import Iterable

import structlog
from aiohttp import web

log = structlog.get_logger()

SHUTDOWN = 5.0  # seconds for requests in hand


class CannotListen(Exception):
    """The text says why, and what to do."""


class Web:
    def __init__(self, host: str, port: int, routes: Iterable[web.AbstractRouteDef]) -> None:
        self.host, self.port = host, port
        application = web.Application()
        application.add_routes([web.get("/healthz", _alive), *routes])
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=SHUTDOWN)

    async def start(self) -> str:
        """Listen, and return the address. Raises CannotListen."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise CannotListen(f"RAPPORT_BIND: {self._why(error)}; port 0 picks a free one") from error
        self.port = self._runner.addresses[0][1]
        host = f"[{self.host}]" if ":" in self.host else self.host
        address = f"http://{host}:{self.port}"
        log.info("web server", address=address)
        return address

    async def stop(self) -> None:
        """Finish the requests in hand, and close."""
        await self._runner.cleanup()

    def _why(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return f"port {self.port} on {self.host} is taken by another program"
        return f"cannot listen on {self.host}:{self.port} ({error.strerror})"


async def _alive(_request: web.Request) -> web.Response:
    return web.Response(text="alive\n")
