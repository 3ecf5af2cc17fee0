"""What became of a message: who hears of it, and when it is tried again."""

from collections.abc import Callable
from datetime import timedelta

from storage.messaging import shown_cards

MAX_BACKOFF = timedelta(minutes=15)

# Of a message: its channel, what became of it, seconds.
CountMessage = Callable[[str, str, float], None]
# Of an answer that was kept nowhere: where it is, the client it shows, and the deal.
Showed = Callable[[shown_cards.Message, int, int | None], None]


def backoff(tries: int) -> timedelta:
    return min(timedelta(seconds=2**tries), MAX_BACKOFF)


def ignore_metric(_channel: str, _result: str, _seconds: float) -> None:
    """Nobody counts."""


def ignore_shown(_message: shown_cards.Message, _client: int, _deal: int | None) -> None:
    """Nobody remembers."""
