"""Convert vCards (.vcf) to contact rows with the column names of CSV files."""

import re
from collections.abc import Iterator, Sequence

from handlers.chat.contact_rows import ContactRow
from handlers.imports.columns import Column, meaning
from handlers.imports.vcard_reader import Property, VCard, read_cards
from handlers.parsing import lexicon
from handlers.parsing.contacts.phones import spell_out_extension
from handlers.parsing.lexicon.contact_words import FAX
from handlers.text import TEXT, on_one_line, without_entities

PART = {mark: re.compile(rf"(?:\A|{mark})((?:\\.?|[^\\{mark}])*+)", re.DOTALL) for mark in ";,"}
ESCAPE = re.compile(r"\\([\\,;:\"nN])")
APPLE_LABEL = re.compile(r"_\$!<(.+)>!\$_")
WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])|[-_]+")
VENDOR = re.compile(r"\AX-(?:(?:ANDROID|APPLE|EVOLUTION|GOOGLE|KADDRESSBOOK|MOZILLA|MS|AB)-)?")
DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")  # 20100605, 2009-08-08T1430-0500

# Ignored: pictures, keys and technical data. Names and labels are read separately.
UNREAD = frozenset(
    lexicon.forms(
        "VERSION|PRODID|REV|UID|SOURCE|PROFILE|NAME|MAILER|CLASS|CLIENTPIDMAP|XML|KIND|MEMBER|SORT-STRING|AGENT|LABEL"
        "|PHOTO|LOGO|SOUND|KEY|FN|N|X-ABLABEL|X-ABUID|X-ABADR|X-ABSHOWAS|X-ADDRESSBOOKSERVER-KIND"
        "|X-ADDRESSBOOKSERVER-MEMBER|X-MOZILLA-HTML|X-MS-OL-DESIGN|X-MS-CARDPICTURE|X-IMAGETYPE|X-IMAGEHASH"
        "|X-MS-OL-DEFAULT-POSTAL-ADDRESS|X-EVOLUTION-FILE-AS"
        "|X-PHONETIC-FIRST-NAME|X-PHONETIC-MIDDLE-NAME|X-PHONETIC-LAST-NAME"
    )
)
NAMES = {"EMAIL": "Email", "NOTE": "Note", "URL": "Web", "IMPP": "Messenger", "BDAY": "Birthday"}
NAMES |= {"X-ABRELATEDNAMES": "Related", "X-ABDATE": "Date", "X-SOCIALPROFILE": "Profile"}
ONE_LINE = frozenset(("TITLE", "ROLE", "NICKNAME", "EMAIL"))
DATES = ("ANNIVERSARY", "DATE")
ACRONYM = 3  # letters: QQ, ICQ
# Labels that add nothing to the property.
USUAL = frozenset(
    lexicon.forms(
        "HOME|WORK|OTHER|MAIN|PREF|INTERNET|VOICE|CELL|MOBILE|IPHONE|MSG|HOMEPAGE|TEXT|VIDEO|B|BASE64|QUOTED-PRINTABLE"
    )
)
NOT_CALLED = {**{word.upper(): "Fax" for word in FAX}, "PAGER": "Pager", "MODEM": "Modem"}
CALLED = frozenset(("VOICE", "CELL"))
# Numbers of Android's ContactsContract.CommonDataKinds: Event and Relation.
EVENTS = {"1": "Anniversary", "3": "Birthday"}
RELATIONS = {"1": "Assistant", "2": "Brother", "3": "Child", "5": "Father", "6": "Friend", "7": "Manager"}
RELATIONS |= {"8": "Mother", "9": "Parent", "10": "Partner", "12": "Relative", "13": "Sister", "14": "Spouse"}

Cells = Iterator[tuple[str, str]]


def rows(text: str) -> Iterator[ContactRow]:
    """One row for each card as it is read; without cells if the card is empty."""
    for card in read_cards(text):
        cells = tuple((name, value[:TEXT]) for name, value in _cells(card) if value.strip())
        yield ContactRow(card.line, cells, card.complete)


def _cells(card: VCard) -> Cells:
    lines = list(card.properties())
    labels = {line.group: _label(_plain(line.text())) for line in lines if line.name == "X-ABLABEL"}
    yield from _names(lines)
    for number, line in enumerate(lines, 1):
        if line.name not in UNREAD:
            yield from _read(line, labels.get(line.group, ""), number)
    if not any(line.name == "ADR" for line in lines):  # otherwise the label repeats it
        yield from (("Address", _text(line)) for line in lines if line.name == "LABEL")
    inside = (agent for line in lines if line.name == "AGENT" for agent in read_cards(_text(line)))
    for agent in (*card.agents, *inside):
        told = (_text(line) for line in agent.properties() if line.name in ("FN", "TEL", "EMAIL"))
        yield "Agent", ", ".join(told)


