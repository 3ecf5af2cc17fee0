"""Bidirectional text: isolate Arabic and Hebrew, so that adjacent text keeps its place.

A number next to right-to-left letters is reordered with them: the 3 of "דוד, 3 deals" would come before the
name. Isolates prevent that: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates Text without
such letters is unchanged, and so are addresses, which people copy.
"""

import re
from collections.abc import Iterator

from handlers.chat import shorten

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Hebrew, Arabic, Syriac, Thaana, N'Ko, Samaritan, Mandaic, their presentation forms, and historic scripts.
LETTERS = (
    "\u0590-\u05ff\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
# No backtracking (+ after a quantifier): linear time for text of any length.
WORD = rf"[{LETTERS}](?:[{LETTERS}\u200c\u200d\d_]|['\"’׳״-](?=[{LETTERS}]))*+"
BETWEEN = r"[ \u00a0,.:;!?،؛؟/&–][ \u00a0,.:;!?،؛؟/&–-]{0,2}+"
NUMBER = r"\d++(?:[.,]\d++)*+%?"  # one number is part of a sentence; several are a phone number
RUN = rf"{WORD}(?:(?: {NUMBER})?{BETWEEN}{WORD})*+"
RIGHT_TO_LEFT = re.compile(f"[{LETTERS}]")
RUNS = re.compile(RUN)
WHOLE_LINE = re.compile(rf"{RUN}(?: {NUMBER})?[.!?…؟]*+\Z")
BLANKS = re.compile(r"(\s+)")


def isolate_text(text: str) -> str:
    """The text with isolates (U+2068 … U+2069) around right-to-left runs, line by line."""
    if not RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(map(_isolated_line, text.split("\n")))


def isolate_within(text: str, most: int) -> str:
    """Like `isolated`, shortened to at most `most` characters including the isolates."""
    shown, room = isolate_text(shorten(text, most)), most
    while len(shown) > most:
        room -= max(1, (len(shown) - most) // 2)
        shown = isolate_text(shorten(text, room))
    return shown


def _isolated_line(line: str) -> str:
    if not RIGHT_TO_LEFT.search(line):
        return line
    if WHOLE_LINE.match(line):
        return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"
    return "".join(_runs_isolated(line))


def _runs_isolated(line: str) -> Iterator[str]:
    """The line with runs isolated, except in addresses."""
    plain: list[str] = []
    for piece in BLANKS.split(line):
        if not _is_address(piece):
            plain.append(piece)
            continue
        yield RUNS.sub(_isolate, "".join(plain))
        yield piece
        plain = []
    yield RUNS.sub(_isolate, "".join(plain))


def _is_address(piece: str) -> bool:
    return "://" in piece or "@" in piece[1:] or piece.startswith("www.")


def _isolate(run: re.Match[str]) -> str:
    return f"{FIRST_STRONG_ISOLATE}{run[0]}{POP_ISOLATE}"
