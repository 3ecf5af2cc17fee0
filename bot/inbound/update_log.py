"""Every update is counted: by the metrics, where there are any."""

from collections.abc import Callable

CountUpdate = Callable[[str, str, str, float], None]  # channel, what the person did, how that ended, seconds


def ignore_update(_channel: str, _kind: str, _result: str, _seconds: float) -> None:
    """Nobody counts."""
