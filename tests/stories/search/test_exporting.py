"""The list on screen as a file: of clients, and of deals."""

import csv
import io

from sqlalchemy import update

import storage
from storage.models import Rep
from tests.support.chat import Person

CLIENTS = (
    "/new Ivan Petrov, director, Acme Ltd, +7 912 345-67-89, ivan@acme.io",
    "/new =HYPERLINK(1), +49 30 123456",
    "/new Olga Walrus, Sea Life",
)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


async def _file(ann: Person) -> list[dict[str, str]]:
    [(name, content)] = ann.files().items()
    assert name.endswith(" 2026-03-02.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    return _rows(content)


async def test_a_list_of_clients_is_a_file_at_one_press(ann: Person) -> None:
    for line in CLIENTS:
        await ann.says(line)
    await ann.says("/find mine")
    await ann.presses("Export")
    ann.sees("Mine", "3 rows")
    ivan, formula, olga = await _file(ann)
    assert (ivan["Name"], ivan["Company"], ivan["Role"]) == ("Ivan Petrov", "Acme Ltd", "director")
    assert (ivan["Phone"], ivan["E-mail"]) == ("+7 912 345-67-89", "ivan@acme.io")
    assert formula["Name"] == "'=HYPERLINK(1)"
    assert (olga["Company"], olga["Owner"], olga["Phone"]) == ("Sea Life", "Ann", "")


async def test_the_words_of_a_search_limit_the_file(ann: Person) -> None:
    for line in CLIENTS:
        await ann.says(line)
    await ann.says("/find my walrus")
    await ann.presses("Export")
    ann.sees("1 row")
    assert [row["Name"] for row in await _file(ann)] == ["Olga Walrus"]


async def test_a_list_of_deals_is_a_file_with_plain_amounts(ann: Person) -> None:
    await ann.says(CLIENTS[0])
    await ann.says("/deal Petrov: annual licence 12000.50 USD")
    await ann.says("/deal Petrov: samples 3000 JPY")
    await ann.says("/find my open deals")
    await ann.presses("Export")
    ann.sees("2 rows")
    licence, samples = await _file(ann)
    assert (licence["Deal"], licence["Client"], licence["Amount"]) == (
        "annual licence",
        "Ivan Petrov",
        "12000.50",
    )
    assert (licence["Stage"], licence["Currency"]) == ("Lead", "USD")
    assert (samples["Amount"], samples["Currency"]) == ("3000", "JPY")


async def test_a_file_is_written_as_spreadsheets_in_ones_language_read_it(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).values(locale="ru"))
    await ann.says("/new Иван Петров, ООО Ромашка")
    await ann.says("/deal Петров: лицензия 12000,50 руб")
    await ann.says("/find мои сделки")
    await ann.presses("Выгрузить")
    [(name, content)] = ann.files().items()
    assert name == "Сделки 2026-03-02.csv"
    columns, row = content.decode("utf-8-sig").splitlines()
    assert columns.startswith("Сделка;Клиент;Компания;Этап;Сумма;Валюта")
    assert row.startswith("лицензия;Иван Петров;ООО Ромашка;Лид;12000,50;RUB")
