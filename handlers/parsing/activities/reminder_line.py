"""Recognise that a line asks for a reminder: "remind me to …", "напомни …", "明天提醒我…"."""

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.agenda_words import AGENDA_WORDS
from handlers.parsing.time.time_at_edge import split_when
from handlers.parsing.time.times import Scene
from handlers.parsing.time.tokens import HAN

REMINDS = lazy_regex(
    rf"(?:{'|'.join(words.reminds for words in AGENDA_WORDS)})(?:(?!\w)|(?=[{HAN}])|(?<=[{HAN}]))[\s,:，：]*"
)


def reminded_of(text: str, scene: Scene) -> str:
    """What somebody asks to be reminded of, with its time; empty if the text asks for no reminder."""
    if found := REMINDS.match(text.lower()):
        return text[found.end() :]
    at, rest = split_when(text, scene)
    found = REMINDS.match(rest.lower()) if at and text.endswith(rest) else None
    return f"{text.removesuffix(rest)} {rest[found.end() :]}".strip() if found else ""
