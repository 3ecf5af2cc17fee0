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
            ("Roof repair", "$12,500", "Tue, Dec 15", "60%"),
        ),
        ("CRM rollout - $15k / yr, close Q1", ("CRM rollout / yr", "$15,000", "Tue, Mar 31")),
        ("3 licences 2000", ("3 licences 2000", "no amount yet")),
        ("5000 renewal", ("5000 renewal", "no amount yet")),
        ("3 licences at 2000", ("3 licences at 2000", "3 × $2,000 = $6,000")),
        ("5 x 300", ("5 × $300 = $1,500",)),
        ("3 лицензии по 2000 руб", (f"3 × RUB{NB}2,000 = RUB{NB}6,000",)),
        ("20 т ячменю по 7500 грн", (f"20 × UAH{NB}7,500 = UAH{NB}150,000",)),
        ("120 filtrów po 35 zł, szansa 60%", (f"120 × PLN{NB}35 = PLN{NB}4,200", "60%")),
        ("500块电路板，每块120元，成功率60%", ("500 × CN¥120 = CN¥60,000", "60%")),
        ("solar inverters 32k 40% likely", ("solar inverters", "$32,000", "40%")),
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
        ("Бетон Строй, 2,5 млн", ("2,5 млн",)),
    ],
)
async def test_a_comma_in_a_number_is_no_end_of_a_part(ann: Person, typed: str, kept: tuple[str, ...]) -> None:
    await ann.says(typed)
    ann.sees(*kept)
    ann.sees_button("Add")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("new deal: redwood clinic, scheduling module, $4,800", "redwood clinic"),
        ("новая сделка: клиника Кедр, модуль записи, 480 тыс руб", "клиника Кедр"),
        ("商机：红杉诊所，预约模块，48万", "红杉诊所"),
    ],
)
async def test_a_client_nobody_knows_is_not_replaced_by_the_one_looked_at(
    ann: Person, typed: str, name: str
) -> None:
    await ann.says("/new Acme Ltd")
    await ann.says(typed)
    ann.sees(f"No client called “{name}”")
    await ann.says("/deals")
    ann.sees("no open deals")


async def test_a_number_that_may_be_the_amount_is_offered_as_one(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme: 3 licences 2000")
    ann.sees("no amount yet")
    ann.sees_button("Amount: $2,000")
    await ann.presses("3 × $2,000 = $6,000")
    ann.sees("3 licences 2000", "$6,000")
    await ann.presses("Undo")
    ann.sees("A change to a deal")


async def test_only_what_the_title_does_not_say_is_asked(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme")
    await ann.fills({"What's the deal about?": "website 9k 40%", "Expected close": "dec 15"})
    ann.sees("website", "$9,000", "Tue, Dec 15", "40%")


async def test_a_deal_has_a_probability_of_its_own_while_it_is_open(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme: website 9k")
    await ann.says("/move website to 60%")
    ann.sees("10% → 60%")
    await ann.says("/move website to proposal")
    ann.sees("Offer ▰▰▱▱ 60%")
    await ann.says("/pipeline")
    ann.sees("Weighted", "$5,400")
    await ann.says("/won website")
    ann.sees("· Won")
    await ann.says("/move website to 50%")
    ann.sees("· Won", "Not used", "50%")
    await ann.says("/move website to negotiation 80%")
    ann.sees("Negotiation", "80%")


async def test_a_sentence_changes_a_deal_and_the_answer_shows_what_it_was(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme: website 9k")
    await ann.says("website is now 9500")
    ann.sees("$9,000 → $9,500")
    await ann.says("website 60%")
    ann.sees("10% → 60%")


async def test_the_probability_is_edited(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme: website 9k 40%")
    await ann.presses("Edit")
    await ann.changes("Probability", "75")
    ann.sees("75%")


@pytest.mark.parametrize(
    ("typed", "stage"),
    [
        ("to negotiation, 60%", "Negotiation ▰▰▱▱ 60%"),
        ("в переговоры, 60%", "Negotiation ▰▰▱▱ 60%"),
        ("на этап предложение, вероятность 50%", "Offer ▰▰▱▱ 50%"),
        ("в пропозицію 50%", "Offer ▰▰▱▱ 50%"),
        ("do negocjacji, 75%", "Negotiation ▰▰▰▱ 75%"),
        ("推进到报价阶段，概率50%", "Offer ▰▰▱▱ 50%"),
    ],
)
async def test_a_stage_is_named_in_any_language(ann: Person, typed: str, stage: str) -> None:
    await ann.says("/new Ivan Petrov, Acme")
    await ann.says("/deal Acme: website 9k")
    await ann.says(f"/move website {typed}")
    ann.sees(stage)
