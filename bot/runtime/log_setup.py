"""Logging to stderr: one line per update and per message, readable on a terminal, JSON elsewhere.

Client data, typed text and tokens are never logged, at no level and by no library: errors are logged by type
and traceback, without their message, and other libraries' lines without the values in them.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

# Libraries that log at INFO what we log ourselves, or what nobody needs.
TALKATIVE = (
    *("aiogram", "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio"),
    *("slack_bolt", "slack_sdk", "sqlalchemy"),
)
# The start of another library's log line: the rest may contain values.
GIST = re.compile("[^({\\[\\n:\"'`“«]*")
MINUTE = 60.0  # seconds


class ErrorStream(logging.StreamHandler[TextIO]):
    """Writes to the current `sys.stderr`, which the console replaces."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    def format(self, record: logging.LogRecord) -> str:
        record.has_values = bool(record.args)  # structlog removes them
        return super().format(record)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


class OnceAMinute(logging.Filter):
    """Rate limit: if connections cannot be accepted, asyncio logs that thousands of times a second."""

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


class Writer:
    """Writes our own lines, without the detour through `logging`. A full disk stops nothing."""

    def info(self, line: str) -> None:
        with suppress(OSError, ValueError):  # ValueError: it is closed
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = warning = error = critical = info


def begin(level: str) -> None:
    """Set up logging at that level and above."""
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.processors.ExceptionRenderer(_without_words), _renderer()]
    structlog.configure(
        processors=[_filter(level), *first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=Writer,
        cache_logger_on_first_use=False,
    )
    handler = ErrorStream()
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first, processors=[_gist, tidy, *last], use_get_message=False
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("asyncio").addFilter(ACCEPT_ERRORS)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # It warns when a connection that was lost cannot be ended in order; the error itself is logged by us.
    logging.getLogger("psycopg").setLevel(logging.ERROR)


def _renderer() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _filter(level: str) -> Processor:
    """Drop our own lines below that level."""
    lowest = logging.getLevelName(level)

    def drop(_logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        if logging.getLevelName(name.upper()) < lowest:
            raise structlog.DropEvent
        return event

    return drop


def _gist(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Cut another library's line down to the text in its code, without values."""
    record = event["_record"]
    found = GIST.match(record.msg) if isinstance(record.msg, str) and not record.has_values else None
    event["event"] = found.group().strip() if found else str(event["event"])
    return event


def _without_words(exc_info: ExcInfo) -> str:
    """Tracebacks and error types, without the messages."""
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
    """The error type; for connection and disk errors also the message."""
    kind = type(error).__qualname__
    match error:
        case OperationalError() | InterfaceError():
            return f"{kind}: {str(error.orig).strip().partition(chr(10))[0]}"
        case OSError(strerror=str(why)):
            return f"{kind}: {why}"
        case _:
            return kind
