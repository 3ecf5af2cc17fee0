"""What people write before a part of a contact, to say what it is: 'тел.', 'e-mail:', 'company', 'ИНН'."""

import re
from enum import Enum

from handlers import words
from handlers.grammar import HAN


class Label(Enum):
    """What the value after a label is, if the label alone tells."""

    NAME = "name"
    COMPANY = "company"
    TITLE = "title"
    ADDRESS = "address"
    MESSENGER = "messenger"


def _forms(name: str, *, letters: bool = True) -> str:
    """The forms of a table; those of one letter may be initials."""
    return "|".join(re.escape(form) for form in words.every(name) if letters or len(form) > 1)


BEGINS = rf"(?:(?<![^\W\d_])|(?=[{HAN}]))"
ENDS = r"(?![^\W_])"
# A letter alone is a label in the front, or small with a mark behind it; else it may be an initial.
LETTERS = "".join(form for form in words.every("phone") if len(form) == 1)
LETTER = rf"(?:(?:\A|(?<=[\s,;]))(?-i:[{LETTERS}])(?=[.:])|\A[{LETTERS}]{ENDS})"
BEFORE_PHONE = re.compile(
    rf"(?:(?:{BEGINS}(?:{_forms('phone', letters=False)})|{LETTER})[.:：/]*\s*)+\Z", re.IGNORECASE
)
MARK = re.compile("[.:：/]")
PHONE_ALONE = re.compile(rf"[\s([]*(?:{_forms('phone')})[\s.)\]]*", re.IGNORECASE)
BEFORE_EMAIL = re.compile(
    rf"(?:{BEGINS}(?:{_forms('email')})[\s.:：=–-]*)+(?=[<\s]*[\w.+%'-]+@)", re.IGNORECASE
)
# Its number has no plus, and no more digits than a firm is known by.
REGISTERED = re.compile(
    rf"{BEGINS}(?:{_forms('registered')}){ENDS}[\s.:：№#=-]*(?:(?:no|nr|number|номер)[\s.:№]*)?"
    r"[A-Z]{0,3} ?(?:\d{5,20}[A-Z]?|\d{2,4}(?:[ -]\d{2,6}){1,4})(?!\d)",
    re.IGNORECASE,
)
VALUES = {
    label: re.compile(
        rf"\A(?:{_forms(label.value)})(?:\s*(?P<mark>[:：=])|[\s.]+|(?<=[{HAN}]))\s*(?P<value>\S.*)\Z",
        re.IGNORECASE | re.DOTALL,
    )
    for label in Label
}


def before_phone(text: str) -> str:
    """What stands before a number, without the words that announce it. 'Kate Work' is called so."""
    found = BEFORE_PHONE.search(text)
    if found and found.start() and found.group()[0].isupper() and not MARK.search(found.group()):
        return text
    return BEFORE_PHONE.sub("", text)


def without_phone_label(part: str) -> str:
    """'tel. 12 345' without the label; any other text as it is."""
    number = re.search(r"[+(\d]", part)
    label = part[: number.start()] if number else ""
    alone = label.strip() and not BEFORE_PHONE.sub("", label).strip()
    return part[len(label) if alone else 0 :].strip()


def registered_in(part: str) -> tuple[list[str], str]:
    """The numbers that a firm is registered under, with their labels, and the rest."""
    found = [match.group().strip() for match in REGISTERED.finditer(part)]
    return found, REGISTERED.sub(" ", part).strip() if found else part


def labelled(part: str, *, marked: bool) -> tuple[Label, str] | None:
    """What `part` says it is, and the value. `marked`: only a colon makes a label of a word."""
    for label, pattern in VALUES.items():
        found = pattern.match(part.strip())
        if found and (found["mark"] or not (marked or label is Label.NAME or _is_named(part, label))):
            return label, found["value"]
    return None


def _is_named(part: str, label: Label) -> bool:
    """A firm, perhaps: 'Position Imaging'."""
    return label is Label.TITLE and part.strip()[0].isupper()
