"""Recognise the kind of interaction in a sentence: a call, a meeting, an e-mail, a message."""

import re
from collections.abc import Mapping

from handlers.parsing import lexicon
from handlers.parsing.activities.outcomes import WORD_BEGINS, WORD_ENDS, outcome_of, outcome_within
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.interaction_words import MESSENGERS, TALK_WORDS
from storage.models import InteractionKind

CALL, MEETING, NOTE = InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.NOTE
EMAIL, MESSAGE = InteractionKind.EMAIL, InteractionKind.MESSAGE
WRITTEN = (EMAIL, MESSAGE)
# The kinds offered for a sentence, the recognised one first.
OFFERED: Mapping[InteractionKind | None, tuple[InteractionKind, ...]] = {
    None: (CALL, MEETING, NOTE),
    CALL: (CALL, MEETING, NOTE),
    MEETING: (MEETING, CALL, NOTE),
    EMAIL: (EMAIL, MESSAGE, NOTE),
    MESSAGE: (MESSAGE, EMAIL, NOTE),
    NOTE: (NOTE, CALL, MEETING),
}


def _patterns(of: str) -> Mapping[InteractionKind, re.Pattern[str]]:
    return {
        kind: lazy_regex(
            rf"{WORD_BEGINS}(?:{'|'.join(tables[kind] for tables in _tables(of) if kind in tables)}){WORD_ENDS}"
        )
        for kind in InteractionKind
        if any(kind in tables for tables in _tables(of))
    }


def _tables(of: str) -> list[Mapping[InteractionKind, str]]:
    return [getattr(each, of) for each in TALK_WORDS]


VERBS, MEDIA = _patterns("kinds"), _patterns("media")
IN_A_MESSENGER = lazy_regex(rf"{WORD_BEGINS}(?:{MESSENGERS}){WORD_ENDS}")


def stated_kind(text: str) -> InteractionKind | None:
    """The kind that the first verb in `text` names; the outcome of a call means a call. None: no such word.

    For something written, the medium decides, if it is named: "wrote to her on WhatsApp" is a message.
    """
    plain = lexicon.plain(text)
    kind = _first(VERBS, plain)
    if kind in WRITTEN:
        return _first(MEDIA, plain) or kind
    if kind is None and (outcome_within(text) or any(map(outcome_of, re.split("[,;，；]", text)))):
        return CALL
    return kind or (MESSAGE if IN_A_MESSENGER.search(plain) else None)


def _first(patterns: Mapping[InteractionKind, re.Pattern[str]], plain: str) -> InteractionKind | None:
    """The kind whose word comes first; of those that begin together, the longest."""
    found = [(match, kind) for kind, pattern in patterns.items() if (match := pattern.search(plain))]
    return min(found, key=lambda each: (each[0].start(), -each[0].end()))[1] if found else None
