"""Lines that say that a follow-up was moved or done, in five languages."""

from handlers.parsing.activities.follow_up_line import read_follow_up_line
from tests.handlers.parsing.test_phrases import scene
from tests.running.tables import each_row

# On Wednesday 11 March 2026: what names the follow-up, and the day and hour (UTC) it is moved to.
MOVED = [
    ("en", "julia weber meeting moved to thurs 3pm", "julia weber meeting", (12, 15)),
    ("ru", "морозову давай на четверг 12:30", "морозову", (12, 9)),
    ("ru", "встреча с павловым перенеслась на пятницу 15:00", "встреча с павловым", (13, 12)),
    ("uk", "зустріч з мельник перенеслась на пт 11", "зустріч з мельник", (13, 9)),
    ("pl", "kowalski przelozony na pt 10", "kowalski", (13, 9)),
    ("zh", "王伟的报价改成周四下午两点", "王伟的报价", (12, 6)),
]
DONE = [
    ("en", "sent the quote to petrov, done", "sent the quote to petrov"),
    ("ru", "отправил счет павлову, готово", "отправил счет павлову"),
    ("uk", "шевченко забрав зразки готово", "шевченко забрав зразки"),
    ("pl", "faktura nowak zrobione", "faktura nowak"),
    ("zh", "王伟那个报价发了 搞定", "王伟那个报价发了"),
    ("en", "called ivan, all done", None),
]


@each_row(("language", "said", "words", "to"), MOVED)
def test_a_follow_up_was_moved(language: str, said: str, words: str, to: tuple[int, int]) -> None:
    read = read_follow_up_line(said, scene(language))
    assert read and read.when and (read.words, (read.when.day, read.when.hour)) == (words, to)


@each_row(("language", "said", "words"), DONE)
def test_a_follow_up_is_done(language: str, said: str, words: str | None) -> None:
    read = read_follow_up_line(said, scene(language))
    assert (read and read.when is None and read.words) == words
