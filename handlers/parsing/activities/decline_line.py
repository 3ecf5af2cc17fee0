"""An answer that declines what somebody has given, and perhaps says why: "can't, on leave"."""

import re

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.agenda_words import DECLINES

MAX_LINE = 200  # letters
LINE = lazy_regex(rf"(?:{DECLINES})(?:\s?[,.:;!。，：；！—–-]\s?(?P<why>.*))?", re.IGNORECASE | re.DOTALL)


def read_decline(text: str) -> str | None:
    """The reason, or "" without one; None if the text declines nothing."""
    found = LINE.fullmatch(text.strip()) if len(text) <= MAX_LINE else None
    return (found["why"] or "").strip() if found else None
