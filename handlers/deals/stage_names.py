"""Find the stage that a line ends with, by its name or other words: 'to proposal', '到报价阶段'."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from handlers.i18n import _
from handlers.parsing import lexicon
from handlers.parsing.lexicon.deal_words import STAGES
from handlers.parsing.time.tokens import HAN
from storage.models import Stage

NEAR = 80  # letters at the end of a line
TO = (
    r"(?:(?:->|→|to|into|in|at|в|во|на|у|до|do|w|na)\s+(?:(?:the|stage|этап\w?|стади\w|етап\w?|стаді\w|etapu?)\s+)?"
    r"|(?:推进|转|移|改|进|升|挪)?(?:到|为|入)\s?)?"
)
STAGE_AFTER = r"(?:\s?(?:stage|阶段))?[\s.!。！]*\Z"


def split_stage(text: str, stages: Sequence[Stage]) -> tuple[Stage | None, str]:
    """The stage named at the end of the line, and the line before it; of several names, the longest."""
    begin, end = text[:-NEAR], text[-NEAR:]
    plain = end.lower().translate(lexicon.PLAINER)  # as long as it was
    found = [
        (match.start(), stage) for stage in stages if (match := _pattern(tuple(_names(stage))).search(plain))
    ]
    if not found:
        return None, text
    start, stage = min(found, key=lambda each: each[0])
    return stage, (begin + end[:start]).rstrip(" ,;:，；：-–—")


def _names(stage: Stage) -> Iterator[str]:
    yield from (re.escape(lexicon.plain(name)) for name in (stage.name, _(stage.name)))
    if more := STAGES.get(stage.name):
        yield more


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[\s,;:，；：]|(?<=[{HAN}])){TO}(?:{'|'.join(names)}){STAGE_AFTER}")
