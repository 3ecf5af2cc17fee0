"""Where a conversation happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a conversation happens: a person's chat on a channel. `space` is empty outside Slack."""

    channel: str
    space: str
    chat: str
    user: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The chat, whoever writes in it."""
        return self.channel, self.space, self.chat
