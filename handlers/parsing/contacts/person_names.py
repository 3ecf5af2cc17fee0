"""Names of people as they are pasted: 'Smith, John', 'Ann Bell, MBA', '王 小明'; and placeholders for none."""

import re

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.contact_words import (
    DEGREES,
    GENERATIONS,
    PLACEHOLDERS,
    PLACEHOLDERS_IN_BRACKETS,
    PLACEHOLDERS_OR_ANSWERS,
)
from handlers.parsing.lexicon.given_names import CHINESE_FAMILIES, GIVEN, GIVEN_LAST
from handlers.parsing.time.tokens import HAN
from storage.search.legal_forms import is_company

MAX_SUFFIX = 30  # letters
MAX_PLACEHOLDER = 60  # letters
DASHES = "-–—.,?!/*_ "
MAX_PARTS = 4  # words, or Chinese characters, of a name
MAX_SMALL_WORDS = 3  # of a name in small letters: a longer line is a sentence about somebody
MAX_PARTICLE = 3  # letters: "van", "of"
NOTHING = frozenset(PLACEHOLDERS)
NOTHING_OR_ANSWER = frozenset((*PLACEHOLDERS, *PLACEHOLDERS_OR_ANSWERS))
NOTHING_IN_BRACKETS = NOTHING_OR_ANSWER.union(PLACEHOLDERS_IN_BRACKETS)
BRACKETS = lazy_regex(r"[(\[<{（].+[)\]>}）]")
ANY_HAN = lazy_regex(f"[{HAN}]")
HAN_PARTS = lazy_regex(rf"(?P<family>[{HAN}]{{1,2}})\s{{1,9}}(?P<given>[{HAN}]{{1,2}})")
PATRONYMIC = lazy_regex(r"[^\W\d_]+(?:ович|евич|ич|овна|евна|ична|инична|йович|івна|ївна)", re.IGNORECASE)
CAPITAL = lazy_regex(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def is_placeholder(text: str, *, may_be_answer: bool = False) -> bool:
    """Whether the text means “no value”: 'N/A', 'NULL', '-', '(none)', 'нет', 'brak', '无'.

    `may_be_answer`: "no", "нет" and "none" are answers there, unless in brackets.
    """
    if len(text) > MAX_PLACEHOLDER:
        return False
    known = NOTHING if may_be_answer else NOTHING_OR_ANSWER
    known = NOTHING_IN_BRACKETS if BRACKETS.fullmatch(text.strip()) else known
    plain = lexicon.plain(text).strip(" ()[]<>{}（）\"'.#")
    return plain in known or not plain.strip(DASHES)


def is_full_name(text: str) -> bool:
    """Whether it is written like a full name: 'Luis Trujillo', '王小明'."""
    said = text.split()
    if re.fullmatch(rf"[{HAN}]{{2,{MAX_PARTS}}}", text.strip()):
        return text.strip()[0] in CHINESE_FAMILIES
    is_written_so = all(CAPITAL.fullmatch(word) and word[0].isupper() for word in said)
    return 1 < len(said) <= MAX_PARTS and is_written_so


def is_like_name(text: str) -> bool:
    """Whether it may name somebody or a company: 'Luis', 'olga orlova', 'Acme Ltd'; not 'gutter', '窗户'."""
    if is_company(text):
        return True
    if ANY_HAN.search(text):
        return is_full_name(without_blanks_in_han(text))
    said = text.split()
    if len(said) <= MAX_SMALL_WORDS and any(lexicon.plain(word) in GIVEN for word in said):
        return True
    small = [word for word in said if word[0].islower()]
    is_written_so = said[:1] != small[:1] and all(len(word) <= MAX_PARTICLE for word in small)
    return is_written_so and any(letter.isalpha() and not letter.islower() for letter in text)


def is_generation(part: str) -> bool:
    """'Jr.', 'III': it distinguishes people of the same name, so it belongs to the name."""
    return len(part) <= MAX_SUFFIX and part.strip(" .").lower() in GENERATIONS


def is_degree(part: str) -> bool:
    """'MBA', 'Ph.D.', 'к.т.н.', 'mgr inż.': a person's degree, which is neither a company nor a position."""
    return len(part) <= MAX_SUFFIX and re.sub(r"[\s.]", "", part).lower() in DEGREES


def given_behind(family: str, given: str) -> str:
    """The full name from 'Smith' and 'John'; empty if the second is not a known given name."""
    if re.fullmatch(rf"[{HAN}]{{1,2}}", family) and family in CHINESE_FAMILIES:
        return f"{family}{given}" if re.fullmatch(rf"[{HAN}]{{1,2}}", given) else ""
    first, *more = given.lower().replace("ё", "е").split() or [""]
    is_one = CAPITAL.fullmatch(family) and family[0].isupper() and family.lower() not in GIVEN
    if not is_one or first not in GIVEN or not all(map(PATRONYMIC.fullmatch, more)):
        return ""
    return f"{family} {given}" if first in GIVEN_LAST else f"{given} {family}"


def without_blanks_in_han(name: str) -> str:
    """'王 小明' is 王小明: Chinese names have no space, and begin with the family name."""
    found = HAN_PARTS.fullmatch(name.strip())
    return f"{found['family']}{found['given']}" if found and found["family"] in CHINESE_FAMILIES else name


def full_name(given: str, family: str, middle: str = "") -> str:
    """Join the parts of a name (from a contact or columns) in the order of its language."""
    if family and given and re.fullmatch(rf"[{HAN}]+", f"{family}{middle}{given}"):
        return f"{family}{middle}{given}"
    return " ".join(filter(None, (given, middle, family)))
