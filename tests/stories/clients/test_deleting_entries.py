"""One interaction or follow-up is deleted by a line: it is asked about with one press, never silently."""

import pytest

from tests.support.chat import Person


async def _has_entries(ann: Person, name: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(f"/call {name}: asked for a price")
    await ann.world.wait(hours=1)
    await ann.says(f"/call {name}: wants a discount")
    await ann.says(f"/note {name}: likes tea")
    await ann.says(f"/remind {name}: friday 10:00 send the offer")
    await ann.says("/new Bo Carr")


@pytest.mark.parametrize(
    ("name", "line", "text"),
    [
        ("Ivan Petrov", "delete the last call with petrov", "wants a discount"),
        ("Ivan Petrov", "/delete petrov's last call", "wants a discount"),
        ("Ivan Petrov", "delete petrov's note", "likes tea"),
        ("Ivan Petrov", "remove the reminder for petrov", "send the offer"),
        ("Елена Морозова", "удали напоминание Морозовой", "send the offer"),
        ("Елена Морозова", "удали последний звонок с Морозовой", "wants a discount"),
        ("Елена Морозова", "удалить заметку по Морозовой", "likes tea"),
        ("Тарас Шевченко", "видали останню нотатку про Шевченка", "likes tea"),
        ("Тарас Шевченко", "видали нагадування для Шевченка", "send the offer"),
        ("Тарас Шевченко", "видали останній дзвінок з Шевченком", "wants a discount"),
        ("Jan Kowalski", "usuń ostatnią notatkę o Kowalskim", "likes tea"),
        ("Jan Kowalski", "usuń przypomnienie dla Kowalskiego", "send the offer"),
        ("Jan Kowalski", "usuń ostatnią rozmowę z Kowalskim", "wants a discount"),
        ("陈静", "删除陈静的最后一条备注", "likes tea"),
        ("陈静", "把陈静的提醒删掉", "send the offer"),
        ("陈静", "删除陈静最近一次通话", "wants a discount"),
    ],
)
async def test_an_entry_is_deleted_by_a_line(ann: Person, name: str, line: str, text: str) -> None:
    await _has_entries(ann, name)
    await ann.says(line)
    ann.sees("Delete ", name, text, "For 30 days you can restore it: /deleted.")
    await ann.presses("Delete")
    ann.sees("Deleted: ", text)
    await ann.presses("Undo")
    ann.sees("Undone", "Something deleted")


async def test_without_last_it_is_asked_which(ann: Person) -> None:
    await _has_entries(ann, "Ivan Petrov")
    await ann.says("delete the call with petrov")
    ann.sees("Which one should I delete?")
    await ann.presses("Call Mon, Mar 2 10:00: asked for a price")
    ann.sees("Delete Call, Mon, Mar 2 10:00?", "asked for a price")
    await ann.presses("Cancel")
    ann.sees("History: Ivan Petrov", "asked for a price", "wants a discount")


async def test_a_meeting_still_to_come_is_meant_too(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/remind petrov: friday 10:00 meeting at his office")
    await ann.says("delete the meeting with petrov")
    ann.sees("Delete Follow-up, Fri, Mar 6 10:00?", "meeting at his office")


async def test_a_task_without_a_client_is_named_by_its_words(ann: Person) -> None:
    await ann.says("/remind: friday 10:00 buy coffee")
    await ann.says("delete the reminder to buy coffee")
    ann.sees("Delete Follow-up, Fri, Mar 6 10:00?", "buy coffee")


async def test_of_what_recurs_this_one_or_all_are_deleted(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/remind petrov: every monday 9:00 report")
    await ann.says("delete the reminder for petrov")
    ann.sees("Delete Follow-up, Mon, Mar 9 09:00?", "report", "every Monday 09:00")
    await ann.presses("This one")
    ann.sees("Deleted: Follow-up: report · Ivan Petrov")
    await ann.says("delete the reminder for petrov")
    ann.sees("Delete Follow-up, Mon, Mar 16 09:00?")
    await ann.presses("All")
    ann.sees("It won't repeat any more")
    await ann.says("my follow-ups")
    ann.sees("No open follow-ups")


async def test_the_client_viewed_last_is_asked_about(ann: Person) -> None:
    await _has_entries(ann, "Ivan Petrov")
    await ann.says("petrov")
    await ann.says("delete the last call")
    ann.sees("Delete Call, Mon, Mar 2 11:00?", "Ivan Petrov", "wants a discount")


async def test_what_there_is_not_is_said(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("delete the last call with petrov")
    ann.sees("I found no such entry with Ivan Petrov. Nothing was deleted.")
    ann.sees_button("History")
    await ann.says("/delete the last call with Zed Quux")
    ann.sees("No client or deal called “Zed Quux”. Nothing was deleted.")


async def test_a_client_or_a_deal_that_is_called_so_is_meant(ann: Person) -> None:
    await ann.says("/new Call Centre Ltd")
    await ann.says("delete call centre")
    ann.sees("Delete Call Centre Ltd?")
    await ann.says("/deal Call Centre Ltd: meeting room chairs 500 USD")
    await ann.says("delete meeting room chairs")
    ann.sees("Delete meeting room chairs?")
