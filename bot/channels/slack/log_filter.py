"""Slack's libraries quote payloads and addresses with tickets in what they log: only the gist is kept."""

import logging
import re

GIST = re.compile(r"[^(:{\n]*")


class _Gist(logging.Filter):
    """Keeps how a message begins: what follows may be a client's data or a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        found = GIST.match(record.getMessage())
        record.msg, record.args = found.group().strip() if found else "", ()
        record.exc_info = record.exc_text = None
        return True


def library_logger() -> logging.Logger:
    """The logger to hand to the libraries: errors only, their warnings say which setting wins."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_Gist())
    return logger
