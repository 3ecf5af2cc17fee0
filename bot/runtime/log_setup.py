"""One line per update and per message, to stderr: for people on a terminal, as JSON elsewhere.

What people typed and what they are called is never in them, at no level and from no library, nor is a token: an
error is told by its kind and its place, without its words, and a library's line without the values in it.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from structlog.typing import EventDict, ExcInfo, WrappedLogger

# Others' libraries that tell at INFO what is ours to tell, or nothing anyone needs.
TALKATIVE = (
    *("aiogram", "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio"),
    *("slack_bolt", "slack_sdk", "sqlalchemy"),
)
# How a line of theirs begins: what follows may be what they were given.
GIST = re.compile("[^({\\[\\n:\"'`“«]*")


MINUTE = 60.0  # seconds


class ErrorStream(logging.StreamHandler[TextIO]):
    """Writes to what `sys.stderr` is at the moment: the console puts something of its own there."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    def format(self, record: logging.LogRecord) -> str:
        record.has_values = bool(record.args)  # structlog takes them away
        return super().format(record)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


class OnceAMinute(logging.Filter):
    """Where connections cannot be accepted, asyncio says so thousands of times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if not str(record.msg).startswith("socket.accept()"):
            return True
        if (now := time.monotonic()) < self._next:
            return False
        self._next = now + MINUTE
        return True


ACCEPT_ERRORS = OnceAMinute()


def begin(level: str) -> None:
    """From here on, lines of that level and above are written."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = ErrorStream()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=_drawn(), use_get_message=False
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("asyncio").addFilter(ACCEPT_ERRORS)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _drawn() -> list[structlog.types.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    renderer = structlog.processors.ExceptionRenderer(_without_words)
    first: list[structlog.types.Processor] = [_gist, tidy, renderer]
    if sys.stderr.isatty():
        return [*first, structlog.dev.ConsoleRenderer()]
    return [*first, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _gist(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """A line of another library's as it was written in its code: without the values it was given."""
    if not event["_from_structlog"]:
        record = event["_record"]
        found = GIST.match(record.msg) if isinstance(record.msg, str) and not record.has_values else None
        event["event"] = found.group().strip() if found else str(event["event"])
    return event


def _without_words(exc_info: ExcInfo) -> str:
    """Where it happened, and what kind of error it was."""
    return "\nand then:\n".join(
        "".join(traceback.format_tb(error.__traceback__)) + _kind(error)
        for error in reversed(list(_chain(exc_info[1])))
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    """With its words where they are about a connection or a disk: those of the weather."""
    kind = type(error).__qualname__
    match error:
        case OperationalError() | InterfaceError():
            return f"{kind}: {str(error.orig).strip().partition(chr(10))[0]}"
        case OSError(strerror=str(why)):
            return f"{kind}: {why}"
        case _:
            return kind
