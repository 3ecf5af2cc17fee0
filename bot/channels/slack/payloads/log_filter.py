"""Filter the log of Slack's libraries, which quote payloads and URLs with secrets: only the start is kept."""

import logging
import re

GIST = re.compile(r"[^(:{\n]*")


class _Gist(logging.Filter):
    """Keeps the start of a message: the rest may contain client data or a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        found = GIST.match(record.getMessage())
        record.msg, record.args = found.group().strip() if found else "", ()
        record.exc_info = record.exc_text = None
        return True


def library_logger() -> logging.Logger:
    """The logger for the libraries: errors only, because their warnings only say which setting wins."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_Gist())
    return logger
