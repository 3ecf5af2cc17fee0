"""Words for commands in five languages: which command a line begins with, and what a whole line asks for."""

import pytest

import handlers
from handlers.chat import COMMANDS
from handlers.parsing.commands.command_line import (
    ASKS,
    BEGINS,
    client_in_question,
    read_command,
    request_in,
    sought,
)

assert handlers  # registers the commands


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("звонок Иванов: 15 мин", "call", "Иванов: 15 мин"),
        ("Звонок: 15 мин", "call", "15 мин"),
        ("встреча с Кузнецовой вчера", "meeting", "Кузнецовой вчера"),
        ("новый клиент Громов Алексей, ООО Гром", "new", "Громов Алексей, ООО Гром"),
        ("Новий клієнт: Ткачук Ірина, ТОВ Лан", "new", "Ткачук Ірина, ТОВ Лан"),
        ("new deal: redwood clinic, $4,800", "deal", "redwood clinic, $4,800"),
        ("New deal for Tom Becker: 40 pallet cages", "deal", "Tom Becker: 40 pallet cages"),
        ("угода Зерно: добрива 450 тис грн", "deal", "Зерно: добрива 450 тис грн"),
        ("szansa Meblex: meble", "deal", "Meblex: meble"),
        ("telefon do Kowalskiego: 15 min", "call", "Kowalskiego: 15 min"),
        ("tel do Zielińskiego - nie jest zainteresowany", "call", "Zielińskiego - nie jest zainteresowany"),
        ("wiadomosc do Nowak: wysłane", "message", "Nowak: wysłane"),
        ("mtg w/ sarah mitchell fri", "meeting", "sarah mitchell fri"),
        ("商机 深圳电子: 年度采购", "deal", "深圳电子: 年度采购"),
        ("备注李娜：只接受月结", "note", "李娜：只接受月结"),
        ("新客户 刘洋，广州物流公司", "new", "刘洋，广州物流公司"),
        ("додай Мельник Ольга, 067 123 45 67", "new", "Мельник Ольга, 067 123 45 67"),
        ("добавь Громов Алексей, ООО Гром", "new", "Громов Алексей, ООО Гром"),
        ("dodaj Kowal Jan, 512 111 222", "new", "Kowal Jan, 512 111 222"),
        ("添加刘洋，13812345678", "new", "刘洋，13812345678"),
        ("add a note to grace: wants a catalogue", "note", "grace: wants a catalogue"),
        ("додай нотатку до Мельник: хоче каталог", "note", "Мельник: хоче каталог"),
        ("dodaj notatkę do Nowak: chce katalog", "note", "Nowak: chce katalog"),
        ("добавь заметку к Громову: ждет", "note", "Громову: ждет"),
        ("添加备注李娜：要目录", "note", "李娜：要目录"),
        ("add a task: buy milk tomorrow", "remind", "buy milk tomorrow"),
        ("нова задача: купити каву", "remind", "купити каву"),
        ("віднови шевчука", "find", "шевчука"),
        ("przywróć Zieliński", "find", "Zieliński"),
        ("допомога дзвінок", "help", "дзвінок"),
        ("把李娜删掉吧", "delete", "李娜"),
        ("请把李娜删除", "delete", "李娜"),
        ("给李娜建个商机，进口红酒，18万元", "deal", "李娜, 进口红酒，18万元"),
        ("帮我给李娜新建一个商机", "deal", "李娜"),
    ],
)
def test_a_line_begins_with_a_word_for_a_command(typed: str, name: str, rest: str) -> None:
    spoken = read_command(typed)
    assert spoken is not None
    assert (spoken.name, spoken.rest) == (name, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "Ivan",
        "звонков иван",
        "Сделкин",
        "spotkanko",
        "商",
        "把李娜删掉一半",
        "给李娜加单价",
        "szanse Nowak",
        "",
    ],
)
def test_other_lines_begin_with_none(typed: str) -> None:
    assert read_command(typed) is None


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("помощь", "help"),
        ("Що ти вмієш?", "help"),
        ("?", "help"),
        ("clients", "find my clients"),
        ("Мої клієнти", ""),
        ("客户", "find my clients"),
        ("воронка!", "pipeline"),
        ("cofnij", "undo"),
        ("удалённые", "deleted"),
        ("видалені", "deleted"),
        ("usunięte", "deleted"),
        ("回收站", "deleted"),
        ("Настройки", "settings"),
        ("ann lee", ""),
    ],
)
def test_a_whole_line_asks_for_something(typed: str, asked: str) -> None:
    assert request_in(typed) == asked


def test_every_word_is_for_a_command_there_is() -> None:
    assert {name.partition(" ")[0] for name in (*BEGINS.values(), *ASKS.values())} <= {*COMMANDS}


def test_the_names_in_menus_are_not_said_again() -> None:
    assert not {*BEGINS} & {*COMMANDS}


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("телефон галиева", "галиева"),
        ("дай номер Галиева", "Галиева"),
        ("jaki mail ma Kowalski?", "Kowalski?"),
        ("who do we know at silverlake", "silverlake"),
        ("show me deals above 10k", "deals above 10k"),
    ],
)
def test_a_question_that_begins_so_is_a_search(typed: str, rest: str) -> None:
    spoken = read_command(typed)
    assert spoken is not None
    assert (spoken.name, spoken.rest) == ("find", rest)


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        ("John Carter last time?", "John Carter"),
        ("Омаром в прошлый раз", "Омаром"),
        ("张强聊了啥", "张强"),
        ("去广交会来着", "去广交会"),
        ("omar's phone number", "omar"),
        ("Kowalski?", "Kowalski"),
        ("?", "?"),
    ],
)
def test_a_search_leaves_out_the_rest_of_a_question(rest: str, name: str) -> None:
    assert sought(rest) == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("omar's phone number?", "omar"),
        ("What's Omar’s e-mail?", "Omar"),
        ("陈静电话多少", "陈静"),
        ("请问陈静的电话是多少？", "陈静"),
        ("华讯科技的联系人是谁", "华讯科技"),
        ("Поставка кабеля это у кого?", "Поставка кабеля"),
        ("okna dla biura to u kogo", "okna dla biura"),
        ("Carter: same price as last time", ""),
        ("Carter: he has his wife's number", ""),
        ("remind me tomorrow to get Carter's email", ""),
        ("Иванов просит скидку как в прошлый раз", ""),
        ("Kowalski nie odbiera ostatnio", ""),
        ("张强：没聊什么", ""),
        ("omar", ""),
        ("", ""),
    ],
)
def test_a_line_that_only_asks_about_somebody_says_whom(typed: str, name: str) -> None:
    assert client_in_question(typed) == name
