"""What one entry a line deletes: "the last call with petrov", "напоминание Морозовой", "陈静的最后一条备注"."""

import re
from dataclasses import dataclass

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.deletion_words import CHINESE, DELETION_WORDS
from storage.models import InteractionKind

MAX_LINE = 200  # letters
MAX_BEFORE = 4  # words before the entry: "petrov's very last call"
MAX_BESIDE = 6  # words between the entry and what it is about
EDGES = " \t.,:;!?，。：；！？"
ANY_KIND, FOLLOW_UP = "any", "follow-up"


@dataclass(frozen=True)
class DeletionLine:
    """`kind`: of an interaction; None: of any kind. `words`: whom or what it is about."""

    words: str
    is_follow_up: bool = False
    kind: InteractionKind | None = None
    is_last: bool = False


def read_deletion(text: str) -> DeletionLine | None:
    """None if it names no interaction and no follow-up."""
    if len(text) > MAX_LINE or "\n" in text:
        return None
    found = [(match, of) for of, noun in NOUNS.items() if (match := noun.search(text))]
    if not found:
        return None
    match, of = min(found, key=lambda each: (each[0].start(), -each[0].end()))
    head, tail = text[: match.start()], text[match.end() :]
    if len(head.split()) > MAX_BEFORE:
        return None
    (head, is_last), (tail, is_last_too) = _without(head, BEFORE), _without(tail, AFTER)
    return DeletionLine(
        words=f"{_without(head, AFTER)[0]} {tail}".strip(EDGES),
        is_follow_up=of == FOLLOW_UP,
        kind=InteractionKind(of) if of not in (ANY_KIND, FOLLOW_UP) else None,
        is_last=is_last or is_last_too,
    )


def _without(text: str, beside: re.Pattern[str]) -> tuple[str, bool]:
    """The text without the words next to the entry, and whether one of them means the newest."""
    is_last = False
    for _word in range(MAX_BESIDE):
        text = text.strip(EDGES)
        found = beside.search(text)
        if found is None:
            break
        is_last = is_last or found["last"] is not None
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return text.strip(EDGES), is_last


def _noun(*patterns: str, han: str) -> re.Pattern[str]:
    return lazy_regex(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)|(?:{han})", re.IGNORECASE)


def _beside(begin: str, end: str) -> re.Pattern[str]:
    last, others = ("|".join(getattr(each, part) for each in DELETION_WORDS) for part in ("last", "beside"))
    last = rf"(?<!\w)(?:{last})(?!\w)|{CHINESE.last}"
    others = rf"(?<!\w)(?:{others})(?!\w)|'s|{CHINESE.beside}"
    return lazy_regex(rf"{begin}(?:(?P<last>{last})|{others}){end}", re.IGNORECASE)


NOUNS = {
    **{
        kind.value: _noun(*(each.kinds[kind] for each in DELETION_WORDS), han=CHINESE.kinds[kind])
        for kind in CHINESE.kinds
    },
    ANY_KIND: _noun(*(each.any_kind for each in DELETION_WORDS), han=CHINESE.any_kind),
    FOLLOW_UP: _noun(*(each.follow_ups for each in DELETION_WORDS), han=CHINESE.follow_ups),
}
BEFORE, AFTER = _beside("", r"\Z"), _beside(r"\A", "")
