"""A question how to do something: "how do I pass on a client", "как удалить сделку", "怎么添加客户"."""

from handlers.parsing import lexicon
from handlers.parsing.activities.interaction_line import INFINITIVE
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.help_words import ASKS_HOW, ASKS_HOW_IN_HAN, ASKS_HOW_TO, TOPICS
from handlers.parsing.time.tokens import HAN

MAX_QUESTION = 120  # letters
MAX_BEFORE = 4  # words before the infinitive
HOW, HOW_TO = lazy_regex(rf"(?:{ASKS_HOW})(?!\w)"), lazy_regex(rf"(?:{ASKS_HOW_TO})\s")
HOW_IN_HAN = lazy_regex(ASKS_HOW_IN_HAN)
# A topic, as it stands in the question: from the beginning of a word, except in Chinese.
ABOUT = tuple((name, lazy_regex(rf"(?:(?<!\w)|(?<=[{HAN}])|(?=[{HAN}]))(?:{words})")) for name, words in TOPICS)


def question_topic(text: str) -> str:
    """The command whose help answers the question; "" if it is none, or about nothing known."""
    said = lexicon.plain(text)
    if len(said) > MAX_QUESTION or not _asks_how(said):
        return ""
    return next((name for name, pattern in ABOUT if pattern.search(said)), "")


def _asks_how(said: str) -> bool:
    if begun := HOW_TO.match(said):
        return any(INFINITIVE.fullmatch(word) for word in said[begun.end() :].split()[:MAX_BEFORE])
    return HOW.match(said) is not None or HOW_IN_HAN.search(said) is not None
