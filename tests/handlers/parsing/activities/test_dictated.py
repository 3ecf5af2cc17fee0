"""Sentences without commas, as they are dictated: how long it took, and a time that is still to come."""

from handlers.parsing.activities.interaction_durations import length_first
from handlers.parsing.activities.mentioned_time import find_agreed_step
from handlers.parsing.activities.sentences import is_to_come, time_first
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

LENGTHS = [
    ("met with sarah for about forty minutes she likes it", "forty minutes, met with sarah she likes it"),
    ("got off the phone w carter 20 min he wants more", "20 min, got off the phone w carter he wants more"),
    ("созвонился с ивановым минут 10 хочет скидку", "минут 10, созвонился с ивановым хочет скидку"),
    ("поговорил с ней двадцать пять минут готова", "двадцать пять минут, поговорил с ней готова"),
    ("говорив з Петром хвилин п'ятнадцять він думає", "хвилин п'ятнадцять, говорив з Петром він думає"),
    ("rozmawiałem z nią jakieś pół godziny chce aparat", "pół godziny, rozmawiałem z nią chce aparat"),
    ("拜访了陈静大概四十分钟她感兴趣", "四十分钟, 拜访了陈静她感兴趣"),
    # Of something else.
    ("talked to bob he needs 2 hours of training", None),
    ("met ann she was 20 min late", None),
    ("звонил ему просит перезвонить через 20 минут завтра", None),
    ("an order of 20 min drills", None),
]
# On Wednesday 11 March 2026: none of these times has gone by.
TO_COME = [
    ("en", "spoke to ann call her back friday at 11", (13, "call her back")),
    ("ru", "созвонился с ивановым хочет скидку набрать ему в пятницу в 11", (13, "набрать ему")),
    ("uk", "говорив з Петром він думає просить передзвонити в п'ятницю о 9", (13, "передзвонити")),
    ("pl", "gadalem z kowalskim chce rabat oddzwonic w piatek o 11", (13, "oddzwonic")),
    ("zh", "刚通完电话他要降价周五上午11点再打", (13, "再打")),
    ("uk", "набрала її просить рахунок до п'ятниці", None),
    ("ru", "созвонился ждет счет до пятницы", None),
]
HAPPENED = [
    "галиев занято перезвоню завтра с утра",
    "шевченко поза зоною спробую завтра о 17",
    "zieliński nie odbiera spróbuję jutro",
    "ann did not pick up will call tomorrow",
    "刚跟他通完电话，周三再打",
]


@each_row(("said", "first"), LENGTHS)
def test_how_long_a_talk_took_is_found_without_commas(said: str, first: str | None) -> None:
    assert length_first(said) == (first or said)


@each_row(("language", "said", "step"), TO_COME)
def test_a_time_of_what_is_to_be_done_does_not_date_the_talk(
    language: str, said: str, step: tuple[int, str] | None
) -> None:
    assert time_first(said, scene(language)) == said
    found = find_agreed_step(said, scene(language))
    assert (found and found.due_at and (found.due_at.day, found.text)) == step


@each_row("said", HAPPENED)
def test_an_outcome_says_that_it_happened(said: str) -> None:
    assert not is_to_come(said, scene("en"))
