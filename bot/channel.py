"""The Channel protocol: receives events for the dispatcher, and sends messages for delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from handlers.chat import Card


@dataclass(frozen=True)
class Limits:
    """Rate limits of a channel: messages per second, and burst size."""

    total: float
    per_chat: float
    chat_burst: int
    per_group: float = 0.0  # for group chats; 0: the same as for other chats
    group_burst: int = 1

    def of(self, chat: str) -> tuple[float, int]:
        # Telegram's groups have negative ids: https://core.telegram.org/bots/api#chat
        if self.per_group and chat.startswith("-"):
            return self.per_group, self.group_burst
        return self.per_chat, self.chat_burst


class SendError(Exception):
    """A message could not be sent.

    `permanent`: retrying is useless. `unreachable`: for this chat, too. `wait`: retry only after this time, and
    it does not count as a failure; `everyone`: that holds for all chats of the channel. Otherwise retry later.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        unreachable: bool = False,
        wait: timedelta | None = None,
        everyone: bool = False,
    ) -> None:
        super().__init__(text)
        self.permanent = permanent or unreachable
        self.unreachable = unreachable
        self.wait = wait
        self.everyone = everyone

    @property
    def outcome(self) -> str:
        """One word for logs and metrics."""
        if self.unreachable:
            return "unreachable"
        if self.permanent:
            return "refused"
        return "asked to wait" if self.wait else "failed"


class WrongToken(Exception):
    """The platform rejects our token: retrying is useless. The message names the setting to fix."""


class Channel(Protocol):
    """A chat platform: Telegram, Slack or the console."""

    name: str
    limits: Limits
    is_called: bool  # receives webhooks, so that every process can answer; otherwise one process polls

    async def run(self) -> None:
        """Connect, call `ready`, and dispatch events until cancelled. Raises WrongToken."""

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        """Send the card and return the message's ID. Raises SendError.

        `replaces`: the message to replace, or a target other than the chat, in the channel's own format.
        """

    async def again(self, raw: Mapping[str, Any]) -> bool:
        """Handle a failed update again; False if it failed again."""

    async def is_connected(self) -> bool:
        """Whether the platform was reachable within the last minute, as far as known."""

    async def close(self) -> None:
        """Close connections, after the last message was sent."""
