"""Name the unused words of a line in the answer: nothing typed is dropped silently."""

from dataclasses import replace

from handlers.chat import Card, shorten
from handlers.i18n import _
from handlers.text import SHOWN

EDGES = " \t\n,;:.!-–—，。；：！、"


def with_unused_text(card: Card, text: str) -> Card:
    """The card with a field that names these words; the same card where they are only punctuation."""
    words = text.strip(EDGES)
    return replace(card, fields=(*card.fields, (_("Not used"), shorten(words, SHOWN)))) if words else card
