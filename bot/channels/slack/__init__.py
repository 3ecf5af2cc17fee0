"""Slack channel: commands, buttons, modals and direct messages, through Socket Mode or HTTP."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

import storage
from bot.channel import SendError, WrongToken
from bot.channels.slack import events, modal, render, uploads
from bot.channels.slack.client import SPACE, WRONG_TOKEN, Api, Refusal
from bot.channels.slack.limits import PACE
from bot.channels.slack.listeners import Listeners
from bot.channels.slack.manifest import EVENTS
from bot.channels.slack.payload_filter import is_for_us
from bot.channels.slack.payloads.log_filter import library_logger
from bot.channels.slack.payloads.response_urls import How, ResponseUrl
from bot.channels.slack.socket_mode import Socket
from bot.inbound.dispatch import Dispatcher
from bot.outbound.durable_write import durable_write
from bot.outbound.made_files import MadeFiles
from bot.web.server import read_body
from handlers.chat import Card
from storage.messaging import home_pages
from storage.models import Place

if TYPE_CHECKING:
    from bot.channels.slack.oauth import Installing

log = structlog.get_logger()

ANY = re.compile("")
SIGNATURE = ("X-Slack-Request-Timestamp", "X-Slack-Signature")
MAX_TIMESTAMP_DIGITS = 20  # digits
MAX_CHECK = 1000  # bytes of Slack's certificate check, which is not signed
MAX_CONNECT_PAUSE = 60.0  # seconds between tries to connect
RETRY_INTERVALS = (0.5, 1.0)  # seconds between tries of a later part of a card
MAX_RETRY_WAIT = 10.0  # seconds, if Slack asks for a pause before a retry: well below delivery's lease


class OnlyOurs(AsyncMiddleware):
    """Runs before Bolt's own middleware, which assumes that every payload is complete."""

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        if not is_for_us(req.body):
            return BoltResponse(status=200, body="")
        SPACE.set(events.space(req.body))
        return await next()


