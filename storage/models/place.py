"""The chat and person of a conversation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A person's chat on a channel. `space` is empty outside Slack."""

    channel: str
    space: str
    chat: str
    user: str

    @property
    def key(self) -> tuple[str, str, str]:
        """The chat, regardless of who writes in it."""
        return self.channel, self.space, self.chat
