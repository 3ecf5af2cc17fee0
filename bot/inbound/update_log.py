"""Log line and metric per update: handler, result and duration."""

import time
from collections.abc import Callable
from enum import StrEnum

import structlog

from handlers.chat.events import Incoming

log = structlog.get_logger()

CountUpdate = Callable[[str, str, str, float], None]  # channel, kind of event, result, seconds


class Ending(StrEnum):
    """The result of an update."""

    DONE = "done"
    MISTAKE = "mistake"  # by the rep
    BUG = "broke"  # ours
    OUTAGE = "failed"  # a database or network error: the update is redelivered
    SEEN = "seen"  # already handled
    UNKNOWN_PERSON = "stranger"


def ignore_update(_channel: str, _kind: str, _result: str, _seconds: float) -> None:
    """Used without metrics."""


def log_update(event: Incoming, ending: Ending, began: float, count: CountUpdate, **more: str) -> None:
    """`began`: from `time.perf_counter`, in seconds."""
    took, channel = time.perf_counter() - began, event.place.channel
    milliseconds = round(took * 1000, 1)
    log.info("update", milliseconds=milliseconds, channel=channel, key=event.key, result=ending.value, **more)
    count(channel, event.kind, ending.value, took)
