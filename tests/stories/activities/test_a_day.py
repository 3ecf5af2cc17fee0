"""The whole day of a rep, on a file of clients: ours always, Northwind's where it is there."""

from pathlib import Path

import pytest

import storage
from handlers.imports import csv_reader
from handlers.imports.import_clients import Report, import_clients
from storage.team import accounts
from tests.paths import DATA, SHARED
from tests.support.chat import Person

OURS = DATA / "clients.csv"
NORTHWIND = SHARED / "crm_exports" / "northwind_customers.csv"


async def _bring_in(ann: Person, file: Path) -> Report:
    async with storage.transaction(ann.world.database) as db:
        owner = (await accounts.active(db))[0]
        return await import_clients(db, owner, csv_reader.read(file), ann.world.clock(), region="US")


async def _play(ann: Person, name: str, part: str, digits: str) -> None:
    """From finding the client to the birthday, whatever file they came from."""
    await ann.says(f"/find {digits}")
    ann.sees(name)
    await ann.says(part)
    ann.sees(name)
    await ann.says(f"/call {name}: 10 min, liked the samples; next: tomorrow 9:30 send prices")
    ann.sees("Call logged", "liked the samples", "10 min", "Tue, Mar 3 09:30, send prices")
    await ann.says(f"/deal {name}: first order 2 500 EUR")
    ann.sees("first order", "€2,500")
    await ann.presses("Won")
    ann.sees("· Won")
    await ann.says(f"/find {name}")
    await ann.presses("Edit")
    await ann.changes("Birthday", "04.03.1970")
    ann.sees("March 4 (55)")
    await ann.world.wait(hours=23, minutes=30)
    await ann.looks()
    ann.sees(f"Follow up with {name}", "send prices")
    await ann.presses("Done")
    ann.sees(f"Done: {name}", "How did it go?")
    await ann.presses("Reached")
    ann.sees("Call logged", "Reached")
    await ann.world.wait(days=1)
    await ann.looks()
    ann.sees(f"Birthday: {name}", "today", "Happy birthday")


async def test_a_day_on_our_own_file(ann: Person) -> None:
    report = await _bring_in(ann, OURS)
    assert (report.read, report.made + report.known, report.refused) == (30, 30, ())
    await _play(ann, "Beatriz Carvalho", "beatr", "345678")


async def test_the_same_file_twice_makes_no_duplicates(ann: Person) -> None:
    first = await _bring_in(ann, OURS)
    again = await _bring_in(ann, OURS)
    assert (again.read, again.made, again.known) == (first.read, 0, first.read)


@pytest.mark.skipif(not NORTHWIND.exists(), reason="Northwind's customers are not here")
async def test_a_day_on_northwind(ann: Person) -> None:
    report = await _bring_in(ann, NORTHWIND)
    assert (report.read, report.made, report.refused) == (91, 91, ())
    await _play(ann, "Ana Trujillo", "truji", "555-4729")
