"""Sentences that give a client to a colleague, in five languages."""

from handlers.parsing.commands.assign_sentence import read_assignments
from tests.running.tables import each_row

GIVEN = [
    ("give linda park to boris", "linda park", "boris"),
    ("please hand over Acme to boris", "Acme", "boris"),
    ("передай фёдорову светлану борису", "фёдорову светлану", "борису"),
    ("отдай клиента Петров на Бориса", "Петров", "Бориса"),
    ("віддай бондаренка борису", "бондаренка", "борису"),
    ("daj zielinskiego markowi", "zielinskiego", "markowi"),
    ("przekaż Meblex do Marka", "Meblex", "Marka"),
    ("张强转给boris", "张强", "boris"),
    ("把张强移交给小林吧", "张强", "小林"),
]


@each_row(("said", "client", "to"), GIVEN)
def test_who_is_given_to_whom(said: str, client: str, to: str) -> None:
    assert (client, to) in [*read_assignments(said)]


@each_row("said", ["give", "call linda: give it to boris", "linda park", "передай", "发给张强"])
def test_other_lines_give_nobody(said: str) -> None:
    assert not [*read_assignments(said)]
