"""What an event calls, and what is read before that is decided."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.chat import Reply, Request
from handlers.chat.events import FieldErrors
from storage.models import Draft, Rep, SentLine


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """What is read before anything is decided."""

    rep: Rep
    question: Draft | None  # what was asked last and is not answered
    left: bool  # something else has been turned to since
    is_done: bool
    looked_at: int | None
    looked_before: int | None
    shown: tuple[int, int | None] | None = None  # the client, and the deal, on the card that this replies to
    before: SentLine | None = None  # what came of the line before it was changed
    album: SentLine | None = None  # what came of the first of the files that were sent together


@dataclass(frozen=True)
class Route:
    name: str
    run: Callable[[Request], Awaitable[Reply | FieldErrors]]
    reads: bool = False
