"""Where an answer is shown, if not in the direct messages: at an address Slack gives us for a while.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

LIFE = timedelta(minutes=30)
MARK, NOBODY = "at", "-"


class How(StrEnum):
    BESIDE = "beside"  # one more message, which only that person sees
    INSTEAD = "instead"  # in place of the one that was pressed
    FOR_ALL = "for-all"  # in the channel
    UNSEEN = "unseen"  # as BESIDE, where there is no address: it names the channel, the person and the thread
    BELOW = "below"  # the links in somebody's message, which it names as Slack does


HOW: dict[How, dict[str, Any]] = {
    How.BESIDE: {"response_type": "ephemeral", "replace_original": False},
    How.INSTEAD: {"response_type": "ephemeral", "replace_original": True},
    How.FOR_ALL: {"response_type": "in_channel", "replace_original": False},
}


@dataclass(frozen=True)
class ResponseUrl:
    """`until`: the address is good for so long (UTC). `by`: the person who is told if all fails."""

    how: How
    url: str
    until: datetime
    by: str = ""

    def __str__(self) -> str:
        """In one word, as an outbox keeps it. A message's id never looks so."""
        return f"{MARK} {self.how} {int(self.until.timestamp())} {self.by or NOBODY} {self.url}"

    @property
    def whom(self) -> dict[str, str]:
        """Who sees it where, if there is no address."""
        return dict(zip(("channel", "user", "thread_ts"), self.url.split(" "), strict=False))

    @property
    def links(self) -> dict[str, str]:
        """Below whose links, as chat.unfurl asks for them."""
        return {name: value for name, _is, value in (word.partition("=") for word in self.url.split(" "))}

    def next(self) -> "ResponseUrl":
        """For what goes on in another message."""
        return replace(self, how=How.BESIDE) if self.how is How.INSTEAD else self

    @classmethod
    def read(cls, word: str | None) -> "ResponseUrl | None":
        """None: it is a message's id, or nothing."""
        mark, *parts = (word or "").split(" ", 4)
        if mark != MARK:
            return None
        how, until, by, url = parts
        return cls(How(how), url, datetime.fromtimestamp(int(until), UTC), "" if by == NOBODY else by)


def unseen(channel: str, user: str, thread: str | None, now: datetime) -> str:
    """For who has spoken to us in a channel we are in."""
    return str(ResponseUrl(How.UNSEEN, " ".join(filter(None, (channel, user, thread))), now + LIFE))


def below(told: Mapping[str, Any], now: datetime) -> str:
    """The links in a message, which may not be sent yet: then it is in no channel, and has only that id."""
    named = {"unfurl_id": told.get("unfurl_id"), "source": told.get("source")}
    if not all(named.values()):
        named = {"channel": told.get("channel"), "ts": told.get("message_ts")}
    return str(ResponseUrl(How.BELOW, " ".join(f"{name}={value}" for name, value in named.items()), now + LIFE))


def at(url: str | None, how: How, now: datetime, by: str = "") -> str | None:
    return str(ResponseUrl(how, url, now + LIFE, by)) if url else None
