"""Recognise the outcome of a call: a whole text, or a phrase within a sentence."""

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.interaction_words import TALK_WORDS
from handlers.parsing.time.tokens import ENDS, HAN
from storage.models import Outcome

AROUND = f"{ENDS}()（）"
WORD_BEGINS, WORD_ENDS = rf"(?:(?<!\w)|(?<=[{HAN}]))", rf"(?:(?!\w)|(?<=[{HAN}]))"
PHRASES = {
    outcome: lazy_regex(
        rf"{WORD_BEGINS}(?:{'|'.join(filter(None, (each.outcomes.get(outcome) for each in TALK_WORDS)))})"
        rf"{WORD_ENDS}"
    )
    for outcome in Outcome
}


def outcome_of(text: str) -> Outcome | None:
    """The outcome, if `text` says nothing else: "no answer", "опять не берет трубку"."""
    return lexicon.OUTCOMES_BY_WORDS.get(lexicon.outcome_words(lexicon.plain(text.strip(AROUND))))


def outcome_within(text: str) -> Outcome | None:
    """The outcome named by the first such phrase in `text`: "left a message with his secretary".

    That somebody was reached is told only if nothing else is.
    """
    plain = lexicon.plain(text)
    found = {match.start(): outcome for outcome, phrase in PHRASES.items() if (match := phrase.search(plain))}
    return min(found.items(), key=lambda each: (each[1] is Outcome.REACHED, each[0]), default=(0, None))[1]
