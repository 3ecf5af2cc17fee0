"""Import clients from a file of another program: no duplicates if it is repeated, and no row is lost."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import shorten
from handlers.chat.contact_rows import ContactRow
from handlers.clients.duplicates import complete, is_address
from handlers.i18n import _
from handlers.imports import cells
from handlers.imports.address_columns import addresses
from handlers.imports.columns import Column, meaning
from handlers.parsing.contacts.person_names import full_name, without_blanks_in_han
from handlers.parsing.contacts.phones import without_repeats
from handlers.parsing.places import countries
from handlers.text import MAX_TAG, NAME, TEXT, normalise, without_entities
from storage.audit import changes
from storage.clients import bulk_duplicates, client_deletions, clients, duplicates
from storage.clients.new_client import Birthday, NewClient, Point
from storage.models import Client, ClientKind, Deletion, PointKind, Rep
from storage.rights import SYSTEM
from storage.search import client_search
from storage.search.normalise import fold_name

SEVERAL = ":::"  # between several values of one cell, as Google writes them


@dataclass(frozen=True)
class Report:
    read: int = 0
    made: int = 0
    known: int = 0
    refused: tuple[tuple[int, str], ...] = ()  # line, reason

    def __add__(self, other: "Report") -> "Report":
        made, known = self.made + other.made, self.known + other.known
        return Report(self.read + other.read, made, known, self.refused + other.refused)


@dataclass
class RowValues:
    """The cells of a row by column, before they are parsed."""

    cells: dict[Column, list[str]] = field(default_factory=dict)
    about: list[str] = field(default_factory=list)
    places: list[tuple[str, list[str]]] = field(default_factory=list)  # parts of addresses by column name

    def first(self, column: Column) -> str:
        return (self.cells.get(column) or [""])[0]

    def all(self, column: Column) -> list[str]:
        return self.cells.get(column, [])


async def import_clients(
    db: AsyncSession, owner: Rep, rows: Iterable[ContactRow], now: datetime, *, region: str
) -> Report:
    """Add clients that are new; add missing data to existing ones.

    `region` (ISO 3166): for phones in rows without a country.
    """
    changes.act(db, owner, now, changes.FILE, "import")
    told = [(row.line, client_of(row, region)) for row in rows]
    reason = _("no name, no company, no phone and no e-mail")
    refused = tuple((line, reason) for line, new in told if new is None)
    report = Report(read=len(refused), refused=refused)
    news = [new for _line, new in told if new]
    alike = await bulk_duplicates.find_alike_all(db, SYSTEM, news)  # whoever owns the existing clients
    gone = await client_deletions.find_deleted(db, SYSTEM, news)
    lines = [line for line, new in told if new]
    unheard_of: list[NewClient] = []
    for line, new, found, deleted in zip(lines, news, alike, gone, strict=True):
        if not found and deleted:
            report += Report(read=1, refused=((line, _was_deleted(deleted)),))
        elif found is not None and not found:
            unheard_of.append(new)
    made = await clients.add_all(db, owner, unheard_of, now)  # in bulk: most of a file is new
    report += Report(read=len(made), made=len(made))
    for new, found, deleted in zip(news, alike, gone, strict=True):
        if found or (found is None and not deleted):
            report += await _import(db, owner, new, found, now)
    return report


def _was_deleted(deleted: Deletion) -> str:
    text = _("{name} was deleted on {day}; /deleted restores it")
    return text.format(name=deleted.name, day=deleted.at.date().isoformat())


async def _import(
    db: AsyncSession, owner: Rep, new: NewClient, alike: Sequence[Client] | None, now: datetime
) -> Report:
    if alike is None:  # an earlier row may have added them
        alike = (await bulk_duplicates.find_alike_all(db, SYSTEM, [new]))[0] or []
    same = await duplicates.possible_duplicates(db, [known for known in alike if _is_same(known, new)], new)
    if same:
        await complete(db, same[0], new)
        return Report(read=1, known=1)
    await clients.add(db, owner, new, now)
    return Report(read=1, made=1)


def client_of(row: ContactRow, region: str) -> NewClient | None:
    """The client in a row; None if there is none."""
    told = _row_values(row)
    region = countries.country(told.first(Column.COUNTRY)) or region
    points = without_repeats((*_phones(told, region), *_emails(told), *addresses(told.places)))
    name, company = _found_by(_name(told)), _found_by(told.first(Column.COMPANY))
    reachable = [point.typed for point in points if point.kind is not PointKind.ADDRESS]
    if not (name or company or reachable):
        return None
    new = NewClient(
        name=_short(told, name or company or reachable[-1]),
        kind=ClientKind.COMPANY if company and not name else ClientKind.PERSON,
        company=_short(told, company) if name else "",
        title=_short(told, told.first(Column.TITLE)),
        points=points,
        birthday=_birthday(told),
        tags=shorten(_tags(told), TEXT),
    )
    return replace(new, about=shorten("\n".join((*told.all(Column.NOTE), *told.about)), TEXT))


def _found_by(name: str) -> str:
    """The name, or "" if it is only dashes and commas."""
    return name if client_search.fold(name) else ""


def _row_values(row: ContactRow) -> RowValues:
    told = RowValues()
    for header, cell in row.cells:
        column = meaning(header)
        values = _values(without_entities(normalise(cell)), column)
        if column in (Column.ADDRESS, Column.COUNTRY):
            told.places.append((header, values))
        values = [value for value in values if value]
        only_one = column in (Column.NAME, Column.COMPANY, Column.TITLE, Column.BIRTHDAY)
        if column is Column.OTHER or (only_one and told.first(column)):
            more = (value for value in values if value != told.first(column))
            told.about.extend(f"{header}: {value}" for value in more)
        else:
            told.cells.setdefault(column, []).extend(values)
    return told


def _values(cell: str, column: Column) -> list[str]:
    """The values in a cell, in order; "" in place of a placeholder."""
    several = _several(cell.strip(), column)
    return ["" if cells.is_placeholder(value, column) else value.strip() for value in several]


def _several(cell: str, column: Column) -> list[str]:
    if cell.startswith(("[", "{")) and column is not Column.NOTE:
        try:
            return list(_leaves(json.loads(cell)))
        except (ValueError, RecursionError):
            return [cell]
    return cell.split(SEVERAL)


def _leaves(value: Any) -> Iterator[str]:
    """The values in a JSON cell; for {"label": …, "value": …} only the value."""
    match value:
        case {"value": inner}:
            yield from _leaves(inner)
        case list() | dict():
            for inner in value.values() if isinstance(value, dict) else value:
                yield from _leaves(inner)
        case None:
            return
        case _:
            yield str(value)


def _short(told: RowValues, name: str) -> str:
    """A shortened name; a name that is too long is also saved in full in the notes."""
    if len(name) > NAME:
        told.about.append(name)
    return shorten(name, NAME)


def _name(told: RowValues) -> str:
    """The full name; name parts missing from it are saved in the notes."""
    first, middle, last = (told.first(part) for part in (Column.FIRST, Column.MIDDLE, Column.LAST))
    whole = without_blanks_in_han(told.first(Column.NAME))
    if not whole:
        return full_name(first, last, middle)
    parts = filter(None, (first, middle, last))
    told.about.extend(part for part in parts if part.casefold() not in whole.casefold())
    return whole


def _phones(told: RowValues, region: str) -> Iterator[Point]:
    for text in told.all(Column.PHONE):
        found, rest = cells.phones(text, region)
        yield from found
        if rest:
            told.about.append(rest)


def _emails(told: RowValues) -> Iterator[Point]:
    """E-mail addresses; a name before an address is the client's, unless there is another name."""
    for text in told.all(Column.EMAIL):
        found, rest = cells.emails(text)
        yield from found
        name = _name(replace(told, about=[]))
        if rest and found and not name:
            told.cells[Column.NAME] = [rest]
        elif rest and client_search.fold(rest) != client_search.fold(name):
            told.about.append(rest)


def _tags(told: RowValues) -> str:
    """The tags; those that are too long are saved in the notes instead."""
    tags: list[str] = []
    for cell in told.all(Column.TAGS):
        parts = [part.strip() for part in cell.split(",")]
        too_long = [part for part in parts if len(part) > MAX_TAG]
        told.about += too_long
        tags += [part for part in parts if part and part not in too_long] if too_long else [cell]
    return ", ".join(tags)


def _birthday(told: RowValues) -> Birthday | None:
    text = told.first(Column.BIRTHDAY)
    day = cells.birthday(text) if text else None
    if text and day is None:
        told.about.append(_("Birthday: {text}").format(text=text))
    return day


def _is_same(client: Client, new: NewClient) -> bool:
    """Whether a similar client is the same one: a colleague with the same switchboard number is not."""
    if is_address(client.name) or is_address(new.name):
        return True
    one, other = (set(fold_name(name).split()) for name in (client.name, new.name))
    return one <= other or other <= one
