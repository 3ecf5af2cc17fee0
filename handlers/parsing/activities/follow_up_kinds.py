"""The kind of a follow-up by its words: a call, a meeting, an e-mail, a message; else a task."""

from handlers.parsing import lexicon
from handlers.parsing.activities.outcomes import WORD_BEGINS, WORD_ENDS
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.agenda_words import AGENDA_WORDS
from storage.models import FollowUpKind

KINDS = {
    kind: lazy_regex(f"{WORD_BEGINS}(?:{'|'.join(words.kinds[kind] for words in AGENDA_WORDS)}){WORD_ENDS}")
    for kind in FollowUpKind
    if kind is not FollowUpKind.TASK
}


def kind_of(text: str) -> FollowUpKind:
    """The kind whose word comes first; of those that begin together, the longest word's."""
    plain = lexicon.plain(text)
    found = [(match, kind) for kind, pattern in KINDS.items() if (match := pattern.search(plain))]
    first = min(found, key=lambda each: (each[0].start(), -each[0].end()), default=None)
    return first[1] if first else FollowUpKind.TASK
