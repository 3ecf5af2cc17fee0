"""Which client, which deal, which time: what is not plain is asked, and nothing typed is lost meanwhile."""

import pytest

from tests.support.chat import OnSlack, Person

IVAN = "/new Ivan Petrov, Acme Ltd, ivan@acme.io"


async def two_licences(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/new Kasia Nowak, Bolt")
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/deal Bolt: annual licence 5k")


async def test_the_stage_is_kept_while_the_deal_is_asked_for(ann: Person) -> None:
    await two_licences(ann)
    await ann.says("/move annual licence to negotiation")
    ann.sees("Which deal?", "Kasia Nowak: annual licence · $5,000 · Lead")
    await ann.presses("annual licence · Kasia Nowak")
    ann.sees("annual licence", "Kasia Nowak", "· Negotiation")


async def test_the_reason_is_kept_while_the_deal_is_asked_for(ann: Person) -> None:
    await two_licences(ann)
    await ann.says("/lost annual licence: too expensive")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("Ivan Petrov", "· Lost", "too expensive")


async def test_words_after_the_only_deal_called_so_are_the_reason(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/lost annual licence too expensive")
    ann.sees("· Lost", "too expensive")


async def test_a_deal_nobody_knows_is_chosen_from_ones_own(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/won renewal")
    ann.sees("No deal called “renewal”. Which one do you mean?")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("· Won")


async def test_a_deal_called_as_a_stage_is_shown_not_moved(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: training 5k")
    await ann.says("/deal Acme: training offer 7k")
    await ann.says("/move training offer")
    ann.sees("training offer", "· Lead", "$7,000")
    await ann.says("/move training offer offer")
    ann.sees("training offer", "· Offer")


async def test_deals_called_the_same_are_told_apart_on_their_buttons(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/deal Acme: annual licence 5k")
    await ann.says("/won annual licence")
    ann.sees_button("Ivan Petrov: annual licence · $12,000 · Lead ▱▱▱▱")
    await ann.presses("Ivan Petrov: annual licence · $5,000 · Lead ▱▱▱▱")
    ann.sees("· Won", "$5,000")


async def test_another_clients_deal_is_never_taken_for_the_one_looked_at(ann: Person) -> None:
    await two_licences(ann)
    await ann.says("/new Wang Wei")
    await ann.says("/won")
    ann.sees("Which deal?")
    ann.sees_button("annual licence · Ivan Petrov", "annual licence · Kasia Nowak")


async def test_a_deal_is_corrected(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.presses("Edit")
    await ann.changes("Amount", "15 000 EUR")
    ann.sees("annual licence", "€15,000")
    await ann.presses("Undo")
    await ann.says("/deals")
    ann.sees("$12,000")


async def test_a_second_tap_on_a_stage_leaves_undo_where_it_is(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    drawn = ann.last("Next: Qualified")
    await ann.presses("Next: Qualified")
    await ann.presses_again(drawn, "Next: Qualified")
    ann.sees("The deal has already moved")
    await ann.presses("Undo")
    ann.sees("Undone")


async def test_a_time_that_is_asked_for_can_be_typed(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Ivan: sometime send the offer")
    ann.sees("When is “sometime send the offer”?")
    await ann.says("tomorrow 10:00")
    ann.sees("I'll remind you", "Ivan Petrov", "Tue, Mar 3 10:00", "sometime send the offer")


async def test_a_time_that_has_gone_by_is_said_to_have(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Ivan: yesterday 10:00 send the offer")
    ann.sees("is in the past. Choose a new time")
    await ann.presses("Tomorrow")
    ann.sees("I'll remind you", "Tue, Mar 3 09:00")


async def test_what_is_no_time_is_a_search_all_the_same(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/remind Ivan: sometime send the offer")
    await ann.says("petrov")
    ann.sees("Ivan Petrov", "Acme Ltd")


@pytest.mark.parametrize("name", ["Petroff", "with Petroff", "Petrow,"])
async def test_a_name_nobody_has_is_never_taken_for_who_was_looked_at(ann: Person, name: str) -> None:
    await ann.says(IVAN)
    await ann.says("/new Kasia Nowak, Bolt")
    await ann.says(f"/call {name} 20 min")
    ann.sees("Petro", "Choose one, or type another name.")
    ann.sees_button("Ivan Petrov · Acme Ltd", "Kasia Nowak · Bolt", "Cancel")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("Call logged", "Ivan Petrov", "20 min")


@pytest.mark.parametrize(("line", "name"), [("jack 10 min", "Jack"), ("mr jones, 10 min", "Mr Jones")])
async def test_a_name_in_small_letters_is_asked_about_too(ann: Person, line: str, name: str) -> None:
    await ann.says(IVAN)
    await ann.says(f"/call {line}")
    ann.sees("No client called", "Choose one, or type another name.")
    ann.sees_button("Ivan Petrov · Acme Ltd")
    await ann.presses(f"Add {name}")
    ann.sees(name)


async def test_a_talk_that_is_to_come_is_promised_not_logged(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/meeting Ivan tomorrow 15:00 at his office")
    ann.sees("I'll remind you", "Ivan Petrov", "15:00", "Meeting: at his office")
    await ann.says("/call Ivan tomorrow 10:00")
    ann.sees("I'll remind you", "10:00", "Call")


async def test_what_is_to_be_done_at_the_end_of_a_line_is_promised(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Ivan: wants a discount, call back tomorrow 10:00")
    ann.sees("Call logged", "wants a discount", "Next: Tue, Mar 3 10:00, call back")


async def test_a_name_nobody_has_can_be_added_however_long(ann: Person) -> None:
    await ann.says("/call Константин Константинопольский-Задунайский из Владивостока: 20 min, обсудили цену")
    await ann.presses("Add Константин Константинопольский-Задунайский из Владивостока")
    ann.sees("Call logged", "Константинопольский", "20 min", "обсудили цену")


async def test_another_ending_of_a_name_is_asked_about(ann: Person) -> None:
    await ann.says("/new Иван Петров, Ромашка")
    await ann.says("/new Анна Смирнова")
    await ann.says("/call Петрову 20 мин, просит скидку")
    await ann.presses("Иван Петров · Ромашка")
    ann.sees("Call logged", "Иван Петров", "20 min", "просит скидку")


async def test_a_surname_that_goes_on_is_not_left_out(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Ivan Sidorov 20 min")
    ann.sees("No client called “Ivan Sidorov”. Choose one, or type another name.")
    await ann.presses("Add Ivan Sidorov")
    ann.sees("Call logged", "Ivan Sidorov", "20 min")


async def test_a_colon_later_in_the_line_offers_who_is_named_before_it(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/note Petrov discussed 3 things: price, terms, dates")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("Note saved", "Ivan Petrov", "discussed 3 things: price, terms, dates")


async def test_a_client_named_further_on_is_offered(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/new Kasia Nowak, Bolt")
    await ann.says("/note discussed the price with petrov")
    ann.sees("Who is this about?")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("Note saved", "Ivan Petrov", "discussed the price with petrov")


async def test_a_tag_is_no_name(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.presses("Edit")
    await ann.changes("Tags", "lead, warm")
    await ann.says("/new Kasia Nowak, Bolt")
    await ann.says("/note lead is warm")
    ann.sees("Note saved", "Kasia Nowak", "lead is warm")


async def test_who_is_asked_for_can_be_found_by_name(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Sidorov: 20 min")
    await ann.says("petrov")
    ann.sees("Call logged", "Ivan Petrov", "20 min")


async def test_words_that_begin_with_a_time_or_an_outcome_name_nobody(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call No answer")
    ann.sees("Call logged", "Ivan Petrov", "No answer")
    await ann.says("/remind Tomorrow 10:00 send the offer")
    ann.sees("Who is this about?")  # and not: I know no “Tomorrow”
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("I'll remind you", "Ivan Petrov", "send the offer")


@pytest.mark.parametrize(
    ("line", "done"),
    [
        ("/remind tomorrow 10 call boris", "I'll remind you"),
        ("/call no answer, boris again", "No answer"),
        ("/call 4417 no answer", "No answer"),
    ],
)
async def test_who_is_named_anywhere_is_not_taken_for_who_was_looked_at(
    ann: Person, line: str, done: str
) -> None:
    await ann.says("/new Boris Orlov, +7 912 345-44-17")
    await ann.says(IVAN)
    await ann.says(line)
    await ann.presses("Boris Orlov")
    ann.sees(done, "Boris Orlov")


async def test_a_whole_number_names_whoever_has_it(ann: Person) -> None:
    await ann.says("/new Boris Orlov, +7 912 345-44-17")
    await ann.says(IVAN)
    await ann.says("/call +7 912 345 44 17 10 min, a talk")
    ann.sees("Call logged", "Boris Orlov", "10 min", "a talk")


async def test_a_line_that_waited_for_its_client_is_forgotten_once_another_is_written(ann: Person) -> None:
    if isinstance(ann, OnSlack):
        pytest.skip("Slack does not tell in which order its commands come")
    await ann.says("/message 2233: asked about the price list")
    ann.sees("Choose one, or type another name.")
    await ann.says(IVAN)
    await ann.says("petrov")
    assert not [label for seen in ann.news for label in seen.buttons if "price list" in label]


async def test_a_time_in_the_midst_of_a_line_is_a_press_from_a_promise(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/call Ivan Petrov 15 min wants a discount next tuesday 10:00 send the offer")
    ann.sees("Call logged", "wants a discount next tuesday 10:00 send the offer", "15 min")
    offered = ann.last("Tue, Mar 10 10:00 · send the offer")
    await ann.presses("Tue, Mar 10 10:00 · send the offer")
    ann.sees("I'll remind you", "Tue, Mar 10 10:00", "send the offer")
    await ann.presses_again(offered, "Tue, Mar 10 10:00 · send the offer")
    ann.sees("There's a newer follow-up already")
    await ann.presses("Undo")
    ann.sees("A follow-up, Ivan Petrov")


async def test_undo_of_a_talk_still_to_come_says_that_it_was_a_follow_up(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/meeting Ivan Petrov tomorrow 15:00")
    ann.sees("I'll remind you")
    await ann.says("/undo")
    ann.sees("A follow-up, Ivan Petrov")
