"""Bad days of a platform: refusals, cut lines, answers that get lost."""

import time
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True)
class Taken:
    """A message as it was taken: where, what one reads, what its buttons say, in place of which other one."""

    chat: str
    text: str
    buttons: tuple[str, ...]
    replaces: str | None
    at: float = field(default_factory=time.monotonic, compare=False)


@dataclass
class Fault:
    """What happens to the next `times` calls of a method ("*": of any), `after` that many more.

    `how`: a status, "drop" (cut before it has an effect) or "lost" (cut when it has had it).
    """

    method: str
    how: int | str
    times: int = 1
    retry_after: int = 0  # seconds
    after: int = 0


class Faults:
    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self.lost: Counter[str] = Counter()  # by chat: answers that were cut after the effect

    def add(self, fault: Fault) -> Fault:
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        self._planned.clear()

    def next(self, method: str) -> Fault | None:
        """What is to happen to this call."""
        for fault in self._planned:
            if fault.method in {method, "*"} and fault.times > 0:
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None


def cut(request: web.Request) -> None:
    """Hang up."""
    if request.transport:
        request.transport.abort()
    raise ConnectionResetError
