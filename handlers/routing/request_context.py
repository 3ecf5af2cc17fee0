"""What is loaded before an event is routed, and the route it gets."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.chat import Reply, Request
from handlers.chat.events import FieldErrors
from storage.models import Draft, Rep, SentLine


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """What is loaded before an event is routed."""

    rep: Rep
    question: Draft | None  # the last question without an answer
    left: bool  # the rep has done something else since
    is_done: bool
    looked_at: int | None
    looked_before: int | None
    shown: tuple[int, int | None] | None = None  # the client, and the deal, on the card that this replies to
    before: SentLine | None = None  # what the line did before it was edited
    album: SentLine | None = None  # what the first file of the album did


@dataclass(frozen=True)
class Route:
    name: str
    run: Callable[[Request], Awaitable[Reply | FieldErrors]]
    reads: bool = False
