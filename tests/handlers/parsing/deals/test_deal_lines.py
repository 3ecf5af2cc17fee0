"""What a line says of a deal: a table per language, written as people type."""

from datetime import date

from handlers.parsing.deals.deal_line import read_deal
from handlers.parsing.deals.quantity import Priced
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

# On Wednesday 11 March 2026: title, amount, probability, expected close.
SAID = [
    ("en", "new site, 9k, closing dec 15, 70%", "new site", 9000, 70, date(2026, 12, 15)),
    ("en", "renewal, close by dec 15, 20k", "renewal", 20_000, None, date(2026, 12, 15)),
    ("en", "10 chairs 50 each", "10 chairs 50 each", 500, None, None),
    ("en", "pallets 40 pcs at 120", "pallets 40 pcs at 120", 4800, None, None),
    ("ru", "цемент 20 тонн по 7500", "цемент 20 тонн по 7500", 150_000, None, None),
    ("uk", "добрива 20 тонн по 18500 грн", "добрива 20 тонн по 18500 грн", 370_000, None, None),
    ("pl", "fotele 30 szt po 450 zl", "fotele 30 szt po 450 zl", 13_500, None, None),
    ("zh", "空调50台每台3200元 四月底成交", "空调50台每台3200元", 160_000, None, date(2026, 4, 30)),
    ("en", "renewal of 3 licences at 2000, 50% chance", "renewal of 3 licences at 2000", 6000, 50, None),
    ("en", "2,500 bolts at 0.4 eur", "2,500 bolts at 0.4 eur", 1000, None, None),
    ("en", "discount 10% until friday", "discount 10%", None, None, date(2026, 3, 13)),
    ("en", "panels 600 x 1200", "panels 600 x 1200", None, None, None),
    ("en", "phase 2 audit at 2000", "phase 2 audit at 2000", None, None, None),
    ("en", "ISO 9001 audit 12k", "ISO 9001 audit", 12_000, None, None),
    (
        "ru",
        "поставка к сезону 300 тыс, закрытие 25 декабря 60%",
        "поставка к сезону",
        300_000,
        60,
        date(2026, 12, 25),
    ),
    (
        "ru",
        "50 насосов по 18 тыс руб, закроем до 20 декабря",
        "50 насосов по 18 тыс руб",
        900_000,
        None,
        date(2026, 12, 20),
    ),
    ("ru", "кресла, 420 000 руб, вероятность 70%", "кресла", 420_000, 70, None),
    ("ru", "10 стульев 500 руб за штуку", "10 стульев 500 руб за штуку", 5000, None, None),
    ("ru", "скидка 10% на арматуру", "скидка 10% на арматуру", None, None, None),
    (
        "uk",
        "3 ліцензії по 2000 грн, шанс 70%, закриємо до 25 грудня",
        "3 ліцензії по 2000 грн",
        6000,
        70,
        date(2026, 12, 25),
    ),
    ("uk", "плитка, 260 тис. грн, ймовірність 40%", "плитка", 260_000, 40, None),
    (
        "pl",
        "10 krzeseł po 50 zł/szt, do 15 grudnia, 40% szans",
        "10 krzeseł po 50 zł/szt",
        500,
        40,
        date(2026, 12, 15),
    ),
    ("pl", "tkaniny obiciowe, 48 tys. zł, 30%", "tkaniny obiciowe", 48_000, 30, None),
    ("zh", "100台服务器，单价2万，概率70%", "100台服务器，单价2万", 2_000_000, 70, None),
    (
        "zh",
        "500块电路板，每块120元，预计12月20日成交",
        "500块电路板，每块120元",
        60_000,
        None,
        date(2026, 12, 20),
    ),
    ("zh", "进口红酒，18万元，成功率60%", "进口红酒", 180_000, 60, None),
    ("en", "racks, 12k, urgent", "racks, urgent", 12_000, None, None),
    ("en", "racks 12k, urgent, two docks", "racks, urgent, two docks", 12_000, None, None),
    ("en", "model 3000, blue", "model 3000, blue", None, None, None),
    ("en", "fix by friday 5000", "fix", 5000, None, date(2026, 3, 13)),
    ("ru", "МРТ на 3 млн, вероятность 70%, закроем в апреле", "МРТ", 3_000_000, 70, date(2026, 4, 30)),
    ("ru", "договор до 15 декабря 200 тыс", "договор", 200_000, None, date(2026, 12, 15)),
    ("zh", "服务器50台，每台2万", "服务器50台，每台2万", 1_000_000, None, None),
    ("zh", "笔记本电脑30台，单价5千", "笔记本电脑30台，单价5千", 150_000, None, None),
    ("zh", "年费3万，把握七成", "年费", 30_000, 70, None),
    ("zh", "年费，3万元，有八成把握", "年费，有", 30_000, 80, None),
]


@each_row(("language", "said", "title", "amount", "probability", "close"), SAID)
def test_what_a_line_says_of_a_deal(
    language: str, said: str, title: str, amount: int | None, probability: int | None, close: date | None
) -> None:
    read = read_deal(said, scene(language))
    worth = read.amount.amount // 100 if read.amount else None
    assert (read.title, worth, read.probability, read.close) == (title, amount, probability, close)


@each_row(
    ("said", "amounts"),
    [
        ("5000 renewal", [5000]),
        ("3 licences 2000", [2000, 6000]),
        ("10 chairs 500", [5000]),
        ("300 chairs for 12k", []),
    ],
)
def test_other_amounts_that_a_line_may_mean(said: str, amounts: list[int]) -> None:
    read = read_deal(said, scene("en"))
    worth = [each.amount if isinstance(each, Priced) else each for each in read.perhaps]
    assert [each.amount // 100 for each in worth] == amounts
