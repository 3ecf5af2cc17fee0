"""Cells of other programs' files mean what people see in them."""

from collections.abc import Sequence

import pytest

from handlers.chat.contact_rows import ContactRow
from handlers.imports.import_clients import client_of
from storage.clients.new_client import Birthday, NewClient
from storage.models import PointKind


def told(region: str = "US", **cells: str) -> NewClient:
    named = tuple((name.replace("__", " - ").replace("_", " "), cell) for name, cell in cells.items())
    client = client_of(ContactRow(2, (("Name", "Ann Bell"), *named)), region)
    assert client
    return client


def reached(client: NewClient, kind: PointKind) -> list[str]:
    return [
        point.typed if kind is PointKind.ADDRESS else point.value
        for point in client.points
        if point.kind is kind
    ]


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("1985-03-12 00:00:00", (12, 3, 1985)),
        ("1985-03-12 00:00", (12, 3, 1985)),
        ("1985-03-12 00:00:00.000", (12, 3, 1985)),
        ("1985-03-12 00:00:00+03:00", (12, 3, 1985)),
        ("1985-03-12T00:00:00Z", (12, 3, 1985)),
        ("1985-03-12T00:00:00.000+0000", (12, 3, 1985)),
        ("12.03.1985 0:00", (12, 3, 1985)),
        ("12.03.1985 00:00:00", (12, 3, 1985)),
        ("12-Mar-1985", (12, 3, 1985)),
        ("12-Mar-85", (12, 3, 1985)),
        ("19850312", (12, 3, 1985)),
        ("3/12/1985 12:00:00 AM", (12, 3, 1985)),
        ("3/12/1985 12:00 am", (12, 3, 1985)),
        ("12/03/1985 0:00", (12, 3, 1985)),
        ('"1985-03-12"', (12, 3, 1985)),
        ("12 March 1985", (12, 3, 1985)),
        ("0000-03-12", (12, 3, None)),
        ("0001-03-12 00:00:00", (12, 3, None)),
        ("1604-06-26", (26, 6, None)),
        ("26.06.1604", (26, 6, None)),
        ("6/26/1604 12:00:00 AM", (26, 6, None)),
        ("--03-12", (12, 3, None)),
    ],
)
def test_a_birthday_as_a_program_writes_it(cell: str, born: tuple[int, int, int | None]) -> None:
    client = told(Birthday=cell)
    assert (client.birthday, client.about) == (Birthday(month=born[1], day=born[0], year=born[2]), "")


@pytest.mark.parametrize("cell", ["1985-02-30 00:00:00", "19851345", "soon 12:00", "9" * 1000])
def test_what_is_no_day_is_kept(cell: str) -> None:
    client = told(Birthday=cell)
    assert (client.birthday, client.about) == (None, f"Birthday: {cell}")


