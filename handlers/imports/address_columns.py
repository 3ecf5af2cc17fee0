"""Join address columns into one line per postal address: 'Address 1 - Street', 'Home City', 'Country'.

Addresses in typed lines are parsed in handlers/parsing/contacts/streets.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.imports.columns import Column, meaning
from handlers.text import on_one_line
from storage.clients.new_client import Point
from storage.models import PointKind

# Distinguishes the addresses of a row; "Street 2" is one more line of the same address.
WHICH = re.compile(r"\w+ (\d+) - |(home|business|work|other|mailing|billing|shipping) ", re.IGNORECASE)
BREAK = re.compile(r"[,\n]")


@dataclass
class _Address:
    parts: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)


def addresses(cells: Iterable[tuple[str, Sequence[str]]]) -> tuple[Point, ...]:
    """`cells`: column names and their values; each value after the first belongs to a further address."""
    found: dict[tuple[str, int], _Address] = {}
    seen: dict[str, int] = {}
    for header, values in cells:
        which = WHICH.match(header)
        name = (which[1] or which[2].casefold()) if which else ""
        for value in values:
            address = found.setdefault((name, seen.get(header, 0)), _Address())
            seen[header] = seen.get(header, 0) + 1
            (address.countries if meaning(header) is Column.COUNTRY else address.parts).append(value)
    lines = [_line(address) for address in found.values()]
    return tuple(Point(PointKind.ADDRESS, line.casefold(), line) for line in dict.fromkeys(lines) if line)


def _line(address: _Address) -> str:
    """One line with all the parts; parts that the formatted address at the front contains are not repeated."""
    first, *more = [part for part in (*address.parts, *address.countries) if part.strip()] or [""]
    told = {word for part in more for word in _words(part)}
    said = {word for piece in BREAK.split(first) if _words(piece) <= told for word in _words(piece)}
    parts = [first, *(part for part in more if not _words(part) <= said)]
    return ", ".join(piece for part in parts for piece in map(on_one_line, part.splitlines()) if piece)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
