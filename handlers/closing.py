"""The day by which a deal is to be decided, at the end of the line that opens it."""

import re
from datetime import date

from handlers.rules import local
from handlers.times import Scene, when

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
    at = when(found["day"], scene) if found else None
    if found is None or at is None:
        return said, None
    return said[: found.start()], local(at, scene.zone).date()
