"""Country names and codes, and the default country of phone numbers."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

SPOKEN = ("en", "pl", "ru", "uk", "zh")
ALSO = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.a.": "US", "u.s.": "US"}
ALSO |= {"сша": "US", "рф": "RU", "russian federation": "RU", "российская федерация": "RU", "оаэ": "AE"}
ISO_LETTERS = 2
NOWHERE = "ZZ"


def country(text: str) -> str | None:
    """The ISO 3166 code of a country, given by its name in a supported language or by its code."""
    return _countries().get(text.strip().casefold())


@cache
def region(locale: str, zone: str, country: str = "") -> str:
    """The default country of phone numbers (ISO 3166): the locale's, else the company's `country`, else that of
    the language; English is spoken everywhere, so there the time zone decides. Empty if unknown.
    """
    language, *more = re.split("[-_]", locale)
    if more and re.fullmatch("[A-Za-z]{2}", more[-1]):
        return more[-1].upper()
    if country:
        return country
    if language == "en":  # "EST" is a zone without a place
        by_zone = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
        return "" if by_zone == NOWHERE or "/" not in zone else str(by_zone)
    return str(get_global("likely_subtags").get(language, "")).split("_")[-1]


@cache
def _countries() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in SPOKEN:
        for code, name in Locale(language).territories.items():
            if len(code) == ISO_LETTERS and code != NOWHERE:
                named[name.casefold()] = named[code.casefold()] = code
    return named | ALSO
