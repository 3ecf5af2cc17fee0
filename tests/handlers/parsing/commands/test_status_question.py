"""Questions how things stand with a client or a deal, in five languages."""

from handlers.parsing.commands.status_question import status_subject
from tests.running.tables import each_row

QUESTIONS = [
    ("where are we with the van lease?", "van lease"),
    ("any news from Linda", "Linda"),
    ("что с ремонтом склада", "ремонтом склада"),
    ("что там по сделке арматура", "арматура"),
    ("що по цеглі", "цеглі"),
    ("co z oknami dla biura?", "oknami dla biura"),
    ("水泥订单怎么样了", "水泥订单"),
    ("王伟进展如何？", "王伟"),
    ("что купить", ""),
    ("Howard Green", ""),
]


@each_row(("said", "words"), QUESTIONS)
def test_whom_or_what_is_asked_after(said: str, words: str) -> None:
    assert status_subject(said) == words
