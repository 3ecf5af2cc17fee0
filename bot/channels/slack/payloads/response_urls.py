"""Response URLs: show an answer outside the direct messages, for a limited time.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

RESPONSE_URL_LIFE = timedelta(minutes=30)
MARK, NOBODY = "at", "-"


class How(StrEnum):
    BESIDE = "beside"  # a new ephemeral message
    INSTEAD = "instead"  # replaces the message whose button was pressed
    FOR_ALL = "for-all"  # a public message in the channel
    UNSEEN = "unseen"  # like BESIDE without a response URL: `url` has channel, user and thread
    BELOW = "below"  # below the links in somebody's message: `url` has the arguments for chat.unfurl


HOW: dict[How, dict[str, Any]] = {
    How.BESIDE: {"response_type": "ephemeral", "replace_original": False},
    How.INSTEAD: {"response_type": "ephemeral", "replace_original": True},
    How.FOR_ALL: {"response_type": "in_channel", "replace_original": False},
}


@dataclass(frozen=True)
class ResponseUrl:
    """Where and how to show an answer. `until`: expiry (UTC). `by`: the person to notify if it fails."""

    how: How
    url: str
    until: datetime
    by: str = ""

    def __str__(self) -> str:
        """As stored in the outbox. Differs from any message ID."""
        return f"{MARK} {self.how} {int(self.until.timestamp())} {self.by or NOBODY} {self.url}"

    @property
    def whom(self) -> dict[str, str]:
        """Arguments of chat.postEphemeral, if there is no response URL."""
        return dict(zip(("channel", "user", "thread_ts"), self.url.split(" "), strict=False))

    @property
    def links(self) -> dict[str, str]:
        """Arguments of chat.unfurl that identify the message."""
        return {name: value for name, _is, value in (word.partition("=") for word in self.url.split(" "))}

    def next(self) -> "ResponseUrl":
        """The same for a further message."""
        return replace(self, how=How.BESIDE) if self.how is How.INSTEAD else self

    @classmethod
    def read(cls, word: str | None) -> "ResponseUrl | None":
        """Parse a stored value; None if it is a message ID or empty."""
        mark, *parts = (word or "").split(" ", 4)
        if mark != MARK:
            return None
        how, until, by, url = parts
        return cls(How(how), url, datetime.fromtimestamp(int(until), UTC), "" if by == NOBODY else by)


def ephemeral_at(channel: str, user: str, thread: str | None, now: datetime) -> str:
    """For somebody who mentioned us in a channel we are in."""
    return str(
        ResponseUrl(How.UNSEEN, " ".join(filter(None, (channel, user, thread))), now + RESPONSE_URL_LIFE)
    )


def unfurl_at(told: Mapping[str, Any], now: datetime) -> str:
    """The links in a message. One not sent yet has no channel, only an unfurl ID."""
    named = {"unfurl_id": told.get("unfurl_id"), "source": told.get("source")}
    if not all(named.values()):
        named = {"channel": told.get("channel"), "ts": told.get("message_ts")}
    return str(
        ResponseUrl(
            How.BELOW, " ".join(f"{name}={value}" for name, value in named.items()), now + RESPONSE_URL_LIFE
        )
    )


def response_url_at(url: str | None, how: How, now: datetime, by: str = "") -> str | None:
    return str(ResponseUrl(how, url, now + RESPONSE_URL_LIFE, by)) if url else None
