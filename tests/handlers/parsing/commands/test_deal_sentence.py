"""Sentences about what became of a deal, in five languages."""

import pytest

from handlers.parsing.commands.deal_sentence import read_deal_sentence


@pytest.mark.parametrize(
    ("typed", "name", "title", "rest"),
    [
        ("арматура в переговоры", "move", "арматура", "арматура в переговоры"),
        ("добрива в переговори", "move", "добрива", "добрива в переговори"),
        ("office chairs to proposal, 60%", "move", "office chairs", "office chairs to proposal, 60%"),
        ("переведи плитку на этап предложение, 50%", "move", "плитку", "плитку на этап предложение, 50%"),
        ("плитку переведи в пропозицію", "move", "плитку", "плитку в пропозицію"),
        ("okna do negocjacji, 75%", "move", "okna", "okna do negocjacji, 75%"),
        ("okna w negocjacjach", "move", "okna", "okna w negocjacjach"),
        ("okna w ofercie", "move", "okna", "okna w ofercie"),
        ("把服务器升级推到报价", "move", "服务器升级", "服务器升级 报价"),
        ("水泥订单改成谈判", "move", "水泥订单", "水泥订单 谈判"),
        ("水泥订单到谈判阶段，70%", "move", "水泥订单", "水泥订单 谈判阶段，70%"),
        ("İzmir office to proposal", "move", "İzmir office", "İzmir office to proposal"),
        ("выиграли арматуру, 2,5 млн", "won", "арматуру", "арматуру, 2,5 млн"),
        ("Ура, выиграли плитку, подписали на 610 тыс", "won", "плитку", "плитку, подписали на 610 тыс"),
        ("We won the racks! Final price 14,200 pounds", "won", "racks", "racks, Final price 14,200 pounds"),
        ("Wygraliśmy okna, ostatecznie 115 tys.", "won", "okna", "okna, ostatecznie 115 tys"),
        ("水泥订单拿下了！最后谈到7万8", "won", "水泥订单", "水泥订单, 最后谈到7万8"),
        ("програно добрива: дорого", "lost", "добрива", "добрива: дорого"),
        ("плитку проиграли, у них нет денег", "lost", "плитку", "плитку: у них нет денег"),
        ("服务器升级丢单了，对方砍了预算", "lost", "服务器升级", "服务器升级: 对方砍了预算"),
    ],
)
def test_what_became_of_which_deal(typed: str, name: str, title: str, rest: str) -> None:
    found = read_deal_sentence(typed)
    assert found and found[:3] == (name, title, rest)


@pytest.mark.parametrize(
    "typed",
    ["Ivan", "звонил в Ромашку", "meeting to discuss the offer", "won", "перенеси Петрова на среду", ""],
)
def test_other_lines_say_nothing_of_a_deal(typed: str) -> None:
    assert read_deal_sentence(typed) is None
