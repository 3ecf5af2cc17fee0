"""What is ahead: a day, a week, what is overdue; one's own, and a rep's for a manager."""

import pytest

from storage.models import Role
from tests.support.chat import Person

ACME = "/new Ivan Petrov, Acme Ltd"


async def _has_a_week(ann: Person) -> None:
    """It is Monday, March 2, 10:00."""
    await ann.says(ACME)
    await ann.says("/remind Acme: tomorrow 10:00 call about the offer")
    await ann.says("/remind: tomorrow 18:00 buy coffee")
    await ann.says("/remind Acme: friday 15:00 meeting at his office")
    await ann.says("/remind Acme: next monday 9:00 send the contract")


@pytest.mark.parametrize(
    "line", ["tomorrow", "/agenda tomorrow", "what's on tomorrow?", "завтра", "co mam jutro"]
)
async def test_a_day(ann: Person, line: str) -> None:
    await _has_a_week(ann)
    await ann.says(line)
    ann.sees("Tue, Mar 3: 2 follow-ups", "1. 10:00 📞 Ivan Petrov: call about the offer", "2. 18:00 buy coffee")
    ann.sees_button("1. Ivan Petrov", "2. buy coffee", "Done", "Move")


async def test_weeks(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("this week")
    ann.sees(
        "Until Sun, Mar 8: 3 follow-ups", "Tue, Mar 3 (2)", "Fri, Mar 6 (1)", "3. 15:00 👥 Ivan Petrov: meeting"
    )
    await ann.says("next week")
    ann.sees("15: 1 follow-up", "1. 09:00 Ivan Petrov: send the contract")
    await ann.says("my follow-ups")
    ann.sees("4 open follow-ups", "Mon, Mar 9 (1)")


async def test_what_is_overdue(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("overdue")
    ann.sees("Nothing is overdue.", "Next: tomorrow 10:00 📞 Ivan Petrov")
    await ann.world.wait(days=2)
    await ann.looks()
    await ann.says("просроченные задачи")
    ann.sees("Overdue: 2 follow-ups", "1. yesterday 10:00 📞 Ivan Petrov", "2. yesterday 18:00 buy coffee")
    await ann.says("agenda")
    ann.sees("Overdue (2)", "Fri, Mar 6 (1)")


async def test_an_empty_day_says_what_is_next(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("wednesday")
    ann.sees("Wed, Mar 4", "Nothing planned.", "Next: Fri 15:00 👥 Ivan Petrov: meeting at his office")
    await ann.presses("Ivan Petrov")
    ann.sees("Follow up with Ivan Petrov")
    await ann.says("/today")
    ann.sees("Nothing due", "Next: tomorrow 10:00")


async def test_done_moved_and_opened_from_the_list(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("friday")
    await ann.presses("1. Ivan Petrov")
    ann.sees("Follow up with Ivan Petrov", "meeting at his office")
    await ann.presses("‹ Back to the list")
    ann.sees("Fri, Mar 6: 1 follow-up")
    drawn = ann.last("Move")
    await ann.presses("Move")
    ann.sees("Move: Ivan Petrov", "Fri, Mar 6 15:00", "meeting at his office")
    ann.sees_button("Later today", "Tomorrow", "Next week", "Pick a date", "‹ Back to the list")
    await ann.presses("Next week")
    ann.sees("Moved: Ivan Petrov", "Fri, Mar 6 15:00 → Mon, Mar 9 09:00")
    await ann.presses_again(drawn, "Done")
    ann.sees("It has been moved meanwhile. Nothing changed.")
    await ann.says("/undo")
    ann.sees("Undone")
    await ann.says("friday")
    await ann.presses("Done")
    ann.sees("Done: Ivan Petrov", "How did it go?")
    await ann.presses("‹ Back to the list")
    ann.sees("Fri, Mar 6", "Nothing planned.", "Next: Mon, Mar 9 09:00 Ivan Petrov")


async def test_a_moved_one_is_reminded_of_once_at_its_new_time(ann: Person) -> None:
    await ann.says("/remind: tomorrow 12:00 buy coffee")
    await ann.says("tomorrow")
    await ann.presses("Move")
    await ann.presses("Later today")
    ann.sees("Moved: buy coffee", "Mon, Mar 2 13:00")
    await ann.world.wait(hours=3)
    await ann.looks()
    ann.sees("Reminder", "buy coffee")
    await ann.world.wait(days=1, minutes=5)
    await ann.looks()
    assert "Reminder" not in "".join(seen.text for seen in ann.news)


async def test_many_have_a_number_each(ann: Person) -> None:
    for hour in range(11, 18):
        await ann.says(f"/remind: tomorrow {hour}:00 task {hour}")
    await ann.says("tomorrow")
    ann.sees("Tue, Mar 3: 7 follow-ups", "7. 17:00 task 17")
    await ann.presses("7")
    ann.sees("Reminder", "task 17")
    await ann.presses("Done")
    ann.sees("Done", "task 17")


async def test_a_client_s_card_shows_all_that_is_open(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("petrov")
    ann.sees("call about the offer", "meeting at his office")
    await ann.presses("Follow-ups")
    ann.sees("Ivan Petrov · 3 open follow-ups", "1. 10:00 📞 call about the offer")
    await ann.presses("1. Ivan Petrov")
    await ann.presses("Next week")
    ann.sees("Moved: Ivan Petrov", "Mon, Mar 9 09:00")


async def test_its_text_is_edited(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("friday")
    await ann.presses("1. Ivan Petrov")
    await ann.presses("Edit")
    await ann.fills({"What needs to be done?": "call him instead"})
    ann.sees("Follow up with Ivan Petrov", "call him instead")
    await ann.says("friday")
    ann.sees("📞 Ivan Petrov: call him instead")


async def test_a_done_meeting_is_logged_as_one(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("friday")
    await ann.presses("Done")
    ann.sees_button("Log a meeting")
    await ann.presses("Log a meeting")
    ann.sees("Meeting logged", "Ivan Petrov")


async def test_a_manager_sees_a_rep_s(ann: Person) -> None:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.is_now(Role.REP, "North")
    await ann.is_now(Role.MANAGER, "North")
    await boris.says("/remind: tomorrow 10:00 buy coffee")
    for line in ("boris tomorrow", "/agenda boris tomorrow", "борис завтра"):
        await ann.says(line)
        ann.sees("Boris · Tue, Mar 3: 1 follow-up", "1. 10:00 buy coffee")
    await ann.says("boris next week")
    ann.sees("Boris · Mar 9", "Nothing planned.")
    await ann.is_now(Role.REP, "North")
    await ann.says("boris tomorrow")
    ann.sees("Boris · Tue, Mar 3", "Nothing planned.")
    assert "coffee" not in ann.news[-1].text


async def test_a_client_of_that_name_is_a_search(ann: Person) -> None:
    await ann.says("/new Tomorrow Ltd, +7 912 345-67-89")
    await ann.says("tomorrow")
    ann.sees("Tomorrow Ltd", "+7 912 345-67-89")


async def test_what_is_not_understood_is_said(ann: Person) -> None:
    await ann.says("/agenda blah")
    ann.sees("I don't understand “blah”")


async def test_a_date_picked_from_the_list_leads_back_to_it(ann: Person) -> None:
    await _has_a_week(ann)
    await ann.says("friday")
    await ann.presses("Move")
    await ann.presses("Pick a date")
    await ann.fills({"When?": "10.03 16:00"})
    ann.sees("Moved: Ivan Petrov", "Tue, Mar 10 16:00")
    await ann.presses("‹ Back to the list")
    ann.sees("Fri, Mar 6", "Nothing planned.")


async def test_so_does_a_date_of_what_recurs(ann: Person) -> None:
    await ann.says("/remind: every friday 9:00 report")
    await ann.says("friday")
    await ann.presses("Move")
    await ann.presses("Pick a date")
    ann.sees("Move which?")
    ann.sees_button("This one", "All", "‹ Back to the list")
    await ann.presses("This one")
    await ann.fills({"When?": "10.03 16:00"})
    ann.sees("Moved this time", "Tue, Mar 10 16:00")
    await ann.presses("‹ Back to the list")
    ann.sees("Fri, Mar 6", "Nothing planned.")


async def test_a_day_with_much_to_do_is_numbered(ann: Person) -> None:
    await ann.says(ACME)
    for hour, task in enumerate(("offer", "invoice", "contract", "draft", "price list", "samples"), start=11):
        await ann.says(f"/remind Acme: today {hour}:00 {task}")
    await ann.says("/today")
    ann.sees("Due today", "1. 11:00 Ivan Petrov: offer", "6. 16:00 Ivan Petrov: samples")
    await ann.presses("6")
    ann.sees("Follow up with Ivan Petrov", "today 16:00, samples")
