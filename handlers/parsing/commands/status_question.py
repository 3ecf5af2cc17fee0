"""Questions about a client or a deal: how things stand ("where are we with the racks", "水泥订单怎么样了"), and
what has been ("petrov history").
"""

import re

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.help_words import (
    ASKS_HISTORY,
    ASKS_HISTORY_AFTER,
    ASKS_HISTORY_IN_HAN,
    ASKS_STATUS,
    ASKS_STATUS_IN_HAN,
)

MAX_QUESTION = 80  # letters
ENDS = " \t?？!.。！,，"
BEGINS = lazy_regex(rf"(?:{ASKS_STATUS})\s+(?:(?:the|our|deal|сделк\w{{1,2}}|угод\w{{1,2}}|szans\w)\s+)?")
ENDS_IN_HAN = lazy_regex(rf"(?:的?(?:{ASKS_STATUS_IN_HAN}))\Z")

BEGINS_HISTORY = lazy_regex(rf"(?:{ASKS_HISTORY})\s+")
ENDS_HISTORY = lazy_regex(rf"(?:{ASKS_HISTORY_AFTER}|的?(?:{ASKS_HISTORY_IN_HAN}))\Z", re.IGNORECASE)


def history_subject(text: str) -> str:
    """The words that are to name the client; "" if nobody's history is asked for."""
    said = text.strip(ENDS)
    if len(said) > MAX_QUESTION or "\n" in said:
        return ""
    if begun := BEGINS_HISTORY.match(said.lower().translate(lexicon.PLAINER)):
        return said[begun.end() :]
    ended = ENDS_HISTORY.search(said)
    return said[: ended.start()].strip(ENDS) if ended else ""


def status_subject(text: str) -> str:
    """The words that are to name the client or the deal; "" if it is no such question."""
    said = text.strip(ENDS)
    if len(said) > MAX_QUESTION or "\n" in said:
        return ""
    if begun := BEGINS.match(said.lower().translate(lexicon.PLAINER)):
        return said[begun.end() :]
    ended = ENDS_IN_HAN.search(said)
    return said[: ended.start()].strip(ENDS) if ended else ""
