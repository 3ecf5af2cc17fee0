"""A list of deals is a line for each, with how many they are and their sum in each currency."""

import pytest

from tests.support.chat import Person


async def _three_deals(ann: Person) -> None:
    """Bob Ray has two of them, Sue Poe one; and one that is won."""
    for line in (
        "/new Bob Ray, Ray Ltd",
        "/new Sue Poe",
        "/deal Bob Ray: gutter 100 USD, close 10 Dec",
        "/deal Bob Ray: roof 200 USD, close 31 Dec",
        "/deal Sue Poe: wall 300 EUR",
        "/deal Sue Poe: fence 7 000 USD",
        "/won fence",
    ):
        await ann.says(line)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("my deals", ("Mine · open deals: 3 deals, $300 + €300", "gutter · $100 · Lead", "roof", "wall")),
        ("open deals", ("Open deals: 3 deals, $300 + €300", "gutter", "roof", "wall")),
        ("won this month", ("Won deals (March 2026): 1 deal, $7,000", "Sue Poe · fence · $7,000 · Won")),
        ("deals over 150", ("Open deals · at least 150: 2 deals, €300 + $200", "roof", "wall")),
        ("won deals over 150", ("Won deals · at least 150: 1 deal, $7,000",)),
        ("deals over 150 usd", ("Open deals · at least $150: 1 deal, $200",)),
        ("deals without next step", ("Open deals · no next step: 3 deals",)),
        ("/find open deals bob", ("“bob” · open deals: 2 deals, $300", "gutter", "roof")),
        ("deals closing in december", ("expected close (December 2026): 2 deals, $300", "Thu, Dec 10")),
        ("closing in december", ("expected close (December 2026): 2 deals, $300",)),
        ("deals closing this month", ("expected close (March 2026): none.",)),
        ("закрываются в декабре", ("expected close (December 2026): 2 deals, $300",)),
        ("закриваються в грудні", ("expected close (December 2026): 2 deals, $300",)),
        ("zamykane w grudniu", ("expected close (December 2026): 2 deals, $300",)),
        ("12月预计成交", ("expected close (December 2026): 2 deals, $300",)),
        ("Which deals should close in December?", ("expected close (December 2026): 2 deals, $300",)),
        ("which deals close in december", ("expected close (December 2026): 2 deals, $300",)),
        ("какие сделки закрываются в декабре", ("expected close (December 2026): 2 deals, $300",)),
        ("какие сделки должны закрыться в декабре", ("expected close (December 2026): 2 deals, $300",)),
        ("які угоди маємо закрити в грудні", ("expected close (December 2026): 2 deals, $300",)),
        ("które szanse zamykają się w grudniu", ("expected close (December 2026): 2 deals, $300",)),
        ("jakie szanse mamy zamknąć w grudniu", ("expected close (December 2026): 2 deals, $300",)),
        ("12月要成交的单子有哪些", ("expected close (December 2026): 2 deals, $300",)),
        ("clients with open deals", ("Open deals: 2 clients", "roof")),
    ],
)
async def test_deals_are_listed_one_by_one(ann: Person, typed: str, seen: tuple[str, ...]) -> None:
    await _three_deals(ann)
    await ann.says(typed)
    ann.sees(*seen)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("мои сделки больше 300 тыс", "350 тыс руб"),
        ("мої угоди більше 300 тис", "350 тис грн"),
        ("moje szanse powyżej 300 tys", "350 tys. zł"),
        ("我的商机超过30万", "35万元"),
        ("my deals over 300k", "350k CAD"),
        ("my deals over 300k", "350 000 JPY"),
        ("my deals over 300k", "350 000 KWD"),
    ],
)
async def test_without_a_currency_each_deal_counts_in_its_own(ann: Person, typed: str, amount: str) -> None:
    await ann.says("/new Bob Ray")
    await ann.says(f"/deal Bob Ray: gutter {amount}")
    await ann.says("/deal Bob Ray: small 299 000 USD")
    await ann.says(typed)
    ann.sees("Mine · open deals · at least 300,000: 1 deal", "gutter")


