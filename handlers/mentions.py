"""A time that is spoken of in what was said: perhaps a promise."""

import re
from datetime import timedelta

from handlers.edges import DEED, split_when
from handlers.line_parts import SAID_PARTS, SEPARATORS
from handlers.parse import NextStep
from handlers.times import Scene
from handlers.tokens import HAN

WORD_START = re.compile(rf"(?<!\S)\S|(?<=[{HAN}，；。])[{HAN}\d]")
MOST_STARTS = 40
FAR_OFF = timedelta(days=180)  # a date without a year that is no nearer has rather gone by


def mentioned(text: str, scene: Scene) -> NextStep | None:
    """A time to come, spoken of in the midst or at the end, with what follows it or else stands before it.

    It may be a promise: to be offered, and never taken for one.
    """
    for found in [*WORD_START.finditer(text)][-MOST_STARTS:]:
        typed = text[found.start() :]
        at, said = split_when(typed, scene)
        is_first = found.start() == 0 or (said and typed.startswith(said))
        if at is None or is_first or at - scene.now >= FAR_OFF:
            continue
        # "met on monday" was last monday: of such a day only what is to be done then is to come.
        if DEED.match(f" {said}") or split_when(typed, scene, past=True)[0] is None:
            before = SAID_PARTS.split(text[: found.start()])[-1]
            return NextStep(said.strip(SEPARATORS) or before.strip(SEPARATORS), at, typed)
    return None
