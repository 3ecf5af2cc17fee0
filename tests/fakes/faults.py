"""Bad days of a platform: refusals, cut lines, answers that get lost."""

from dataclasses import dataclass

from aiohttp import web


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

    def add(self, fault: Fault) -> Fault:
        self._planned.append(fault)
        return fault

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
