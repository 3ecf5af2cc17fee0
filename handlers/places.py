"""Countries, as people and other programs write them."""

from functools import cache

from babel import Locale

SPOKEN = ("en", "pl", "ru", "uk", "zh")
ALSO = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u.s.a.": "US", "u.s.": "US"}
ALSO |= {"сша": "US", "рф": "RU", "russian federation": "RU", "российская федерация": "RU", "оаэ": "AE"}
ISO_LETTERS = 2
NOWHERE = "ZZ"


def country(text: str) -> str | None:
    """The ISO 3166 code of the country named, in a language spoken here or by the code itself."""
    return _countries().get(text.strip().casefold())


@cache
def _countries() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in SPOKEN:
        for code, name in Locale(language).territories.items():
            if len(code) == ISO_LETTERS and code != NOWHERE:
                named[name.casefold()] = named[code.casefold()] = code
    return named | ALSO
