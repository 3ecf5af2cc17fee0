"""Deals are opened, moved, won and lost in one's own words, in five languages."""

import pytest

from tests.support.chat import Person

TRADE = "/new Васильев Артём, ООО ТехноСтрой"
OPENED = "/deal Васильев: арматура 2400000 RUB"


@pytest.mark.parametrize(
    "said",
    [
        "сделка ТехноСтрой: арматура 2,4 млн руб",
        "Нова угода ТехноСтрой: арматура 2,4 млн руб",
        "商机 ТехноСтрой：арматура 240万卢布",
    ],
)
async def test_a_deal_is_opened(ann: Person, said: str) -> None:
    await ann.says(TRADE)
    await ann.says(said)
    ann.sees("арматура", "2,400,000")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Тарас Шевченко", "угода з Шевченком, плитка, 260 тис. грн, ймовірність 40%"),
        ("Артём Васильев", "сделка с Васильевым, плитка, 260 тыс. грн, вероятность 40%"),
    ],
)
async def test_a_deal_with_somebody_in_another_case_is_opened(ann: Person, name: str, said: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(said)
    await ann.presses(name)
    ann.sees("плитка", "260,000", "40")


async def test_a_deal_is_opened_around_a_name(ann: Person) -> None:
    await ann.says("/new 李娜")
    await ann.says("给李娜建个商机，进口红酒，18万元，成功率60%")
    ann.sees("进口红酒", "180,000", "60")


@pytest.mark.parametrize(
    "said",
    [
        "арматура в переговоры",
        "переведи арматуру в переговоры",
        "арматуру to negotiation",
        "арматура到谈判阶段",
    ],
)
async def test_it_is_moved(ann: Person, said: str) -> None:
    await ann.says(TRADE)
    await ann.says(OPENED)
    await ann.says(said)
    ann.sees("Negotiation")
    ann.sees_button("Undo")


@pytest.mark.parametrize(
    "said", ["выиграли арматуру, 2,5 млн", "Ура, арматуру выиграли! 2,5 млн", "арматуру拿下了，2,5 млн"]
)
async def test_it_is_won_at_another_price(ann: Person, said: str) -> None:
    await ann.says(TRADE)
    await ann.says(OPENED)
    await ann.says(said)
    ann.sees("Won", "2,400,000 → ", "2,500,000")


@pytest.mark.parametrize(
    "said", ["проиграна арматура: дорого", "програли арматуру, дорого", "арматуру потеряли - дорого"]
)
async def test_it_is_lost_for_a_reason(ann: Person, said: str) -> None:
    await ann.says(TRADE)
    await ann.says(OPENED)
    await ann.says(said)
    ann.sees("Lost", "дорого")


async def test_who_has_a_deal_is_not_what_is_lost(ann: Person) -> None:
    await ann.says(TRADE)
    await ann.says(OPENED)
    await ann.says("потеряли Васильева в толпе")
    assert "Lost" not in ann.news[-1].text
