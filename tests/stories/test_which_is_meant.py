"""Which client, which deal, which time: what is not plain is asked, and nothing typed is lost meanwhile."""

from tests.chat import Person

IVAN = "/new Ivan Petrov, Acme Ltd, ivan@acme.io"


async def two_licences(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/new Kasia Nowak, Bolt")
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/deal Bolt: annual licence 5k")


async def test_the_stage_is_kept_while_the_deal_is_asked_for(ann: Person) -> None:
    await two_licences(ann)
    await ann.says("/move annual licence to negotiation")
    ann.sees("Which deal?", "Kasia Nowak: annual licence · Lead · $5,000")
    await ann.presses("annual licence · Kasia Nowak")
    ann.sees("annual licence", "Kasia Nowak", "Negotiation (75 %)")


async def test_the_reason_is_kept_while_the_deal_is_asked_for(ann: Person) -> None:
    await two_licences(ann)
    await ann.says("/lost annual licence: too expensive")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("Ivan Petrov", "Lost (0 %)", "too expensive")


async def test_words_after_a_deal_are_the_reason_once_the_deal_is_confirmed(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/lost annual licence too expensive")
    ann.sees("Which deal?")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("Lost (0 %)", "too expensive")


async def test_a_deal_nobody_knows_is_chosen_from_ones_own(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/won renewal")
    ann.sees("I know no deal “renewal”. Which one is it?")
    await ann.presses("annual licence · Ivan Petrov")
    ann.sees("Won (100 %)")


async def test_a_deal_called_as_a_stage_is_shown_not_moved(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: training 5k")
    await ann.says("/deal Acme: training offer 7k")
    await ann.says("/move training offer")
    ann.sees("training offer", "Lead (10 %)", "$7,000")
    await ann.says("/move training offer offer")
    ann.sees("training offer", "Offer (50 %)")


async def test_deals_called_the_same_are_told_apart_on_their_buttons(ann: Person) -> None:
    await ann.says(IVAN)
    await ann.says("/deal Acme: annual licence 12k")
    await ann.says("/deal Acme: annual licence 5k")
    await ann.says("/won annual licence")
    ann.sees_button("Ivan Petrov: annual licence · Lead · $12,000")
    await ann.presses("Ivan Petrov: annual licence · Lead · $5,000")
    ann.sees("Won (100 %)", "$5,000")


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
    drawn = ann.last("Offer")
    await ann.presses("Offer")
    await ann.presses_again(drawn, "Offer")
    ann.sees("It has moved already")
    await ann.presses("Undo")
    ann.sees("Taken back")
