"""Clients come in from other programs' files: none is lost, none comes twice."""

import pytest
from sqlalchemy import func, select

import storage
from handlers.chat.contact_rows import ContactRow
from handlers.imports import csv_reader
from handlers.imports.import_clients import Report, client_of, import_clients
from storage.audit import reversal
from storage.clients import clients, new_client
from storage.models import Act, Client, ClientKind, ContactPoint, PointKind, Rep, Role
from storage.search import client_search
from storage.team import accounts
from tests.conftest import Bases
from tests.paths import DATA, SHARED
from tests.support.world import BEGINNING

OURS = DATA / "clients.csv"
OTHERS = SHARED / "crm_exports"


@pytest.fixture
async def ann(database: storage.Database) -> Rep:
    async with storage.transaction(database) as db:
        return await accounts.join(db, "Ann", Role.ADMIN, locale="en", timezone="UTC", at=BEGINNING)


async def brought_in(database: storage.Database, ann: Rep, rows: list[ContactRow]) -> Report:
    async with storage.transaction(database) as db:
        return await import_clients(db, ann, rows, BEGINNING, region="US")


async def the_only(
    database: storage.Database, ann: Rep, words: str
) -> tuple[Client, dict[PointKind, list[str]]]:
    """The one client found by these words, and how to reach them."""
    async with storage.reading(database) as db:
        found, total = await client_search.find(db, ann, words, limit=5)
        assert total == 1, (words, [client.name for client in found])
        points: dict[PointKind, list[str]] = {}
        for point in await clients.points(db, found[0]):
            points.setdefault(point.kind, []).append(point.value)
        return found[0], points


def row(**cells: str) -> ContactRow:
    return ContactRow(2, tuple((name.replace("_", " "), cell) for name, cell in cells.items()))


async def test_our_own_file_comes_in_whole(database: storage.Database, ann: Rep) -> None:
    report = await brought_in(database, ann, csv_reader.read(OURS))
    assert report == Report(read=30, made=30)
    amira, points = await the_only(database, ann, "amira haddad")
    assert (amira.company, amira.title, amira.owner_id) == ("Cedar Clinic", "Administrator", ann.id)
    assert points[PointKind.EMAIL] == ["amira.haddad@cedar.example"]
    assert points[PointKind.PHONE] == ["+9611345678"]
    assert points[PointKind.ADDRESS] == ["hamra street 40, second floor, beirut, 1103, lebanon"]
    assert amira.about == "CustomerID: CEDAR"


async def test_birthdays_come_in_with_and_without_a_year(database: storage.Database, ann: Rep) -> None:
    await brought_in(database, ann, csv_reader.read(OURS))
    wanted = {
        "giulia": (2, 29, 1988),
        "kristine": (7, 23, None),
        "koval": (6, 30, None),
        "mateo": (6, 15, None),
    }
    for name, (month, day, year) in wanted.items():
        client, _points = await the_only(database, ann, name)
        assert clients.birthday(client) == new_client.Birthday(month, day, year), name
    reto, _points = await the_only(database, ann, "reto")
    assert clients.birthday(reto) is None


async def test_the_same_file_twice_makes_no_duplicates(database: storage.Database, ann: Rep) -> None:
    rows = csv_reader.read(OURS)
    await brought_in(database, ann, rows)
    before = await everything(database)
    assert await brought_in(database, ann, rows) == Report(read=30, known=30)
    assert await everything(database) == before


async def test_rows_at_once_make_what_rows_one_by_one_make(bases: Bases) -> None:
    ann_lee, boss = row(Name="Ann Lee", Company="Acme", Phone="+1 415 555 0134"), row(Name="Bo Li", Tags="vip")
    again = [
        row(Name="Ann Lee", Company="Acme", Email="ann@acme.example"),
        row(Name="Bo Katz", Email="ann@acme.example"),
        row(Email="ANN@acme.example", Birthday="1990-05-04"),
    ]
    rows = [ann_lee, boss, *again, *csv_reader.read(OURS), boss, *again, ann_lee]
    reports, bases_made = [], []
    for size in (1, len(rows)):
        async with bases.copied() as database:
            async with storage.transaction(database) as db:
                ann = await accounts.join(db, "Ann", Role.ADMIN, locale="en", timezone="UTC", at=BEGINNING)
            batches = (rows[start : start + size] for start in range(0, len(rows), size))
            reports.append(sum([await brought_in(database, ann, batch) for batch in batches], Report()))
            bases_made.append(sorted(map(str, await everything(database))))
    assert reports[0] == reports[1]
    assert bases_made[0] == bases_made[1]


