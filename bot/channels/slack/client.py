"""Slack Web API client, and what each error means for a message."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.channel import SendError
from bot.channels.slack.payloads.response_urls import HOW, How, ResponseUrl
from bot.channels.token_state import TokenState

log = structlog.get_logger()

CALL_TIMEOUT = 10  # seconds
UPLOAD_TIMEOUT = 40  # seconds: below delivery's lease
MIN_WAIT = timedelta(seconds=1)
FINE, TOO_MANY, BROKEN = 200, 429, 500  # HTTP status codes
PEOPLE = ("U", "W")  # prefixes of user IDs; all other IDs are conversations

# Error names of https://docs.slack.dev/reference/methods; after any other error we retry later.
INACTIVE = "account_inactive"
MISSING_SCOPE = "missing_scope"
WRONG_TOKEN = {
    *("invalid_auth", "not_authed", INACTIVE, "token_revoked", "token_expired"),
    *("not_allowed_token_type", "no_permission", MISSING_SCOPE, "access_denied"),
}
UNREACHABLE = {"user_disabled", "user_not_found", "user_not_visible", "users_not_found", "cannot_dm_bot"}
PERMANENT = {
    *("channel_not_found", "is_archived", "not_in_channel", "user_not_in_channel", "messages_tab_disabled"),
    *("restricted_action", "restricted_action_read_only_channel"),
    *("no_text", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"),
    *("invalid_arguments", "message_not_found", "cant_update_message", "edit_window_closed"),
    *("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "view_too_large", "not_enabled"),
    *("cannot_find_channel", "cannot_find_message", "cannot_find_service", "cannot_unfurl_message"),
    *("cannot_unfurl_url", "cannot_parse_attachment", "invalid_unfurl_id", "invalid_unfurls_format"),
    *(
        "invalid_source",
        "missing_unfurls",
        "missing_unfurl_id",
        "missing_source",
        "missing_channel",
        "missing_ts",
    ),
}
# All other methods are limited per workspace: docs.slack.dev, "Rate limits".
LIMITED_BY_CHANNEL = {"chat.postMessage", "chat.postEphemeral"}
RATE_LIMITED = {"ratelimited", "rate_limited"}
FILES = "files."  # the beginning of their methods
NOT_THERE = {"message_not_found", "cant_update_message", "edit_window_closed"}  # cannot be edited


class Refusal(SendError):
    """Slack responded with an error. `name` is Slack's error code."""

    def __init__(
        self, method: str, name: str, wait: timedelta | None = None, *, unreachable: bool = False
    ) -> None:
        unreachable = unreachable or name in UNREACHABLE
        everyone = wait is not None and method not in LIMITED_BY_CHANNEL
        outcome = {"permanent": name in PERMANENT, "unreachable": unreachable}
        super().__init__(f"{method}: {name}", **outcome, wait=wait, everyone=everyone)
        self.name = name


NO_PREVIEW = {"unfurl_links": False, "unfurl_media": False}


# The current workspace: each has its own token.
SPACE: ContextVar[str] = ContextVar("space", default="")

Tokens = Callable[[str], Awaitable[str | None]]


async def _usual(_space: str) -> str | None:
    """No tokens besides the configured one."""
    return None


