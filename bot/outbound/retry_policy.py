"""Retry policy of sending: backoff, and when to give up on a message."""

from datetime import timedelta

MAX_SEND_TRIES = 10
MAX_WAIT = timedelta(days=3)  # how long a platform may be down before its messages are given up
MAX_BACKOFF = timedelta(minutes=15)


def backoff(tries: int) -> timedelta:
    return min(timedelta(seconds=2**tries), MAX_BACKOFF)


def gives_up(tries: int, age: timedelta) -> bool:
    """Whether to give up on a message after so many tries at that age."""
    return tries >= MAX_SEND_TRIES and age >= MAX_WAIT
