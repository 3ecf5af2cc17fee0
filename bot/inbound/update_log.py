"""The log line and the metric of every update: what was done, how it ended, how long it took."""

import time
from collections.abc import Callable
from enum import StrEnum

import structlog

from handlers.chat.events import Incoming

log = structlog.get_logger()

CountUpdate = Callable[[str, str, str, float], None]  # channel, what the person did, how that ended, seconds


class Ending(StrEnum):
    """How an update ends."""

    DONE = "done"
    MISTAKE = "mistake"  # of the rep's
    BUG = "broke"  # ours
    OUTAGE = "failed"  # of the database or the network: it comes again
    SEEN = "seen"  # before
    UNKNOWN_PERSON = "stranger"


def ignore_update(_channel: str, _kind: str, _result: str, _seconds: float) -> None:
    """Nobody counts."""


def log_update(event: Incoming, ending: Ending, began: float, count: CountUpdate, **more: str) -> None:
    """`began`: by `time.perf_counter`, in seconds."""
    took, channel = time.perf_counter() - began, event.place.channel
    milliseconds = round(took * 1000, 1)
    log.info("update", milliseconds=milliseconds, channel=channel, key=event.key, result=ending.value, **more)
    count(channel, event.kind, ending.value, took)
