"""Countries, as people and other programs write them, and in which of them a phone is dialled."""

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
    """The ISO 3166 code of the country named, in a language spoken here or by the code itself."""
    return _countries().get(text.strip().casefold())


@cache
def region(locale: str, zone: str, country: str = "") -> str:
    """Whose phone numbers (ISO 3166): of the locale's country, else the company's `country`, else what the
    language tells; English is spoken everywhere, so there the time zone tells. Empty where nothing does.
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