async def test_the_biggest_yen_are_no_hundredfold(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    await ann.says("/deal Bob Ray: gutter 4 000 JPY")
    await ann.says("my deals over 300k")
    ann.sees("at least 300,000: none.")


async def test_a_deal_opens_from_the_list_and_leads_back(ann: Person) -> None:
    await _three_deals(ann)
    await ann.says("open deals")
    await ann.presses("roof · Bob Ray")
    ann.sees("roof", "· Lead", "Thu, Dec 31")
    await ann.presses("‹ Back to the list")
    ann.sees("Open deals: 3 deals, $300 + €300")


async def test_a_long_list_of_deals_is_paged_to_its_end(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    for n in range(1, 11):
        await ann.says(f"/deal Bob Ray: job {n}, {n}00 USD")
    await ann.says("my deals")
    ann.sees("Mine · open deals: 10 deals, $5,500", "job 10", "job 3")
    await ann.presses("More ›")
    ann.sees("Mine · open deals: 10 deals, $5,500", "job 2", "job 1")
    await ann.presses("‹ Earlier")
    ann.sees("job 10")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("/deals over 150", "Mine · open deals · at least 150: 2 deals, €300 + $200"),
        ("/deals won this month", "Mine · won deals (March 2026): 1 deal, $7,000"),
        ("/deals sue", "Mine · “sue” · open deals: 1 deal, €300"),
        ("/deals > lots", "I don't understand “> lots”"),
        ("/pipeline of mine", "Not used"),
    ],
)
async def test_what_follows_deals_narrows_them_down(ann: Person, typed: str, seen: str) -> None:
    await _three_deals(ann)
    await ann.says(typed)
    ann.sees(seen)


async def test_my_deals_say_their_sum_too(ann: Person) -> None:
    await _three_deals(ann)
    await ann.says("/deals")
    ann.sees("3 open deals, $300 + €300")


@pytest.mark.parametrize("typed", ["my follow-ups", "мои задачи", "мої завдання", "moje zadania", "我的待办"])
async def test_my_follow_ups_are_follow_ups_and_no_clients(ann: Person, typed: str) -> None:
    for line in (
        "/new Bob Ray",
        "/new Sue Poe",
        "/new Tom Fox",
        "/remind Bob Ray: tomorrow 10:00 send the offer",
        "/remind Sue Poe: in 1 hour ring her",
    ):
        await ann.says(line)
    await ann.says(typed)
    ann.sees(
        "2 open follow-ups", "Mon, Mar 2 (1)", "Sue Poe: ring her", "Tue, Mar 3 (1)", "Bob Ray: send the offer"
    )
    assert not any("Tom Fox" in seen.text for seen in ann.news)
    await ann.world.wait(days=2)
    await ann.says(typed)
    ann.sees("Overdue", "Sue Poe: ring her", "Bob Ray: send the offer")


async def test_of_my_follow_ups_it_says_what_it_did_not_use(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    await ann.says("/remind Bob Ray: tomorrow 10:00 send the offer")
    await ann.says("my follow-ups about roofs")
    ann.sees("1 open follow-up", "Not used", "about roofs")


async def test_without_follow_ups_it_says_how_one_is_made(ann: Person) -> None:
    await ann.says("my follow-ups")
    ann.sees("No open follow-ups.")


async def test_my_follow_ups_are_paged(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    for n in range(1, 15):
        await ann.says(f"/remind Bob Ray: in {n} days step {n}.")
    await ann.says("my follow-ups")
    ann.sees("14 open follow-ups", "step 12")
    await ann.presses("More ›")
    ann.sees("14 open follow-ups", "step 14")
    await ann.presses("Done")
    ann.sees("Done: Bob Ray")
