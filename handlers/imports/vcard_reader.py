"""Read vCards 2.1, 3.0 and 4.0: folded lines, parameters, encodings, several cards in a file.

The rules are those of RFC 2426 (3.0), RFC 6350 (4.0), RFC 6868 (escapes in parameters) and the IMC's vCard 2.1.
Invalid cards lose as little as possible: a line that is not a property continues the one before it, a card
without an end ends where the next one begins. The text is scanned a fixed number of times, mostly by `re` and
`str`, so that the time is linear in its length.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from handlers.parsing import lexicon

MAX_PROPERTIES = 200  # of one card: further ones are left out, and the card is not complete
MAX_HEAD = 1_000  # characters of a line's name and parameters

VCARD = re.compile(":[Vv][Cc][Aa][Rr][Dd]")  # the rest of BEGIN:VCARD or END:VCARD is checked around it
AROUND_MARK = 20  # characters
MAX_INSIDE = 5  # nested cards
PROPERTY = re.compile(r"^(?:(?P<group>[\w-]++)\.)?(?P<name>[A-Za-z][\w-]*+)[ \t]*+(?=[;:](?!//))", re.MULTILINE)
HEAD = re.compile(r'(?P<params>(?:[^":]|"[^"]*")*+):(?P<value>.*)', re.DOTALL)
PARAMETER = re.compile(r'(?:[^";]|"[^"]*")++')
VERSION_2 = re.compile(r"^VERSION[ \t]*+:[ \t]*+2", re.IGNORECASE | re.MULTILINE)
QUOTED_PRINTABLE = "QUOTED-PRINTABLE"
ENCODINGS = frozenset((QUOTED_PRINTABLE, "BASE64", "B"))
ON_ONE_LINE = frozenset(("VERSION", "FN", "N", "ORG", "TITLE", "ROLE", "NICKNAME", "TEL", "EMAIL", "BDAY"))
# In lower case, other words are not properties but text that somebody wrote in a note.
NAMES = frozenset(
    lexicon.forms(
        "ADR|AGENT|ANNIVERSARY|BDAY|CATEGORIES|CLASS|DEATHDATE|EMAIL|FN|GENDER|GEO|IMPP|KEY|KIND|LABEL|LANG|LOGO"
        "|MAILER|MEMBER|N|NAME|NICKNAME|NOTE|ORG|PHOTO|PRODID|PROFILE|RELATED|REV|ROLE|SORT-STRING|SOUND|SOURCE|TEL"
        "|TITLE|TZ|UID|URL|VERSION|XML"
    )
)
CIRCUMFLEX = re.compile(r"\^([n'^])")
CIRCUMFLEXES = {"n": "\n", "'": '"', "^": "^"}
# Python knows more encodings, and some of those are slow.
CHARSET = re.compile(
    r"utf-?(?:8|16)|(?:us-)?ascii|iso-?8859-?\d+|(?:windows-?|cp)\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc-\w+",
    re.IGNORECASE,
)
NOT_LATIN = re.compile(rb"[\xc0-\xff]{3}")
MAX_CUT = 3  # bytes
BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Property:
    """One line of a card. Names and `types` (TYPE=a,b, or a bare word) are in upper case."""

    name: str
    value: str  # as written: encoded and escaped
    group: str = ""
    params: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] = frozenset()

    @property
    def encodings(self) -> frozenset[str]:
        return (self.types | {self.params.get("ENCODING", "").upper()}) & ENCODINGS

    def text(self) -> str:
        """The decoded value, still escaped; "" if it is not text."""
        if not self.encodings:
            return self.value
        if QUOTED_PRINTABLE in self.encodings:
            return _decoded(binascii.a2b_qp(self.value.encode()), self.params.get("CHARSET", ""))
        try:
            text = _decoded(binascii.a2b_base64(self.value), self.params.get("CHARSET", ""))
        except ValueError:
            return self.value
        return "" if BINARY.search(text) else text


@dataclass
class VCard:
    """`line`: where it begins. `complete`: it has an end, and no part was left out."""

    line: int
    complete: bool = False
    agents: list["VCard"] = field(default_factory=list)  # nested cards
    pieces: list[str] = field(default_factory=list)  # its text around those

    def properties(self) -> Iterator[Property]:
        text = _unfolded("".join(self.pieces))
        for count, (start, end) in enumerate(_spans(text)):
            if count == MAX_PROPERTIES:
                self.complete = False
                return
            yield from _properties(text[start:end])


def read_cards(text: str) -> Iterator[VCard]:
    """The cards in a text, one after another; other text is ignored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    opened: list[VCard] = []  # a card, the one nested in it, and so on
    line, end = 1, 0
    for begins, start, after in _marks(text):
        line += text.count("\n", end, start)
        if opened:
            opened[-1].pieces.append(text[end:start])
        if begins and opened and not _is_inside(opened, text[max(0, start - AROUND_MARK) : start]):
            yield opened[0]
            opened.clear()
        if begins:
            opened.append(VCard(line))
        elif opened and (card := _closed(opened)):
            yield card
        end = after
    if opened:
        opened[-1].pieces.append(text[end:])
        yield opened[0]


