"""Lines that change a deal, in five languages."""

from datetime import date

from handlers.parsing.deals.deal_change import read_deal_change
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

# On Wednesday 11 March 2026: title, amount, probability, expected close.
CHANGES = [
    ("en", "van lease price is now 19500", "van lease", 19_500, None, None),
    ("en", "racks went up to 12k", "racks", 12_000, None, None),
    ("en", "racks 70% close mid april", "racks", None, 70, date(2026, 4, 15)),
    ("ru", "ремонт склада теперь 700 тыс", "ремонт склада", 700_000, None, None),
    ("ru", "плитка подешевела до 500 т.р.", "плитка", 500_000, None, None),
    ("ru", "кабель 80%", "кабель", None, 80, None),
    ("uk", "цегла подорожчала до 105 тис", "цегла", 105_000, None, None),
    ("uk", "насіння закриття в квітні", "насіння", None, None, date(2026, 4, 30)),
    ("pl", "okna jednak 58 tys", "okna", 58_000, None, None),
    ("pl", "okna 60%", "okna", None, 60, None),
    ("zh", "水泥订单改成7万8", "水泥订单", 78_000, None, None),
    ("zh", "水泥订单 70% 4月15号成交", "水泥订单", None, 70, date(2026, 4, 15)),
]
NO_CHANGES = [
    *(
        "renewal 5000",
        "сделка Зерно: добрива 450 тис грн",
        "3 racks at 200",
        "racks",
        "office chairs to proposal",
    ),
    *("Ivan wants 5k", "звонил, теперь в отпуске", ""),
]


@each_row(("language", "said", "title", "amount", "probability", "close"), CHANGES)
def test_a_line_changes_a_deal(
    language: str, said: str, title: str, amount: int | None, probability: int | None, close: date | None
) -> None:
    read = read_deal_change(said, scene(language))
    assert read
    units = read.amount and read.amount.amount // 100
    assert (read.title, units, read.probability, read.close) == (title, amount, probability, close)


@each_row("said", NO_CHANGES)
def test_other_lines_change_no_deal(said: str) -> None:
    assert read_deal_change(said, scene("en")) is None
