"""A client in one line, as other programs' users have typed it: what is typed, and what is right."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers.parsing.contacts.contact_line import new_client
from handlers.parsing.contacts.phones import phone, spell_out_extension
from handlers.parsing.time.times import Scene
from storage.clients.new_client import Birthday, NewClient, Point
from storage.models import ClientKind, PointKind
from tests.running.tables import each_row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCENES = {
    "": Scene(NOW, "UTC", "en", "", "USD"),  # no country is known
    "US": Scene(NOW, "America/New_York", "en", "US", "USD"),
    "RU": Scene(NOW, "Europe/Moscow", "ru", "RU", "RUB"),
    "UA": Scene(NOW, "Europe/Kyiv", "uk", "UA", "UAH"),
    "PL": Scene(NOW, "Europe/Warsaw", "pl", "PL", "PLN"),
    "CN": Scene(NOW, "Asia/Shanghai", "zh", "CN", "CNY"),
}


def read(region: str, text: str) -> NewClient:
    client = new_client(text, SCENES[region])
    assert client is not None
    return client


def email(address: str) -> Point:
    return Point(PointKind.EMAIL, address, address)


def values(client: NewClient, kind: PointKind = PointKind.PHONE) -> list[str]:
    return [point.value for point in client.points if point.kind is kind]


PHONES = [
    # extensions
    ("RU", "Иван Петров, 8 (495) 123-45-67, доб. 123", "Иван Петров", ["+74951234567;ext=123"]),
    ("RU", "Иван Петров, +7 495 123-45-67 вн. 123", "Иван Петров", ["+74951234567;ext=123"]),
    ("RU", "Иван Петров, +7 495 123-45-67 (доб. 123)", "Иван Петров", ["+74951234567;ext=123"]),
    ("UA", "Анна Коваль, 044 123 45 67, дод. 12", "Анна Коваль", ["+380441234567;ext=12"]),
    ("PL", "Jan Nowak, 22 123 45 67 wew. 12", "Jan Nowak", ["+48221234567;ext=12"]),
    ("PL", "Jan Nowak, tel. 22 123 45 67 wewn. 12", "Jan Nowak", ["+48221234567;ext=12"]),
    ("CN", "王小明，010-12345678转123", "王小明", ["+861012345678;ext=123"]),
    ("CN", "王小明，010-12345678 分机 123", "王小明", ["+861012345678;ext=123"]),
    ("US", "Ann Bell, 212 555 0101 ext 55", "Ann Bell", ["+12125550101;ext=55"]),
    ("US", "Ann Bell, 212-555-0101 x55", "Ann Bell", ["+12125550101;ext=55"]),
    ("US", "Ann Bell, 212-555-0101, ext. 55", "Ann Bell", ["+12125550101;ext=55"]),
    ("", "Ann Bell, +12125550101x55", "Ann Bell", ["+12125550101;ext=55"]),
    ("", "Ann Bell, 030/1234567 ext. 5", "Ann Bell", ["0301234567;ext=5"]),
    # two in one
    ("RU", "Иван Петров, 8-495-123-45-67/68", "Иван Петров", ["+74951234567", "+74951234568"]),
    ("US", "Ann Bell, +1 212 555 0101 / 0102", "Ann Bell", ["+12125550101", "+12125550102"]),
    ("CN", "王小明, 010-12345678/79", "王小明", ["+861012345678", "+861012345679"]),
    ("PL", "Jan Nowak, 22 123 45 67/68/69", "Jan Nowak", ["+48221234567", "+48221234568", "+48221234569"]),
    ("UA", "Анна, 067 111 22 33 / 067 111 22 44", "Анна", ["+380671112233", "+380671112244"]),
    ("RU", "Иван, 89123456789 89031112233", "Иван", ["+79123456789", "+79031112233"]),
    # words around them
    ("US", 'Ann Bell, "+1 212 555 0101"', "Ann Bell", ["+12125550101"]),
    ("RU", "Иван, 8(3452)12-34-56 раб, 8-912-345-67-89 сот", "Иван", ["+73452123456", "+79123456789"]),
    ("", "Ann Bell, 212 555 0101 (US)", "Ann Bell", ["+12125550101"]),
    # from abroad
    ("RU", "Jan Nowak, 0048 601 234 567", "Jan Nowak", ["+48601234567"]),
    ("US", "Ann Bell, 00353861234567", "Ann Bell", ["+353861234567"]),
    ("", "Ann Bell, 0048 601 234 567", "Ann Bell", ["+48601234567"]),
    # no country is made up
    ("", "Dr. Anna Müller, Praxis Müller, Tel. 030/1234567", "Dr. Anna Müller", ["0301234567"]),
    ("", "Anna Müller 030/1234567", "Anna Müller", ["0301234567"]),
    ("US", "Anna Müller, 030/1234567", "Anna Müller", ["0301234567"]),
    ("US", "Анна, 067 111 22 33", "Анна", ["0671112233"]),
    ("US", "Иван, 9120001133", "Иван", ["9120001133"]),
    ("US", "Ana, 5454445454", "Ana", ["5454445454"]),
    ("", "Ann Bell, (212) 555-0101", "Ann Bell", ["2125550101"]),
    ("RU", "Анна, 067 111 22 33", "Анна", ["0671112233"]),
]
NO_PHONES = [
    ("", "Ann Bell, 03/2015 – 03/2016", "03/2015 – 03/2016"),
    ("RU", "Anna Schmidt, 03.06-07.06.2015", "03.06-07.06.2015"),
    ("US", "Ann Bell, 03/2015 – 03/2016", "03/2015 – 03/2016"),
    ("US", "Ann Bell, 2015-2016", "2015-2016"),
    ("US", "Ann Bell, 2015.03.01-2016.04.01", "2015.03.01-2016.04.01"),
    ("US", "Ann Bell, invoice 2024-001234", "invoice 2024-001234"),
    ("US", "Ann Bell, 2024-001234", "2024-001234"),
    ("RU", "Иван Петров, счёт № 2024-001234", "счёт № 2024-001234"),
    ("PL", "Jan Nowak, faktura 2024-001234", "faktura 2024-001234"),
    ("UA", "Анна Коваль, рахунок 2024-001234", "рахунок 2024-001234"),
    ("CN", "王小明，发票 2024-001234", "发票 2024-001234"),
    ("US", "Ann Bell, fax 212 555 0109", "fax 212 555 0109"),
    ("RU", "Иван Петров, факс: 8 495 123-45-67", "факс: 8 495 123-45-67"),
    ("PL", "Jan Nowak, faks 22 123 45 67", "faks 22 123 45 67"),
    ("CN", "王小明，传真 010-12345678", "传真 010-12345678"),
    ("", "Ann Bell, budget 1 200 000", None),
]


@each_row(("region", "text", "name", "phones"), PHONES)
def test_phones_of_a_line(region: str, text: str, name: str, phones: list[str]) -> None:
    client = read(region, text)
    assert (client.name, values(client)) == (name, phones)
    assert client.company in ("", "Praxis Müller") and not client.title and not client.about


@each_row(("region", "text", "about"), NO_PHONES)
def test_what_is_no_phone_is_told_about(region: str, text: str, about: str | None) -> None:
    client = read(region, text)
    assert not client.points
    if about:
        assert (client.company, client.title, client.about) == ("", "", about)


def test_whom_to_ask_for_at_a_number_is_told_about() -> None:
    client = read("US", "Ann Bell, ask for Bob 212 555 0101 (US)")
    assert (client.name, values(client), client.about) == ("Ann Bell", ["+12125550101"], "ask for Bob")


BIRTHDAYS = [
    ("Ann Bell, 12-Mar-1985", Birthday(3, 12, 1985)),
    ("Ann Bell, born 12-03-1985", Birthday(3, 12, 1985)),
    ("Ann Bell, born 12-mar-85", Birthday(3, 12, 1985)),
    ("Иван, 12-мар-1985", Birthday(3, 12, 1985)),
    ("A One, born 12.03.28", Birthday(3, 12, 1928)),
    ("A One, born 12.03.27", Birthday(3, 12, 1927)),
    ("A One, born 12.03.26", Birthday(3, 12, 1926)),
    ("A One, born 01.03.26", Birthday(3, 1, 2026)),
    ("A One, born 12/03/28", Birthday(3, 12, 1928)),
    ("Qi Ray, turns 40 on 12 March", Birthday(3, 12, 1986)),
    ("Qi Ray, turns 40 on 1 March", Birthday(3, 1, 1987)),
    ("Иван, 12 марта исполнится 40 лет", Birthday(3, 12, 1986)),
    ("Анна, 12 березня виповниться 40 років", Birthday(3, 12, 1986)),
    ("Jan, kończy 40 lat 12 marca", Birthday(3, 12, 1986)),
    ("王小明，3月12日满40岁", Birthday(3, 12, 1986)),
    ("Ia Joy, b. 12/03", Birthday(3, 12)),
    ("Ox Pip, born on the 12th of March, 1985", Birthday(3, 12, 1985)),
    ("Ox Pip, 12 March, 1985", Birthday(3, 12, 1985)),
    ("Ox Pip, born 12.03.2030", None),
    ("Ox Pip, turns 40 soon", None),
    ("Ox Pip, b. 12/33", None),
]


@each_row(("text", "day"), BIRTHDAYS)
def test_a_birthday_in_a_line_is_never_a_company(text: str, day: Birthday | None) -> None:
    client = read("US", text)
    assert client.birthday == day
    assert not (client.company or client.title or client.points)
    assert bool(client.about) == (day is None)


COMPANIES = (
    *(
        "Acme s.r.o.",
        "Acme, s.r.o.",
        "Acme Sdn Bhd",
        "Acme UG",
        "株式会社山田",
        "山田株式会社",
        "Acme GmbH & Co. KG",
    ),
    *("Acme SARL", "Acme B.V.", "Acme Oy", "Acme AB", "Acme A/S", "Acme Pty Ltd", "Acme PLC", "Acme LLP"),
    *("ТОВ Ромашка", "ФОП Коваль", "ИП Петров", "ПрАТ Завод", "Acme sp. k.", "Acme sp.j.", "Acme P.S.A."),
    *(
        "Kowal Sp. z o.o.",
        "小明有限公司",
        "山东钢铁集团",
        "Acme d.o.o.",
        "Acme Kft.",
        "PT Acme Tbk",
        "Acme FZE",
    ),
    *("Acme UG (haftungsbeschränkt)", "Acme e.V.", "Acme Ltda", "Acme S.p.A.", "Acme S. de R.L."),
)
NO_COMPANIES = ("Ana Sa", "Ali Se", "Paul As", "Jan Ab", "Ivan Petrov", "Петров Пп", "王小明", "Ann Co")


@each_row("text", COMPANIES)
def test_a_legal_form_makes_a_company(text: str) -> None:
    client = read("PL", text)
    assert (client.kind, client.name, client.company) == (ClientKind.COMPANY, text, "")


@each_row("text", NO_COMPANIES)
def test_a_person_is_no_company(text: str) -> None:
    assert read("US", text).kind is ClientKind.PERSON or text == "Ann Co"


NEW_YORK = (Point(PointKind.PHONE, "+12125550101", "+1 212 555 0101"),)
AT_ACME = NewClient("Ann Bell", company="Acme Ltd", points=NEW_YORK)
LINES = [
    ("US", "Smith, John, +1 212 555 0101", NewClient("John Smith", points=NEW_YORK)),
    ("US", "Ann Bell\tAcme Ltd\t+1 212 555 0101", AT_ACME),
    ("US", "Ann Bell - Acme Ltd - +1 212 555 0101", AT_ACME),
    ("US", "Ann Bell | Acme Ltd | +1 212 555 0101", AT_ACME),
    # suffixes and degrees
    ("US", "Ann Bell, Jr.", NewClient("Ann Bell Jr.")),
    ("US", "Ann Bell, III, Acme Ltd", NewClient("Ann Bell III", company="Acme Ltd")),
    ("US", "Ann Bell, MBA, Acme Ltd", NewClient("Ann Bell", company="Acme Ltd", about="MBA")),
    ("US", "Ann Bell, PhD, MBA", NewClient("Ann Bell", about="PhD, MBA")),
    ("US", "Ann Bell, Ph.D., CEO", NewClient("Ann Bell", title="CEO", about="Ph.D.")),
    ("RU", "Иван Петров, к.т.н., Ромашка", NewClient("Иван Петров", company="Ромашка", about="к.т.н.")),
    ("UA", "Іван Коваль, канд. наук", NewClient("Іван Коваль", about="канд. наук")),
    ("PL", "Jan Nowak, mgr inż.", NewClient("Jan Nowak", about="mgr inż.")),
    ("CN", "王小明，博士", NewClient("王小明", about="博士")),
    # the family name first
    ("US", "Smith, John", NewClient("John Smith")),
    ("US", "Smith, John, Acme Ltd", NewClient("John Smith", company="Acme Ltd")),
    ("RU", "Петров, Иван", NewClient("Петров Иван")),
    ("RU", "Петров, Иван Сергеевич", NewClient("Петров Иван Сергеевич")),
    ("UA", "Коваль, Олена", NewClient("Коваль Олена")),
    ("PL", "Kowalski, Jan", NewClient("Jan Kowalski")),
    ("CN", "王，小明", NewClient("王小明")),
    ("CN", "王 小明", NewClient("王小明")),
    ("CN", "欧阳 娜娜，小明公司", NewClient("欧阳娜娜", company="小明公司")),
    ("US", "John, Smith", NewClient("John", company="Smith")),
    # other separators
    ("US", "Ann Bell\tAcme Ltd\t#vip", NewClient("Ann Bell", company="Acme Ltd", tags="vip")),
    ("US", "Ann Bell - Acme Ltd - #vip", NewClient("Ann Bell", company="Acme Ltd", tags="vip")),
    ("US", "Ann Bell – Acme Ltd", NewClient("Ann Bell", company="Acme Ltd")),
    ("US", "Ann Bell | Acme Ltd | #vip", NewClient("Ann Bell", company="Acme Ltd", tags="vip")),
    ("US", "Ann Bell; Acme Ltd; #vip", NewClient("Ann Bell", company="Acme Ltd", tags="vip")),
    ("US", "Ann Bell - Acme Ltd, CEO", NewClient("Ann Bell", company="Acme Ltd", title="CEO")),
    ("US", "Nowak-Kowalska Anna", NewClient("Nowak-Kowalska Anna")),
    # a position and its company in one
    ("US", "Ann Bell, CEO of Acme Ltd", NewClient("Ann Bell", company="Acme Ltd", title="CEO")),
    ("US", "Ann Bell, CEO at Acme", NewClient("Ann Bell", company="Acme", title="CEO")),
    ("US", "Ann Bell, Director of Sales", NewClient("Ann Bell", title="Director of Sales")),
    (
        "RU",
        "Иван Петров, директор ООО Ромашка",
        NewClient("Иван Петров", company="ООО Ромашка", title="директор"),
    ),
    ("UA", "Анна Коваль, керівник ТОВ Зерно", NewClient("Анна Коваль", company="ТОВ Зерно", title="керівник")),
    ("PL", "Jan Nowak, dyrektor w Acme", NewClient("Jan Nowak", company="Acme", title="dyrektor")),
    # what was pasted
    ("US", '"Jo Kay" <jo@kay.example>', NewClient("Jo Kay", points=(email("jo@kay.example"),))),
    ("US", 'Jo Kay, "Jo Kay" <jo@kay.example>', NewClient("Jo Kay", points=(email("jo@kay.example"),))),
    ("US", "Fi Gow, fi@gow.example.", NewClient("Fi Gow", points=(email("fi@gow.example"),))),
    ("US", "Smith &amp; Sons, Ann", NewClient("Smith & Sons", company="Ann")),
    ("US", "Ann Bell, Smith &amp; Sons Ltd", NewClient("Ann Bell", company="Smith & Sons Ltd")),
    # pages
    ("US", "Bo Carr, carr.example", NewClient("Bo Carr", about="carr.example")),
    ("US", "Bo Carr, linkedin.com/in/bocarr", NewClient("Bo Carr", about="linkedin.com/in/bocarr")),
    (
        "US",
        "Bo Carr, https://carr.example/a, Carr Ltd",
        NewClient("Bo Carr", company="Carr Ltd", about="https://carr.example/a"),
    ),
    (
        "US",
        "Bo Carr, t.me/bocarr",
        NewClient("Bo Carr", points=(Point(PointKind.HANDLE, "@bocarr", "t.me/bocarr"),)),
    ),
    ("RU", "Иван Петров, Ozon.ru", NewClient("Иван Петров", company="Ozon.ru")),
    # placeholders
    *(
        (r, f"{n}, {p}, CEO", NewClient(n, title="CEO"))
        for r, n, p in (
            ("US", "Ann Bell", "N/A"),
            ("US", "Ann Bell", "NULL"),
            ("US", "Ann Bell", "(none)"),
            ("US", "Ann Bell", "-"),
            ("RU", "Иван Петров", "нет"),
            ("UA", "Анна Коваль", "немає"),
            ("PL", "Jan Nowak", "brak"),
            ("CN", "王小明", "无"),
        )
    ),
]


@each_row(("region", "text", "right"), LINES)
def test_a_line_as_it_is_pasted(region: str, text: str, right: NewClient) -> None:
    assert read(region, text) == right


ADDRESSES = [
    (
        "US",
        "Harbour Lamps Ltd, +44 117 496 0123, 1 Quay Street, Bristol",
        "Harbour Lamps Ltd",
        "1 Quay Street, Bristol",
    ),
    (
        "US",
        "Ann Bell, 12a Main St., Suite 200, Springfield, IL 62704",
        "Ann Bell",
        "12a Main St., Suite 200, Springfield, IL 62704",
    ),
    ("RU", "ООО Ромашка, ул. Ленина, д. 5, оф. 12, Москва", "ООО Ромашка", "ул. Ленина, д. 5, оф. 12, Москва"),
    ("RU", "Иван Петров, Невский пр-т, 28", "Иван Петров", "Невский пр-т, 28"),
    ("RU", "Иван Петров, 101000, Москва, ул. Мясницкая, 5", "Иван Петров", "101000, Москва, ул. Мясницкая, 5"),
    ("UA", "ТОВ Зерно, вул. Хрещатик, буд. 1, Київ", "ТОВ Зерно", "вул. Хрещатик, буд. 1, Київ"),
    (
        "PL",
        "Kowal Sp. z o.o., ul. Długa 5/7, 00-238 Warszawa",
        "Kowal Sp. z o.o.",
        "ul. Długa 5/7, 00-238 Warszawa",
    ),
    ("CN", "小明有限公司，上海市浦东新区世纪大道100号", "小明有限公司", "上海市浦东新区世纪大道100号"),
    ("CN", "王小明，中山路12号，上海", "王小明", "中山路12号, 上海"),
]


@each_row(("region", "text", "name", "address"), ADDRESSES)
def test_an_address_is_no_person_and_no_company(region: str, text: str, name: str, address: str) -> None:
    client = read(region, text)
    assert (client.name, client.company, client.title, client.about, client.tags) == (name, "", "", "", "")
    assert [point.typed for point in client.points if point.kind is PointKind.ADDRESS] == [address]


@each_row("text", ["Ann Bell, Street Lamps Ltd", "Ann Bell, 7 Seas Ltd", "Ann Bell, 3 Guys"])
def test_a_company_is_no_address(text: str) -> None:
    client = read("US", text)
    assert (client.company, client.points) == (text.partition(", ")[2], ())


def test_what_follows_an_address_is_no_more_of_it() -> None:
    client = read("US", "Ann Bell, 1 Quay Street, Bristol, likes tea, CEO, Acme Ltd")
    assert (client.company, client.title, client.about) == ("Acme Ltd", "CEO", "likes tea")


@each_row(
    ("typed", "value"),
    [
        ("tel:+1-212-555-0101;ext=55", "+12125550101;ext=55"),
        ("+12125550101p55", "+12125550101;ext=55"),
        ("+12125550101w55", "+12125550101;ext=55"),
        ("+12125550101;55", "+12125550101;ext=55"),
        ("+12125550101,,55#", "+12125550101;ext=55"),
        ("+1 212 555 0101 ext. 55", "+12125550101;ext=55"),
        ("tel:0101;phone-context=+1-212-555", None),
        ("+1 212 555 0101", "+12125550101"),
        ("Bob", None),
    ],
)
def test_a_number_as_phones_keep_it(typed: str, value: str | None) -> None:
    point = phone(spell_out_extension(typed), "US")
    assert (point.value if point else None) == value


def test_two_digits_of_a_year_to_come_are_of_the_last_century_at_any_time() -> None:
    later = replace(SCENES["US"], now=datetime(2031, 6, 1, tzinfo=UTC))
    client = new_client("A One, born 12.03.31", later)
    assert client and client.birthday == Birthday(3, 12, 2031)


@each_row(
    ("line", "name", "company"),
    [
        ("Megan Doyle from Harbour Cafe, +44 7700 900456", "Megan Doyle", "Harbour Cafe"),
        ("Megan Doyle at Harbour Cafe", "Megan Doyle", "Harbour Cafe"),
        ("Megan Doyle from London", "Megan Doyle from London", ""),
        ("Anna at Monday", "Anna at Monday", ""),
        ("greg hall from hallmark print +44 7700 900456 wants a quote", "greg hall", "hallmark print"),
        ("赵敏 杭州丝绸公司 13912340000", "赵敏", "杭州丝绸公司"),
        ("Анна Ким из ООО Ромашка", "Анна Ким", "ООО Ромашка"),
        ("Анна Коваль з ТОВ Лан", "Анна Коваль", "ТОВ Лан"),
        ("Jan Nowak z Meblex S.A.", "Jan Nowak", "Meblex S.A."),
        ("Jan Nowak z Poznania", "Jan Nowak z Poznania", ""),
    ],
)
def test_a_company_may_follow_the_name(line: str, name: str, company: str) -> None:
    client = read("US", line)
    assert (client.name, client.company) == (name, company)
