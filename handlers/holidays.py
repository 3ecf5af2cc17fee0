"""Public holidays by country: which days they are, and their names. Days are local."""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from handlers.i18n import locale
from storage.models import Rep

MAX_YEARS = 64  # of countries and languages, kept in memory
NAMES_IN = {
    "en": "en_US",
    "ru": "ru",
    "uk": "uk",
    "pl": "pl",
    "zh": "zh_CN",
}  # languages as the library calls them
ENGLISH = "en_US"


def country_of(rep: Rep) -> str:
    """The ISO 3166 code of the country whose holidays a rep has; "": it is not known."""
    return rep.country or rep.dials_in or ""


def is_holiday(day: date, country: str) -> bool:
    """`country`: ISO 3166; "": none."""
    return bool(country) and day in _holidays(country, day.year, ENGLISH)


def holiday_name(day: date, country: str) -> str:
    """The name of the holiday on that day, in the current language if it has one there; "": it is none."""
    return _holidays(country, day.year, NAMES_IN.get(locale(), ENGLISH)).get(day, "") if country else ""


def has_holidays(country: str, year: int) -> bool:
    """Whether any holidays of that country are known for that year."""
    return bool(_holidays(country, year, ENGLISH))


@lru_cache(MAX_YEARS)
def _holidays(country: str, year: int, language: str) -> Mapping[date, str]:
    import holidays  # slow to import: 0.1 s

    if country not in _countries():
        return {}
    known = holidays.country_holidays(country, years=year)
    spoken = next((each for each in (language, ENGLISH) if each in known.supported_languages), None)
    return dict(holidays.country_holidays(country, years=year, language=spoken)) if spoken else dict(known)


@cache
def _countries() -> frozenset[str]:
    from holidays.utils import list_supported_countries  # slow to import

    return frozenset(list_supported_countries(include_aliases=False))
