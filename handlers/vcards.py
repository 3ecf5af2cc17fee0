"""A vCard, as phones and address books write them, read as a row of what it tells."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from handlers.importing import Row

MOST = 500  # cards of one text
CARD = re.compile(r"^BEGIN:VCARD\s*$.*?^END:VCARD\s*$", re.IGNORECASE | re.DOTALL | re.MULTILINE)
# Pictures, sounds and keys, with their lines: nobody reads them, and one that is broken breaks the card.
HEAVY = re.compile(
    r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-OL-DESIGN|X-MS-CARDPICTURE)[;:].*\n"
    r"(?:[ \t].*\n|[A-Za-z0-9+/=]+\n|\n)*",
    re.IGNORECASE | re.MULTILINE,
)
OMITTED_YEAR = "X-APPLE-OMIT-YEAR"
NAMES = {"FN": "Name", "TITLE": "Title", "EMAIL": "Email", "NOTE": "Note", "NICKNAME": "Nickname", "URL": "Web"}
NAMES |= {"IMPP": "Messenger", "X-SKYPE": "Skype", "X-TELEGRAM": "Telegram"}

Cells = Iterator[tuple[str, str]]


def rows(text: str) -> tuple[Row, ...]:
    """One for each card in the text that can be read; those that tell nothing are left out."""
    text = re.sub("\r\n?", "\n", text)
    found = [card for card, _at in zip(CARD.finditer(text), range(MOST), strict=False)]
    read = (Row(text.count("\n", 0, card.start()) + 1, tuple(_cells(card.group()))) for card in found)
    return tuple(row for row in read if row.cells)


def _cells(card: str) -> Cells:
    """What it says, by the names that columns of a file have."""
    import vobject

    logging.getLogger("vobject").setLevel(logging.CRITICAL + 1)  # it would log whole lines, with who is in them
    try:
        read = list(vobject.readComponents(HEAVY.sub("", f"{card}\n"), ignoreUnreadable=True, allowQP=True))
    except (vobject.base.VObjectError, ValueError, LookupError, AttributeError, TypeError):
        return  # it is no vCard, whatever it begins with
    lines = [line for component in read for line in component.getChildren() if hasattr(line, "params")]
    has_name = any(line.name == "FN" and str(line.value).strip() for line in lines)
    for line in lines:
        for name, value in _told(line, has_name):
            if isinstance(value, str) and value.strip():
                yield name, value.strip()


def _told(line: Any, has_name: bool) -> Iterator[tuple[str, Any]]:
    value = line.value
    match line.name:
        case "N" if not has_name:
            yield from (
                ("First name", _one(value.given)),
                ("Middle name", _one(value.additional)),
                ("Last name", _one(value.family)),
            )
        case "ORG":
            yield from zip(("Company", *["Department"] * len(value)), value, strict=False)
        case "TEL":
            yield "Phone", re.sub(r"^tel:|;ext=.*$", "", str(value))
        case "BDAY":
            yield "Birthday", _birthday(str(value), line.params)
        case "ADR":
            yield "Address", ", ".join(filter(None, map(_one, _parts(value))))
        case "CATEGORIES":
            yield from (("Tags", tag) for tag in value)
        case name if name in NAMES:
            yield NAMES[name], str(value).replace("\\:", ":")


def _parts(address: Any) -> tuple[Any, ...]:
    return (address.street, address.extended, address.city, address.region, address.code, address.country)


def _one(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def _birthday(value: str, params: Any) -> str:
    """Its day, without an hour; without the year where the phone made one up."""
    day = value.partition("T")[0]
    if re.fullmatch(r"\d{8}", day):
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    made_up = OMITTED_YEAR in params and day.startswith(tuple(params[OMITTED_YEAR]))
    return f"--{day[5:]}" if made_up else day
