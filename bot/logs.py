"""One line per update and per message, to stderr: for people on a terminal, as JSON elsewhere.

What people typed and what they are called is never in them, nor is a token: an error is told by its kind and
its place, without its words, which may quote anything. Only at DEBUG are its words told too.
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
GIST = re.compile(r"[^({\n]*")  # of a line of theirs: what follows may be what they were given


MINUTE = 60.0  # seconds


class ErrorStream(logging.StreamHandler[TextIO]):
    """Writes to what `sys.stderr` is at the moment: the console puts something of its own there."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

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
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_drawn(level))
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("asyncio").addFilter(ACCEPT_ERRORS)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _drawn(level: str) -> list[structlog.types.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if level == "DEBUG":
        first: list[structlog.types.Processor] = [tidy, structlog.processors.format_exc_info]
    else:
        first = [_gist, tidy, structlog.processors.ExceptionRenderer(_without_words)]
    if sys.stderr.isatty():
        return [*first, structlog.dev.ConsoleRenderer()]
    return [*first, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _gist(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """How a line of another library's begins."""
    if not event["_from_structlog"]:
        found = GIST.match(event["event"])
        event["event"] = found.group().strip() if found else ""
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
