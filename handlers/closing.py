"""The day by which a deal is to be decided, at the end of the line that opens it."""

import re
from datetime import date

from handlers.pieces import pieces_of
from handlers.rules import local
from handlers.spans import to_come
from handlers.times import Scene, when
from handlers.words import Ask

LONGEST = 40  # letters of a quarter
QUARTER_DAYS = range(89, 92)  # from its first day to its last

CLOSE = re.compile(  # only after a word that says so: "maintenance 12k march" is what it is called
    r"(?:[,;]?\s+(?:expected close|close[sd]?|closing|due|by|until|закрытие|закроем|срок|до|к"
    r"|закриття|закриємо|термін|zamknięcie|zamkniecie|zamkniemy|termin|do)[\s:]+(?:on |by |до |к |do )?"
    r"|[,;，；]?\s*(?:预计成交|成交日期|截止)\s*[:：]?\s*)(?P<day>\S.*)\Z",
    re.IGNORECASE,
)
CLOSE_AFTER = re.compile(r"[,;，；]\s*(?P<day>[^,;，；]+?)(?:成交|签约|签单)[。.]?\Z")


def expected_close(scene: Scene, said: str) -> tuple[str, date | None]:
    """ "audit 300k by 15 January", "pilot £1.2m, close 20.12": the line before the day, and the day (local)."""
    found = CLOSE.search(said) or CLOSE_AFTER.search(said)
    if found is None:
        return said, None
    at = when(found["day"], scene)
    day = local(at, scene.zone).date() if at else _end_of_quarter(found["day"], scene)
    return (said[: found.start()], day) if day else (said, None)


def _end_of_quarter(text: str, scene: Scene) -> date | None:
    """ "close Q1", "закрытие 1 квартал": its last day, of the next one that is not over."""
    pieces = [piece for piece in pieces_of(text[:LONGEST], scene) if piece.kind != Ask.AT]
    if len(pieces) != 1 or not (span := pieces[0].span):
        return None
    quarter = span.quarter or span
    if (quarter.last - quarter.first).days not in QUARTER_DAYS or quarter.first.day != 1:
        return None
    return to_come(quarter, local(scene.now, scene.zone).date())[1]
