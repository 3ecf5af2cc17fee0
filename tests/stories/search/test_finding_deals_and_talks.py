"""Deals are found by their titles, interactions by what was said, beside clients; the best kind comes first."""

import pytest

from tests.support.chat import Person


async def _a_base(ann: Person) -> None:
    for line in (
        "/new Bob Ray, Brightline Ltd",
        "/new Sue Poe",
        "/new Ольга Ким, Ромашка",
        "/new 王伟, 上海天地有限公司",
        "/deal Bob Ray: gutter 100 USD",
        "/deal Bob Ray: roof repair 700 USD",
        "/deal Ким: арматура 300 EUR",
        "/call Sue Poe: asked about scaffolding for the roof",
        "/call Ким: пришлите договор до пятницы",
        "/note 王伟: 需要高质量钢材，下周报价",
    ):
        await ann.says(line)


@pytest.mark.parametrize(
    "typed", ["gutter", "Gutter", "gut", "guttter", "gitter", "gutter brightline", "ray gutter"]
)
async def test_a_deal_is_found_by_its_title_and_opened(ann: Person, typed: str) -> None:
    await _a_base(ann)
    await ann.says(f"/find {typed}")
    if typed == "gitter":
        ann.sees("Did you mean one of these?")
        await ann.presses("gutter · Bob Ray")
    ann.sees("gutter", "Bob Ray, Brightline Ltd", "$100 · Lead")
    ann.sees_button("Won", "Lost")


@pytest.mark.parametrize("typed", ["armatura", "арматур", "арматура ким"])
async def test_a_title_is_found_in_another_script(ann: Person, typed: str) -> None:
    await _a_base(ann)
    await ann.says(f"/find {typed}")
    ann.sees("арматура", "Ольга Ким, Ромашка", "€300 · Lead")


@pytest.mark.parametrize(
    ("typed", "client", "said"),
    [
        ("scaffolding", "Sue Poe", "asked about scaffolding for the roof"),
        ("scaff", "Sue Poe", "asked about scaffolding for the roof"),
        ("about scaffolding", "Sue Poe", "asked about scaffolding for the roof"),
        ("договор", "Ольга Ким", "пришлите договор до пятницы"),
        ("dogovor", "Ольга Ким", "пришлите договор до пятницы"),
        ("钢材", "王伟", "需要高质量钢材"),
        ("质量钢材", "王伟", "需要高质量钢材"),
    ],
)
async def test_one_interaction_is_opened_with_who_said_it(
    ann: Person, typed: str, client: str, said: str
) -> None:
    await _a_base(ann)
    await ann.says(typed)
    ann.sees("Mon, Mar 2", client, "Ann", said)
    await ann.presses("Open card")
    ann.sees(client)
    ann.sees_button("Log a call")


@pytest.mark.parametrize("typed", ["affolding", "钢"])
async def test_what_was_said_is_not_found_by_slips_or_middles(ann: Person, typed: str) -> None:
    await _a_base(ann)
    await ann.says(f"/find {typed}")
    ann.sees("Nothing found")


async def test_several_kinds_are_one_list_and_each_is_a_press_away(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/new Roofers & Sons")
    await ann.says("roof")
    ann.sees("Clients", "Roofers & Sons", "Deals", "roof repair · $700 · Lead")
    ann.sees("Calls and notes", "Sue Poe: asked about scaffolding for the roof")
    await ann.presses("roof repair · Bob Ray")
    ann.sees("$700 · Lead")
    await ann.presses("‹ Back to the list")
    await ann.presses("Roofers & Sons")
    ann.sees_button("Log a call")
    await ann.presses("‹ Back to the list")
    await ann.presses(next(label for label in ann.news[-1].buttons if "Sue Poe" in label))
    ann.sees("Call", "asked about scaffolding for the roof")


async def test_an_exact_title_comes_before_a_beginning_of_a_name(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/new Gutterman")
    await ann.says("/new Gutters Ltd")
    await ann.says("gutter")
    ann.sees("gutter", "Bob Ray, Brightline Ltd", "$100 · Lead")
    await ann.presses("Clients: gutter")
    ann.sees("Gutterman", "Gutters Ltd")


async def test_a_name_opens_its_card_though_others_spoke_of_it(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/note Sue Poe: knows Bob Ray well")
    await ann.says("bob ray")
    ann.sees("Bob Ray", "Brightline Ltd")
    ann.sees_button("Log a call")
    await ann.presses("Calls and notes: bob ray")
    ann.sees("Calls and notes: bob ray", "Sue Poe: knows Bob Ray well")


async def test_of_a_common_word_the_newest_fifty_are_listed_page_by_page(ann: Person) -> None:
    await _a_base(ann)
    for number in range(53):
        await ann.says(f"/note Sue Poe: invoice {number + 100}")
    await ann.says("invoice")
    ann.sees("Calls and notes", "invoice 152", "invoice 145")
    for _page in range(6):
        await ann.presses("More ›" if _page else "More calls and notes ›")
    ann.sees("invoice 104", "invoice 103")
    assert "invoice 102" not in ann.news[-1].text
    assert "More ›" not in ann.news[-1].buttons


@pytest.mark.parametrize(
    "typed",
    ["brightline deals", "deals of brightline", "gutter deals", "сделки brightline", "brightline的商机"],
)
async def test_deals_of_somebody_or_something_are_listed(ann: Person, typed: str) -> None:
    await _a_base(ann)
    await ann.says(typed)
    ann.sees("open deals: ", "Bob Ray · Brightline Ltd · gutter · $100 · Lead")


async def test_words_with_capitals_can_still_be_added(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("Scaffolding")
    ann.sees("asked about scaffolding")
    await ann.presses("Add Scaffolding")
    ann.sees("Scaffolding")
    ann.sees_button("Log a call", "Undo")


async def test_after_an_edit_and_an_undo_texts_are_found_as_they_are(ann: Person) -> None:
    await _a_base(ann)
    await ann.says("/note Sue Poe: likes zeppelins")
    await ann.says("zeppelins")
    ann.sees("likes zeppelins")
    await ann.says("/undo")
    await ann.says("zeppelins")
    ann.sees("Nothing found")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("аллергия на лилии", "кто говорил про аллергию на лилии"),
        ("алергія на лілії", "хто говорив про алергію на лілії"),
        ("przeprowadzka do Gdyni w marcu", "kto wspominał o przeprowadzce do Gdyni?"),
    ],
)
async def test_who_said_it_is_found_in_another_grammatical_case(ann: Person, said: str, asked: str) -> None:
    await ann.says("/new Sue Poe")
    await ann.says(f"/note Sue Poe: {said}")
    await ann.says(asked)
    ann.sees("Sue Poe", said)


async def test_several_who_said_it_are_listed(ann: Person) -> None:
    await ann.says("/new Sue Poe")
    await ann.says("/note Sue Poe: скидка мала")
    await ann.says("/note Sue Poe: большая скидка")
    await ann.says("кто говорил про скидку")
    ann.sees("скидка мала", "большая скидка")


@pytest.mark.parametrize("said", ["brightline deals", "сделки Громова", "угоди Громова", "深圳电子的商机"])
async def test_the_deals_of_a_client_without_any_are_none(ann: Person, said: str) -> None:
    for client in ("Tom Hanson, Brightline Inc", "Алексей Громов, ТехноСтрой", "李娜, 深圳电子"):
        await ann.says(f"/new {client}")
    await ann.says(said)
    ann.sees("open deals: none.")
    ann.sees_button("Search by name only")
    assert not any(label.startswith(("Add", "Call")) for label in ann.news[-1].buttons)
