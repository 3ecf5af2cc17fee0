"""Recognise streets, postcodes and places in a typed line, by words for streets in five languages.

Addresses in columns of a file and in vCards are joined in handlers/imports/address_columns.py.
"""

import re

from handlers.parsing import lexicon
from handlers.parsing.contacts.labels import city_in
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.contact_words import (
    HOUSES,
    STREETS_AFTER,
    STREETS_AROUND,
    STREETS_BEFORE,
    STREETS_FOR_SURE,
)
from handlers.parsing.lexicon.given_names import GIVEN
from handlers.parsing.time.tokens import HAN
from storage.search.legal_forms import is_company

MAX_READ = 120  # letters of a part: a longer one is not a street
MAX_WORDS = 4  # of a city or a region


def _any(*forms: str) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


STREET_NUMBER = r"\d{1,5}[^\W\d_]?(?:[/-]\d{1,4}[^\W\d_]?)?"
NAME = r"[^\W\d_][\w.'’-]{0,40}"
STREETS = (
    rf"{STREET_NUMBER}\s+(?:{NAME}\s+){{1,4}}(?:{_any(*STREETS_AFTER)})\b\.?(?:\s.*)?",  # "1 Quay Street"
    rf"(?:{NAME}\s+){{1,3}}(?:{_any(*STREETS_AFTER)})\b\.?\s+{STREET_NUMBER}",  # "Quay Street 1"
    rf"(?:{_any(*STREETS_AROUND, *STREETS_BEFORE)})\b\.?\s*[«\"“]?(?=[^\W_]).*",  # "ул. Ленина 5", "ul. Długa"
    rf"(?:[\w.'’-]{{1,40}}\s+){{1,3}}(?:{_any(*STREETS_AROUND)})\b\.?(?:\s+{STREET_NUMBER})?",  # "Невский пр-т"
    rf"[^\W\d_]{{2,40}}(?:straße|strasse|str\.|gasse|platz|allee)\s*{STREET_NUMBER}",
    rf"[{HAN}]{{2,20}}(?:路|街|道|巷|弄|胡同|区|镇|村)[{HAN}\d]{{0,12}}\d{{1,5}}[号號][{HAN}\dA-Za-z]{{0,20}}",
)
STREET = lazy_regex("|".join(f"(?:{street})" for street in STREETS), re.IGNORECASE)
FOR_SURE = lazy_regex(rf"\d|\.|\b(?:{_any(*STREETS_FOR_SURE)})\b", re.IGNORECASE)
POSTCODE = lazy_regex(  # maybe with the city after it
    r"(?:\d{2}-\d{3}|\d{5,6}|\d{5}-\d{4}|[A-Z]{2}\s+\d{5}|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})"
    rf"(?:\s+{NAME}){{0,3}}"
)
STREET_NUMBER_ONLY = lazy_regex(
    rf"(?:(?:{_any(*HOUSES)})\b\.?\s*)?№?\s*{STREET_NUMBER}|\d{{1,3}}\s*(?:floor|этаж|поверх|楼|室)",
    re.IGNORECASE,
)
PLACE = lazy_regex(rf"[^\W\d_]{{2,40}}(?:[\s.'’-]{{1,3}}[^\W\d_]{{1,40}}){{0,{MAX_WORDS - 1}}}")
HAN_PLACE = lazy_regex(rf"[{HAN}]{{1,15}}(?:省|市|区|區|县|縣|镇|国|國)")


def is_street(part: str) -> bool:
    """Whether the part is a street, with which an address begins."""
    part = part.strip()
    if len(part) > MAX_READ or not FOR_SURE.search(part) or is_company(part):
        return False
    return STREET.fullmatch(part) is not None


def is_postcode(part: str) -> bool:
    """Whether it is a postcode, alone or with its city. Alone it may also be something else."""
    return POSTCODE.fullmatch(part.strip()) is not None


def goes_on(part: str) -> bool:
    """Whether a part after a street continues the address: a house, a postcode, a city, a region, a country."""
    part = part.strip()
    if len(part) > MAX_READ or is_company(part):
        return False
    return (
        is_street(part)
        or is_postcode(part)
        or STREET_NUMBER_ONLY.fullmatch(part) is not None
        or _is_place(part)
    )


def _is_place(part: str) -> bool:
    if city_in(part) or HAN_PLACE.fullmatch(part):
        return True
    first = lexicon.plain(part).split(" ")[0]
    is_named = (
        part[:1].isupper() and first not in GIVEN and lexicon.JOBS.isdisjoint(lexicon.plain(part).split())
    )
    return is_named and PLACE.fullmatch(part) is not None
