"""The day by which a deal is to be decided, at the end of the line that opens it."""

import re
from datetime import date

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon import Kind
from handlers.parsing.time.times import Scene, when
from handlers.parsing.time.tokens import kinds_of, read_phrase
from handlers.working_time import local

CLOSE = lazy_regex(  # only after a word that says so: "maintenance 12k march" is what it is called
    r"(?:[,;]?\s+(?:expected close|close[sd]?|closing|due|by|until|закрытие|закроем|срок|до|к"
    r"|закриття|закриємо|термін|zamknięcie|zamkniecie|zamkniemy|termin|do)[\s:]+(?:on |by |до |к |do )?"
    r"|[,;，；]?\s*(?:预计成交|成交日期|截止)\s*[:：]?\s*)(?P<day>\S.*)\Z",
    re.IGNORECASE,
)
END = "end of"  # in any language
CLOSE_AFTER = lazy_regex(r"[,;，；]\s*(?P<day>[^,;，；]+?)(?:成交|签约|签单)[。.]?\Z")


def expected_close(scene: Scene, line: str) -> tuple[str, date | None]:
    """ "audit 300k by 15 January", "pilot £1.2m, close 20.12": the line before the day, and the day (local)."""
    found = CLOSE.search(line) or CLOSE_AFTER.search(line)
    at = when(_by_its_end(found["day"]), scene) if found else None
    if found is None or at is None:
        return line, None
    return line[: found.start()], local(at, scene.zone).date()


def _by_its_end(day: str) -> str:
    """A deal that is to close in a quarter closes by its end: "Q1" is the last of March."""
    tokens = read_phrase(day)
    kinds = kinds_of(tokens)
    if Kind.QUARTER not in kinds or Kind.START_OF in kinds or Kind.END_OF in kinds:
        return day
    return " ".join((END, *(token.text for token in tokens if token.kind in (Kind.QUARTER, Kind.FOUR_DIGITS))))
