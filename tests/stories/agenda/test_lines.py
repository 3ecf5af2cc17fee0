"""Follow-ups are moved and done by a line, in five languages."""

import pytest

from tests.support.chat import Person


async def _promised(ann: Person, name: str, text: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(f"/remind {name}: friday 10:00 {text}")
    ann.sees("I'll remind you")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ivan Petrov", "move petrov to wed 15:00"),
        ("Ivan Petrov", "/move petrov to wednesday 15:00"),
        ("Hannah Scott", "push hannah's contract review to wednesday 3pm"),
        ("Елена Морозова", "перенеси Морозову на среду 15:00"),
        ("Игорь Павлов", "Павлова перенести с пятницы на среду, 15:00"),
        ("Мельник Юлія", "перенеси зустріч з Мельник на середу 15:00"),
        ("Agnieszka Nowak", "przełóż Nowak z piątku na środę 15:00"),
        ("陈静", "把陈静合同的事改到周三下午3点"),
    ],
)
async def test_a_follow_up_is_moved(ann: Person, name: str, line: str) -> None:
    await _promised(ann, name, "contract review")
    await ann.says("/new Bo Carr")
    await ann.says(line)
    ann.sees(f"Moved: {name}", "Fri, Mar 6 10:00 → Wed, Mar 4 15:00", "contract review")
    await ann.presses("Undo")
    ann.sees("Undone", "A change to a follow-up")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ivan Petrov", "move petrov to wed 15:00"),
        ("Елена Морозова", "перенеси Морозову на среду 15:00"),
        ("Мельник Юлія", "перенеси зустріч з Мельник на середу 15:00"),
        ("Agnieszka Nowak", "przełóż Nowak na środę 15:00"),
        ("陈静", "把陈静的事改到周三下午3点"),
    ],
)
async def test_of_what_recurs_it_is_asked_whether_all_are_moved(ann: Person, name: str, line: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(f"/remind {name}: every monday 9:00 report")
    await ann.says(line)
    ann.sees("Move which to Wed, Mar 4 15:00?", "every Monday 09:00", "report")
    await ann.presses("This one")
    ann.sees("Moved this time", "Wed, Mar 4 15:00")
    await ann.says(line.replace("15", "16").replace("3点", "4点"))
    await ann.presses("All")
    ann.sees("Moved from now on", "every Wednesday 16:00")


async def test_of_several_one_that_recurs_is_asked_about_too(ann: Person) -> None:
    await _promised(ann, "Ivan Petrov", "send the offer")
    await ann.says("/remind Ivan Petrov: every monday 9:00 report")
    await ann.says("move petrov to wed 15:00")
    await ann.presses("Mon, Mar 9 09:00 Ivan Petrov: report")
    ann.sees("Move which to Wed, Mar 4 15:00?")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ivan Petrov", "done petrov"),
        ("Tom Becker", "done, price list sent to Tom"),
        ("Елена Морозова", "по морозовой сделано"),
        ("Игорь Петров", "Петров сделано"),
        ("Шевченко Тарас", "Шевченко, зразки віддала, готово"),
        ("Jan Kowalski", "oferta do Kowalskiego poszła, odhacz"),
        ("王伟", "王伟的报价已经发了，标记完成"),
    ],
)
async def test_a_follow_up_is_done(ann: Person, name: str, line: str) -> None:
    await _promised(ann, name, "price list")
    await ann.says("/new Bo Carr")
    await ann.says(line)
    ann.sees(f"Done: {name}")
    ann.sees_button("Undo")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Елена Морозова", "отметь Морозову тегом vip"),
        ("Елена Морозова", "сделал Морозовой предложение"),
        ("Шевченко Тарас", "зробив Шевченку знижку"),
        ("Jan Kowalski", "zrobiłem Kowalskiemu rabat"),
        ("Ivan Petrov", "Petrov says the warehouse is done"),
        ("王伟", "王伟说项目完成了"),
    ],
)
async def test_what_is_said_of_something_else_completes_nothing(ann: Person, name: str, line: str) -> None:
    await _promised(ann, name, "price list")
    await ann.says(line)
    await ann.says("my follow-ups")
    ann.sees("1 open follow-up")


async def test_a_task_without_a_client_is_named_by_its_words(ann: Person) -> None:
    await ann.says("/remind: friday 10:00 buy coffee")
    await ann.says("move coffee to wednesday 15:00")
    ann.sees("Moved: buy coffee", "Wed, Mar 4 15:00")
    await ann.says("buy coffee done")
    ann.sees("Done", "buy coffee")


async def test_of_several_it_is_asked_which(ann: Person) -> None:
    await _promised(ann, "Ivan Petrov", "send the offer")
    await ann.says("/remind Ivan Petrov: thursday 9:00 call him")
    await ann.says("move petrov to wed 15:00")
    ann.sees("Which one?")
    await ann.presses("Thu 09:00 📞 Ivan Petrov: call him")
    ann.sees("Moved: Ivan Petrov", "Thu, Mar 5 09:00 → Wed, Mar 4 15:00")
    await ann.says("move petrov's offer to monday")
    ann.sees("Moved: Ivan Petrov", "Fri, Mar 6 10:00 → Mon, Mar 9 09:00")


async def test_a_deal_is_still_moved_to_a_stage(ann: Person) -> None:
    await _promised(ann, "Ivan Petrov", "send the offer")
    await ann.says("/deal Ivan Petrov: annual licence 12k")
    await ann.says("move annual licence to negotiation")
    ann.sees("annual licence", "Negotiation")
    await ann.says("move petrov to negotiation")
    ann.sees("annual licence")
    await ann.says("move petrov to wed 15:00")
    ann.sees("Moved: Ivan Petrov")


async def test_a_note_that_ends_so_is_a_note(ann: Person) -> None:
    await _promised(ann, "Ivan Petrov", "send the offer")
    await ann.says("note Ivan Petrov: the project is done")
    ann.sees("Note saved", "the project is done")
    await ann.says("call Ivan Petrov: 10 min, all done")
    ann.sees("Call logged", "all done")
    await ann.says("my follow-ups")
    ann.sees("1 open follow-up")


@pytest.mark.parametrize(
    "said",
    [
        "move tom hanson to friday 15:00",
        "move hanson to friday 15:00",
        "перенести Громова на пятницу 15:00",
        "перенеси Громова на п'ятницю 15:00",
        "przenieś Nowaka na piątek 15:00",
        "把李娜改到周五15:00",
    ],
)
async def test_where_there_is_no_follow_up_to_move_one_is_offered(ann: Person, said: str) -> None:
    for client in ("Tom Hanson, Brightline Inc", "Алексей Громов", "Jan Nowak", "李娜, 深圳电子"):
        await ann.says(f"/new {client}")
    await ann.says(said)
    ann.sees("You have no open follow-up for", "Set one?")
    first = ann.news[-1].buttons[0]
    await ann.presses(first)
    ann.sees("I'll remind you", first.split(" · ")[0], "15:00")
