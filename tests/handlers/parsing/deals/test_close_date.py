"""The day by which a deal is to be decided, in the line that opens it: a table."""

from datetime import date

from handlers.parsing.deals.close_date import expected_close
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

# On Wednesday 11 March 2026.
SAID = [
    ("en", "audit 300k by 15 April", "audit 300k", date(2026, 4, 15)),
    ("en", "audit, £1.2m, close 15.04", "audit, £1.2m", date(2026, 4, 15)),
    ("en", "audit 12k, expected close: end of month", "audit 12k", date(2026, 3, 31)),
    ("en", "maintenance 12k march", "maintenance 12k march", None),
    ("en", "move by train 12k", "move by train 12k", None),
    ("en", "audit 12k, close Q1", "audit 12k", date(2026, 3, 31)),
    ("en", "audit 12k, closing end of q2", "audit 12k", date(2026, 6, 30)),
    ("en", "audit 12k, close start of q2", "audit 12k", date(2026, 4, 1)),
    ("en", "audit 12k, close mid april", "audit 12k", date(2026, 4, 15)),
    ("en", "audit 12k, close 10-Apr-26", "audit 12k", date(2026, 4, 10)),
    ("en", "audit 12k, close q1 2027", "audit 12k", date(2027, 3, 31)),
    ("ru", "аудит, закрытие во втором квартале", "аудит", date(2026, 6, 30)),
    ("uk", "аудит, закриття у другому кварталі", "аудит", date(2026, 6, 30)),
    ("pl", "audyt, zamknięcie w 2 kwartale", "audyt", date(2026, 6, 30)),
    ("zh", "年度审计，预计成交：第二季度", "年度审计", date(2026, 6, 30)),
    ("ru", "аудит 300 т.р. до 15 апреля", "аудит 300 т.р.", date(2026, 4, 15)),
    ("ru", "аудит 300 т.р., закроем в апреле", "аудит 300 т.р.", date(2026, 4, 30)),
    ("uk", "аудит 300 тис закриття в квітні", "аудит 300 тис", date(2026, 4, 30)),
    ("pl", "audyt 30 tys zamknięcie w kwietniu", "audyt 30 tys", date(2026, 4, 30)),
    ("en", "audit 12k close in april", "audit 12k", date(2026, 4, 30)),
    ("zh", "年度审计30万 四月成交", "年度审计30万", date(2026, 4, 30)),
    ("ru", "аудит 300 т.р. закрытие до нового года", "аудит 300 т.р.", date(2026, 12, 31)),
    ("uk", "аудит закриття до нового року", "аудит", date(2026, 12, 31)),
    ("pl", "audyt, zamknięcie przed nowym rokiem", "audyt", date(2026, 12, 31)),
    ("en", "audit 12k, close before new year", "audit 12k", date(2026, 12, 31)),
    ("zh", "审计30万 元旦前成交", "审计30万", date(2026, 12, 31)),
    ("uk", "аудит 300 тис грн до 15 квітня", "аудит 300 тис грн", date(2026, 4, 15)),
    ("uk", "аудит 300 тис, закриття: 15.04", "аудит 300 тис", date(2026, 4, 15)),
    ("pl", "audyt 30 tys. zł do 15 kwietnia", "audyt 30 tys. zł", date(2026, 4, 15)),
    ("pl", "audyt 30 tys., termin 15.04", "audyt 30 tys.", date(2026, 4, 15)),
    ("zh", "年度审计 3万元，预计成交4月15日", "年度审计 3万元", date(2026, 4, 15)),
    ("zh", "年度审计 3万元 截止：4月15日", "年度审计 3万元", date(2026, 4, 15)),
    ("en", "rollout - $15k / yr, close Q1", "rollout - $15k / yr", date(2026, 3, 31)),
    ("en", "rollout 15k, close Q4", "rollout 15k", date(2026, 12, 31)),
    ("en", "rollout 15k, close q1 2027", "rollout 15k", date(2027, 3, 31)),
    ("en", "roof repair $12,500.00 60% close 12/15", "roof repair $12,500.00 60%", date(2026, 12, 15)),
    ("ru", "аудит 300 т.р., закрытие 2 квартал", "аудит 300 т.р.", date(2026, 6, 30)),
    ("uk", "аудит 300 тис, закриття 2 квартал", "аудит 300 тис", date(2026, 6, 30)),
    ("pl", "audyt 30 tys., termin 2 kwartał", "audyt 30 tys.", date(2026, 6, 30)),
    ("zh", "年度审计 3万元，预计成交第二季度", "年度审计 3万元", date(2026, 6, 30)),
]


@each_row(("language", "said", "before", "day"), SAID)
def test_the_day_a_deal_is_to_be_closed_by(language: str, said: str, before: str, day: date | None) -> None:
    assert expected_close(scene(language), said) == (before, day)
