"""Socket Mode: Slack's events over a connection that we open, without a public URL."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

CLOSE_TIMEOUT = 3.0  # seconds: Slack waits no longer for a response


class Socket(AsyncSocketModeHandler):
    def __init__(self, app: AsyncApp, app_token: str, logger: logging.Logger) -> None:
        super().__init__(app, app_token, logger)
        self._in_hand: set[asyncio.Task[object]] = set()

    async def handle(  # type: ignore[override] # as in Bolt
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Handle one event until its response."""
        task = asyncio.current_task()
        assert task
        self._in_hand.add(task)
        try:
            await super().handle(client, req)
        finally:
            self._in_hand.discard(task)

    async def finish(self) -> None:
        """Finish running handlers, and disconnect."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=CLOSE_TIMEOUT)
        loops = (self.client.message_receiver, self.client.current_session_monitor)
        await self.close_async()  # type: ignore[no-untyped-call]
        await asyncio.gather(self.client.message_processor, *filter(None, loops), return_exceptions=True)
