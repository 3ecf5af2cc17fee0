"""One line per update and per message, to stderr: for people on a terminal, as JSON elsewhere."""

import logging
import sys
from typing import TextIO

import structlog

# Others' libraries that tell at INFO what is ours to tell, or nothing anyone needs.
TALKATIVE = (
    *("aiogram", "aiohttp", "aiosqlite", "alembic", "apscheduler", "asyncio"),
    *("slack_bolt", "slack_sdk", "sqlalchemy"),
)


class ErrorStream(logging.StreamHandler[TextIO]):
    """Writes to what `sys.stderr` is at the moment: the console puts something of its own there."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


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
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_drawn()))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _drawn() -> list[structlog.types.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if sys.stderr.isatty():
        return [tidy, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [tidy, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
