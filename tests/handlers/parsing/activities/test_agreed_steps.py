"""What was promised or asked for in a text is the next step; how the talk went is told by phrases within it."""

from handlers.parsing.activities.interaction_line import read_logged
from handlers.parsing.activities.mentioned_time import find_agreed_step
from storage.models import Outcome
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

# On Wednesday 11 March 2026, at 12:00 UTC: the day and hour in that language's zone, and what is to be done.
AGREED = [
    ("en", "the board signs, I promised to send the docs by Friday, all fine", (13, "send the docs")),
    ("en", "agreed to meet on march 19 at 12", (19, "meet")),
    ("en", "picked up, asked me to ring him back at 3pm tomorrow", (12, "ring him back")),
    ("ru", "переносят на лето, я обещал в пятницу скинуть смету", (13, "скинуть смету")),
    ("ru", "он за рулём, просил перезвонить завтра в 15:00", (12, "перезвонить")),
    ("uk", "по цеглі ок, обіцяла їй завтра надіслати сертифікат, платитимуть", (12, "надіслати сертифікат")),
    ("pl", "okna pasują, obiecałem do piątku przesłać gwarancję, decyduje zarząd", (13, "przesłać gwarancję")),
    ("zh", "预算批了，我答应周五之前把方案发给他，他要去上海", (13, "我答应把方案发给他")),
    ("ru", "сертификаты на кабель, в пятницу уточнить, получила ли", (13, "уточнить")),
    ("en", "wants a price list by friday", None),
    ("en", "the fair is on friday", None),
    ("ru", "в пятницу у них выставка", None),
]
OUTCOMES = [
    ("tried just now, straight to voicemail", Outcome.VOICEMAIL),
    ("дозвонился, просил перезвонить сегодня", Outcome.CALLBACK),
    ("picked up, asked me to call back later", Outcome.CALLBACK),
    ("вона на нараді, просила передзвонити", Outcome.CALLBACK),
    ("jest na budowie, prosił żeby oddzwonić", Outcome.CALLBACK),
    ("她在开会，让我下午给她回电话", Outcome.CALLBACK),
    ("not interested, has a supplier", Outcome.NOT_INTERESTED),
    ("ей не интересно, уже заказали у других", Outcome.NOT_INTERESTED),
    ("йому не цікаво", Outcome.NOT_INTERESTED),
    ("nie jest zainteresowany, ma dostawcę", Outcome.NOT_INTERESTED),
    ("他不感兴趣", Outcome.NOT_INTERESTED),
    ("потрапила на автовідповідач", Outcome.VOICEMAIL),
    ("не туда попал, ответила женщина", Outcome.WRONG_NUMBER),
    ("not interested in the big plan, wants the small one", None),
]
STEPS = [
    ("uk", "імейл з умовами, у четвер перепитати", (12, "перепитати")),
    ("pl", "wzory profili, w czwartek dopytać", (12, "dopytać")),
    ("ru", "смотрели объект, дальше отправить спецификацию во вторник", (17, "отправить спецификацию")),
    ("en", "walked through the specs, next send the quote on tuesday", (17, "send the quote")),
    ("en", "monday call went well", None),
]


@each_row(("language", "said", "step"), STEPS)
def test_something_to_do_on_a_weekday_is_the_next_step(
    language: str, said: str, step: tuple[int, str] | None
) -> None:
    read = read_logged(said, scene(language)).next
    assert (read and read.due_at and (read.due_at.day, read.text)) == step


@each_row(("language", "said", "step"), AGREED)
def test_what_is_promised_is_the_next_step(language: str, said: str, step: tuple[int, str] | None) -> None:
    found = find_agreed_step(said, scene(language))
    assert (found and found.due_at and (found.due_at.day, found.text)) == step


@each_row(("said", "outcome"), OUTCOMES)
def test_how_it_went_is_told_within_a_text(said: str, outcome: Outcome | None) -> None:
    assert read_logged(said, scene("en")).outcome is outcome
