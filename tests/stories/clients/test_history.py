"""The history of a client and of a deal tells everything: who did what, and what it was before."""

import pytest

from tests.support.chat import Person


async def _ivan(ann: Person) -> None:
    for line in (
        "/new Ivan Petrov, Acme Ltd, +7 912 345-67-89",
        "/deal Ivan Petrov: annual licence 12 000 USD",
        "/move annual licence: offer",
        "/call Ivan Petrov: wants a discount; next: tuesday 10:00 send the offer",
    ):
        await ann.says(line)


async def test_everything_is_in_the_history_newest_first(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    ann.sees("Ann: client added", "Ann: annual licence: New deal", "Ann: annual licence: Lead → Offer")
    ann.sees("wants a discount", "Ann: Follow-up: Tue, Mar 3 10:00 send the offer")
    ann.sees_button("Interactions", "Deals", "Follow-ups", "Changes", "Files")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ivan Petrov", "petrov history"),
        ("Ivan Petrov", "the history of Ivan Petrov"),
        ("Иван Петров", "история Петрова"),
        ("Іван Петров", "історія Петрова"),
        ("Jan Kowalski", "historia Kowalskiego"),
        ("王伟", "王伟的历史记录"),
    ],
)
async def test_the_history_is_asked_for_in_words(ann: Person, name: str, said: str) -> None:
    await ann.says(f"/new {name}")
    await ann.says(said)
    ann.sees(f"History: {name}", "client added")


async def test_words_about_a_history_that_name_nobody_are_searched_for(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("history of art")
    assert not any("History:" in seen.text for seen in ann.news)


async def test_one_kind_is_shown_on_one_press(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Follow-ups")
    ann.sees("History: Ivan Petrov · Follow-ups", "send the offer")
    said = "\n".join(seen.text for seen in ann.news)
    assert "discount" not in said
    await ann.presses("Files")
    ann.sees("Nothing here.")


async def test_a_changed_field_says_who_and_what_it_was(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Company", "Ray Ltd")
    await ann.says("Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Phone", "+1 212 555 0101")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Changes")
    ann.sees("Ann: Company: Acme Ltd → Ray Ltd")
    ann.sees("Phone: +7 912 345-67-89 → —", "Phone: — → +1 212 555 0101")


async def test_what_is_undone_is_not_in_the_history(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Company", "Ray Ltd")
    await ann.says("/undo")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    said = "\n".join(seen.text for seen in ann.news)
    assert "Ray Ltd" not in said


async def test_a_follow_up_that_is_moved_and_done_says_so(ann: Person) -> None:
    await _ivan(ann)
    await ann.world.wait(days=1)
    await ann.looks()
    await ann.presses("Tomorrow")
    await ann.world.wait(days=1)
    await ann.looks()
    await ann.presses("Done")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Follow-ups")
    ann.sees("Follow-up moved: Tue, Mar 3 10:00 → Wed, Mar 4", "Follow-up done")


async def test_a_deal_has_its_own_history_and_notes(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("/note annual licence: they compare us with Globex")
    ann.sees("Note saved", "they compare us with Globex", "annual licence")
    await ann.presses("Open deal")
    await ann.presses("Note")
    await ann.fills({"What should be noted?": "budget until June"})
    ann.sees("Note saved", "budget until June")
    await ann.presses("Open deal")
    await ann.presses("History")
    ann.sees("History: annual licence", "Globex", "budget until June", "Lead → Offer")
    said = "\n".join(seen.text for seen in ann.news)
    assert "discount" not in said
    await ann.says("Ivan Petrov")
    ann.sees("budget until June")


async def test_a_changed_amount_is_in_the_history_of_the_deal(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("/won annual licence 15k")
    await ann.presses("History")
    ann.sees("annual licence: Amount: $12,000 → $15,000", "Offer → Won")


async def test_all_deals_of_a_client_on_one_press(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("/deal Ivan Petrov: support 500 EUR")
    await ann.says("/won support")
    await ann.says("Ivan Petrov")
    await ann.presses("Deals")
    ann.sees("Deals: Ivan Petrov", "support · €500 · Won", "annual licence · $12,000 · Offer")


async def test_an_entry_is_deleted_from_the_history(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Edit or delete an entry")
    await ann.presses("Delete…")
    ann.sees("Delete Call, Mon, Mar 2 10:00?", "wants a discount")
    await ann.presses("Delete")
    ann.sees("Deleted: Call: wants a discount · Ivan Petrov")
    await ann.presses("Open card")
    await ann.presses("History")
    ann.sees("Ann: deleted: wants a discount")
    await ann.says("/deleted")
    await ann.presses("Call: wants a discount · Ivan Petrov")
    await ann.presses("Restore")
    ann.sees("Ivan Petrov", "wants a discount")


async def test_a_long_history_comes_in_pages(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    for number in range(10):
        await ann.says(f"/note Ivan Petrov: item{number}")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    ann.sees("item9", "item2")
    await ann.presses("Earlier ›")
    ann.sees("item1", "item0", "client added")
    await ann.presses("‹ Later")
    ann.sees("item9")


async def test_entries_to_edit_are_those_of_the_page(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    for number in range(10):
        await ann.says(f"/note Ivan Petrov: item{number}")
        await ann.says(f"/remind Ivan Petrov: in {number + 2} days ring")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Earlier ›")
    shown = {f"item{number}" for number in range(10) if f"item{number}" in ann.news[-1].text}
    await ann.presses("Edit or delete an entry")
    assert {f"item{number}" for number in range(10) if f"item{number}" in ann.news[-1].text} == shown
    await ann.presses("‹ Back to the history")
    ann.sees(*shown)
    await ann.presses("Interactions")
    ann.sees("History: Ivan Petrov · Interactions", "item9", "item2")
    await ann.presses("Earlier ›")
    await ann.presses("Edit or delete an entry")
    ann.sees("item1", "item0")
    assert "item2" not in ann.news[-1].text
    await ann.presses("‹ Back to the history")
    ann.sees("History: Ivan Petrov · Interactions", "item1")


async def test_a_birthday_says_what_it_was_even_if_a_part_has_changed(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, born 12.03.1985")
    await ann.presses("Edit")
    await ann.changes("Birthday", "12.03.1986")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    await ann.presses("Changes")
    ann.sees("Ann: Birthday: March 12, 1985 → March 12, 1986")


async def test_what_keeps_in_touch_is_in_the_history(ann: Person) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("speak with Ivan Petrov every 6 weeks")
    await ann.says("Ivan Petrov")
    await ann.presses("Edit")
    await ann.changes("Keep in touch", "every month")
    await ann.says("Ivan Petrov")
    await ann.presses("History")
    ann.sees("Ann: Keep in touch: every 6 weeks → every month")


async def test_deals_given_to_another_client_say_nothing_empty(ann: Person) -> None:
    await _ivan(ann)
    await ann.says("/new Bo Carr")
    await ann.says("/delete Ivan Petrov")
    await ann.presses("Give the deal to another client")
    await ann.fills({"Which client gets the deals?": "Bo Carr"})
    await ann.presses("Delete")
    await ann.says("Bo Carr")
    await ann.presses("History")
    assert "annual licence: \n" not in f"{ann.news[-1].text}\n"
