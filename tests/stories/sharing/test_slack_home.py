"""Rapport's Home tab in Slack: my day, my pipeline, my next reminders, as they are now."""

from collections.abc import AsyncIterator

import pytest

from storage.models import Role
from tests.support.chat import OnSlack, on_slack, on_slack_http
from tests.support.world import World


@pytest.fixture(params=[on_slack, on_slack_http])
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[OnSlack]:
    """Ann, who has a client with a deal and looks at her page."""
    async with request.param(world) as person:
        await person.joins()
        await person.says("/new Olga Orlova, Acme Ltd")
        await person.says("/deal Olga Orlova: annual licence 12 000 USD")
        await person.says("/remind Olga Orlova: today 15:00 send the offer")
        await person.says("/remind Olga Orlova: friday 10:00 ring again")
        await _opens(person)
        yield person


async def _opens(person: OnSlack) -> None:
    await person.fake.opens_home(person.user)
    await person.looks()


async def _presses(person: OnSlack, label: str) -> None:
    await person.fake.presses_at_home(person.user, label)
    await person.looks()


def _page(person: OnSlack) -> str:
    return person.fake.homes[person.user.id].message.text


def _published(person: OnSlack) -> int:
    return [method for method, _given in person.fake.calls].count("views.publish")


async def test_it_shows_my_day_my_pipeline_and_what_comes_next(ann: OnSlack) -> None:
    page = _page(ann)
    assert "My day" in page
    assert "Due today\n15:00 Olga Orlova: send the offer" in page
    assert "My pipeline\nLead: 1 · $12,000" in page
    assert "Next reminders\nFri 10:00 📞 Olga Orlova: ring again" in page


async def test_what_is_done_there_is_gone_from_there(ann: OnSlack) -> None:
    await _presses(ann, "Done")
    ann.sees("Done: Olga Orlova")
    assert "send the offer" not in _page(ann)
    await ann.presses("Undo")
    assert "send the offer" in _page(ann)


async def test_it_follows_what_is_said_elsewhere(ann: OnSlack) -> None:
    await ann.says("/move annual licence offer")
    assert "Offer: 1 · $12,000" in _page(ann)
    await ann.says("/won annual licence")
    assert "My pipeline" not in _page(ann)


async def test_it_follows_what_others_do(ann: OnSlack) -> None:
    boss = ann.beside("Boss")
    await boss.joins(Role.ADMIN)
    await boss.says("/move annual licence negotiation")
    assert "Negotiation: 1" in _page(ann)
    await boss.presses("Undo")
    assert "Lead: 1" in _page(ann)
    await boss.says("/assign Olga Orlova: Boss")
    assert "Olga Orlova" not in _page(ann)
    await boss.presses("Undo")
    assert "Olga Orlova" in _page(ann)


async def test_it_follows_the_hours_and_the_days(ann: OnSlack, world: World) -> None:
    await world.wait(hours=5, minutes=1)
    assert "Overdue\ntoday 15:00 Olga Orlova: send the offer" in _page(ann)
    await world.wait(days=4)
    assert "Overdue" in _page(ann)
    assert "ring again" not in _page(ann).partition("Next reminders")[2]


async def test_nothing_is_published_twice(ann: OnSlack) -> None:
    before = _published(ann)
    await _opens(ann)
    await ann.says("/note Olga Orlova: likes tea")
    await ann.says("/orlova")
    await ann.fake.again()
    assert _published(ann) == before


async def test_a_page_that_is_blank_again_is_drawn_anew(ann: OnSlack) -> None:
    ann.fake.homes.clear()
    await _opens(ann)
    assert "My pipeline" in _page(ann)


async def test_a_page_that_could_not_be_published_is_tried_again(ann: OnSlack, world: World) -> None:
    ann.fake.fail("views.publish", 500)
    await ann.says("/move annual licence offer")
    assert "Lead: 1" in _page(ann)
    await world.wait(minutes=1)
    assert "Offer: 1" in _page(ann)


async def test_only_who_has_opened_it_has_one(ann: OnSlack) -> None:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.says("/new Ivan Petrov")
    assert boris.user.id not in ann.fake.homes


async def test_a_stranger_reads_how_to_come_in(ann: OnSlack) -> None:
    mallory = ann.beside("Mallory")
    await _opens(mallory)
    assert "You don't have access yet" in _page(mallory)
    assert "Olga" not in _page(mallory)


async def test_whoever_is_removed_sees_nothing_there_any_more(ann: OnSlack) -> None:
    boss = ann.beside("Boss")
    await boss.joins(Role.ADMIN)
    await boss.says("/team")
    await boss.presses("Ann")
    await boss.presses("Suspend")
    assert "Olga" not in _page(ann)
    assert "You don't have access right now" in _page(ann)
    await _opens(ann)
    assert "Olga" not in _page(ann)
