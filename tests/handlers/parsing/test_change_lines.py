"""Sentences that change what is known of a client: who, what, the new value."""

from handlers.parsing.contacts.change_line import read_changes
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

SAID = [
    ("en", "change tom becker's company to DHL GmbH", ("tom becker", "company", "DHL GmbH")),
    ("en", "birthday of julia weber is 14 may 1985", ("julia weber", "birthday", "14 may 1985")),
    ("en", "tag tom becker #vip #gold", ("tom becker", "tag", "vip, gold")),
    ("en", "tom's title is CFO", ("tom", "title", "CFO")),
    ("ru", "измени почту Петровой на anna@x.example", ("Петровой", "email", "anna@x.example")),
    ("ru", "переименуй Орлов Максим в Орлов Максим Ильич", ("Орлов Максим", "name", "Орлов Максим Ильич")),
    ("ru", "Галиев перешёл в ООО Вектор", ("Галиев", "company", "ООО Вектор")),
    ("ru", "Петрова теперь главный бухгалтер", ("Петрова", "title", "главный бухгалтер")),
    ("ru", "пометь Галиева vip", ("Галиева", "tag", "vip")),
    ("uk", "у Шевченка нова пошта taras@shevchenko.example", ("Шевченка", "email", "taras@shevchenko.example")),
    ("uk", "зміни телефон Бондаренка на 095 111 22 33", ("Бондаренка", "phone", "095 111 22 33")),
    ("uk", "Мельник тепер працює в ТОВ Домобуд", ("Мельник", "company", "ТОВ Домобуд")),
    (
        "pl",
        "Zmień Piotrowi Zielińskiemu numer na +48 606 123 321",
        ("Piotrowi Zielińskiemu", "phone", "+48 606 123 321"),
    ),
    ("en", "birthday petrov 5 may", ("petrov", "birthday", "5 may")),
    ("ru", "др иванова 3 мая", ("иванова", "birthday", "3 мая")),
    ("uk", "ДН бондаренка 12 квітня", ("бондаренка", "birthday", "12 квітня")),
    ("pl", "urodziny Nowak 3 marca", ("Nowak", "birthday", "3 marca")),
    ("zh", "生日 王伟 3月5日", ("王伟", "birthday", "3月5日")),
    ("pl", "Nowak ma urodziny 3 marca", ("Nowak", "birthday", "3 marca")),
    ("pl", "oznacz Zielińskiego jako vip", ("Zielińskiego", "tag", "vip")),
    ("zh", "王伟现在在腾讯工作", ("王伟", "company", "腾讯")),
    ("zh", "把张强改名为张志强", ("张强", "name", "张志强")),
    ("zh", "给李娜加标签vip", ("李娜", "tag", "vip")),
    ("zh", "李娜升为总经理", ("李娜", "title", "总经理")),
    ("en", "call julia tomorrow", None),
    ("en", "office chairs to proposal", None),
    ("ru", "заметка Петрова: любит чай", None),
]


@each_row(("language", "said", "change"), SAID)
def test_what_a_sentence_changes(language: str, said: str, change: tuple[str, str, str] | None) -> None:
    first = next(read_changes(said, scene(language)), None)
    assert (first and (first.who, first.field, first.value)) == change
