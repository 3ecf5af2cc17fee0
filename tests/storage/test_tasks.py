"""Tasks without a client: who sees them, and what becomes of them when their owner leaves."""

from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage.activities import follow_ups, recurrences
from storage.activities.recurrence_days import Rule
from storage.audit import changes, reversal
from storage.clients import handover
from storage.models import FollowUp, FollowUpState, RecurrenceUnit, Rep, Role, Visibility
from storage.reports import weekly
from storage.rights import SYSTEM, Who
from storage.team import teams
from tests.support import people
from tests.support.world import BEGINNING, World

DUE = BEGINNING + timedelta(hours=1)


async def _team(db: AsyncSession) -> dict[str, Rep]:
    """Ann and Boris of North, their manager Max, Clara of South, and the boss. Everybody sees all clients."""
    roles = {"Max": Role.MANAGER, "Boss": Role.ADMIN}
    north, south = [(await teams.put(db, name)).id for name in ("North", "South")]
    found = {}
    for name in ("Ann", "Boris", "Max", "Clara", "Boss"):
        rep = await people.rep(db, name, BEGINNING, role=roles.get(name, Role.REP))
        rep.team_id, rep.sees = (south if name == "Clara" else north), Visibility.ALL
        found[name] = rep
    await db.flush()
    return found


async def _sees(db: AsyncSession, who: Who, task: FollowUp) -> bool:
    return await follow_ups.get(db, who, task.id) is not None


async def test_a_task_is_seen_by_owner_giver_and_whoever_manages_the_owner(world: World) -> None:
    async with storage.transaction(world.database) as db:
        team = await _team(db)
        task = await follow_ups.add(db, team["Ann"], None, "buy coffee", DUE, BEGINNING)
        seeing = {name for name, rep in team.items() if await _sees(db, rep, task)}
        assert seeing == {"Ann", "Max", "Boss"}
        assert await _sees(db, SYSTEM, task)
        task.given_by_id = team["Clara"].id
        await db.flush()
        assert await _sees(db, team["Clara"], task)
        team["Ann"].active = False
        await db.flush()
        assert not await _sees(db, team["Ann"], task)


async def test_the_tasks_of_who_leaves_are_handed_over_and_come_back_with_undo(world: World) -> None:
    async with storage.transaction(world.database) as db:
        team = await _team(db)
        tasks = [await follow_ups.add(db, team["Ann"], None, "ring", DUE, BEGINNING) for _each in range(3)]
        assert (await handover.count_load(db, team["Boss"], team["Ann"])).follow_ups == 3
        changes.act(db, team["Boss"], BEGINNING, "console", "handover")
        await handover.handover(db, team["Boss"], team["Ann"], [team["Boris"], team["Clara"]])
        act = changes.act_id(db) or 0
    async with storage.transaction(world.database) as db:
        owners = [(await db.get_one(FollowUp, task.id)).owner_id for task in tasks]
        assert owners == [team["Boris"].id, team["Clara"].id, team["Boris"].id]
        boss = await db.get_one(Rep, team["Boss"].id)
        assert await reversal.undo(db, boss, act, BEGINNING)
    async with storage.reading(world.database) as reader:
        owners = [(await reader.get_one(FollowUp, task.id)).owner_id for task in tasks]
        assert owners == [team["Ann"].id] * 3


async def test_overdue_tasks_count_in_the_week(world: World) -> None:
    async with storage.transaction(world.database) as db:
        team = await _team(db)
        await follow_ups.add(db, team["Ann"], None, "buy coffee", DUE, BEGINNING)
        now = DUE + timedelta(hours=1)
        for name, count in (("Max", 1), ("Boris", 0)):
            told = await weekly.weeks(db, team[name], [team["Ann"]], BEGINNING, now, now)
            assert told[team["Ann"].id].overdue == count


async def test_a_recurring_task_goes_on_with_whoever_gets_it(world: World) -> None:
    rule = Rule(RecurrenceUnit.WEEK, 1, BEGINNING.date(), time(9))
    async with storage.transaction(world.database) as db:
        team = await _team(db)
        team["Boris"].timezone = "Asia/Shanghai"
        first = await recurrences.add(db, team["Ann"], None, "report", rule, BEGINNING)
        due_at = first.due_at
        changes.act(db, team["Boss"], BEGINNING, "console", "handover")
        await handover.handover(db, team["Boss"], team["Ann"], [team["Boris"]])
        act = changes.act_id(db) or 0
    async with storage.transaction(world.database) as db:
        boris, one = await db.get_one(Rep, team["Boris"].id), await db.get_one(FollowUp, first.id)
        assert (one.owner_id, one.due_at) == (boris.id, due_at - timedelta(hours=8))
        assert await reversal.undo(db, await db.get_one(Rep, team["Boss"].id), act, BEGINNING)
    async with storage.transaction(world.database) as db:
        one = await db.get_one(FollowUp, first.id)
        assert (one.owner_id, one.due_at) == (team["Ann"].id, due_at)
        boss, boris = [await db.get_one(Rep, team[name].id) for name in ("Boss", "Boris")]
        await handover.handover(db, boss, team["Ann"], [boris])
        one = await db.get_one(FollowUp, first.id)
        assert await follow_ups.close(db, boris, one.id, one.due_at, FollowUpState.DONE, one.due_at)
        opened = await db.scalars(select(FollowUp.owner_id).where(FollowUp.state == FollowUpState.OPEN))
        assert opened.all() == [boris.id]
