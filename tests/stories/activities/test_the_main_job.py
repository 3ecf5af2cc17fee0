"""Log a call, see a client, move a deal, be reminded."""

import pytest

from tests.support.chat import OnSlack, Person

IVAN = "/new Ivan Petrov, Acme Ltd, +7 912 345-67-89, ivan@acme.io, born 12.03.1985"


async def test_a_client_from_one_line(ann: Person) -> None:
    await ann.says(IVAN)
    ann.sees("Ivan Petrov", "Acme Ltd", "+7 912 345-67-89", "ivan@acme.io", "March 12 (40)")
    ann.sees_button("Log a call", "Remind me", "New deal", "History", "Undo")


async def test_a_client_by_form(ann: Person) -> None:
    await ann.says("/new")
    await ann.fills({"Name": "Wang Wei", "Phone": "+86 138 0013 8000", "Birthday": "29.02"})
    ann.sees("Wang Wei", "+86 138 0013 8000", "February 29")


async def test_plain_words_are_a_search(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("petrov")
    ann.sees("Ivan Petrov", "Acme Ltd")
    await ann.says("6789")
    ann.sees("Ivan Petrov")


async def test_a_call_with_its_next_step_in_one_line(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Acme: 15 min, wants a discount; next: tuesday 10:00 send the offer")
    ann.sees("Call logged", "Ivan Petrov", "wants a discount", "15 min", "Tue, Mar 3 10:00, send the offer")
    ann.sees_button("Undo", "Edit")
    await ann.says("ivan")
    ann.sees("wants a discount", "send the offer")


async def test_a_call_by_form(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.presses("Log a call")
    await ann.fills(
        {
            "How did it go?": "No answer",
            "What did you talk about?": "nothing at all",
            "Next step": "Tomorrow",
            "What needs to be done?": "ring again",
        }
    )
    ann.sees("Call logged", "No answer", "nothing at all", "Tue, Mar 3 09:00, ring again")


async def test_a_deal_goes_to_won_and_back(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12 000,50 EUR")
    ann.sees("annual licence", "Lead", "€12,000.50")
    await ann.presses("Offer")
    ann.sees("· Offer")
    await ann.presses("Won")
    ann.sees("· Won")
    await ann.presses("Undo")
    ann.sees("Undone")
    await ann.says("/deals")
    ann.sees("1 open deal", "Offer")


async def test_a_second_press_changes_nothing(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    drawn = ann.last("Next: Qualified")
    await ann.presses("Next: Qualified")
    await ann.presses_again(drawn, "Won")
    ann.sees("The deal has already moved", "· Qualified")


async def test_the_reason_is_asked_when_a_deal_is_lost(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.presses("Lost")
    await ann.fills({"Why was it lost?": "too expensive"})
    ann.sees("· Lost", "too expensive")


async def test_the_board_never_adds_up_currencies(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: licence 10k USD")
    await ann.says("/deal Acme: training 5k EUR")
    await ann.says("/pipeline")
    ann.sees("Lead", "2 · ", "$10,000", "€5,000", "Weighted", "$1,000", "€500")


async def test_a_follow_up_comes_when_it_is_due(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Acme: tomorrow 10:00 send the offer")
    ann.sees("I'll remind you", "Tue, Mar 3 10:00", "send the offer")
    await ann.world.wait(hours=23)
    await ann.looks()
    assert "Follow up with Ivan Petrov" not in "".join(seen.text for seen in ann.news)
    await ann.world.wait(hours=1)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov", "send the offer")
    await ann.world.wait(minutes=5)
    await ann.looks()
    ann.sees_nothing()
    await ann.presses("Done")
    ann.sees("How did it go?")
    await ann.presses("Reached")
    ann.sees("Call logged", "Reached", "What is the next step?")
    await ann.presses("In 3 days")
    ann.sees("I'll remind you", "Fri, Mar 6 09:00")


async def test_snoozed_it_comes_again(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Acme: in 2 hours ring")
    await ann.world.wait(hours=2)
    await ann.looks()
    await ann.presses("In 1 hour")
    ann.sees("I'll remind you again", "13:00")
    await ann.world.wait(hours=1)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov")


async def test_what_was_typed_finishes_after_a_press(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/new Ivan Sidorov, Globex")
    await ann.says("/call Ivan: 5 min, busy day")
    ann.sees("Which one?")
    await ann.presses("Ivan Sidorov · Globex")
    ann.sees("Call logged", "Ivan Sidorov", "busy day", "5 min")


async def test_an_unknown_client_is_offered_to_be_added(ann: Person) -> None:
    await ann.says("/call Maria Silva: liked the demo")
    ann.sees("No client called “Maria Silva”")
    await ann.presses("Add Maria Silva")
    ann.sees("Call logged", "Maria Silva", "liked the demo")


async def test_a_time_may_stand_beside_the_name(ann: Person) -> None:
    await ann.says("/new Kasia Nowak, Allegro")
    await ann.says("/meeting Kasia friday 15:00 1h: the demo went well")
    ann.sees("Kasia Nowak", "Fri 15:00", "1 h", "the demo went well")
    await ann.says("/remind Kasia in 2 hours: send the contract")
    ann.sees("I'll remind you", "Kasia Nowak", "12:00", "send the contract")
    await ann.says("/call Kasia no answer: nobody there")
    ann.sees("Kasia Nowak", "No answer", "nobody there")
    await ann.says("/call Kasia Nowak Junior: hello")
    ann.sees("No client called “Kasia Nowak Junior”")


async def test_a_deal_with_an_amount_and_no_name_is_called_after_the_client(ann: Person) -> None:
    await ann.says("/new Kasia Nowak, Allegro")
    await ann.says("/deal Kasia: 5000 PLN")
    ann.sees("Allegro", "Kasia Nowak", "PLN", "5,000")
    await ann.says("/move Allegro to negotiation")
    ann.sees("· Negotiation")


async def test_a_time_not_understood_is_asked_for(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Acme: wants a discount; next: someday soonish")
    ann.sees("When is")
    await ann.presses("Tomorrow")
    ann.sees("Call logged", "wants a discount", "Tue, Mar 3 09:00")


async def test_a_suspected_duplicate_is_shown_first(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/new Johnny Petrov, +7 (912) 345 67 89")
    ann.sees("Is it one of these?", "Ivan Petrov")
    await ann.presses("No, add a new client")
    ann.sees("Johnny Petrov")


async def test_a_birthday_is_told_before_and_on_the_day(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.presses("Edit")
    await ann.changes("Birthday", "05.03.1980")
    ann.sees("March 5 (45)")
    await ann.world.wait(minutes=1)
    await ann.looks()
    ann.sees("Birthday: Ivan Petrov", "in 3 days")
    await ann.world.wait(days=3)
    await ann.looks()
    ann.sees("Birthday: Ivan Petrov", "today", "Happy birthday, Ivan Petrov!")
    await ann.world.wait(minutes=5)
    await ann.looks()
    ann.sees_nothing()


async def test_my_day_is_one_press_long(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Acme: in 3 hours ring")
    await ann.says("/today")
    ann.sees("Due today", "13:00 📞 Ivan Petrov: ring")
    await ann.presses("Done")
    ann.sees("Done: Ivan Petrov")


async def test_settings_change_the_language(ann: Person) -> None:
    await ann.says("/settings")
    await ann.changes("Time zone", "Warsaw")
    await ann.says(IVAN)
    await ann.says("/remind Acme: tomorrow 10:00 ring")
    ann.sees("10:00")
    await ann.world.wait(hours=23)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov")


async def test_a_zone_by_its_distance_is_never_taken_the_wrong_way_round(ann: Person) -> None:
    await ann.says("/settings")
    if isinstance(ann, OnSlack):
        pytest.skip("the modal says it under the field")
    await ann.changes("Time zone", "GMT+3")
    ann.sees("“GMT+3” doesn't say when the clocks change. Which city are you in?")
    await ann.says("nowhere")
    ann.sees("I don't know that time zone")
    await ann.says("Київ")
    ann.sees("Saved.", "Time zone: Europe/Kyiv. It's 12:00 there now.")
    await ann.says("/settings")
    ann.sees("12:00, Kyiv")


async def test_of_several_cities_it_is_asked_which_zone_is_meant(ann: Person) -> None:
    await ann.says("/settings")
    if isinstance(ann, OnSlack):
        pytest.skip("the modal says it under the field")
    await ann.changes("Time zone", "Springfield")
    ann.sees("Which one: America/Chicago, America/New_York?")
    await ann.presses("Springfield: America/Chicago")
    ann.sees("Time zone: America/Chicago. It's 04:00 there now.")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("Working days", "Monday to Saturday", "Working days: Monday to Saturday"),
        ("Quiet hours", "22 to 7", "Quiet hours: 22:00-07:00"),
        ("Morning digest at", "8am", "Morning digest at: 08:00"),
        ("Birthday reminder", "10", "Birthday reminder: 10 days before"),
    ],
)
async def test_a_setting_is_shown_once_it_is_changed(ann: Person, setting: str, value: str, said: str) -> None:
    await ann.says("/settings")
    if isinstance(ann, OnSlack) and setting == "Working days":
        value = "123456"
    await ann.changes(setting, value)
    ann.sees("Saved.", said)


async def test_undo_takes_back_the_last_change(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/undo")
    ann.sees("Undone", "A new client, Ivan Petrov")
    await ann.says("/find petrov")
    ann.sees("Nothing found")


async def test_a_new_client_is_taken_back_though_somebody_looked_at_it(ann: Person) -> None:
    await ann.says("/new Bo Li, Volvo")
    await ann.world.dispatcher.recent_views.write()
    await ann.says("/undo")
    ann.sees("Undone")
    await ann.says("/note hello there")
    assert not any("gone" in seen.text for seen in ann.news), ann.news


async def test_a_form_asks_first_where_the_client_may_be_there_already(ann: Person) -> None:
    await ann.says("/new Bo Li, Volvo, +46 8 123 456")
    await ann.says("/new")
    await ann.fills({"Name": "Bo Li", "Company": "Volvo", "Phone": "+46 8 123 456", "E-mail": "bo@volvo.se"})
    ann.sees("Is it one of these?", "Bo Li · Volvo")
    await ann.presses("Yes, Bo Li")
    ann.sees("Bo Li", "+46 8 12 34 56", "bo@volvo.se")
    await ann.says("/find bo li")
    ann.sees_button("Log a call")  # one card, not a list of two


async def test_what_was_typed_completes_the_client_who_is_there(ann: Person) -> None:
    await ann.says("/new Bo Li, Volvo, +46 8 123 456, born 12.03")
    await ann.says("/new Bo Lee, Saab, +46 8 123 456, bo@saab.se, born 13.03.1980, #vip, speaks Polish")
    await ann.presses("Yes, Bo Li")
    ann.sees("Bo Li", "Volvo", "bo@saab.se", "vip", "March 12", "Bo Lee", "Saab", "13.03.1980")
    await ann.presses("Undo")
    ann.sees("Undone", "A change to a client, Bo Li")
    await ann.says("/find bo li")
    assert not any("Saab" in seen.text for seen in ann.news)


async def test_client_data_is_never_markup(ann: Person) -> None:
    name = "<!channel> <b>Bobby</b> & *Tables* _x_"
    await ann.says(f"/new {name}, Acme")
    ann.sees(name)


async def test_a_lost_deal_can_be_won_after_all(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/lost annual licence: too expensive")
    await ann.says("/won annual licence")
    ann.sees("· Won")


async def test_a_bare_name_opens_the_form(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call acme")
    await ann.fills({"How did it go?": "Busy"})
    ann.sees("Call logged", "Ivan Petrov", "Busy")


async def test_an_open_menu_takes_nothing_that_is_typed(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/settings")
    await ann.says("remind Acme: tomorrow 10:00 ring")
    ann.sees("I'll remind you")


async def test_undo_says_what_it_took_back_and_whose(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Acme: wants a discount")
    await ann.presses("Undo")
    ann.sees("Undone", "A logged call, Ivan Petrov, Mon, Mar 2 10:00")
    await ann.says("/deal Acme: annual licence 12k")
    await ann.presses("Offer")
    await ann.says("/undo")
    ann.sees("A deal moved to another stage, Ivan Petrov, Mon, Mar 2 10:00")
    await ann.says("/undo")
    await ann.says("/undo")
    ann.sees("A new client, Ivan Petrov, Mon, Mar 2 10:00")


async def test_help_tells_of_one_command(ann: Person) -> None:
    await ann.says("help call")
    ann.sees("Log a call", "wants a discount; next: tuesday 10:00")
    await ann.says("/help call")
    ann.sees("Log a call", "wants a discount; next: tuesday 10:00")
    assert "pipeline" not in "\n".join(seen.text for seen in ann.news)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("audit 300k by 15 April", "$300,000"),
        ("audit, £1.2m, close 15.04", "£1,200,000"),
        ("audit 300 т.р. до 15 апреля", "RUB\xa0300,000"),
    ],
)
async def test_a_deal_says_when_it_is_to_be_closed(ann: Person, line: str, amount: str) -> None:
    await ann.says("/new Bo Li, Volvo")
    await ann.says(f"/deal Volvo: {line}")
    ann.sees("audit\n", amount, "Expected close", "Apr 15")


async def test_a_role_is_no_company(ann: Person) -> None:
    await ann.says("/new Bo Li, sales manager")
    ann.sees("sales manager")
