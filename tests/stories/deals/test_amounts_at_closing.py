"""/won, /lost and /move with more than a deal's name: the amount is taken, what is not used is named."""

import pytest

from tests.support.chat import Person

NB = "\N{NO-BREAK SPACE}"
GUTTER = ("/new Bob Ray", "/deal Bob Ray: gutter repair 12 500 USD")
SUPPORT = ("/new Bob Ray", "/deal Bob Ray: annual support 12 500 USD")
ARMATURA = ("/new Иван Петров", "/deal Петров: арматура 2 млн руб")
MEBLE = ("/new Jan Kowalski", "/deal Kowalski: meble biurowe 85 tys. zł")
DOBRIVA = ("/new Олег Бондар", "/deal Бондар: добрива 450 тис грн")
CAIGOU = ("/new 王伟", "/deal 王伟: 年度采购 30万元")


@pytest.mark.parametrize(
    ("base", "typed", "seen"),
    [
        (GUTTER, "/won gutter 9000", ("· Won", "$12,500 → $9,000")),
        (GUTTER, "/won gutter repair for 9 000 EUR", ("· Won", "$12,500 → €9,000")),
        (SUPPORT, "/won annual support 13k", ("· Won", "$12,500 → $13,000")),
        (SUPPORT, "/won annual support $13k, hooray", ("$12,500 → $13,000", "Not used", "hooray")),
        (SUPPORT, "/won annual support, finally", ("· Won", "$12,500", "Not used", "finally")),
        (ARMATURA, "/won арматура, 2,5 млн", ("· Won", f"RUB{NB}2,000,000 → RUB{NB}2,500,000")),
        (ARMATURA, "/won арматуру 2,5 млн", ("· Won", f"RUB{NB}2,000,000 → RUB{NB}2,500,000")),
        (MEBLE, "/won meble biurowe 90 tys", ("· Won", f"PLN{NB}85,000 → PLN{NB}90,000")),
        (MEBLE, "/won mebli biurowych 90 tys", ("· Won", f"PLN{NB}85,000 → PLN{NB}90,000")),
        (DOBRIVA, "/won добрива, 500 тис", ("· Won", f"UAH{NB}450,000 → UAH{NB}500,000")),
        (CAIGOU, "/won 年度采购 32万", ("· Won", "CN¥300,000 → CN¥320,000")),
        (CAIGOU, "/won 年度采购32万", ("· Won", "CN¥300,000 → CN¥320,000")),
        (CAIGOU, "/won 年度采购拿下了！最后谈到27万8", ("· Won", "CN¥300,000 → CN¥278,000")),
        (GUTTER, "/won the gutter repair! Final price 9,000", ("· Won", "$12,500 → $9,000")),
        (ARMATURA, "/won арматуру, подписали на 1,9 млн", ("· Won", f"→ RUB{NB}1,900,000")),
        (MEBLE, "/won meble biurowe, ostatecznie 80 tys.", ("· Won", f"→ PLN{NB}80,000")),
        (CAIGOU, "/lost 年度采购，对方砍了预算", ("· Lost", "对方砍了预算")),
        (GUTTER, "/move gutter to 60%", ("· Lead", "10% → 60%")),
        (GUTTER, "/move gutter to negotiation 9000", ("· Negotiation", "$12,500 → $9,000")),
        (GUTTER, "/move gutter 9000 to negotiation", ("· Negotiation", "$12,500 → $9,000")),
        (GUTTER, "/lost gutter repair too expensive", ("· Lost", "too expensive")),
        (GUTTER, "/lost gutter, went with a competitor", ("· Lost", "went with a competitor")),
        (GUTTER, "/lost gutter 9000", ("· Lost", "Lost reason", "9000")),
        (GUTTER, "/won Bob Ray 9000", ("· Won", "$12,500 → $9,000")),
    ],
)
async def test_what_follows_the_deal_is_used_or_named(
    ann: Person, base: tuple[str, ...], typed: str, seen: tuple[str, ...]
) -> None:
    for line in base:
        await ann.says(line)
    await ann.says(typed)
    ann.sees(*seen)


async def test_a_new_amount_is_taken_back_with_the_move(ann: Person) -> None:
    for line in GUTTER:
        await ann.says(line)
    await ann.says("/won gutter 9000")
    await ann.presses("Undo")
    await ann.says("/deals")
    ann.sees("gutter repair · $12,500 · Lead")


async def test_what_is_typed_stays_while_the_deal_is_asked_for(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    await ann.says("/deal Bob Ray: gutter north 1 000 USD")
    await ann.says("/deal Bob Ray: gutter south 2 000 USD")
    await ann.says("/won gutter 9000")
    ann.sees("Which deal?")
    await ann.presses("gutter south · Bob Ray")
    ann.sees("· Won", "$2,000 → $9,000")


@pytest.mark.parametrize(
    "typed", ["/won gutter cleaning", "/won gutter repair Tom Becker", "/won Bob Ray roof"]
)
async def test_a_name_that_contradicts_is_asked_about(ann: Person, typed: str) -> None:
    for line in (*GUTTER, "/new Tom Becker"):
        await ann.says(line)
    await ann.says(typed)
    ann.sees("Which deal?")
    await ann.presses("gutter repair · Bob Ray")
    ann.sees("· Won", "Not used")