async def everything(database: storage.Database) -> list[tuple[object, ...]]:
    async with storage.reading(database) as db:
        reached = select(Client.name, Client.about, ContactPoint.value).join(ContactPoint)
        rows = await db.execute(reached.order_by(Client.id, ContactPoint.id))
        return [tuple(row) for row in rows]


async def test_who_is_known_gets_what_was_missing_and_keeps_what_was_mended(
    database: storage.Database, ann: Rep
) -> None:
    await brought_in(
        database, ann, [row(Name="Ann Lee", Company="Acme", Phone="+1 415 555 0134", Title="Buyer")]
    )
    more = row(Name="Ann Lee", Company="Acme", Email="ann@acme.example", Title="Owner", Birthday="1990-05-04")
    assert await brought_in(database, ann, [more]) == Report(read=1, known=1)
    client, points = await the_only(database, ann, "ann lee")
    assert client.title == "Buyer"
    assert clients.birthday(client) == new_client.Birthday(5, 4, 1990)
    assert points == {PointKind.PHONE: ["+14155550134"], PointKind.EMAIL: ["ann@acme.example"]}


async def test_colleagues_with_one_number_are_two_people(database: storage.Database, ann: Rep) -> None:
    rows = [row(Name=name, Company="Acme", Phone="+1 415 555 0134") for name in ("Ann Lee", "Boris Katz")]
    assert await brought_in(database, ann, rows) == Report(read=2, made=2)
    assert await brought_in(database, ann, rows) == Report(read=2, known=2)


@pytest.mark.parametrize(
    "rows",
    [
        [
            row(Name="John Smith", Phone="+1 212 555 0101", Birthday="12.03.1985"),
            row(Name="John Smith", Phone="+1 305 555 0199", Birthday="1.07.1990"),
        ],
        [row(Name="Anna", Phone="+48601234567"), row(Name="Anna", Phone="+48601234568")],
        [row(Name="Sales", Phone="+1 212 555 0101"), row(Name="Sales", Phone="+1 305 555 0199")],
        [row(Name="Jan Nowak", Email="jan@a.example"), row(Name="Jan Nowak", Email="jan@b.example")],
        [
            row(Name="Іван Коваль", Company="Лан", Birthday="12.03.1985"),
            row(Name="Іван Коваль", Company="Лан", Birthday="1.07.1990"),
        ],
        [row(Name="王伟", Phone="+86 138 1234 5678"), row(Name="王伟", Phone="+86 138 1234 5679")],
    ],
)
async def test_namesakes_stay_two_people(database: storage.Database, ann: Rep, rows: list[ContactRow]) -> None:
    assert await brought_in(database, ann, rows) == Report(read=2, made=2)
    assert await brought_in(database, ann, rows) == Report(read=2, known=2)
    for one in rows:
        assert await brought_in(database, ann, [one]) == Report(read=1, known=1)


@pytest.mark.parametrize(
    "rows",
    [
        [row(Name="John Smith", Company=firm) for firm in ("Acme Ltd", "Acme Limited", "ACME")],
        [row(Name="Иван Петров", Company=firm) for firm in ("ООО Ромашка", "Ромашка", "ромашка ООО")],
        [row(Name="Jan Nowak", Company=firm) for firm in ("Bal Sp. z o.o.", "Bal", "BAL S.A.")],
        [row(Name="王伟", Company=firm) for firm in ("小明有限公司", "小明", "小明股份有限公司")],
        [row(Company=firm) for firm in ("Acme Ltd", "Acme Limited", "ACME")],
        [
            row(Name="Jo Kay", Company="Acme Ltd", Phone="+1 212 555 0101"),
            row(Name="Jo Kay", Company="Acme", Phone="+1 305 555 0199", Birthday="12.03.1985"),
        ],
        [row(Name="Bo Carr", Phone="+1 212 555 0101"), row(Name="Bo Carr", Email="bo@carr.example")],
        [row(Name="Bo Carr", Phone="030/1234567"), row(Name="Bo Carr", Phone="+49 30 1234567 ext. 5")],
        [
            row(Name="Bo Carr", Phone="+1 212 555 0101", Birthday="12.03.1985"),
            row(Name="Bo Carr", Phone="+1 212 555 0101", Birthday="3.12.1985"),
        ],
    ],
)
async def test_who_is_the_same_is_one(database: storage.Database, ann: Rep, rows: list[ContactRow]) -> None:
    more = len(rows) - 1
    assert await brought_in(database, ann, rows) == Report(read=more + 1, made=1, known=more)
    for one in rows:
        assert await brought_in(database, ann, [one]) == Report(read=1, known=1)


