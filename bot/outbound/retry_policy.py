"""The retry policy of sending: when a message is tried again, and when it is given up."""

from datetime import timedelta

MAX_SEND_TRIES = 10
MAX_WAIT = timedelta(days=3)  # a platform may be away that long before what waits for it is given up
MAX_BACKOFF = timedelta(minutes=15)


def backoff(tries: int) -> timedelta:
    return min(timedelta(seconds=2**tries), MAX_BACKOFF)


def gives_up(tries: int, age: timedelta) -> bool:
    """Whether a message that has failed so often, and is that old, is tried no more."""
    return tries >= MAX_SEND_TRIES and age >= MAX_WAIT
