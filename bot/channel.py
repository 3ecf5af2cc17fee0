"""What every channel is to the rest: it tells the pipeline what happened, and sends what delivery hands it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from handlers.chat import Card


@dataclass(frozen=True)
class Limits:
    """How fast a channel may be written to: messages a second, and how many may come at once."""

    total: float
    per_chat: float
    chat_burst: int
    per_group: float = 0.0  # for chats that `is_group` names; 0: as any chat
    group_burst: int = 1

    def of(self, chat: str) -> tuple[float, int]:
        # Telegram's groups have negative ids: https://core.telegram.org/bots/api#chat
        if self.per_group and chat.startswith("-"):
            return self.per_group, self.group_burst
        return self.per_chat, self.chat_burst


class SendError(Exception):
    """A message could not be sent.

    `permanent`: trying again is useless. `unreachable`: and so is this chat. `wait`: not before then, and
    it is no failure; with `everyone`, no chat of the channel before then. None of them: try again later.
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
        """In a word."""
        if self.unreachable:
            return "unreachable"
        if self.permanent:
            return "refused"
        return "asked to wait" if self.wait else "failed"


class WrongToken(Exception):
    """The platform does not know us: trying again is useless. The text says which setting to mend."""


class Channel(Protocol):
    """Telegram, Slack, the console."""

    name: str
    limits: Limits
    is_called: bool  # over HTTP, so that many processes can answer; else one of them asks for what happens

    async def run(self) -> None:
        """Connect, say so through `ready`, and hand in what happens until cancelled. Raises WrongToken."""

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        """Show the card; return the message's id. SendError.

        `replaces`: the message in whose place, or another spot than the chat, in the channel's own words.
        """

    async def again(self, raw: Mapping[str, Any]) -> bool:
        """Hand in once more what was set aside; False if it has failed again."""

    async def is_connected(self) -> bool:
        """Whether the platform has been there within the last minute, as far as can be told."""

    async def close(self) -> None:
        """Let go of connections, once nothing is sent any more."""
