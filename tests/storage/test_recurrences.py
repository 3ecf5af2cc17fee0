"""One occurrence of a rule is open, each is made once, and none piles up."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

import storage
from storage.activities import follow_ups, recurrences
from storage.activities.recurrence_days import Rule
from storage.activities.recurrences import NoSuchDay
from storage.audit import changes, reversal
from storage.clients import handover
from storage.models import FollowUp, FollowUpKind, FollowUpState, Recurrence, RecurrenceUnit, Rep, Role
from storage.team import accounts
from tests.support import people
from tests.support.world import BEGINNING, World

MONDAY = BEGINNING.date() + timedelta(7 - BEGINNING.weekday())  # the first after the beginning
WEEKLY = Rule(RecurrenceUnit.WEEK, 1, MONDAY, time(9))
DONE, OPEN = FollowUpState.DONE, FollowUpState.OPEN


@pytest.fixture
async def ann(database: storage.Database) -> Rep:
    async with storage.transaction(database) as db:
        return await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)


async def _add(world: World, ann: Rep, rule: Rule = WEEKLY) -> FollowUp:
    async with storage.transaction(world.database) as db:
        client = await people.client(db, ann, "Ivan Petrov")
        changes.act(db, ann, BEGINNING, "console", "remind")
        return await recurrences.add(db, ann, client, "report", rule, BEGINNING)


async def _close(world: World, ann: Rep, occurrence: FollowUp, at: datetime) -> int:
    async with storage.transaction(world.database) as db:
        changes.act(db, ann, at, "console", "follow_up.done")
        assert await follow_ups.close(db, ann, occurrence.id, occurrence.due_at, DONE, at)
        act_id = changes.act_id(db)
        assert act_id
        return act_id


async def _all(world: World, state: FollowUpState | None = OPEN) -> list[FollowUp]:
    async with storage.reading(world.database) as db:
        found = select(FollowUp).order_by(FollowUp.id)
        return list(await db.scalars(found.where(FollowUp.state == state) if state else found))


async def _advance(world: World, now: datetime) -> None:
    async with storage.transaction(world.database) as db:
        assert not await recurrences.is_any_due(db, now) or await recurrences.advance(db, now, limit=100)


def _days(found: list[FollowUp]) -> list[date | None]:
    return [each.occurs_on for each in found]


async def test_done_makes_the_next_one(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    assert (first.occurs_on, first.due_at) == (MONDAY, datetime.combine(MONDAY, time(9), BEGINNING.tzinfo))
    await _close(world, ann, first, first.due_at + timedelta(days=2))
    assert _days(await _all(world)) == [MONDAY + timedelta(7)]


async def test_done_before_it_is_due_makes_the_one_after_it(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    await _close(world, ann, first, BEGINNING)
    assert _days(await _all(world)) == [MONDAY + timedelta(7)]


async def test_after_weeks_of_holiday_one_is_open_and_the_next_one_follows(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    for days in range(0, 24):
        await _advance(world, first.due_at + timedelta(days=days, minutes=1))
    (one,) = await _all(world)
    assert one.occurs_on == MONDAY + timedelta(21)
    await _close(world, ann, one, first.due_at + timedelta(days=23))
    assert _days(await _all(world)) == [MONDAY + timedelta(28)]


async def test_what_was_moved_ahead_stays_there(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    later = first.due_at + timedelta(days=9)
    async with storage.transaction(world.database) as db:
        assert await follow_ups.snooze(db, ann, first.id, first.due_at, later)
    await _advance(world, first.due_at + timedelta(days=7, minutes=1))
    (one,) = await _all(world)
    assert (one.due_at, one.occurs_on) == (later, MONDAY + timedelta(7))


async def test_the_last_one_ends_the_rule(world: World, ann: Rep) -> None:
    first = await _add(world, ann, Rule(RecurrenceUnit.WEEK, 1, MONDAY, time(9), until=MONDAY + timedelta(3)))
    await _close(world, ann, first, first.due_at)
    assert await _all(world) == []
    async with storage.reading(world.database) as db:
        assert (await db.scalars(select(Recurrence))).one().ended_at


async def test_a_rule_without_a_day_to_come_is_refused(world: World, ann: Rep) -> None:
    with pytest.raises(NoSuchDay):
        await _add(world, ann, Rule(RecurrenceUnit.DAY, 1, MONDAY, time(9), until=MONDAY - timedelta(9)))


async def test_undo_of_done_takes_the_next_one_back(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    act_id = await _close(world, ann, first, first.due_at)
    async with storage.transaction(world.database) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)
    assert _days(await _all(world, None)) == [MONDAY]
    await _advance(world, first.due_at + timedelta(days=7))
    assert _days(await _all(world)) == [MONDAY + timedelta(7)]


async def test_undo_of_the_first_leaves_nothing(world: World, ann: Rep) -> None:
    await _add(world, ann)
    async with storage.transaction(world.database) as db:
        act = await changes.last(db, ann)
        assert act and await reversal.undo(db, ann, act.id, BEGINNING)
        assert not (await db.scalars(select(Recurrence))).all()


async def test_stop_drops_the_open_one_and_makes_no_other(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        assert await recurrences.stop(db, first, BEGINNING)
        assert not await recurrences.stop(db, first, BEGINNING)
    await _advance(world, first.due_at + timedelta(days=60))
    assert await _all(world) == []


async def test_changed_for_all_from_the_open_one_on(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    tuesday = Rule(RecurrenceUnit.WEEK, 1, MONDAY, time(10), "2")
    async with storage.transaction(world.database) as db:
        occurrence = await db.get_one(FollowUp, first.id)
        assert await recurrences.change(
            db, occurrence, BEGINNING, rule=tuesday, what=("call", FollowUpKind.CALL)
        )
    (one,) = await _all(world)
    assert (one.occurs_on, one.due_at.hour, one.text) == (MONDAY + timedelta(1), 10, "call")
    await _close(world, ann, one, one.due_at)
    (two,) = await _all(world)
    assert (two.occurs_on, two.text) == (MONDAY + timedelta(8), "call")


async def test_the_local_time_is_kept_in_another_zone(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        owner = await db.get_one(Rep, ann.id)
        owner.timezone = "Asia/Shanghai"
        await recurrences.replan(db, owner, "UTC")
    (one,) = await _all(world)
    assert one.due_at == first.due_at - timedelta(hours=8)
    await _advance(world, one.due_at + timedelta(days=7))
    assert (await _all(world))[0].due_at == one.due_at + timedelta(days=7)


async def test_a_handover_moves_the_rule_with_its_client(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    async with storage.transaction(world.database) as db:
        boris = await people.rep(db, "Boris", BEGINNING, timezone="Asia/Shanghai")
        await handover.handover(db, ann, ann, [boris])
    (one,) = await _all(world)
    assert (one.owner_id, one.due_at) == (boris.id, first.due_at - timedelta(hours=8))
    async with storage.transaction(world.database) as db:
        boris = await db.get_one(Rep, boris.id)
        assert await follow_ups.close(db, boris, one.id, one.due_at, DONE, one.due_at)
    assert [each.owner_id for each in await _all(world)] == [boris.id]


async def test_without_an_active_owner_nothing_is_made_until_one_is_back(world: World, ann: Rep) -> None:
    first = await _add(world, ann)
    await _activate(world, ann, active=False)
    later = first.due_at + timedelta(days=15)
    await _advance(world, later)
    assert _days(await _all(world)) == [MONDAY]
    async with storage.transaction(world.database) as db:
        assert await recurrences.is_any_orphaned(db, later)
        (orphan,) = await recurrences.get_orphans(db, later, limit=9)
        orphan.reported_at = later
    async with storage.transaction(world.database) as db:
        assert not await recurrences.is_any_orphaned(db, later)
    await _activate(world, ann, active=True)
    await _advance(world, later)
    assert _days(await _all(world)) == [MONDAY + timedelta(14)]


async def _activate(world: World, rep: Rep, **to: Any) -> None:
    async with storage.transaction(world.database) as db:
        await db.execute(update(Rep).where(Rep.id == rep.id).values(**to))
        assert await accounts.get(db, rep.id)
