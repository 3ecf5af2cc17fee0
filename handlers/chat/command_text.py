"""Clean the text around a command: invisible characters, full-width signs, formatting and quotation marks."""

import re
import unicodedata

from handlers.chat import COMMANDS

# Zero-width characters and the byte order mark: https://www.unicode.org/reports/tr36/#Zero_Width_Spaces
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u180e"
SLASHES = "/\uff0f"  # a Chinese keyboard types the full-width one
FIRST_WORD = re.compile(r"(\S+)([^\S\n]*)")
BULLET = re.compile(r"(?:[•◦▪*>-]|\d{1,2}[.)])[^\S\n]+")
MARKS = ("`", "*", "_", "~")  # one, or several of the same
QUOTES = {"“": "”", "„": "”", "«": "»", '"': '"', "‘": "’", "'": "'", "「": "」"}
MAX_MARKS = 4  # nested: bold and italic code in quotation marks


def command_text(text: str) -> str:
    """A text that begins with a command, with a plain slash and space and without the formatting around it."""
    text = text.lstrip(INVISIBLE + " \t\n\u00a0\u3000")
    inner = text
    for _layer in range(MAX_MARKS + 1):
        if command_word(inner):
            return _plain_start(inner)
        inner = _unwrapped(inner)
    return text


def command_word(text: str) -> str:
    """The command that a text begins with, in lower case; any word after a slash counts as one."""
    found = FIRST_WORD.match(text)
    word = unicodedata.normalize("NFKC", found[1]).rstrip(":").casefold() if found else ""
    return word.removeprefix("/") if word.startswith("/") or word in COMMANDS else ""


def _plain_start(text: str) -> str:
    """With the command in plain letters and a plain space after it."""
    found = FIRST_WORD.match(text)
    if found is None:
        return text
    word = unicodedata.normalize("NFKC", found[1]) if found[1][0] in SLASHES else found[1]
    return f"{word}{' ' if found[2] else ''}{text[found.end() :]}"


def _unwrapped(text: str) -> str:
    """Without the outermost formatting mark, quotation mark or bullet."""
    if bullet := BULLET.match(text):
        return text[bullet.end() :]
    if (first := text[:1]) in QUOTES:
        return text[1:-1].strip() if text.endswith(QUOTES[first]) else text
    marks = text[: len(text) - len(text.lstrip(first))] if first in MARKS else ""
    before, closes, after = text[len(marks) :].partition(marks) if marks else ("", "", "")
    return f"{before}{after}".strip() if closes else text  # the closing mark may come after the first words
