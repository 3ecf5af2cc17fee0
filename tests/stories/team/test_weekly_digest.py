"""On Monday a manager is told what the team did last week."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

import storage
from storage.models import Outbox, Role
from tests.support.chat import Person
from tests.support.world import BEGINNING

ONLY_ON = ("telegram", "slack")
MONDAY = BEGINNING.replace(hour=9) + timedelta(days=7)
TITLE = "Last week:"


@pytest.fixture
async def boris(ann: Person) -> Person:
    """A rep of team North; Ann is its manager. Dora is of another team."""
    boris, dora = ann.beside("Boris"), ann.beside("Dora")
    for person, team in ((boris, "North"), (dora, "South")):
        await person.joins()
        await person.is_now(Role.REP, team)
    await ann.is_now(Role.MANAGER, "North")
    await dora.says("/new Walter Walrus")
    await dora.says("/call Walter Walrus: hm")
    return boris


async def _sells(boris: Person) -> None:
    await boris.says("/new Olga Orlova, Acme Ltd")
    for text in ("/call Olga Orlova: wants a discount", "/note Olga Orlova: likes tea"):
        await boris.says(text)
    for deal in ("licence 12 000 USD", "support 500 EUR", "audit 1 000 USD", "training 700 USD"):
        await boris.says(f"/deal Olga Orlova: {deal}")
    await boris.says("/won licence")
    await boris.says("/won support")
    await boris.says("/lost audit: too dear")
    await boris.says("/remind Olga Orlova: tomorrow 10:00 send the offer")


async def _told(person: Person) -> str:
    """What has come of it by now."""
    await person.looks()
    return "\n".join(seen.text for seen in person.news if TITLE in seen.text)


async def test_a_manager_is_told_the_week_of_the_own_team(ann: Person, boris: Person) -> None:
    await _sells(boris)
    await ann.looks()
    await ann.world.turn(MONDAY - timedelta(minutes=1))
    assert not await _told(ann)
    await ann.world.turn(MONDAY)
    told = await _told(ann)
    for part in ("Boris: 2 interactions", "lost 1 ($1,000)", "open 1 ($700)", "1 follow-up overdue"):
        assert part in told
    assert "won 2 (€500, $12,000)" in told
    assert "Dora" not in told and "Ann:" not in told
    assert not await _told(boris)


async def test_an_admin_is_told_of_everybody(ann: Person, boris: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await _sells(boris)
    await ann.world.turn(MONDAY)
    told = await _told(ann)
    assert "Boris: 2 interactions" in told and "Dora: 1 interaction" in told


async def test_a_week_in_which_nothing_happened_is_not_told(ann: Person, boris: Person) -> None:
    await ann.world.turn(MONDAY)
    assert not await _told(ann)


async def test_it_is_told_once_and_the_next_week_tells_of_the_next(ann: Person, boris: Person) -> None:
    await _sells(boris)
    for minutes in (0, 5, 300):
        await ann.world.turn(MONDAY + timedelta(minutes=minutes))
    assert (await _told(ann)).count(TITLE) == 1
    await boris.says("/call Olga Orlova: again")
    await ann.world.turn(MONDAY + timedelta(days=7))
    assert "Boris: 1 interaction · open 1" in await _told(ann)
    async with storage.reading(ann.world.database) as db:
        queued = select(func.count(Outbox.id)).where(Outbox.reminder == "weekly")
        assert await db.scalar(queued) == 2


async def test_what_a_downtime_swallowed_comes_on_the_next_morning(ann: Person, boris: Person) -> None:
    await ann.world.turn(BEGINNING)
    await _sells(boris)
    await ann.world.turn(MONDAY + timedelta(days=1))
    assert "Boris: 2 interactions" in await _told(ann)


async def test_who_is_no_manager_any_more_is_not_told(ann: Person, boris: Person) -> None:
    await _sells(boris)
    await ann.is_now(Role.REP, "North")
    await ann.world.turn(MONDAY)
    assert not await _told(ann)


async def test_a_manager_sees_who_has_logged_nothing(ann: Person, boris: Person) -> None:
    await boris.says("/new Olga Orlova, Acme Ltd")
    await ann.world.turn(MONDAY)
    assert "Logged nothing" not in await _told(ann)  # Boris has joined during that week
    await ann.world.turn(MONDAY + timedelta(days=7))
    assert "Logged nothing: Boris" in await _told(ann)
    await boris.says("/call Olga Orlova: no answer")
    await ann.world.turn(MONDAY + timedelta(days=14))
    assert "Logged nothing" not in await _told(ann)
