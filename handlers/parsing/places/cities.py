"""Cities by their names in five languages, with their time zones."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "cities.txt"  # its sources and terms are named at its top
PLAINER = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "臺": "台", "-": " ", **dict.fromkeys("'’ʼ`.", "")}
)


@dataclass(frozen=True)
class City:
    """A city or another name for a time zone. A country has 0 `people`, so that cities come first."""

    people: int
    country: str  # ISO code
    zone: str  # IANA
    name: str


def fold(name: str) -> str:
    """Normalise a city's name to compare it: lower case without accents, hyphens and apostrophes."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign)
    )
    return " ".join(bare.translate(PLAINER).split())


def find_cities(name: str) -> list[City]:
    """The cities with that name, the largest first."""
    table, found = _table(), []
    wanted, at = f"|{fold(name)}|", 0
    while (at := table.find(wanted, at)) >= 0:
        begins, ends = table.rfind("\n", 0, at) + 1, table.find("\n", at)
        people, country, zone, city, _names = table[begins:ends].split("\t")
        found.append(City(int(people), country, zone, city))
        at = ends
    return found


@cache
def _table() -> str:
    return DATA.read_text(encoding="utf-8")