@pytest.mark.parametrize("cell", ["0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "NULL"])
def test_what_stands_for_no_day_is_nothing(cell: str) -> None:
    client = told(Birthday=cell)
    assert (client.birthday, client.about) == (None, "")


@pytest.mark.parametrize(
    ("region", "cell", "numbers", "about"),
    [
        ("US", "ask for Bob 212 555 0101", ["+12125550101"], "ask for Bob"),
        ("US", ' "+1 212 555 0101"', ["+12125550101"], ""),
        ("US", "«+1 212 555 0101»", ["+12125550101"], ""),
        ("RU", "8(3452)12-34-56 раб, 8-912-345-67-89 сот", ["+73452123456", "+79123456789"], ""),
        ("US", "8(3452)12-34-56 раб, 8-912-345-67-89 сот", ["+73452123456", "+79123456789"], ""),
        ("US", "8(3452)12-34-56, 8-912-345-67-89", ["83452123456", "89123456789"], ""),
        ("US", "212 555 0101 / 212 555 0102", ["+12125550101", "+12125550102"], ""),
        ("US", "212 555 0101 or 212 555 0102", ["+12125550101", "+12125550102"], "or"),
        ("PL", "601 234 567 (żona Anna)", ["+48601234567"], "(żona Anna)"),
        ("UA", "050 123 45 67 тільки після 18", ["+380501234567"], "тільки після 18"),
        ("CN", "138 1234 5678（王秘书）", ["+8613812345678"], "（王秘书）"),
        ("", "+12125550101;ext=55", ["+12125550101;ext=55"], ""),
        ("RU", "8 (495) 123-45-67, доб. 123", ["+74951234567;ext=123"], ""),
        ("CN", "010-12345678转123", ["+861012345678;ext=123"], ""),
        ("RU", "8-495-123-45-67/68", ["+74951234567", "+74951234568"], ""),
        ("DE", "030/1234567", ["+49301234567"], ""),
        ("", "030/1234567", ["0301234567"], ""),
        ("", "8 (912) 345-67-89 сот", ["+79123456789"], ""),
        ("US", "fax 212 555 0109, 212 555 0101", ["+12125550101"], "fax 212 555 0109"),
        ("US", "212 555 0101, extra line", ["+12125550101"], "extra line"),
        ("US", "2125550101,5550102", ["+12125550101", "5550102"], ""),
        ("US", "internal 55 417", ["55417"], ""),
        ("US", "ask Bob", [], "ask Bob"),
        ("US", "x" * 1000, [], "x" * 1000),
    ],
)
def test_phones_are_found_among_words(region: str, cell: str, numbers: Sequence[str], about: str) -> None:
    client = told(region, Phone=cell)
    assert (reached(client, PointKind.PHONE), client.about) == (numbers, about)


def test_a_country_beside_a_phone_may_be_kept() -> None:
    client = told(Phone="ask for Bob 212 555 0101 (US)")
    assert reached(client, PointKind.PHONE) == ["+12125550101"]
    assert client.about.removesuffix(" (US)") == "ask for Bob"


@pytest.mark.parametrize(
    "nothing",
    [
        *(
            "-",
            "--",
            "—",
            "n/a",
            "N/A",
            "#N/A",
            "NULL",
            "null",
            "(none)",
            "none",
            "nan",
            "undefined",
            "0",
            "?",
            ".",
        ),
        *(
            "нет",
            "Нет",
            "не указано",
            "неизвестно",
            "немає",
            "не вказано",
            "brak",
            "nie podano",
            "无",
            "暂无",
            "未填写",
        ),
    ],
)
def test_what_stands_for_nothing_is_nothing(nothing: str) -> None:
    cells = {"Company": nothing, "Phone": nothing, "Email": nothing, "Job_title": nothing, "Tags": nothing}
    client = told(**cells, City=nothing, Birthday=nothing)
    assert client == NewClient(name="Ann Bell")


def test_in_other_columns_it_may_be_an_answer() -> None:
    client = told(
        Orders="0", Allergies="none", Newsletter="нет", Notes="нет", Score="N/A", Web="NULL", Country="NA"
    )
    assert client.about == "нет\nOrders: 0\nAllergies: none\nNewsletter: нет"
    assert reached(client, PointKind.ADDRESS) == ["NA"]


@pytest.mark.parametrize("name", ["Null", "No", "None", "Na", "Blank"])
def test_people_are_called_so(name: str) -> None:
    called = client_of(ContactRow(2, (("First name", "Jenny"), ("Last name", name))), "US")
    unknown = client_of(ContactRow(2, (("First name", "Jenny"), ("Last name", "NULL"))), "US")
    assert called and called.name == f"Jenny {name}"
    assert unknown and unknown.name == "Jenny"


def test_addresses_stay_apart() -> None:
    """Google's, with what both have in common."""
    first = {"Address_1__Street": "1 Main St", "Address_1__City": "Springfield", "Address_1__Country": "USA"}
    second = {"Address_2__Street": "9 Oak Ave", "Address_2__City": "Austin", "Address_2__Country": "USA"}
    both = ["1 Main St, Springfield, USA", "9 Oak Ave, Austin, USA"]
    assert reached(told(**first, **second), PointKind.ADDRESS) == both
    glued = {name: f"{value} ::: {second[name.replace('1', '2')]}" for name, value in first.items()}
    assert reached(told(**glued), PointKind.ADDRESS) == both


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (
            {
                "Business_Street": "1 Main St",
                "Business_City": "Rome",
                "Home_Street": "9 Oak Ave",
                "Home_City": "Rome",
            },
            ["1 Main St, Rome", "9 Oak Ave, Rome"],
        ),
        ({"Street": "5 Boston Road", "City": "Boston"}, ["5 Boston Road, Boston"]),
        ({"Street": "1 Main St", "City": "New York", "State": "New York"}, ["1 Main St, New York, New York"]),
        ({"Address": "1 Main St, Rome", "City": "Rome", "Country": "Italy"}, ["1 Main St, Rome, Italy"]),
        (
            {
                "Address_1__Formatted": "1 Main St\nSpringfield, IL 62701\nUSA",
                "Address_1__Street": "1 Main St",
                "Address_1__City": "Springfield",
                "Address_1__Region": "IL",
                "Address_1__Postal_Code": "62701",
                "Address_1__Country": "USA",
            },
            ["1 Main St, Springfield, IL 62701, USA"],
        ),
        ({"Country": "Poland"}, ["Poland"]),
    ],
)
def test_parts_of_an_address_make_a_line(cells: dict[str, str], lines: list[str]) -> None:
    assert reached(told(**cells), PointKind.ADDRESS) == lines


def test_a_name_beside_an_address_is_the_client_s() -> None:
    cell = "Di Eve <di@eve.example>"
    alone = client_of(ContactRow(2, (("Email", cell),)), "US")
    named = client_of(ContactRow(2, (("Name", "Di Eve"), ("Email", f'"Di Eve" <{cell[8:]}'))), "US")
    other = client_of(ContactRow(2, (("Name", "Bo Carr"), ("Email", cell))), "US")
    assert alone and named and other
    assert (alone.name, alone.about) == (named.name, named.about) == ("Di Eve", "")
    assert (other.name, other.about) == ("Bo Carr", "Di Eve")
    assert [point.value for point in alone.points] == ["di@eve.example"]


def test_signs_of_a_web_page_are_what_they_stand_for() -> None:
    client = told(Company="Smith &amp; Sons", Notes="a &lt; b &#39;c&#39; &copy &unknown;")
    assert (client.company, client.about) == ("Smith & Sons", "a < b 'c' &copy &unknown;")


def test_a_chinese_name_begins_with_the_family_s() -> None:
    client = client_of(ContactRow(2, (("First name", "小明"), ("Last name", "王"))), "CN")
    assert client and client.name == "王小明"
    whole = client_of(ContactRow(2, (("Name", "王 小明"), ("First name", "小明"), ("Last name", "王"))), "CN")
    assert whole and (whole.name, whole.about) == ("王小明", "")


def test_a_cell_that_is_made_to_break_the_reader_is_kept() -> None:
    deep = "[" * 100_000
    assert told(Shoes=deep).about.startswith("Shoes: [[[")