class Api:
    def __init__(self, token: str, base: str, logger: logging.Logger, tokens: Tokens = _usual) -> None:
        """`tokens` returns the token of another workspace by its space; raises SendError."""
        self._tokens = tokens
        # Without the SDK's retries: delivery limits the rate and retries, and knows what may be repeated.
        self._client = AsyncWebClient(token, base, CALL_TIMEOUT, logger=logger, retry_handlers=[])
        self._logger = logger
        self.token = TokenState(self._is_known)
        self._conversations: dict[tuple[str, str], str] = {}

    async def post(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method that changes something. Raises SendError."""
        try:
            return await self._call(method, json=arguments)
        except Refusal as refusal:
            # Slack uses this error for a token and for a person.
            if refusal.name == INACTIVE and await self._is_known():
                raise Refusal(method, INACTIVE, unreachable=True) from None
            raise

    async def get(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a read-only method. Raises SendError."""
        return await self._call(method, params=arguments)

    async def show(self, channel: str, message: Mapping[str, Any], replaces: str | None = None) -> str:
        """Send the message, or edit `replaces` if that is still possible; return its ID."""
        looks = {"channel": channel, **message}
        if replaces:
            try:
                return str((await self.post("chat.update", ts=replaces, **looks))["ts"])
            except Refusal as refusal:
                if refusal.name not in NOT_THERE:
                    raise
        return str((await self.post("chat.postMessage", **NO_PREVIEW, **looks))["ts"])

    async def respond(self, spot: ResponseUrl, message: Mapping[str, Any]) -> bool:
        """Send the message to a response URL; False if that has expired. Raises SendError."""
        if spot.how is How.UNSEEN:
            return await self._whisper(spot.whom, message)
        webhook = AsyncWebhookClient(spot.url, CALL_TIMEOUT, session=self._session(), retry_handlers=[])
        webhook.logger = self._logger
        try:
            response = await webhook.send_dict({**message, **HOW[spot.how]})
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SendError(f"response_url: {type(error).__name__}") from error
        if response.status_code == TOO_MANY:
            raise SendError("response_url: ratelimited", wait=_wait(_header(response.headers, "Retry-After")))
        if response.status_code >= BROKEN:
            raise SendError(f"response_url: HTTP {response.status_code}")
        return response.status_code == FINE

    async def open(self, trigger: str, view: Mapping[str, Any]) -> None:
        """Open a modal, within three seconds of the trigger. Raises SendError."""
        try:
            await self.post("views.open", trigger_id=trigger, view=view)
        except SendError as error:
            if error.permanent or error.wait:
                raise
            await self._open_again(trigger, view)

    async def publish(self, user: str, view: Mapping[str, Any]) -> None:
        """Publish a person's home page. Raises SendError."""
        await self._there_or_nowhere("views.publish", user_id=user, view=view)

    async def unfurl(self, links: Mapping[str, str], shown: Mapping[str, Any]) -> None:
        """Show previews below a message's links, all at once: `shown` is by link. Raises SendError."""
        await self._there_or_nowhere("chat.unfurl", **links, unfurls=shown)

    async def upload(self, name: str, content: bytes) -> str:
        """Upload a file, and return its ID: nobody sees it until it is shared. Raises SendError."""
        asked = {"filename": name, "length": len(content)}
        ticket = await self._call("files.getUploadURLExternal", params=asked)
        timeout = aiohttp.ClientTimeout(UPLOAD_TIMEOUT)
        try:
            async with self._session().post(ticket["upload_url"], data=content, timeout=timeout) as response:
                if response.status != FINE:
                    raise SendError(f"upload: HTTP {response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SendError(f"upload: {type(error).__name__}") from error
        return str(ticket["file_id"])

    async def share_file(self, channel: str, file_id: str, title: str, blocks: list[Mapping[str, Any]]) -> None:
        """Post an uploaded file with these blocks. Raises SendError."""
        shown = {"files": [{"id": file_id, "title": title}], "channel_id": channel, "blocks": blocks}
        await self.post("files.completeUploadExternal", **shown)

    async def conversation(self, space: str, user: str) -> str:
        """The direct message channel with that person; for a channel, itself. Raises SendError."""
        if not user.startswith(PEOPLE):
            return user
        if (space, user) not in self._conversations:
            opened = await self.post("conversations.open", users=user)
            self._conversations[space, user] = str(opened["channel"]["id"])
        return self._conversations[space, user]

    async def close(self) -> None:
        if self._client.session:
            await self._client.session.close()

    async def _there_or_nowhere(self, method: str, **arguments: Any) -> None:
        """Call a method whose failure does not mean that the person is unreachable."""
        try:
            await self.post(method, **arguments)
        except Refusal as refusal:
            if refusal.unreachable:
                raise SendError(str(refusal), permanent=True) from refusal
            raise

    async def _whisper(self, whom: Mapping[str, str], message: Mapping[str, Any]) -> bool:
        try:
            await self.post("chat.postEphemeral", **whom, **message)
        except Refusal as refusal:
            if not refusal.permanent:
                raise
            return False
        return True

    def _session(self) -> aiohttp.ClientSession:
        if self._client.session is None:
            self._client.session = aiohttp.ClientSession()
        return self._client.session

    async def _is_known(self) -> bool:
        """Whether our token is good."""
        try:
            await self.get("auth.test")
        except SendError:
            return False
        return True

    async def _open_again(self, trigger: str, view: Mapping[str, Any]) -> None:
        try:
            await self.post("views.open", trigger_id=trigger, view=view)
        except Refusal as refusal:
            # Otherwise the first try succeeded, and only its response was lost.
            if refusal.name != "exchanged_trigger_id":
                raise

    async def _call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        self._session()
        if token := await self._tokens(SPACE.get()):
            arguments = {kind: {"token": token, **given} for kind, given in arguments.items()}
        is_ours = not any("token" in given for given in arguments.values())
        try:
            response = await self._client.api_call(method, **arguments)
        except SlackApiError as error:
            refusal = _refusal(method, error.response)
            if is_ours and _is_of_the_token(method, refusal.name):
                self.token.heard(is_good=False)
            raise refusal from None  # its text quotes the whole response
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
            # AttributeError: slack_sdk fails on a plain text response, such as a proxy's error page.
            raise SendError(f"{method}: {type(error).__name__}") from error
        if is_ours:
            self.token.heard(is_good=True)
        return response.data if isinstance(response.data, dict) else {}


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def _refusal(method: str, response: Any) -> Refusal:
    data = getattr(response, "data", None)
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    name = data.get("error") if isinstance(data, dict) else None
    if status == 429 or name in RATE_LIMITED:
        return Refusal(method, "ratelimited", _wait(response.headers.get("Retry-After", "")))
    if _is_of_the_token(method, name):
        log.error("slack refuses the token", method=method, error=name)
    return Refusal(method, name or f"HTTP {status}")


def _is_of_the_token(method: str, name: object) -> bool:
    if name == MISSING_SCOPE and method.startswith(FILES):  # an app that was installed before it sent files
        return False
    return name in WRONG_TOKEN and not (name == INACTIVE and method != "auth.test")


def _wait(seconds: str) -> timedelta:
    return max(MIN_WAIT, timedelta(seconds=int(seconds) if seconds.isdecimal() else 0))