class Slack:
    """The Slack channel. `base` is the Web API's URL. With an app token it uses Socket Mode, else HTTP.

    `emoji`: the name of the emoji that saves a message.
    """

    name = "slack"
    limits = PACE

    def __init__(
        self,
        bot_token: str,
        base: str,
        dispatcher: Dispatcher,
        ready: Callable[[str], None],
        *,
        app_token: str = "",
        signing_secret: str = "",
        emoji: str = "",
        installing: "Installing | None" = None,
    ) -> None:
        self.ready = ready
        self.is_called = not app_token
        self._logger = library_logger()
        self._installing = installing
        self._api = Api(bot_token, base, self._logger, *([installing.token] if installing else []))
        self._bot_token, self._app_token, self._signing_secret = bot_token, app_token, signing_secret
        self._listeners = Listeners(self._api, dispatcher, emoji)
        self._files = MadeFiles(dispatcher.database, self.name)
        self._socket: Socket | None = None
        self._whoami: Mapping[str, Any] = {}
        self._bolt = self._listening(base)

    async def run(self) -> None:
        """Connect and handle events until cancelled. Raises WrongToken."""
        self._whoami = await self._patiently("auth.test", "SLACK_BOT_TOKEN", self._bot_token)
        await self._listeners.dispatcher.known_as(self.name, str(self._whoami.get("team") or ""))
        if not self._app_token:
            self.ready(self.name)
            await asyncio.Event().wait()
        await self._patiently("apps.connections.open", "SLACK_APP_TOKEN", self._app_token)
        socket = self._socket = Socket(self._bolt, self._app_token, self._logger)
        try:
            await socket.connect_async()  # type: ignore[no-untyped-call]
            self.ready(self.name)
            await asyncio.Event().wait()
        finally:
            self._socket = None
            await socket.finish()

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        """Send a card; return the ID of the last message, if it has one. Raises SendError."""
        SPACE.set(space)
        if replaces == home_pages.HOME_TAB:
            return await self._publish(space, chat, card)
        if card.made:
            conversation = await self._api.conversation(space, chat)
            return await uploads.send_file(self._api, space, conversation, card, card.made, self._files)
        messages, spot = render.messages(card), ResponseUrl.read(replaces)
        if spot and spot.how is How.BELOW:
            return await self._unfold(spot, card)
        if spot:
            messages, replaces = await self._answer(spot, messages), None
        if not messages:
            return ""
        try:
            return await self._show(space, chat, messages, replaces)
        except SendError as error:
            if error.permanent and spot and spot.by:
                await self._listeners.not_shared(Place(self.name, space, spot.by, spot.by))
            raise

    async def _show(self, space: str, chat: str, messages: list[render.Block], replaces: str | None) -> str:
        conversation = await self._api.conversation(space, chat)
        sent = ""
        for message in messages:
            if not sent:
                sent = await self._api.show(conversation, message, replaces)
                continue
            await asyncio.sleep(1 / self.limits.per_chat)
            sent = await self._send_again(conversation, message)
        return sent

    def routes(self) -> list[web.RouteDef]:
        """The routes that Slack calls. None without a signing secret, because anybody could call them."""
        if not self._signing_secret or self._app_token:
            return []
        more = self._installing.routes() if self._installing else []
        return [web.post(EVENTS, self._on_request), *more]

    async def again(self, raw: Mapping[str, Any]) -> bool:
        SPACE.set(events.space(raw))
        return await self._listeners.again(raw)

    async def settle(self) -> None:
        """Wait for tasks that continue after the response to Slack."""
        await self._listeners.settle()

    async def is_connected(self) -> bool:
        """Whether we are connected and the token is good; over HTTP, whether Slack has ever accepted it."""
        is_there = bool(self._whoami)
        if not self.is_called:
            is_there = self._socket is not None and await self._socket.client.is_connected()
        return is_there and await self._api.token.is_good()

    async def close(self) -> None:
        await self._listeners.settle()
        await self._api.close()

    def _listening(self, base: str) -> AsyncApp:
        async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
            return self._authorized(context)

        # No token here: otherwise Bolt would call auth.test, and warn about the token in the environment.
        bolt = AsyncApp(
            name="bot.slack.bolt",
            logger=self._logger,
            client=AsyncWebClient(base_url=base, logger=self._logger, retry_handlers=[]),
            authorize=authorize,
            signing_secret=self._signing_secret,
            process_before_response=True,  # respond only after the commit
            attaching_conversation_kwargs_enabled=False,
        )
        bolt.use(OnlyOurs())
        bolt.event(ANY)(self._listeners.on_event)
        bolt.command(ANY)(self._listeners.on_command)
        bolt.block_action(ANY)(self._listeners.on_press)
        bolt.shortcut(ANY)(self._listeners.on_shortcut)
        bolt.view_submission(modal.CALLBACK)(self._listeners.on_submission)
        bolt.block_suggestion(ANY)(self._listeners.on_lookup)
        bolt.error(self._on_error)
        return bolt

    def _authorized(self, context: AsyncBoltContext) -> AuthorizeResult:
        who = self._whoami
        return AuthorizeResult(
            enterprise_id=context.enterprise_id,
            team_id=context.team_id,
            bot_id=who.get("bot_id"),
            bot_user_id=who.get("user_id"),
            bot_token=self._bot_token,
        )

    async def _on_error(self, error: Exception) -> BoltResponse:
        """Respond with an error, so that Slack retries."""
        log.warning("request failed", channel=self.name, error=type(error).__name__)
        return BoltResponse(status=500, body="")

    async def _on_request(self, request: web.Request) -> web.Response:
        """Verify the signature before parsing anything."""
        try:
            body = (await read_body(request)).decode()
        except UnicodeDecodeError:
            return web.Response(status=400)
        if len(body) < MAX_CHECK and "ssl_check=1" in body:
            return web.Response()
        if not self._is_signed(request, body):
            log.warning("request refused", channel=self.name, reason="not signed by Slack")
            return web.Response(status=401)
        try:
            asked = AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))
        except (ValueError, TypeError, AttributeError, RecursionError):
            return web.Response(status=400)
        return await to_aiohttp_response(await self._bolt.async_dispatch(asked))

    def _is_signed(self, request: web.Request, body: str) -> bool:
        """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
        timestamp, signature = (request.headers.get(name, "") for name in SIGNATURE)
        if not (timestamp.isdecimal() and len(timestamp) <= MAX_TIMESTAMP_DIGITS and signature.isascii()):
            return False
        return SignatureVerifier(self._signing_secret).is_valid(body, timestamp, signature)

    async def _publish(self, space: str, user: str, card: Card) -> str:
        """Publish a home page, unless it shows this already. Pages are sent in order, so the last one wins."""
        view, database = render.home(card), self._listeners.dispatcher.database
        digest = hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
        async with storage.reading(database) as db:
            if await home_pages.digest(db, self.name, space, user) == digest:
                return ""
        await self._api.publish(user, view)
        await durable_write(database, lambda db: home_pages.put_shown(db, self.name, space, user, digest))
        return ""

    async def _unfold(self, spot: ResponseUrl, card: Card) -> str:
        """Show previews below the links of a message. After half an hour nobody looks for them."""
        if self._listeners.dispatcher.clock() >= spot.until:
            raise SendError("chat.unfurl: it is too late for that", permanent=True)
        if card.linked:
            shown = {each.address: render.link_preview(each) for each in card.linked}
            await self._api.unfurl(spot.links, shown)
        return ""

    async def _answer(self, spot: ResponseUrl, messages: list[render.Block]) -> list[render.Block]:
        """Send messages to a response URL; return those it did not accept, which go to the chat."""
        if self._listeners.dispatcher.clock() >= spot.until:
            return messages
        for place, message in enumerate(messages):
            try:
                is_taken = await self._api.respond(spot, message)
            except SendError:
                if not place:
                    raise
                is_taken = False
            if not is_taken:
                return messages[place:]
            spot = spot.next()
        return []

    async def _send_again(self, conversation: str, message: Mapping[str, Any]) -> str:
        """Retrying the whole card would repeat the parts already sent."""
        for pause in RETRY_INTERVALS:
            try:
                return await self._api.show(conversation, message)
            except SendError as error:
                if error.permanent:
                    raise
                asked = error.wait.total_seconds() if error.wait else pause
                await asyncio.sleep(min(asked, MAX_RETRY_WAIT))
        return await self._api.show(conversation, message)

    async def _patiently(self, method: str, setting: str, token: str) -> Mapping[str, Any]:
        """Call a method until Slack responds. Raises WrongToken."""
        pause = 1.0
        while True:
            try:
                return await self._api.get(method, token=token)
            except SendError as error:
                if isinstance(error, Refusal) and error.name in WRONG_TOKEN:
                    text = f"{setting}: Slack refuses this token ({error.name})"
                    raise WrongToken(f"{text}; copy it again from the app's settings.") from None
                log.warning("slack cannot be reached", error=str(error), again_in=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, MAX_CONNECT_PAUSE)
