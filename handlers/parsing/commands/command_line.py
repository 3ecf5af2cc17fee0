"""Read a line with a command said in words: "новый клиент Громов", "telefon do Kowalskiego: …", "помощь"."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.command_words import COMMAND_WORDS, HAN_AROUND
from handlers.parsing.time.tokens import HAN

MAX_PHRASE = 6  # words
MAX_HAN = 6  # characters
MAX_QUESTION = 40  # letters at the end of a line
MAX_CLIENT_WORDS = 5  # words of a name
SENTENCE_ENDS = " \t.!?。！？…:：,，"
WORDS = lazy_regex(r"\S+")
COLON = lazy_regex(r"\s*[:：]\s*")
# What may stand between the words and what they are about.
BETWEEN = lazy_regex(r"\A\s*[:：—–-]?\s*")
IS_HAN = lazy_regex(f"[{HAN}]+")
CLAUSE = lazy_regex("[,;:，；：。]")


class SpokenCommand(NamedTuple):
    """`phrase`: as it was typed. `has_colon`: one follows it, so that it is no part of a sentence."""

    name: str
    rest: str
    phrase: str
    has_colon: bool


def _phrases(of: str, others: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Phrase -> command; the first language that has it decides.

    `others`: what a word means as it is written, if it is another's form without accents ("szanse", "szansę").
    """
    found: dict[str, str] = {}
    for words in COMMAND_WORDS:
        for name, phrases in getattr(words, of).items():
            written = lexicon.plain(phrases)
            exact = {*lexicon.forms(written)}
            for phrase in lexicon.spellings(written):
                if phrase in exact or phrase not in others:
                    found.setdefault(phrase, name)
    return found


ASKS = _phrases("asks")
BEGINS = _phrases("begins", ASKS)
ABOUT_NAME = "|".join(each.after_name for each in COMMAND_WORDS)
LAST_TIME = "|".join(each.last_time for each in COMMAND_WORDS)
AFTER_NAME, AT_THE_END = (
    lazy_regex(rf"(?:(?<!\w)|(?=')|(?<=[{HAN}]))(?:{words})[\s?？!.]*\Z")
    for words in (ABOUT_NAME, f"{ABOUT_NAME}|{LAST_TIME}")
)
BEFORE_NAME = lazy_regex(
    rf"\A(?:{'|'.join(each.before_name for each in COMMAND_WORDS if each.before_name)})(?:\s+|(?<=[{HAN}]))",
    re.IGNORECASE,
)
AROUND = {name: lazy_regex(rf"\A{words}(?=\Z|[，,：:。；\s])") for name, words in HAN_AROUND.items()}
HAN_BEGINS = {phrase: name for phrase, name in BEGINS.items() if IS_HAN.fullmatch(phrase)}


def request_in(text: str) -> str:
    """The command, and its words, that the whole text asks for; else ""."""
    said = lexicon.plain(text)
    return ASKS.get(said) or ASKS.get(said.strip(SENTENCE_ENDS), "")


def sought(text: str) -> str:
    """What a search is for, without the rest of a question: "carter last time?", "omar's phone number"."""
    return _before(AT_THE_END, text) or text.rstrip("?？!. ") or text


def client_in_question(text: str) -> str:
    """Whom a line asks about that may be no search: "what's omar's phone?"; "" if it says anything else."""
    name = BEFORE_NAME.sub("", _before(AFTER_NAME, text))
    return "" if CLAUSE.search(name) or len(name.split()) > MAX_CLIENT_WORDS else name


@lru_cache(16)  # one line is read in several ways
def read_command(text: str) -> SpokenCommand | None:
    """The command that the line begins with, by the longest phrase."""
    ends = [found.end() for found in _first_words(text)]
    for end in reversed(ends):
        begun = text[:end]
        colon = begun[-1] in ":：" or COLON.match(text, end) is not None
        name = BEGINS.get(lexicon.plain(begun.rstrip(":：")))
        if name:
            return SpokenCommand(name, BETWEEN.sub("", text[end:], count=1), begun.rstrip(":："), colon)
    return None if text.isascii() else _in_han(text)


def _before(question: re.Pattern[str], text: str) -> str:
    """The text before the question that it ends with; "" if it ends with none."""
    found = question.search(lexicon.plain_in_place(text[-MAX_QUESTION:]))
    at = max(len(text) - MAX_QUESTION, 0) + found.start() if found else 0
    return text[:at].rstrip(SENTENCE_ENDS)


def _first_words(text: str) -> Iterator[re.Match[str]]:
    for count, found in enumerate(WORDS.finditer(text)):
        if count == MAX_PHRASE:
            return
        yield found


def _in_han(text: str) -> SpokenCommand | None:
    """Without a space after it: "备注李娜：…"."""
    for size in range(min(MAX_HAN, len(text) - 1), 1, -1):
        if name := HAN_BEGINS.get(lexicon.plain(text[:size])):
            return SpokenCommand(name, text[size:].lstrip(" :：，,"), text[:size], text[size] in ":：")
    return _around(text)


def _around(text: str) -> SpokenCommand | None:
    """With the name between its words: "把李娜删掉吧"."""
    for name, words in AROUND.items():
        if found := words.match(text):
            rest = text[found.end() :].lstrip(" :：，,。；")
            about = f"{found['about']}, {rest}" if rest else found["about"]
            return SpokenCommand(name, about, found.group(), has_colon=False)
    return None
