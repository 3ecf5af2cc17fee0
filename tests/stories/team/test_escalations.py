"""A follow-up that is ignored is told to the manager of whoever promised it, once."""

import pytest
from sqlalchemy import func, select

import storage
from storage.models import FollowUp, Outbox, Rep, Role
from tests.support.chat import Person

ONLY_ON = ("telegram", "slack")
TOLD = "Missed follow-up: Olga Orlova"


@pytest.fixture
async def boris(ann: Person) -> Person:
    """A rep of team North, who has promised something; Ann is its manager."""
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.is_now(Role.REP, "North")
    await ann.is_now(Role.MANAGER, "North")
    await boris.says("/new Olga Orlova, Acme Ltd")
    await boris.says("/remind Olga Orlova: today 12:00 send the offer")
    await ann.world.wait(hours=2)
    await boris.looks()
    boris.sees("Follow up with Olga Orlova")
    return boris


async def _hears(ann: Person, hours: float) -> bool:
    """Whether Ann hears of it within that time."""
    await ann.looks()
    await ann.world.wait(hours=hours)
    await ann.looks()
    return TOLD in str(ann.news)


async def _ignores_more(ann: Person, count: int) -> None:
    """So many more that Boris was reminded of together with the first."""
    async with storage.transaction(ann.world.database) as db:
        first = (await db.scalars(select(FollowUp))).one()
        same = ("client_id", "owner_id", "due_at", "created_at", "reminded_at")
        for number in range(count):
            db.add(FollowUp(text=f"ring {number}", **{name: getattr(first, name) for name in same}))


async def test_an_ignored_follow_up_is_told_to_the_manager_once(ann: Person, boris: Person) -> None:
    assert not await _hears(ann, 47)
    assert await _hears(ann, 1)
    ann.sees(
        "Owner: Boris",
        "Company: Acme Ltd",
        "To do: send the offer",
        "Boris was reminded when the follow-up was due",
    )
    assert not await _hears(ann, 1) and not await _hears(ann, 72)
    await ann.presses("Open card")
    ann.sees("Olga Orlova")


async def test_the_manager_hands_it_on(ann: Person, boris: Person) -> None:
    clara = ann.beside("Clara")
    await clara.joins()
    await clara.is_now(Role.REP, "North")
    assert await _hears(ann, 48)
    await ann.presses("Reassign")
    await ann.presses("Clara")
    ann.sees("Clara is now the owner of Olga Orlova.")


async def test_what_was_kept_meanwhile_is_not_told(ann: Person, boris: Person) -> None:
    await boris.presses("Done")
    assert not await _hears(ann, 49)


async def test_what_was_put_off_is_told_when_that_is_ignored(ann: Person, boris: Person) -> None:
    await boris.presses("Next week")
    assert not await _hears(ann, 100)
    assert not await _hears(ann, 24 * 7 - 100)
    assert await _hears(ann, 48)


async def test_what_is_kept_while_the_manager_sleeps_is_not_told_in_the_morning(
    ann: Person, boris: Person
) -> None:
    async with storage.transaction(ann.world.database) as db:
        rep = (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()
        rep.timezone = "Asia/Tokyo"  # noon in London is nine in the evening there
    assert not await _hears(ann, 48)
    await boris.presses("Done")
    assert not await _hears(ann, 12)


async def test_where_there_is_no_manager_an_admin_hears_of_it(ann: Person, boris: Person) -> None:
    await ann.is_now(Role.ADMIN)
    assert await _hears(ann, 48)


async def test_an_admin_sets_how_long_that_takes(ann: Person, boris: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Escalate after", "4")
    assert not await _hears(ann, 3)
    assert await _hears(ann, 1)


async def test_it_can_be_switched_off(ann: Person, boris: Person) -> None:
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Escalate after", "0")
    assert not await _hears(ann, 200)


async def test_beats_that_come_twice_queue_nothing_twice(ann: Person, boris: Person) -> None:
    clara = ann.beside("Clara")
    await clara.joins()
    await clara.is_now(Role.MANAGER, "North")
    for _beat in range(3):
        await ann.world.wait(hours=48)
    async with storage.reading(ann.world.database) as db:
        queued = select(func.count(Outbox.id)).where(Outbox.reminder == "escalation")
        assert await db.scalar(queued) == 2  # one for each manager


async def test_many_that_were_ignored_at_once_are_told_in_one_message(ann: Person, boris: Person) -> None:
    await _ignores_more(ann, 29)
    assert not await _hears(ann, 48)
    ann.sees("Boris missed 30 follow-ups", "Olga Orlova: send the offer", "and 22 more")
    ann.sees_button("Olga Orlova", "Reassign")
    assert len(ann.news) == 1
    assert not await _hears(ann, 1) and not ann.news


async def test_what_was_put_off_before_the_manager_wakes_is_not_among_the_many(
    ann: Person, boris: Person
) -> None:
    async with storage.transaction(ann.world.database) as db:
        rep = (await db.scalars(select(Rep).where(Rep.name == "Ann"))).one()
        rep.timezone = "Asia/Tokyo"
    await _ignores_more(ann, 29)
    assert not await _hears(ann, 48) and not ann.news
    await boris.presses("Done")
    await ann.world.wait(hours=12)
    await ann.looks()
    ann.sees("Boris missed 29 follow-ups")
