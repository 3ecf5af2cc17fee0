"""Find time zones by city, country or IANA name, but not by offset, which ignores summer time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.places.cities import City, find_cities, fold

# The countries whose cities are preferred, by the reader's language.
HOME = {
    "en": ("US", "GB", "CA", "AU", "IE", "NZ"),
    "ru": ("RU", "BY", "KZ", "KG"),
    "uk": ("UA",),
    "pl": ("PL",),
    "zh": ("CN", "HK", "TW", "MO", "SG"),
}
FAR_LARGER = 3  # times as many people: then the smaller place is not meant
MAX_NAME = 60  # characters
MAX_CANDIDATES = 5  # zones
AROUND = lazy_regex(
    r"\A(?:г|м|гор|город|місто|city of|m|miasto)[. ]\s*(?=\S{3})|(?:\s+(?:time|city|время|час)|时间|時間|市)\Z",
    re.IGNORECASE,
)
REGION = lazy_regex(r"\s*[,(，（]\s*(?P<region>[^)）]*)[)）]?\Z")  # "Warsaw, Poland"
# Offsets and abbreviations. Summer time changes what they mean, and many are used in several countries.
OFFSET = lazy_regex(r"(?:(?:utc|gmt|гмт|мск|msk|etc/gmt)\s*)?[+-−–]\s*\d{1,2}(?::?\d\d)?", re.IGNORECASE)
NO_SUMMER = frozenset(
    (
        *("est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", "ast", "adt", "nst", "ndt"),
        *("gmt", "bst", "ist", "west", "cest", "eest", "aest", "aedt", "acst", "acdt", "awst", "nzst", "nzdt"),
        *("et", "ct", "mt", "pt"),
    )
)
# The cities that people mean by some of them.
CITIES = {
    ("est", "edt", "et"): ("America/New_York", "America/Toronto", "America/Panama"),
    ("cst", "cdt", "ct"): ("America/Chicago", "America/Mexico_City", "Asia/Shanghai"),
    ("mst", "mdt", "mt"): ("America/Denver", "America/Phoenix", "America/Edmonton"),
    ("pst", "pdt", "pt"): ("America/Los_Angeles", "America/Vancouver", "America/Tijuana"),
    ("gmt", "bst", "west"): ("Europe/London", "Europe/Dublin", "Europe/Lisbon"),
    ("cest",): ("Europe/Berlin", "Europe/Paris", "Europe/Warsaw"),
    ("eest",): ("Europe/Kyiv", "Europe/Helsinki", "Europe/Athens"),
    ("ist",): ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    ("aest", "aedt"): ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
}
ABBREVIATIONS = {  # without summer time, and used in one place only
    "utc": "UTC",
    "hst": "Pacific/Honolulu",
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "hkt": "Asia/Hong_Kong",
    "sgt": "Asia/Singapore",
    # These have summer time in the IANA table.
    **{name.lower(): name for name in ("CET", "EET", "MET", "WET", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT")},
}


@dataclass(frozen=True)
class FoundZones:
    """The possible zones, the likeliest first, each with the name of its city.

    `is_certain`: the first one is right. `is_offset`: the text is an offset or an ambiguous abbreviation.
    """

    zones: tuple[tuple[str, str], ...] = ()
    is_certain: bool = False
    is_offset: bool = False


def find_zones(text: str, locale: str) -> FoundZones:
    """The zones that `text` may mean to a reader of that language. Takes milliseconds, found or not."""
    said = " ".join(text.split())
    if len(said) > MAX_NAME:
        return FoundZones()
    if zone := ABBREVIATIONS.get(said.casefold()) or _names().get(said.replace(" ", "_").casefold()):
        return FoundZones(((zone, zone),), is_certain=True)
    if OFFSET.fullmatch(said) or said.casefold() in NO_SUMMER:
        return FoundZones(is_offset=True)
    if region := REGION.search(said):
        return _in_region(find_cities(said[: region.start()]), region["region"])
    cities = _likely_cities(find_cities(said) or find_cities(AROUND.sub("", said)), said, locale)
    return FoundZones(zones := _named(cities), is_certain=len(zones) == 1)


def zones_called(text: str) -> tuple[str, ...]:
    """The zones that an abbreviation like EST may mean, the likeliest first; none for other offsets."""
    said = text.strip().casefold()
    return next((zones for names, zones in CITIES.items() if said in names), ())


def is_zone(name: str) -> bool:
    """Whether this machine knows the zone."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


def near_names(text: str) -> list[str]:
    """IANA names similar to `text`, the likeliest first: "Europe/Kiyv", "Warsaw"."""
    from rapidfuzz import fuzz, process

    by_city = find_zones(text.rpartition("/")[2], "en").zones
    likely = process.extract(fold(text), _folded_names(), scorer=fuzz.WRatio, limit=3)
    return [zone for zone, _name in by_city] or [name for _folded, score, name in likely if score > 80]


def _likely_cities(cities: Sequence[City], said: str, locale: str) -> Sequence[City]:
    """The likely cities: a single one if the others are far smaller, or abroad and not far larger."""
    called_so = [city for city in cities if f"{fold(city.name)} ".startswith(f"{fold(said)} ")]
    largest = max((city.people for city in called_so), default=0)
    cities = [city for city in cities if city in called_so or city.people >= largest * FAR_LARGER]
    most = max((city.people for city in cities), default=0)
    home = HOME.get(re.split("[-_]", locale)[0], ())
    at_home = [city for city in cities if city.country in home and city.people * FAR_LARGER >= most]
    for chosen in filter(None, (cities, at_home)):
        first, *others = _one_of_each_zone(chosen)
        if all(other.people * FAR_LARGER <= first.people for other in others):
            return [first]
    return cities


def _in_region(cities: Sequence[City], region: str) -> FoundZones:
    """The cities in that country. States and provinces are unknown here: then even one city is not certain."""
    countries = {place.country for place in find_cities(region) if not place.people}
    there = [city for city in cities if city.country in countries]
    return FoundZones(zones := _named(there or cities), is_certain=bool(there) and len(zones) == 1)


def _named(cities: Sequence[City]) -> tuple[tuple[str, str], ...]:
    return tuple((city.zone, city.name) for city in _one_of_each_zone(cities))[:MAX_CANDIDATES]


def _one_of_each_zone(cities: Sequence[City]) -> list[City]:
    found: dict[str, City] = {}
    for city in sorted(cities, key=lambda city: -city.people):
        found.setdefault(_canonical(city.zone), city)
    return list(found.values())


def _canonical(zone: str) -> str:
    from babel.core import get_global

    return str(get_global("zone_aliases").get(zone, zone))


@cache
def _names() -> dict[str, str]:
    """IANA names by their lower-case form. From Babel's table: listing them from disk takes a second.

    Without Etc/GMT+3, which is three hours behind UTC: people who type GMT+3 mean three hours ahead.
    """
    from babel.core import get_global

    aliases, zones = get_global("zone_aliases"), get_global("zone_territories")
    names = {*aliases, *zones}
    return {
        name.casefold(): name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    }


@cache
def _folded_names() -> dict[str, str]:
    """IANA names, each with its normalised form to compare with."""
    return {name: fold(name) for name in _names().values()}