def _closed(opened: list[VCard]) -> VCard | None:
    """The card that ends here, unless it is nested in another."""
    card = opened.pop()
    card.complete = True
    if len(opened) == 1:
        opened[0].agents.append(card)
    return None if opened else card


def _marks(text: str) -> Iterator[tuple[bool, int, int]]:
    """Whether a mark is a BEGIN, where it starts, and where it ends.

    An END needs no line of its own; next to an escaped line break, both are part of a value.
    """
    for found in VCARD.finditer(text):
        at, end = found.span()
        word = text[max(0, at - len("BEGIN")) : at].upper()
        start = at - len("BEGIN" if word == "BEGIN" else "END")
        before = text[max(0, start - AROUND_MARK) : start].rstrip(" \t").upper()
        after = text[end : end + AROUND_MARK].lstrip(" \t").upper()
        is_first = not before or before.endswith(("\n", "END:VCARD", "AGENT:"))
        is_last = not after or after.startswith(("\n", "BEGIN:VCARD"))
        if word == "BEGIN" and is_first and not after.startswith("\\N"):
            yield True, start, end
        elif word.endswith("END") and (is_first or (is_last and not before.endswith("\\N"))):
            yield False, start, end


def _is_inside(opened: list[VCard], before: str) -> bool:
    """Whether a card that begins here is the value of the line before it."""
    line = before.rstrip().rpartition("\n")[2]
    return len(opened) <= MAX_INSIDE and line.endswith(":") and line.upper().startswith("AGENT")


def _unfolded(text: str) -> str:
    """Unfold every property onto one line, except for the soft breaks of quoted-printable."""
    if QUOTED_PRINTABLE in text.upper():
        text = text.replace("=\n ", "=\n=20").replace("=\n\t", "=\n=09")
    # In 2.1 a line is folded at a space that belongs to it; later versions insert one.
    blank = " " if VERSION_2.search(text) else ""
    return text.replace("\n ", blank).replace("\n\t", blank)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each property begins and ends, with its continuation lines."""
    begin, is_quoted = 0, False
    for found in PROPERTY.finditer(text):
        start, name = found.start(), found["name"]
        is_soft = is_quoted and text[start - 2 : start] == "=\n"
        if is_soft or not (name.isupper() or name[:2] in ("X-", "x-") or name.upper() in NAMES):
            continue
        if start > begin:
            yield begin, start
        begin, is_quoted = start, QUOTED_PRINTABLE in text[start : start + MAX_HEAD].upper()
    yield begin, len(text)


def _properties(line: str) -> Iterator[Property]:
    """The property of a line; other lines below it become a note, unless its value may have several lines."""
    found = _property(line)
    value, mark, below = found.value.partition("\n")
    if not mark or found.name not in ON_ONE_LINE or found.encodings:
        yield found
    else:
        yield replace(found, value=value)
        if below.strip():
            yield Property("NOTE", below)


def _property(line: str) -> Property:
    """Parse a property; a line that is not one becomes a note."""
    found = PROPERTY.match(line)
    if not found:
        return Property("NOTE", line)
    head = HEAD.match(line, found.end())
    if head:
        params, value = head.group("params", "value")
    else:  # an unclosed quote, or nothing after the name
        params, mark, value = line[found.end() + 1 :].partition(":")
        params, value = (params, value) if mark else ("", params)
    types: set[str] = set()
    named: dict[str, str] = {}
    for parameter in PARAMETER.findall(params[:MAX_HEAD]):
        name, mark, given = parameter.strip().partition("=")
        given = CIRCUMFLEX.sub(lambda sign: CIRCUMFLEXES[sign[1]], given.strip().strip('"'))
        if mark and name.upper() != "TYPE":
            named[name.upper()] = given
        else:
            types.update(word.strip().upper() for word in (given if mark else name).split(","))
    return Property(found["name"].upper(), value, found["group"] or "", named, frozenset(types))


def _decoded(data: bytes, charset: str) -> str:
    """Decode bytes: with the declared charset, UTF-8, or the likeliest older encoding."""
    for encoding in (charset if CHARSET.fullmatch(charset) else "", "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    cut = data.decode("utf-8", "ignore")  # maybe cut in the middle of a character
    if not cut.isascii() and len(cut.encode()) >= len(data) - MAX_CUT:
        return cut
    return data.decode("cp1251" if NOT_LATIN.search(data) else "cp1252", "replace")
