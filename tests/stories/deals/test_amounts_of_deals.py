"""/deal: what of a line is the amount, what stays in the title, and what is asked."""

import pytest

from tests.support.chat import Person

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("licence 10 000-12 000 USD", ("licence 10 000-12 000 USD", "no amount yet")),
        ("licence 10 000 to 12 000 USD", ("licence 10 000 to 12 000 USD", "no amount yet")),
        ("licence $5,000 - $8,000", ("licence $5,000 - $8,000", "no amount yet")),
        ("licence C$ 500", ("CA$500",)),
        ("licence S$ 500", (f"SGD{NB}500",)),
        ("licence R 500", ("licence R 500", "no amount yet")),
        ("licence 2 x 500 USD", ("licence 2 x 500 USD", "$1,000")),
        ("3× 1200 zł", ("3× 1200 zł", f"PLN{NB}3,600")),
        ("licence 1 млн 200 тыс руб", (f"RUB{NB}1,200,000",)),
        ("licence 1 mln 200 tys. zł", (f"PLN{NB}1,200,000",)),
        ("licence $5k & support", ("licence $5k & support", "$5,000")),
        (
            "Roof repair $12,500.00 60% close 12/15",
            ("Roof repair", "$12,500", "Tue, Dec 15", "Not used", "60%"),
        ),
        ("CRM rollout - $15k / yr, close Q1", ("CRM rollout / yr", "$15,000", "Tue, Mar 31")),
        ("3 licences 2000", ("3 licences 2000", "no amount yet")),
        ("5000 renewal", ("5000 renewal", "no amount yet")),
        ("renewal 2027 5000", ("renewal 2027", "$5,000")),
    ],
)
async def test_a_deal_is_worth_what_its_line_says(ann: Person, typed: str, seen: tuple[str, ...]) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says(f"/deal Acme: {typed}")
    ann.sees(*seen)


@pytest.mark.parametrize("typed", ["licence X$ 500", "licence 0.001 usd"])
async def test_an_unclear_amount_is_asked_about(ann: Person, typed: str) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says(f"/deal Acme: {typed}")
    await ann.fills({"Amount": "700 AUD"})
    ann.sees(typed, "A$700")


async def test_what_is_typed_into_the_form_is_read_as_a_line_is(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme")
    await ann.fills({"What's the deal about?": "website, 9k, closing dec 15"})
    ann.sees("website", "$9,000", "Tue, Dec 15")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("выиграли бетон, 2,5 млн", ("2,5 млн",)),
        ("new deal: redwood clinic, scheduling module, $4,800", ("$4,800",)),
    ],
)
async def test_a_comma_in_a_number_is_no_end_of_a_part(ann: Person, typed: str, kept: tuple[str, ...]) -> None:
    await ann.says(typed)
    ann.sees(*kept)
    ann.sees_button("Add")
