"""Questions how to do something, in five languages."""

from handlers.parsing.commands.how_question import question_topic
from tests.running.tables import each_row

QUESTIONS = [
    ("how do i pass a client on to a colleague", "assign"),
    ("how do I log a call I made yesterday?", "call"),
    ("where do i change my time zone", "settings"),
    ("how to move a deal to another stage", "move"),
    ("как передать клиента другому", "assign"),
    ("Как записать встречу, которая была вчера?", "meeting"),
    ("как удалить сделку", "delete"),
    ("а как добавить клиента", "new"),
    ("як змінити номер телефону клієнта", "edit"),
    ("як тут поставити нагадування?", "remind"),
    ("jak dodać szansę", "deal"),
    ("jak dodać nowego klienta", "new"),
    ("jak cofnąć", "undo"),
    ("怎么删除客户", "delete"),
    ("昨天打的电话怎么补记？", "call"),
    ("如何添加客户", "new"),
    ("how are you", ""),
    ("как дела", ""),
    ("Howard Green", ""),
    ("how did the call with john go", ""),
    ("как прошла встреча с Ивановым", ""),
    ("王伟怎么说", ""),
    ("call linda", ""),
]


@each_row(("said", "command"), QUESTIONS)
def test_which_command_a_question_is_about(said: str, command: str) -> None:
    assert question_topic(said) == command
