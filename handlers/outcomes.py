"""The outcome of a call in a text: the whole of what is said, or a phrase in the midst of a sentence."""

import re

from handlers import words
from handlers.tokens import ENDS, HAN
from handlers.words.talks import TALK_WORDS
from storage.models import Outcome

AROUND = f"{ENDS}()（）"
WORD_BEGINS, WORD_ENDS = rf"(?:(?<!\w)|(?<=[{HAN}]))", rf"(?:(?!\w)|(?<=[{HAN}]))"
PHRASES = {
    outcome: re.compile(
        rf"{WORD_BEGINS}(?:{'|'.join(filter(None, (each.outcomes.get(outcome) for each in TALK_WORDS)))})"
        rf"{WORD_ENDS}"
    )
    for outcome in Outcome
}


def outcome_of(text: str) -> Outcome | None:
    """The outcome that `text` says and nothing else: "no answer", "опять не берет трубку"."""
    return words.OUTCOMES_BY_WORDS.get(words.outcome_words(words.plain(text.strip(AROUND))))


def outcome_within(text: str) -> Outcome | None:
    """The outcome that a phrase in `text` tells of, the first one: "left a message with his secretary"."""
    plain = words.plain(text)
    found = ((phrase.search(plain), outcome) for outcome, phrase in PHRASES.items())
    return min(((match.start(), outcome) for match, outcome in found if match), default=(0, None))[1]
