"""Labels that people write before a part of a contact: 'тел.', 'e-mail:', 'company', 'ИНН'."""

import re
from enum import Enum
from functools import cache

from handlers.parsing import lexicon
from handlers.parsing.lexicon.contact_words import PAPERS
from handlers.parsing.time.tokens import HAN

MAX_LABEL = 60  # letters of labels before a number
MARK = re.compile("[.:：/]")
BEGINS = rf"(?:(?<![^\W\d_])|(?=[{HAN}]))"
CITIES = frozenset(lexicon.all_forms("cities"))
CITY = re.compile(rf"(?:(?:{lexicon.pattern('city')})(?:[.:：]\s*|\s+))?(?P<city>.+)", re.IGNORECASE)
ENDS = r"(?![^\W_])"


class Label(Enum):
    """What a label says about the value after it."""

    NAME = "name"
    COMPANY = "company"
    TITLE = "title"
    ADDRESS = "address"
    MESSENGER = "messenger"


def before_phone(text: str) -> str:
    """The text before a number, without the number's label. 'Kate Work' is a name, not a label."""
    far, near = text[:-MAX_LABEL], text[-MAX_LABEL:]
    found = _phone().search(near)
    if found and found.start() and found.group()[0].isupper() and not MARK.search(found.group()):
        return text
    return far + (near[: found.start()] if found else near)


def without_phone_label(part: str) -> str:
    """'tel. 12 345' without the label; any other text as it is."""
    number = re.search(r"[+(\d]", part)
    label = part[: number.start()] if number else ""
    found = _phone().search(label) if label.strip() and len(label) <= MAX_LABEL else None
    return part[len(label) if found and not label[: found.start()].strip() else 0 :].strip()


def is_phone_label(text: str) -> bool:
    """Whether the text is only a label of a phone: '(work)', 'моб.'"""
    return bool(_phone_alone().fullmatch(text))


def without_email_labels(text: str) -> str:
    return _email().sub("", text)


def registered_in(part: str) -> tuple[list[str], str]:
    """The registration numbers of a company, with their labels, and the rest."""
    found = [match.group().strip() for match in _registered().finditer(part)]
    return found, _registered().sub(" ", part).strip() if found else part


def city_in(part: str) -> str:
    """The city, as written, if all of `part` is a known one; else empty."""
    found = CITY.fullmatch(part.strip())
    return found["city"] if found and lexicon.plain(found["city"]) in CITIES else ""


def split_label(part: str, *, marked: bool) -> tuple[Label, str] | None:
    """The label in `part`, and its value. `marked`: a word is a label only with a colon."""
    for label in Label:
        found = _value(label).match(part.strip())
        if found and (found["mark"] or not (marked or label is Label.NAME or _is_named(part, label))):
            return label, found["value"]
    return None


def _is_named(part: str, label: Label) -> bool:
    """Whether it may be a company's name: 'Position Imaging'."""
    return label is Label.TITLE and part.strip()[0].isupper()


# Compiled when the first contact is parsed, as that is slow.


@cache
def _phone() -> re.Pattern[str]:
    """A single letter is a label at the start, or in lower case before a mark; else it may be an initial."""
    letters = "".join(form for form in lexicon.all_forms("phone") if len(form) == 1)
    letter = rf"(?:(?:\A|(?<=[\s,;]))(?-i:[{letters}])(?=[.:])|\A[{letters}]{ENDS})"
    written = _forms("phone", letters=False)
    return re.compile(rf"(?:(?:{BEGINS}(?:{written})|{letter})[.:：/]*\s*)+\Z", re.IGNORECASE)


@cache
def _phone_alone() -> re.Pattern[str]:
    return re.compile(rf"[\s([]*(?:{_forms('phone')})[\s.)\]]*", re.IGNORECASE)


@cache
def _email() -> re.Pattern[str]:
    label = rf"{BEGINS}(?:{_forms('email')})[\s.:：=–-]*"
    return re.compile(rf"(?:{label}){{1,4}}(?=[<\s]{{0,9}}[\w.+%'-]{{1,64}}@)", re.IGNORECASE)


@cache
def _registered() -> re.Pattern[str]:
    """The number has no plus, and one or a few groups of digits."""
    papers = "|".join(map(re.escape, PAPERS))
    return re.compile(
        rf"{BEGINS}(?:{_forms('registered')}|{papers}){ENDS}[\s.:：№#=-]*(?:(?:no|nr|number|номер)[\s.:№]*)?"
        r"[A-Z]{0,3} ?(?:\d{5,20}[A-Z]?|\d{2,4}(?:[ -]\d{2,6}){1,4})(?!\d)",
        re.IGNORECASE,
    )


@cache
def _value(label: Label) -> re.Pattern[str]:
    between = rf"(?:\s*(?P<mark>[:：=])|[\s.]+|(?<=[{HAN}]))\s*"
    written = rf"\A(?:{_forms(label.value)}){between}(?P<value>\S.*)\Z"
    return re.compile(written, re.IGNORECASE | re.DOTALL)


def _forms(name: str, *, letters: bool = True) -> str:
    """The forms of a table, without those of one letter if `letters` is false."""
    return "|".join(re.escape(form) for form in lexicon.all_forms(name) if letters or len(form) > 1)