def _names(lines: Sequence[Property]) -> Cells:
    """The full name and its parts; for a company's own card only the company."""
    whole, firm = _plain(_first(lines, "FN")), _parts(_first(lines, "ORG"), ";")[0]
    family, given, middle, prefix, suffix, *_more = [*_parts(_first(lines, "N"), ";"), *[""] * 5]
    kinds = {_first(lines, name).upper() for name in ("KIND", "X-ABSHOWAS")}
    if {"ORG", "COMPANY"} & kinds or (whole and whole == firm and not given):
        yield "Company", "" if firm else whole
        return
    yield "Name", whole
    yield from (("First name", given), ("Middle name", middle.replace(",", " ")), ("Last name", family))
    for name, part in (("Name prefix", prefix), ("Name suffix", suffix)):
        yield name, "" if part in whole else part


def _read(line: Property, label: str, number: int) -> Cells:
    match line.name:
        case "TEL":
            yield from _phone(line, label)
        case "ADR":
            yield from _address(line, f"Address {number}")
        case "ORG":
            parts = _parts(on_one_line(_raw(line)), ";")
            yield from zip(("Company", *["Department"] * len(parts)), parts, strict=False)
        case "CATEGORIES":
            yield from (("Tags", part) for part in _parts(_raw(line), ","))
        case "X-ANDROID-CUSTOM":
            yield from _android(_raw(line).split(";"))
        case "TITLE":
            yield "Title", on_one_line(_text(line))
        case "EMAIL" | "NOTE" | "BDAY" as name:
            yield NAMES[name], _text(line)
            yield from _labelled(line, label, _text(line))
        case _:
            yield from _other(line, label)


def _phone(line: Property, label: str) -> Cells:
    """A phone number with its extension; a fax or pager is saved under that name."""
    typed = spell_out_extension(_text(line))
    kinds = [NOT_CALLED[kind] for kind in (*line.types, label.upper()) if kind in NOT_CALLED]
    if kinds and line.types.isdisjoint(CALLED):
        yield kinds[0], typed
    else:
        yield "Phone", typed
        yield from _labelled(line, label, typed)


def _labelled(line: Property, label: str, value: str) -> Cells:
    """The value once more under the person's own label, if it says something."""
    if label and label.upper() not in USUAL:
        yield from _under(label, value)


def _address(line: Property, name: str) -> Cells:
    """RFC 6350, 6.3.1: box; flat; street; city; region; code; country."""
    raw = _raw(line) if line.encodings else _raw(line).replace("\n", " ")
    parts = [", ".join(part.splitlines()).strip(" ,") for part in _parts(raw, ";")]
    box, flat, street, city, region, code, country, *more = [*parts, *[""] * 7]
    lines = filter(None, (street, flat, box, city, region, code, *more))
    yield f"{name} - Street", ", ".join(lines) if any(parts) else line.params.get("LABEL", "")
    yield f"{name} - Country", country


def _android(parts: Sequence[str]) -> Cells:
    """vnd.android.cursor.item/contact_event;2010-06-05;1;own label;;;"""
    kind, (value, number, own, *_more) = parts[0].rpartition("/")[2], [*parts[1:], "", "", ""]
    match kind:
        case "contact_event":
            yield EVENTS.get(number) or own or "Event", value
        case "relation":
            yield from _under(RELATIONS.get(number) or own or "Related", value)
        case _:
            told = " ".join(part for part in parts[1:] if part and not part.isdecimal())
            yield from _under(_label(kind), told)


def _other(line: Property, label: str) -> Cells:
    """A property without a column, under its own name."""
    text = _text(line).strip(";")
    if text.lower().startswith("urn:uuid:"):
        return
    if line.name.endswith(DATES):
        text = DATE.sub(r"\1-\2-\3", text)
    name = NAMES.get(line.name) or _label(VENDOR.sub("", line.name))
    types = ", ".join(sorted(line.types - USUAL)).lower()
    yield from _under(label or (f"{name} ({types})" if types else name), text)


def _under(name: str, value: str) -> Cells:
    """Save the value under this name, even if a column of that name has a meaning."""
    if meaning(name) is Column.OTHER:
        yield name, value
    elif value:
        yield "Note", f"{name}: {value}"


def _label(written: str) -> str:
    """'_$!<AssistantPhone>!$_' and 'ASSISTANT-PHONE' in readable form."""
    found = APPLE_LABEL.fullmatch(written.strip())
    plain = on_one_line(WORD_BREAK.sub(" ", found[1] if found else written))
    is_code = found or plain.isupper()
    return plain.capitalize() if is_code and len(plain) > ACRONYM else plain[:1].upper() + plain[1:]


def _first(lines: Sequence[Property], name: str) -> str:
    raws = (on_one_line(_raw(line)) for line in lines if line.name == name)
    return next((raw for raw in raws if raw.strip(" ;")), "")


def _raw(line: Property) -> str:
    return without_entities(line.text()[: 2 * TEXT])[:TEXT]


def _text(line: Property) -> str:
    return _plain(_raw(line)).strip()


def _parts(raw: str, mark: str) -> list[str]:
    return [_plain(found[1]).strip() for found in PART[mark].finditer(raw)]


def _plain(raw: str) -> str:
    return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], raw)
