"""The board shows what is open by stage, how long it has stood there, and what was closed this month."""

from datetime import timedelta

from sqlalchemy import select

import storage
from storage.models import Rep
from storage.reports import weekly
from tests.support.chat import Person
from tests.support.world import BEGINNING


async def _deals(ann: Person) -> None:
    for line in (
        "/new Bob Ray, Ray Ltd",
        "/deal Bob Ray: gutter 1 000 USD",
        "/deal Bob Ray: roof 2 000 USD",
        "/deal Bob Ray: wall 300 EUR",
        "/deal Bob Ray: fence 7 000 USD",
        "/move wall: offer",
    ):
        await ann.says(line)


async def test_only_stages_that_hold_something_with_bars_and_ages(ann: Person) -> None:
    await _deals(ann)
    await ann.world.wait(days=9)
    await ann.says("/move gutter: offer")
    await ann.says("/pipeline")
    ann.sees(
        "▰▰▰▰▰▰▰▰ 2 · $9,000", "oldest: 9 days", "▰▰▰▰▰▰▰▰ 2 · ", "$1,000", "€300", "+1 this week", "Weighted"
    )
    said = "\n".join(seen.text for seen in ann.news)
    assert "Qualified" not in said
    assert "Won" not in said


async def test_a_press_leads_to_the_deals_of_a_stage_with_their_sum(ann: Person) -> None:
    await _deals(ann)
    await ann.says("/pipeline")
    await ann.presses("Lead (3)")
    ann.sees("Lead: 3 deals, $10,000", "Bob Ray: fence · $7,000")
    await ann.presses("‹ Back to the pipeline")
    ann.sees("Pipeline")


async def test_many_deals_come_in_pages(ann: Person) -> None:
    await ann.says("/new Bob Ray")
    for number in range(10):
        await ann.says(f"/deal Bob Ray: part{number} {number + 1}00 USD")
    await ann.says("/pipeline")
    await ann.presses("Lead (10)")
    ann.sees("Lead: 10 deals, $5,500", "part9")
    await ann.presses("More ›")
    ann.sees("part0")
    await ann.presses("‹ Earlier")
    ann.sees("part9")


async def test_what_was_closed_counts_in_the_month_it_was_closed(ann: Person) -> None:
    await _deals(ann)
    await ann.says("/won fence")
    await ann.says("/lost roof: too expensive")
    await ann.says("/pipeline")
    ann.sees("Won (March 2026)", "1 · $7,000", "Lost (March 2026)", "1 · $2,000")
    await ann.presses("Won (1)")
    ann.sees("Won (March 2026): 1 deal, $7,000", "Bob Ray: fence · $7,000")
    await ann.world.wait(days=31)
    await ann.says("/pipeline")
    said = "\n".join(seen.text for seen in ann.news)
    assert "$7,000" not in said
    await ann.says("won last month")
    ann.sees("1 deal, $7,000")
    await ann.says("won this month")
    ann.sees("none.")


async def test_a_deal_that_is_opened_again_is_not_closed(ann: Person) -> None:
    await _deals(ann)
    await ann.says("/won fence")
    await ann.presses("Offer")
    await ann.says("/pipeline")
    said = "\n".join(seen.text for seen in ann.news)
    assert "Won" not in said
    await ann.says("won this month")
    ann.sees("none.")


async def test_an_edit_of_a_closed_deal_does_not_close_it_again(ann: Person) -> None:
    """The weekly report, too, goes by when it was closed."""
    await _deals(ann)
    await ann.says("/won fence")
    async with storage.transaction(ann.world.database) as db:
        rep = (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()
        week = (BEGINNING - timedelta(days=1), BEGINNING + timedelta(days=6))
        told = await weekly.weeks(db, rep, [rep], *week, BEGINNING)
        later = await weekly.weeks(db, rep, [rep], week[1], week[1] + timedelta(days=7), BEGINNING)
    assert (told[rep.id].won.count, later[rep.id].won.count) == (1, 0)


async def test_an_empty_board_says_what_to_do(ann: Person) -> None:
    await ann.says("/pipeline")
    ann.sees("No open deals. Open one with ")
