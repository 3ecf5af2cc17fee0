"""The part of a long text around the words that were searched for."""

from handlers.chat import shorten
from storage.search import normalise

BEFORE = 24  # letters shown before the first word that was found


def excerpt(text: str, words: str, most: int) -> str:
    """At most about `most` letters of the text, on one line, from shortly before the first of the words."""
    said = " ".join(text.split())
    if len(said) <= most:
        return said
    start = _before(said, _found_at(said, words))
    return f"…{shorten(said[start:], most)}" if start else shorten(said, most)


def _found_at(said: str, words: str) -> int:
    """Where the first of the words, or a word that begins with one, stands."""
    wanted = tuple(normalise.text_words(words))
    at = 0
    for word in said.split(" "):
        if any(part.startswith(wanted) for part in normalise.text_words(word)):
            return at + max(0, word.find(words.strip()[:2]))
        at += len(word) + 1
    return 0


def _before(said: str, at: int) -> int:
    """Some letters before, at the beginning of a word."""
    if at <= BEFORE:
        return 0
    blank = said.find(" ", at - BEFORE, at)
    return blank + 1 if blank >= 0 else at
