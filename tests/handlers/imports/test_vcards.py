"""Every vCard that a phone or an address book writes is read: nothing is lost, nothing is made up."""

import logging
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.imports import vcards
from handlers.imports.import_clients import client_of
from storage.clients.new_client import NewClient
from storage.models import ClientKind, PointKind
from tests.paths import SHARED

OTHERS = SHARED / "vcards"
TEL = "TEL:+12125550101"
BOOK = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Ann Bell\r
TEL:+12125550101\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
FN:Bo Carr\r
TEL:+12125550102\r
END:VCARD\r
"""


def people(text: str, region: str = "US") -> list[NewClient]:
    return [new for row in vcards.rows(text) if (new := client_of(row, region))]


def person(*lines: str, version: str = "3.0", region: str = "US") -> NewClient:
    """The one who is told of in a card of these lines."""
    names = [] if any(line.startswith(("FN", "N:", "N;", "ORG")) for line in lines) else ["FN:Ann Bell"]
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *names, *lines, "END:VCARD", ""])
    (found,) = people(text, region)
    return found


def said(client: NewClient) -> dict[str, Any]:
    """What is known of a client, without what is not."""
    points = {kind.name.lower(): reached(client, kind) for kind in PointKind}
    born = client.birthday and (client.birthday.day, client.birthday.month, client.birthday.year)
    told: dict[str, Any] = {"name": client.name, "company": client.company, "title": client.title}
    told |= {"tags": client.tags, "about": client.about, "born": born, **points}
    return {name: value for name, value in told.items() if value}


def reached(client: NewClient, kind: PointKind) -> list[str]:
    as_typed = kind is PointKind.ADDRESS
    return [point.typed if as_typed else point.value for point in client.points if point.kind is kind]


QUOTED = "ENCODING=QUOTED-PRINTABLE"

CARDS: dict[str, tuple[str, Sequence[str], dict[str, Any]]] = {
    # What a comma parts, and what it does not.
    "commas of 2.1": (
        "2.1",
        ["N:Bell;Ann;;;", "FN:Bell, Ann", "TITLE:Head of sales, north", "NOTE:Some note, with a comma"],
        {"name": "Bell, Ann", "title": "Head of sales, north", "about": "Some note, with a comma"},
    ),
    "a comma in a page": ("2.1", ["URL:https://bell.example/a,b"], {"about": "Web: https://bell.example/a,b"}),
    "a comma in a note": (
        "3.0",
        ["NOTE:call after 5, not on Fri"],
        {"about": "call after 5, not on Fri"},
    ),
    "two e-mails with a comma": (
        "3.0",
        ["EMAIL:ann@bell.example,ab@bell.example"],
        {"email": ["ann@bell.example", "ab@bell.example"]},
    ),
    "a comma in a title": ("4.0", ["TITLE:Head of sales, north"], {"title": "Head of sales, north"}),
    "a comma in a company": (
        "2.1",
        ["FN:Иван Петров", "ORG:ООО Ромашка, филиал Север"],
        {"name": "Иван Петров", "company": "ООО Ромашка, филиал Север"},
    ),
    "a comma in a middle name": ("3.0", ["N:Doe;John;Richter,James;;"], {"name": "John Richter James Doe"}),
    "tags": ("3.0", [r"CATEGORIES:Инвестор,VIP,a\,b"], {"tags": "Инвестор, VIP, a,b"}),
    # Labels of people's own.
    "an own label of 2.1": (
        "2.1",
        ["TEL;CELL:+12125550101", f"TEL;X-CUSTOM(CHARSET=UTF-8,{QUOTED},=D0=9E=D1=84):+12125550102"],
        {"phone": ["+12125550101", "+12125550102"]},
    ),
    "a label with blanks": ("3.0", ["TEL;X-My Test Type:+12125550101"], {"phone": ["+12125550101"]}),
    "a label in Russian": ("2.1", ["TEL;WORK;X-CUSTOM(Офис):+79123456789"], {"phone": ["+79123456789"]}),
    "a quote that does not end": ("4.0", ['TEL;TYPE="work:+12125550101'], {"phone": ["+12125550101"]}),
    "a colon in quotes": (
        "4.0",
        ['TEL;X-NOTE="a:b;c";TYPE="work,voice":+12125550101'],
        {"phone": ["+12125550101"]},
    ),
    "a label beside a number": (
        "3.0",
        ["item2.TEL:+12125550101", "item2.X-ABLabel:_$!<AssistantPhone>!$_"],
        {"phone": ["+12125550101"], "about": "Assistant phone: +12125550101"},
    ),
    "a usual label beside a number": (
        "3.0",
        ["item2.X-ABLabel:_$!<Home>!$_", "item2.TEL;type=pref:+12125550101"],
        {"phone": ["+12125550101"]},
    ),
    "a label in the third language": (
        "3.0",
        ["item1.EMAIL:ann@bell.example", "item1.X-ABLabel:Бухгалтерия"],
        {"email": ["ann@bell.example"], "about": "Бухгалтерия: ann@bell.example"},
    ),
    # Lines that are broken.
    "a note that goes on without a blank": (
        "2.1",
        ["NOTE:first line", "second line without a blank", TEL],
        {"about": "first line\nsecond line without a blank", "phone": ["+12125550101"]},
    ),
    "an address in two": (
        "3.0",
        ["ADR;TYPE=HOME:;;1 Main", "Street;Springfield;IL;62701;USA"],
        {"address": ["1 Main Street, Springfield, IL, 62701, USA"]},
    ),
    "a folded line of 3.0": (
        "3.0",
        ["NOTE:one lon", " g note", "\t, and more"],
        {"about": "one long note, and more"},
    ),
    "a folded line of 2.1": ("2.1", ["NOTE:one", " note"], {"about": "one note"}),
    "a head in two": ("3.0", ["TEL;TYPE=work;", " TYPE=voice:+12125550101"], {"phone": ["+12125550101"]}),
    "a page alone on a line": (
        "3.0",
        ["NOTE:see", "https://bell.example", "Hours: 9 to 5"],
        {"about": "see\nhttps://bell.example\nHours: 9 to 5"},
    ),
    "a bare line in front": ("3.0", ["owes 5000"], {"about": "owes 5000"}),
    "a line without a colon": ("3.0", ["NOTE;see you later"], {"about": "see you later"}),
    "names in small letters": (
        "3.0",
        ["fn:Ann Bell", "tel;type=cell:+12125550101"],
        {"phone": ["+12125550101"]},
    ),
    # Encodings.
    "quoted-printable in small letters": (
        "3.0",
        ["NOTE;encoding=quoted-printable:caf=C3=A9"],
        {"about": "café"},
    ),
    "quoted-printable as a bare word": ("2.1", ["NOTE;QUOTED-PRINTABLE:caf=C3=A9"], {"about": "café"}),
    "soft breaks": (
        "2.1",
        [
            f"NOTE;CHARSET=UTF-8;{QUOTED}:=D0=BF=D1=80=",
            "=D0=B8=D0=B2=D0=B5=",
            "=D1=82=0D=0A=",
            "Tel: =",
            " 5",
            TEL,
        ],
        {"about": "привет\nTel:  5", "phone": ["+12125550101"]},
    ),
    "a soft break before the end": ("2.1", [f"NOTE;{QUOTED}:hello="], {"about": "hello"}),
    "parts in quoted-printable": (
        "2.1",
        [f"N;CHARSET=UTF-8;{QUOTED}:=D0=9F=D0=B5=D1=82=D1=80=D0=BE=D0=B2;=D0=98=D0=B2=D0=B0=D0=BD;;;"],
        {"name": "Иван Петров"},
    ),
    "windows-1251": ("2.1", [f"NOTE;CHARSET=windows-1251;{QUOTED}:=EF=F0=E8=E2=E5=F2"], {"about": "привет"}),
    "windows-1251, unsaid": ("2.1", [f"NOTE;{QUOTED}:=EF=F0=E8=E2=E5=F2"], {"about": "привет"}),
    "cut in a letter": ("2.1", [f"NOTE;CHARSET=UTF-8;{QUOTED}:=D0=BF=D1=80=D0"], {"about": "пр"}),
    "latin-1, unsaid": ("2.1", [f"NOTE;{QUOTED}:caf=E9"], {"about": "café"}),
    "gb2312": ("2.1", [f"FN;CHARSET=gb2312;{QUOTED}:=CD=F5"], {"name": "王"}),
    "a charset nobody knows": ("2.1", [f"NOTE;CHARSET=x-unknown;{QUOTED}:caf=C3=A9"], {"about": "café"}),
    "a charset that runs code": ("2.1", [f"NOTE;CHARSET=punycode;{QUOTED}:caf=C3=A9"], {"about": "café"}),
    "base64": ("2.1", ["NOTE;ENCODING=BASE64:aGVsbG8="], {"about": "hello"}),
    "base64 as b": ("3.0", ["NOTE;ENCODING=b:0L/RgNC40LLQtdGC"], {"about": "привет"}),
    "base64 on lines": (
        "2.1",
        ["NOTE;base64:", " aGVs", "bG8=", "", TEL],
        {"about": "hello", "phone": ["+12125550101"]},
    ),
    "base64 that is none": ("3.0", ["NOTE;ENCODING=b:hello!"], {"about": "hello!"}),
    "base64 of no text": ("3.0", ["X-THING;ENCODING=b:" + b64encode(bytes(range(30))).decode()], {}),
    "escapes": (
        "3.0",
        [r"NOTE:one\, two\; three\: four\nfive \\ six", r"URL:http\://bell.example"],
        {"about": "one, two; three: four\nfive \\ six\nWeb: http://bell.example"},
    ),
    "escapes of a web page": (
        "3.0",
        ["FN:Smith &amp; Sons", "ORG:A &lt; B &amp; C;North"],
        {"name": "Smith & Sons"},
    ),
    "signs in parameters": (
        "4.0",
        ["ADR;LABEL=\"The ^'Old^' House^n1 Main St^^2\":;;;;;;"],
        {"address": ['The "Old" House, 1 Main St^2']},
    ),
    # What no column is for.
    "an anniversary and more": (
        "4.0",
        ["NICKNAME:Annie", "ANNIVERSARY:20100605", "ROLE:buyer", "RELATED;TYPE=spouse;VALUE=text:Bob"],
        {"about": "Role: buyer\nNickname: Annie\nAnniversary: 2010-06-05\nRelated (spouse): Bob"},
    ),
    "a spouse": ("3.0", ["X-SPOUSE:Bob"], {"about": "Spouse: Bob"}),
    "an event of Android": (
        "2.1",
        ["X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2010-06-05;1;;;;;;;;;;;;;"],
        {"about": "Anniversary: 2010-06-05"},
    ),
    "a birthday of Android": (
        "2.1",
        ["X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1985-03-12;3;;;;;;;;;;;;;"],
        {"born": (12, 3, 1985)},
    ),
    "people of Android": (
        "2.1",
        [
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Annie;1;;;;;;;;;;;;;",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;14;;;;;;;;;;;;;",
        ],
        {"about": "Nickname: Annie\nSpouse: Bob"},
    ),
    "what Apple labels": (
        "3.0",
        [
            "item1.X-ABDATE:1975-03-01",
            "item1.X-ABLabel:_$!<Anniversary>!$_",
            "item2.X-ABRELATEDNAMES:Jenny",
            "item2.X-ABLabel:_$!<Spouse>!$_",
        ],
        {"about": "Anniversary: 1975-03-01\nSpouse: Jenny"},
    ),
    "what Outlook has": (
        "2.1",
        [
            "X-MS-ANNIVERSARY:20110113",
            "X-MS-MANAGER:Big Blue",
            "X-MS-OL-DESIGN:<card/>",
            "REV:20120305T131933Z",
        ],
        {"about": "Anniversary: 2011-01-13\nManager: Big Blue"},
    ),
    "messengers": (
        "4.0",
        ["IMPP:xmpp:ann@bell.example", "X-SKYPE:ann.bell", "X-QQ:12345"],
        {"about": "Messenger: xmpp:ann@bell.example\nSkype: ann.bell\nQQ: 12345"},
    ),
    "what is for programs": (
        "4.0",
        [
            "PRODID:-//x//EN",
            "UID:urn:uuid:1",
            "KEY:data:x",
            "X-ABUID:5",
            "PHOTO;ENCODING=b:aGVsbG8=",
            "RELATED:urn:uuid:2",
        ],
        {},
    ),
    "someone who speaks for them": (
        "2.1",
        ["FN:Ann Bell", "AGENT:", "BEGIN:VCARD", "FN:Susan Thomas", "TEL:+12125550102", "END:VCARD", TEL],
        {"phone": ["+12125550101"], "about": "Agent: Susan Thomas, +12125550102"},
    ),
    "that on one line": (
        "2.1",
        ["FN:Ann Bell", "AGENT:BEGIN:VCARD", "FN:Susan Thomas", "END:VCARD", TEL],
        {"phone": ["+12125550101"], "about": "Agent: Susan Thomas"},
    ),
    "that with escapes": (
        "3.0",
        [r"AGENT:BEGIN:VCARD\nFN:Susan Thomas\nTEL:+12125550102\nEND:VCARD", TEL],
        {"phone": ["+12125550101"], "about": "Agent: Susan Thomas, +12125550102"},
    ),
    # Addresses.
    "two addresses": (
        "3.0",
        ["ADR;TYPE=HOME:;;1 Main St;Springfield;IL;62701;USA", "ADR;TYPE=WORK:;;9 Oak Ave;Austin;TX;73301;USA"],
        {"address": ["1 Main St, Springfield, IL, 62701, USA", "9 Oak Ave, Austin, TX, 73301, USA"]},
    ),
    "a box and a flat": (
        "3.0",
        ["ADR:PO Box 7;Flat 2;1 York St;York;;;"],
        {"address": ["1 York St, Flat 2, PO Box 7, York"]},
    ),
    "New York, New York": (
        "3.0",
        ["ADR:;;1 Main St;New York;New York;12345;"],
        {"address": ["1 Main St, New York, New York, 12345"]},
    ),
    "an address of several lines": (
        "3.0",
        [r"ADR:;;Street 4\nBuilding 6;New York;;12345;USA"],
        {"address": ["Street 4, Building 6, New York, 12345, USA"]},
    ),
    "a label instead of an address": (
        "2.1",
        [f"LABEL;{QUOTED}:1 Main St=0D=0A=", "Springfield"],
        {"address": ["1 Main St, Springfield"]},
    ),
    # Phones.
    "a fax of 2.1": (
        "2.1",
        ["TEL;WORK;FAX:+12125550109", "TEL;CELL:+12125550101"],
        {"phone": ["+12125550101"], "about": "Fax: +12125550109"},
    ),
    "a fax of 3.0": ("3.0", ["TEL;type=HOME;type=FAX:+12125550109"], {"about": "Fax: +12125550109"}),
    "a fax of 4.0": ("4.0", ['TEL;TYPE="work,fax":+12125550109'], {"about": "Fax: +12125550109"}),
    "a fax by its label": (
        "3.0",
        ["item1.TEL:+12125550109", "item1.X-ABLabel:Факс"],
        {"about": "Fax: +12125550109"},
    ),
    "a phone that is a fax too": ("3.0", ["TEL;TYPE=VOICE,FAX:+12125550109"], {"phone": ["+12125550109"]}),
    # Days.
    "a year made up by Apple": ("3.0", ["BDAY;value=date:1604-06-26"], {"born": (26, 6, None)}),
    "with its parameter": ("3.0", ["BDAY;X-APPLE-OMIT-YEAR=1604:1604-07-04"], {"born": (4, 7, None)}),
    "no year": ("4.0", ["BDAY:--0203"], {"born": (3, 2, None)}),
    "no year, with hyphens": ("3.0", ["BDAY:--02-03"], {"born": (3, 2, None)}),
    "without hyphens": ("2.1", ["BDAY:19800322"], {"born": (22, 3, 1980)}),
    "with an hour": ("3.0", ["BDAY:1980-03-22T00:00:00Z"], {"born": (22, 3, 1980)}),
    "with an hour of 4.0": ("4.0", ["BDAY:19800322T102200-0800"], {"born": (22, 3, 1980)}),
    "a day unknown": ("4.0", ["BDAY;VALUE=text:circa 1800"], {"about": "Birthday: circa 1800"}),
    # Names.
    "a Chinese name": ("3.0", ["N:王;小明;;;", "TEL:13812345678"], {"name": "王小明"}),
    "a Chinese name of two and two": ("3.0", ["N:歐陽;娜娜;;;"], {"name": "歐陽娜娜"}),
    "a Chinese name of one and one": ("3.0", ["N:李;四;;;"], {"name": "李四"}),
    "a name before and after": (
        "3.0",
        ["N:Doe;John;;Dr.;Jr."],
        {"name": "John Doe", "about": "Name prefix: Dr.\nName suffix: Jr."},
    ),
    "a name in full": ("3.0", ["FN:Dr. John Doe Jr.", "N:Doe;John;;Dr.;Jr."], {"name": "Dr. John Doe Jr."}),
    "nothing in its place": ("3.0", ["FN:Ann Bell", "ORG:N/A", "TITLE:NULL", "NOTE:-"], {"name": "Ann Bell"}),
}


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_tells_all_it_says(kind: str) -> None:
    version, lines, right = CARDS[kind]
    told = said(person(*lines, version=version))
    named = {"name": right.get("name", "Ann Bell")}
    if kind == "escapes of a web page":
        named |= {"company": "A < B & C", "about": "Department: North"}
    if kind == "a Chinese name":
        named |= {"phone": told["phone"]}
    assert told == {**right, **named}


@pytest.mark.parametrize(
    "line",
    [
        *("TEL:+12125550101p55", "TEL:+12125550101w55", "TEL:+12125550101;55", "TEL:+1 212 555 0101,,55#"),
        "TEL;VALUE=uri:tel:+1-212-555-0101;ext=55",
        'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-212-555-0101;phone-context=x;ext=55',
    ],
)
def test_an_extension_is_kept_beside_the_number(line: str) -> None:
    (point,) = person(line).points
    assert point.value == "+12125550101;ext=55"
    assert point.typed.endswith(" ext. 55")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("one after another", BOOK),
        ("glued", BOOK.replace("END:VCARD\r\nBEGIN", "END:VCARDBEGIN")),
        ("glued with a blank", BOOK.replace("END:VCARD\r\nBEGIN", "END:VCARD BEGIN")),
        ("glued to the last line", BOOK.replace("0101\r\nEND", "0101END").replace("0102\r\nEND", "0102END")),
        ("cut off", BOOK.removesuffix("END:VCARD\r\n")),
        ("without an end between", BOOK.replace("END:VCARD\r\n", "", 1)),
        ("in small letters", BOOK.replace("BEGIN:VCARD", "begin:vcard").replace("END:VCARD", "end:vCard")),
        ("among other words", f"Dear Ann,\r\n\r\n{BOOK}\r\nYours, Bob"),
        ("with signs of byte order", BOOK.replace("BEGIN", "\ufeffBEGIN")),
        ("with blank lines", BOOK.replace("\r\n", "\r\n\r\n")),
    ],
)
def test_every_card_of_a_book_is_read(kind: str, text: str, end: str) -> None:
    assert [(new.name, new.points[0].value) for new in people(text.replace("\r\n", end))] == [
        ("Ann Bell", "+12125550101"),
        ("Bo Carr", "+12125550102"),
    ]


def test_a_card_that_is_not_whole_says_so() -> None:
    cut = BOOK.removesuffix("END:VCARD\r\n")
    assert [row.complete for row in vcards.rows(cut)] == [True, False]
    long = BOOK.replace("VERSION:3.0", "VERSION:3.0\r\n" + "X-A:1\r\n" * 1000, 1)
    assert [row.complete for row in vcards.rows(long)] == [False, True]
    assert [row.line for row in vcards.rows(BOOK)] == [1, 6]


def test_a_firm_s_own_card_is_a_company() -> None:
    for lines in (
        ["FN:Acme Ltd", "ORG:Acme Ltd"],
        ["FN:Acme Ltd", "KIND:org"],
        ["FN:Acme Ltd", "ORG:Acme Ltd", "X-ABShowAs:COMPANY"],
    ):
        firm = person(*lines)
        assert (firm.kind, firm.name, firm.company) == (ClientKind.COMPANY, "Acme Ltd", "")


def test_cards_are_read_one_by_one() -> None:
    """So that others can be answered in between."""
    rows = vcards.rows(BOOK)
    assert next(rows).cells[0] == ("Name", "Ann Bell")
    assert next(rows).cells[0] == ("Name", "Bo Carr")


def test_no_word_of_a_card_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    logging.getLogger().debug("heard")
    told = person(
        TEL, "owes 5000, call +12125550101 at night", "TEL;garbage", "PHOTO;ENCODING=b:!!", "BDAY:soon"
    )
    assert "owes 5000" in told.about
    assert [record.getMessage() for record in caplog.records] == ["heard"]


@pytest.mark.skipif(not OTHERS.exists(), reason="the cards of other programs are not here")
@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("ez-vcard/John_Doe_ANDROID", 6, "john.doe@company.com"),
        ("ez-vcard/John_Doe_GMAIL", 1, "Mr. John Richter, James Doe Sr."),
        ("ez-vcard/John_Doe_IPHONE", 1, "Mr. John Richter James Doe Sr."),
        ("ez-vcard/John_Doe_MS_OUTLOOK", 1, "Mr. John Richter James Doe Sr."),
        ("ez-vcard/rfc6350-example", 1, "Simon Perreault"),
        ("snippets/ru_mixed_2.1_qp_and_3.0", 3, "Иван Петров"),
        ("snippets/birthdays_with_and_without_year", 4, "Alex Doe"),
    ],
)
def test_cards_of_other_programs_are_read(name: str, count: int, first: str) -> None:
    found = people((OTHERS / f"{name}.vcf").read_bytes().decode())
    assert (len(found), found[0].name) == (count, first)
    assert all(row.complete for row in vcards.rows((OTHERS / f"{name}.vcf").read_bytes().decode()))


PIECES = (
    *(
        "BEGIN:VCARD",
        "END:VCARD",
        "\n",
        "\r\n",
        " ",
        "\t",
        "VERSION:2.1",
        "VERSION:3.0",
        "FN:",
        "N:",
        "TEL;",
        "ADR:",
    ),
    *(
        'ADR;LABEL="x^n',
        "AGENT:",
        ";",
        ":",
        "=",
        "=\n",
        "=D0",
        "=C3=A9",
        f";{QUOTED}",
        ";ENCODING=b",
        "\\",
        "\\n",
    ),
    *(
        "CHARSET=utf-16",
        ";VALUE=uri:tel:",
        "+1212",
        "p55",
        ",",
        '"',
        "^",
        "item1.",
        "X-ABLABEL:",
        "X-ANDROID-CUSTOM:",
    ),
    *(
        "a/contact_event",
        "BDAY:",
        "1604-02-30",
        "T00:00:00Z",
        "Ann",
        "王",
        "\u2028",
        "\ufeff",
        "&#0;",
        "&#55296;",
        "[",
    ),
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_whatever_is_in_a_file_nothing_breaks(text: str) -> None:
    for row in vcards.rows(f"BEGIN:VCARD\n{text}"):
        client_of(row, "US")
