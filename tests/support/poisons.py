"""What is slow to read: runs of separators and of a reader's own keywords, nested and unfinished structures.

A poison is a piece that is repeated up to some length, with something in front of it and behind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import chain
from typing import NamedTuple

from handlers.parsing import lexicon
from handlers.parsing.lexicon import Language

SEPARATORS = {
    "space": " ",
    "tab": "\t",
    "newline": "\n",
    "carriage return": "\r\n",
    "no-break space": "\u00a0",
    "wide space": "\u3000",
    "thin space": "\u2009",
    "zero-width space": "\u200b",
    "mixed blanks": "\u2003\u00a0 \t\u3000\u202f\u1680",
    "blank lines": " \n\t\n\u3000",
    "comma": ",",
    "wide comma": "，",
    "enumeration comma": "、",
    "semicolon": ";",
    "wide semicolon": "；",
    "colon": ":",
    "wide colon": "：",
    "hyphen": "-",
    "en dash": "–",
    "em dash": "—",
    "tilde": "~",
    "dot": ".",
    "wide dot": "。",
    "ellipsis": "…",
    "slash": "/",
    "backslash": "\\",
    "straight quote": '"',
    "apostrophe": "'",
    "curly quote": "“",
    "guillemet": "«",
    "bracket": "(",
    "closing bracket": ")",
    "wide bracket": "（",
    "square bracket": "[",
    "brace": "{",
    "less than": "<",
    "greater than": ">",
    "at": "@",
    "hash": "#",
    "plus": "+",
    "ampersand": "&",
    "equals": "=",
    "asterisk": "*",
    "underscore": "_",
    "bar": "|",
    "percent": "%",
    "currency": "$",
    "exclamation": "!",
    "question": "?",
    "digit": "1",
    "nought": "0",
    "Arabic digit": "٣",
    "wide digit": "３",
    "letter": "a",
    "capital": "A",
    "Cyrillic letter": "щ",
    "Polish letter": "ż",
    "Chinese letter": "王",
    "Chinese number": "一",
    "Arabic letter": "ع",
    "emoji": "👍",
    "combining mark": "\u0301",
}

# A letter or a digit, and a separator, again and again.
PAIRS = {
    f"{name} beside letters and digits": f"a{separator}1{separator}"
    for name, separator in SEPARATORS.items()
    if not separator.isalnum()
}

UNFINISHED = {
    "mentions": "<@a",
    "mentions with labels": "<@a|",
    "closed mentions": "<@U1|a>",
    "links": "<https://a",
    "links with labels": "<https://a|b",
    "mail links": "<mailto:a@b.c|",
    "broadcasts": "<!a",
    "escapes": "&amp;",
    "unfinished escapes": "&am",
    "addresses": "a@b.",
    "whole addresses": "a@b.co ",
    "pages": "https://a/",
    "numbers apart": "1 ",
    "thousands": "1,000",
    "thousands with blanks": "100 ",
    "decimals": "1.5",
    "dates": "1.1.",
    "dates with slashes": "1/1/",
    "dates with hyphens": "1-1-",
    "ISO dates": "2026-01-",
    "clocks": "1:1",
    "ranges": "1-",
    "phones": "+4420",
    "phones with brackets": "(1) ",
    "amounts": "12k ",
    "signs and amounts": "$1 ",
    "lines of one letter": "a\n",
    "list items": "- a\n",
    "mark and blank": ". ",
    "tags": "#a ",
    "tags without blanks": "#a",
    "handles": "@a ",
    "quoted words": '"a" ',
    "quotes in quotes": '""',
    "nested brackets": "([{",
    "brackets": "()",
    "JSON lists": "[[",
    "JSON objects": '{"a":',
    "JSON strings": '"\\',
    "cells": '"a";',
    "quoted cells": '"",',
    "card begins": "BEGIN:VCARD\n",
    "card ends": "END:VCARD\n",
    "cards": "BEGIN:VCARD\nEND:VCARD\n",
    "cards with names": "BEGIN:VCARD\nFN:A\nEND:VCARD\n",
    "soft breaks": "NOTE;ENCODING=QUOTED-PRINTABLE:=41=\n",
    "more soft breaks": "=D0=B0=\n",
    "odd lines": "X-A:1\n",
    "folded lines": " a\n",
    "pictures": "PHOTO:a\n",
    "parameters": "TEL;TYPE=a",
}

FRAME = ("hi", "x")  # without it a run of separators is stripped, and not read at all
PACKED = 1_500  # letters: so many of the words of several tables are one poison


class Poison(NamedTuple):
    """`piece` again and again between `before` and `after`."""

    name: str
    piece: str
    before: str = ""
    after: str = ""

    def of(self, length: int) -> str:
        """So many characters of it, no more."""
        room = max(0, length - len(self.before) - len(self.after))
        inside = (self.piece * (room // len(self.piece) + 1))[:room]
        return f"{self.before}{inside}{self.after}"


def poisons() -> Iterator[Poison]:
    """All of them."""
    for name, piece in SEPARATORS.items():
        if piece.isalnum():
            yield Poison(name, piece)
        yield Poison(f"{name} between letters", piece, *FRAME)
    for name, piece in {**PAIRS, **UNFINISHED, **dict(_keywords())}.items():
        yield Poison(name, piece)


def _keywords() -> Iterator[tuple[str, str]]:
    """The tables of words in five languages: all of them, and the first word of each in each language."""
    told: dict[str, list[list[str]]] = {}
    for language in lexicon.LANGUAGES:
        for table, forms in _tables(language).items():
            told.setdefault(table, []).append(forms)
    first = {table: [forms[0] for forms in each] for table, each in told.items()}
    yield from _packed("words", {table: " ".join(chain(*each)) for table, each in told.items()}, " ")
    yield from _packed("words with colons", {table: ": ".join(some) for table, some in first.items()}, ": ")
    for table, some in first.items():
        yield f"first words of {table} without blanks", "".join(some)


def _packed(name: str, tables: Mapping[str, str], gap: str) -> Iterator[tuple[str, str]]:
    """Several short tables in one."""
    pack: dict[str, str] = {}
    for table, text in tables.items():
        if pack and sum(map(len, pack.values())) + len(text) > PACKED:
            yield f"{name} of {' and '.join(pack)}", gap.join([*pack.values(), ""])
            pack = {}
        pack[table] = text
    yield f"{name} of {' and '.join(pack)}", gap.join([*pack.values(), ""])


def _tables(language: Language) -> dict[str, list[str]]:
    told = {field.name: getattr(language, field.name) for field in fields(language)}
    return {name: forms for name, table in told.items() if (forms := _forms(table))}


def _forms(table: Mapping[object, object] | str) -> list[str]:
    if isinstance(table, str):
        return [form for form in lexicon.forms(table) if form]
    return [form for each in table.values() if isinstance(each, Mapping | str) for form in _forms(each)]