async def test_who_told_no_name_is_known_again_by_the_address(database: storage.Database, ann: Rep) -> None:
    assert await brought_in(database, ann, [row(Email="ann@acme.example")]) == Report(read=1, made=1)
    assert await brought_in(database, ann, [row(Email="ANN@acme.example", Name="Ann Lee")]) == Report(
        read=1, known=1
    )
    client, _points = await the_only(database, ann, "acme.example")
    assert client.name == "Ann Lee"


async def test_a_row_that_tells_of_nobody_is_refused_with_its_line(
    database: storage.Database, ann: Rep
) -> None:
    report = await brought_in(database, ann, [ContactRow(7, (("Deal", "a big one"), ("City", "Rome")))])
    assert report == Report(read=1, refused=((7, "no name, no company, no phone and no e-mail"),))


@pytest.mark.parametrize("nothing", [",,,", "-", "—", " . "])
def test_dashes_and_commas_are_no_name(nothing: str) -> None:
    assert client_of(row(Name=nothing, Company=nothing), "US") is None
    told = client_of(row(Name=nothing, Company=nothing, Email="ann@acme.example"), "US")
    assert told and (told.name, told.company) == ("ann@acme.example", "")


async def test_an_import_is_written_down_as_the_owner_s_doing(database: storage.Database, ann: Rep) -> None:
    await brought_in(database, ann, csv_reader.read(OURS))
    async with storage.transaction(database) as db:
        acts = (await db.scalars(select(Act))).all()
        assert [(act.rep_id, act.channel, act.name) for act in acts] == [(ann.id, "file", "import")]
        await reversal.undo(db, ann, acts[0].id, BEGINNING)
        assert await db.scalar(select(func.count(Client.id))) == 0


def test_a_company_without_a_person_is_a_company() -> None:
    told = client_of(
        row(Название_компании="Тест ООО", Название_лида="Автосалон", Рабочий_телефон="+74951234567"), "US"
    )
    assert told
    assert (told.kind, told.name, told.company) == (ClientKind.COMPANY, "Тест ООО", "")
    assert told.about == "Название лида: Автосалон"


def test_what_no_column_is_for_is_kept_with_its_name() -> None:
    told = client_of(
        row(Name="Ann", Fax="12345", Shoe_size="39", Notes="likes tea\nnot coffee", Birthday="soon"), "US"
    )
    assert told
    assert told.about.splitlines() == [
        "likes tea",
        "not coffee",
        "Fax: 12345",
        "Shoe size: 39",
        "Birthday: soon",
    ]


def test_several_values_in_one_cell_are_several() -> None:
    phones = '[{"label": "work", "value": "+14155550134"}, {"label": "home", "value": "+14155550135"}]'
    told = client_of(row(Name="Ann", Phone=phones, Email="ann@acme.example ::: ann@home.example"), "US")
    assert told
    assert [point.value for point in told.points] == [
        "+14155550134",
        "+14155550135",
        "ann@acme.example",
        "ann@home.example",
    ]


def test_a_number_no_country_knows_is_kept_as_it_is() -> None:
    told = client_of(row(Name="Ann", Phone="internal 55 417"), "US")
    assert told
    assert [(point.value, point.typed) for point in told.points] == [("55417", "internal 55 417")]


def test_phones_are_those_of_the_row_s_country() -> None:
    germany = client_of(row(Name="Ann", Phone="030 23125012", Country="Германия"), "US")
    britain = client_of(row(Name="Ann", Phone="0131 496 0188", Country="UK"), "US")
    poland = client_of(row(Name="Ann", Phone="22 123 45 67", Country="Польща"), "US")
    assert germany and britain and poland
    assert [client.points[0].value for client in (germany, britain, poland)] == [
        *("+493023125012", "+441314960188", "+48221234567")
    ]


@pytest.mark.skipif(not OTHERS.exists(), reason="the files of other programs are not here")
@pytest.mark.parametrize(
    ("name", "made", "known", "refused"),
    [
        ("northwind_customers", 91, 0, 0),
        ("amocrm_contacts_generated_utf8bom", 120, 3, 0),
        ("google_contacts_2024_layout", 1, 0, 0),
        ("hubspot_contacts_small_fixture", 3, 1, 1),
        ("krayin_persons", 2, 0, 0),
        ("krayin_leads", 0, 0, 2),
        ("bitrix24_leads_semicolon_sample", 1, 0, 0),
    ],
)
async def test_files_of_other_programs_come_in(
    name: str, made: int, known: int, refused: int, database: storage.Database, ann: Rep
) -> None:
    rows = csv_reader.read(OTHERS / f"{name}.csv")
    first = await brought_in(database, ann, rows)
    assert (first.made, first.known, len(first.refused)) == (made, known, refused)
    assert first.read == made + known + refused == len(rows)
    second = await brought_in(database, ann, rows)
    assert (second.made, second.known, second.refused) == (0, made + known, first.refused)
