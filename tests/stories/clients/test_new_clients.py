"""A new client in one line: who is asked about, who is not, and what is kept of a phone."""

import pytest

import storage
from storage import rights
from storage.models import Role
from tests.support.chat import Person


async def test_an_extension_stays_with_its_phone_which_is_found_by_its_number(ann: Person) -> None:
    await ann.says("/new Иван Петров, +7 495 123-45-67 вн. 123")
    ann.sees("+7 495 123-45-67 ext. 123")
    await ann.says("/new Jan Nowak, 0048 22 123 45 67, wew. 12")
    ann.sees("+48 22 123 45 67 ext. 12")
    await ann.says("/find 4567")
    ann.sees("Иван Петров", "Jan Nowak")
    for typed in ("+7 495 123 45 67", "+7 495 123-45-67 вн. 123", "+74951234567 доб. 5"):
        await ann.says(f"/find {typed}")
        ann.sees("ext. 123")


async def test_a_country_is_not_made_up_but_asked_for_once(ann: Person) -> None:
    await ann.says("/new Dr. Anna Müller, Praxis Müller, Tel. 030/1234567")
    ann.sees("030/1234567", "I don't know the country of 030/1234567", "/settings")
    assert "+1030" not in ann.news[-1].text
    await ann.says("/new Eva Müller, 030/1234568")
    ann.sees("030/1234568")
    assert "don't know the country" not in ann.news[-1].text
    await ann.says("/find 1234567")
    ann.sees("Anna Müller")


async def test_once_the_country_is_known_what_was_kept_is_read(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/new Anna Müller, 030/1234567 ext. 5")
    ann.sees("You can set the country in /settings.")
    await ann.says("/settings")
    await ann.changes("Phone country", "Germany")
    ann.sees("Phone country: Germany")
    async with storage.reading(ann.world.database) as db:
        assert await rights.country(db) == "DE"
    await ann.says("/find +49 30 1234567")
    ann.sees("+49 30 1234567 ext. 5")
    await ann.says("/new Eva Müller, 030/1234568")
    ann.sees("+49 30 1234568")
    await ann.says("/undo")
    await ann.says("/undo")
    await ann.says("/find 030 1234567")
    ann.sees("030/1234567 ext. 5")


async def test_a_number_of_another_country_is_left_there(ann: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Phone country", "PL")
    await ann.says("/new Jan Nowak, 601 234 567, +44 117 496 0123")
    ann.sees("+48 601 234 567", "+44 117 496 0123")


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ann Lee", "Ann Lee, Lee Ltd"),
        ("Ann Lee, Lee Ltd", "Ann Lee"),
        ("Иван Петров, ООО Ромашка", "Иван Петров, Ромашка"),
        ("Иван Петров, Ромашка", "Иван Петров, ООО Ромашка"),
        ("John Smith, Acme Ltd", "John Smith, Acme Limited"),
        ("ООО Ромашка", "Ромашка"),
        ("Ромашка", "ООО Ромашка"),
        ("Acme Ltd", "Acme GmbH"),
        ("Bob Ray, Ray Ltd", "bob ray ray ltd 303 555 0100"),
        ("Ann Lee, Lee Ltd, +1 212 555 0101", "Ann Lee, Lee Ltd, +1 212 555 0102"),
        ("Ann Lee, +1 212 555 0101", "Ann Lee, +1 212 555 0101 ext. 5"),
        ("Ann Lee, 030/1234567", "Ann Lee, +49 30 1234567"),
        ("Acme Ltd, +1 212 555 0101", "Acme Ltd, +1 212 555 0102"),
        ("Ann Lee, born 12.03.1985, +1 212 555 0101", "Ann Lee, born 3.12.1985, +1 212 555 0101"),
    ],
)
async def test_who_may_be_the_same_is_asked_about(ann: Person, known: str, typed: str) -> None:
    await ann.says(f"/new {known}")
    await ann.says(f"/new {typed}")
    ann.sees("Is it one of these?", known.split(",", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ann Lee, +1 212 555 0101", "Ann Lee, +1 212 555 0102"),
        ("Ann Lee, born 12.03.1985", "Ann Lee, born 13.03.1985"),
        ("Ann Lee, born 12.03.1985", "Ann Lee, born 12.03.1986"),
        ("Ann Lee, Lee Ltd, born 12.03.1985", "Ann Lee, Lee Ltd, born 14.03.1985"),
        ("Ann Lee, Acme Ltd", "Ann Lee, Lee Ltd"),
        ("Ann Lee, +1 212 555 0101", "Ann Lee, +1 305 555 0101"),
        ("Ann Lee, ann@lee.example", "Ann Lee, ann@acme.example"),
    ],
)
async def test_namesakes_stay_two_people(ann: Person, known: str, typed: str) -> None:
    await ann.says(f"/new {known}")
    await ann.says(f"/new {typed}")
    ann.sees("Ann Lee")
    assert "Is it one of these?" not in ann.news[-1].text


async def test_a_new_name_without_a_slash_is_the_one_that_is_offered(ann: Person) -> None:
    await ann.says("/new Ana Trujillo")
    await ann.says("new Luis Trujillo")
    ann.sees("Add this client?", "Luis Trujillo")
    assert "new Luis" not in ann.news[-1].text
    await ann.presses("Add")
    await ann.says("/find luis")
    ann.sees("Luis Trujillo")


async def test_in_small_letters_it_is_offered_too(ann: Person) -> None:
    await ann.says("new luis")
    assert any(label.startswith("Do this: ") and "new luis" in label for label in ann.news[-1].buttons)


async def test_who_is_called_new_is_found_by_it(ann: Person) -> None:
    await ann.says("/new New Balance Ltd")
    await ann.says("new Balance")
    ann.sees("New Balance Ltd")
    assert "Add this client?" not in ann.news[-1].text


async def test_who_is_called_exactly_so_is_opened(ann: Person) -> None:
    await ann.says("/new Zorkg")
    await ann.says("/new Zorkh")
    await ann.says("/find Zorkg")
    ann.sees("Zorkg")
    assert "Zorkh" not in ann.news[-1].text


async def test_a_company_with_an_address_is_a_company(ann: Person) -> None:
    await ann.says("/new Harbour Lamps Ltd, +44 117 496 0123, 1 Quay Street, Bristol")
    ann.sees("Harbour Lamps Ltd", "+44 117 496 0123", "1 Quay Street, Bristol")


async def test_an_ampersand_stays_one(ann: Person) -> None:
    await ann.says("/new Ann Bell, Smith & Sons Ltd")
    ann.sees("Smith & Sons Ltd")
    await ann.says("/new Bo Carr, Carr &amp; Sons Ltd")
    ann.sees("Carr & Sons Ltd")


async def test_what_stands_for_nothing_is_nothing_in_a_form(ann: Person) -> None:
    await ann.says("/new")
    await ann.fills({"Name": "Bo Li", "Company": "N/A"})
    ann.sees("Bo Li")
    assert "N/A" not in ann.news[-1].text
