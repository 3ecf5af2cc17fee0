"""What is said unasked: at the right hour, once, and after a downtime nothing skipped and nothing repeated."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

import reminders
import storage
from reminders import scheduler
from reminders.activities import follow_ups as promises
from reminders.registry import Check
from storage.activities import follow_ups
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient
from storage.models import FollowUp, FollowUpState, Outbox, Place, Rep
from tests.support import recording
from tests.support.kills import Life, lives
from tests.support.recording import Recorder
from tests.support.world import BEGINNING, World

pytestmark = pytest.mark.usefixtures("compared")

WARSAW, SHANGHAI, LOS_ANGELES = "Europe/Warsaw", "Asia/Shanghai", "America/Los_Angeles"
MORNING = "Good morning, Ann!"


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Office:
    """Ann's clients and promises, and what her chat shows."""

    world: World
    channel: Recorder
    ann: Rep

    async def promises(self, text: str, due: datetime, *, since: datetime | None = None) -> FollowUp:
        async with storage.transaction(self.world.database) as db:
            made_at = since or min(due, self.world.clock())
            client = await clients.add(db, self.ann, NewClient(f"Client to {text}"), made_at)
            return await follow_ups.add(db, self.ann, client, text, due, made_at)

    async def of_somebody_else(self, count: int, place: Place) -> None:
        """So many promises of one rep more, due now."""
        rep = await recording.settle_in(self.world, place, name=f"Rep {place.user}")
        async with storage.transaction(self.world.database) as db:
            client = await clients.add(db, rep, NewClient("Ivan"), BEGINNING)
            for number in range(count):
                await follow_ups.add(db, rep, client, f"ring {number}", BEGINNING, BEGINNING)

    async def knows(self, name: str, month: int, day: int, year: int | None = None) -> int:
        async with storage.transaction(self.world.database) as db:
            new = NewClient(name, birthday=Birthday(month, day, year))
            return (await clients.add(db, self.ann, new, self.world.clock())).id

    async def corrects(self, client_id: int, birthday: Birthday) -> None:
        async with storage.transaction(self.world.database) as db:
            client = await clients.get(db, self.ann, client_id)
            assert client
            await clients.edit(db, client, {"birthday": birthday})

    async def sets(self, **settings: Any) -> None:
        async with storage.transaction(self.world.database) as db:
            await db.execute(update(Rep).where(Rep.id == self.ann.id).values(**settings))

    async def hears(self, at: str | datetime) -> list[str]:
        """What has come when the clock has been turned to that moment (UTC) without a beat in between."""
        self.channel.sent.clear()
        await self.world.turn(_utc(at) if isinstance(at, str) else at)
        return self._said()

    async def hears_until(self, to: str, *, every: timedelta) -> list[tuple[datetime, str]]:
        """All that comes, and when, while the clock runs on to that moment (UTC) with regular beats."""
        heard = []
        while self.world.clock.now < _utc(to):
            now = min(self.world.clock.now + every, _utc(to))
            heard += [(now, said) for said in await self.hears(now)]
        return heard

    def _said(self) -> list[str]:
        """The title of each message, and what is in it."""
        return [sent.card.title for sent in self.channel.sent]

    def body(self) -> str:
        return "\n".join(self.channel.texts())


@pytest.fixture
async def office(world: World) -> Office:
    """Ann, who joined a week ago, in UTC."""
    channel = Recorder()
    world.delivery.add(channel)
    world.clock.now = BEGINNING - timedelta(days=7)
    ann = await recording.settle_in(world)
    await world.turn(BEGINNING)
    channel.sent.clear()
    return Office(world, channel, ann)


# A promise comes due. (It is Monday, 2026-03-02 10:00.)


async def test_what_is_due_comes_at_its_minute_and_once(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-02 11:00"))
    heard = await office.hears_until("2026-03-02 13:00", every=timedelta(minutes=10))
    assert heard == [(_utc("2026-03-02 11:00"), "Follow up with Client to ring")]


async def test_a_second_beat_adds_nothing(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-02 10:55"))
    assert await office.hears("2026-03-02 11:00") == ["Follow up with Client to ring"]
    assert await office.hears("2026-03-02 11:00") == []
    assert await office.hears("2026-03-02 11:01") == []


async def test_a_heap_is_queued_bit_by_bit_and_leaves_meanwhile(office: Office) -> None:
    """Whoever wants to write something down meanwhile does not wait until all is queued."""
    due = promises.BATCH * 2 + 30
    for number in range(due // 10):
        await office.of_somebody_else(10, recording.place(str(100 + number)))
    queued: list[int] = []
    looks: list[asyncio.Task[None]] = []

    async def look() -> None:
        async with storage.reading(office.world.database) as db:
            queued.append(await db.scalar(select(func.count()).where(Outbox.reminder == "follow_up")) or 0)

    await reminders.tick(office.world.database, BEGINNING, lambda: looks.append(asyncio.create_task(look())))
    await asyncio.gather(*looks)
    assert queued[0] < due, "the first may leave before the last is queued"
    assert queued[-1] == due, "and one beat is enough"


async def test_two_processes_that_beat_at_once_queue_once(office: Office) -> None:
    for n in range(5):
        await office.promises(f"ring {n}", _utc("2026-03-02 10:55"))
    await office.knows("Ivan", 3, 3)
    office.world.clock.now = _utc("2026-03-03 09:30")
    await asyncio.gather(*(reminders.tick(office.world.database, office.world.clock()) for _each in range(3)))
    assert set(Counter(await office.hears("2026-03-03 09:30")).values()) == {1}


async def test_a_time_in_the_quiet_hours_is_the_reps_own_choice(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-02 22:00"))
    assert await office.hears("2026-03-02 22:01") == ["Follow up with Client to ring"]


async def test_what_is_hours_late_waits_for_the_end_of_the_quiet_hours(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-02 20:00"))
    assert await office.hears("2026-03-02 22:30") == []
    assert await office.hears("2026-03-03 07:59") == []
    assert await office.hears("2026-03-03 08:00") == ["Follow up with Client to ring"]


async def test_what_is_hours_late_by_day_comes_at_once(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-02 11:00"))
    assert await office.hears("2026-03-02 18:00") == ["Follow up with Client to ring"]


async def test_what_was_done_while_it_waited_does_not_come(office: Office) -> None:
    due = await office.promises("ring", _utc("2026-03-02 20:00"))
    assert await office.hears("2026-03-02 22:30") == []
    async with storage.transaction(office.world.database) as db:
        await follow_ups.close(db, office.ann, due.id, due.due_at, FollowUpState.DONE, office.world.clock())
    assert "Follow up with Client to ring" not in await office.hears("2026-03-03 08:00")


async def test_snoozed_it_comes_again_at_the_new_time_only(office: Office) -> None:
    due = await office.promises("ring", _utc("2026-03-02 11:00"))
    assert await office.hears("2026-03-02 11:00") == ["Follow up with Client to ring"]
    async with storage.transaction(office.world.database) as db:
        later = _utc("2026-03-02 15:00")
        assert await follow_ups.snooze(db, office.ann, due.id, due.due_at, later)
    assert await office.hears("2026-03-02 14:59") == []
    assert await office.hears("2026-03-02 15:00") == ["Follow up with Client to ring"]


# After a downtime.


async def test_after_a_day_nothing_is_skipped_and_the_stale_is_in_one_digest(office: Office) -> None:
    for n in range(3):
        await office.promises(f"stale {n}", _utc("2026-03-02 11:00") + timedelta(minutes=n))
    await office.promises("late", _utc("2026-03-02 15:00"))
    await office.promises("fresh", _utc("2026-03-03 11:58"))
    await office.promises("coming", _utc("2026-03-03 13:00"))
    heard = await office.hears("2026-03-03 12:00")  # 26 hours later
    assert Counter(heard) == {MORNING: 1, "Follow up with Client to fresh": 1}
    assert all(promise in office.body() for promise in ("stale 0", "stale 1", "stale 2", "late"))
    assert await office.hears("2026-03-03 12:00") == []
    assert await office.hears("2026-03-03 13:00") == ["Follow up with Client to coming"]


async def test_what_was_stale_before_todays_digest_is_folded_into_one_more(office: Office) -> None:
    """The digest of today has left; then something a day old turns up."""
    await office.promises("overdue", _utc("2026-03-02 10:30"))
    assert await office.hears("2026-03-02 10:31") == ["Follow up with Client to overdue"]
    assert await office.hears("2026-03-03 09:00") == [MORNING]
    made = office.world.clock.now = _utc("2026-03-03 13:00")
    await office.promises("stale", _utc("2026-03-01 12:00"), since=made)
    await office.promises("stale too", _utc("2026-03-01 13:00"), since=made)
    assert await office.hears("2026-03-03 14:00") == [MORNING]
    assert "stale too" in office.body()
    assert await office.hears("2026-03-03 14:05") == []


async def test_after_three_days_there_is_one_digest(office: Office) -> None:
    for day in (2, 3, 4):
        await office.promises(f"ring on the {day}", _utc(f"2026-03-0{day} 11:00"))
    heard = await office.hears("2026-03-05 10:30")
    assert heard == [MORNING]
    assert all(f"ring on the {day}" in office.body() for day in (2, 3, 4))
    assert await office.hears("2026-03-05 10:35") == []
    assert await office.hears("2026-03-06 09:00") == [MORNING]


async def test_after_a_weekend_there_is_one_digest(office: Office) -> None:
    await office.hears("2026-03-06 18:00")
    await office.promises("ring on friday", _utc("2026-03-06 19:00"))
    await office.promises("ring on saturday", _utc("2026-03-07 12:00"))
    assert await office.hears("2026-03-09 09:30") == [MORNING]
    assert "ring on friday" in office.body() and "ring on saturday" in office.body()
    assert await office.hears("2026-03-09 09:35") == []


async def test_started_before_the_digest_hour_the_stale_waits_for_the_digest(office: Office) -> None:
    await office.promises("stale", _utc("2026-03-02 11:00"))
    assert await office.hears("2026-03-04 08:30") == []
    assert await office.hears("2026-03-04 09:00") == [MORNING]
    assert "stale" in office.body()


async def test_started_in_the_night_nobody_is_woken(office: Office) -> None:
    await office.promises("stale", _utc("2026-03-02 11:00"))
    await office.promises("late", _utc("2026-03-03 15:00"))
    assert await office.hears("2026-03-03 23:00") == []
    assert await office.hears("2026-03-04 08:00") == ["Follow up with Client to late"]
    assert await office.hears("2026-03-04 09:00") == [MORNING]


async def test_hundreds_of_stale_promises_are_one_digest(office: Office) -> None:
    async with storage.transaction(office.world.database) as db:
        client = await clients.add(db, office.ann, NewClient("Ivan"), BEGINNING)
        for n in range(700):
            await follow_ups.add(db, office.ann, client, f"ring {n}", BEGINNING - timedelta(days=3), BEGINNING)
    heard = await office.hears("2026-03-03 10:00")
    heard += await office.hears("2026-03-03 10:01")
    heard += await office.hears("2026-03-03 10:02")
    assert heard == [MORNING]


async def _many(office: Office, count: int, due: datetime, *, of: int = 1) -> None:
    """That many promises, a minute apart every `of`."""
    async with storage.transaction(office.world.database) as db:
        client = await clients.add(db, office.ann, NewClient("Ivan"), BEGINNING)
        for n in range(count):
            await follow_ups.add(
                db, office.ann, client, f"ring {n}", due + timedelta(minutes=n // of), BEGINNING
            )


async def test_twenty_due_at_once_come_one_by_one(office: Office) -> None:
    await _many(office, promises.MAX_SINGLE, _utc("2026-03-02 11:00"), of=20)
    assert await office.hears("2026-03-02 11:00") == ["Follow up with Ivan"] * promises.MAX_SINGLE


async def test_hundreds_due_at_once_are_one_message_with_buttons_to_open_them(office: Office) -> None:
    await office.promises("old", _utc("2026-03-02 10:30"))
    assert await office.hears("2026-03-02 10:30") == ["Follow up with Client to old"]
    await _many(office, 700, _utc("2026-03-02 11:00"), of=700)
    assert await office.hears("2026-03-02 11:00") == ["700 follow-ups are due"]
    [sent] = office.channel.sent
    assert "ring 0" in sent.text and "and 692 more" in sent.text and "old" not in sent.text
    assert [row[1].label for row in sent.card.buttons] == ["Done"] * 8
    assert await office.hears("2026-03-02 11:00") == []
    await office.promises("later", _utc("2026-03-02 11:01"))
    assert await office.hears("2026-03-02 11:01") == ["Follow up with Client to later"]
    async with storage.reading(office.world.database) as db:
        waiting = await db.scalar(select(func.count()).where(FollowUp.reminded_at.is_(None)))
    assert waiting == 0


async def test_what_comes_due_after_a_fold_is_in_another(office: Office) -> None:
    await _many(office, 60, _utc("2026-03-02 11:00"), of=30)
    assert await office.hears("2026-03-02 11:00") == ["30 follow-ups are due"]
    assert await office.hears("2026-03-02 11:01") == ["30 follow-ups are due"]
    assert "ring 30" in office.body() and "ring 29" not in office.body()
    assert await office.hears("2026-03-02 11:02") == []


async def test_a_fold_leaves_to_the_digest_what_the_digest_tells(office: Office) -> None:
    await _many(office, 30, _utc("2026-03-03 07:00"), of=30)
    assert await office.hears("2026-03-03 09:30") == [MORNING]
    await _many(office, 30, _utc("2026-03-03 07:00"), of=30)  # made late: that digest has left without them
    assert await office.hears("2026-03-03 09:31") in ([], ["30 follow-ups are due"])
    assert await office.hears("2026-03-03 10:30") == []


async def test_a_fold_is_not_told_in_the_quiet_hours_if_it_is_late(office: Office) -> None:
    await _many(office, 30, _utc("2026-03-02 15:00"), of=30)
    assert await office.hears("2026-03-02 23:00") == []
    assert await office.hears("2026-03-03 08:00") == ["30 follow-ups are due"]


async def test_a_fold_of_what_was_done_meanwhile_is_not_told(office: Office) -> None:
    await _many(office, 30, _utc("2026-03-02 15:00"), of=30)
    assert await office.hears("2026-03-02 23:00") == []
    async with storage.transaction(office.world.database) as db:
        await db.execute(update(FollowUp).values(state=FollowUpState.DONE))
    assert await office.hears("2026-03-03 08:00") == []


async def test_of_two_people_only_who_has_many_gets_a_fold(office: Office) -> None:
    boris = await recording.settle_in(office.world, recording.place("12"), name="Boris")
    await _many(office, 30, _utc("2026-03-02 11:00"), of=30)
    async with storage.transaction(office.world.database) as db:
        client = await clients.add(db, boris, NewClient("Olga"), BEGINNING)
        await follow_ups.add(db, boris, client, "", _utc("2026-03-02 11:00"), BEGINNING)
    heard = await office.hears("2026-03-02 11:00")
    assert Counter(heard) == {"30 follow-ups are due": 1, "Follow up with Olga": 1}


@pytest.mark.parametrize("at", range(1, 60, 9))
async def test_a_beat_with_a_fold_that_dies_is_made_up_for_by_the_next(office: Office, at: int) -> None:
    await _many(office, 150, _utc("2026-03-02 11:00"), of=150)
    now = office.world.clock.now = _utc("2026-03-02 11:00")
    await lives(reminders.tick(office.world.database, now), Life(at))
    assert await office.hears(now) == ["150 follow-ups are due"]


@pytest.mark.parametrize("at", range(1, 60, 9))
async def test_a_beat_that_dies_is_made_up_for_by_the_next(office: Office, at: int) -> None:
    await office.knows("Ivan", 3, 3)
    await office.promises("stale", _utc("2026-03-02 09:00"))
    await office.promises("late", _utc("2026-03-03 08:00"))
    now = office.world.clock.now = _utc("2026-03-03 10:00")
    await lives(reminders.tick(office.world.database, now), Life(at))
    heard = Counter(await office.hears(now))
    assert heard == {MORNING: 1, "Birthday: Ivan": 1}
    assert "stale" in office.body() and "late" in office.body()


# The digest.


@pytest.mark.parametrize(
    ("zone", "before", "at"),
    [
        ("UTC", "2026-03-03 08:59", "2026-03-03 09:00"),
        (SHANGHAI, "2026-03-03 00:59", "2026-03-03 01:00"),
        (LOS_ANGELES, "2026-03-03 16:59", "2026-03-03 17:00"),
        (WARSAW, "2026-03-03 07:59", "2026-03-03 08:00"),
    ],
)
async def test_the_digest_comes_at_the_reps_hour(office: Office, zone: str, before: str, at: str) -> None:
    await office.sets(timezone=zone)
    await office.hears("2026-03-02 18:00")
    await office.promises("ring", _utc(at) + timedelta(hours=4))
    assert await office.hears(before) == []
    assert await office.hears(at) == [MORNING]
    assert await office.hears(_utc(at) + timedelta(hours=3)) == []


async def test_the_digest_comes_at_an_hour_of_the_reps_choice(office: Office) -> None:
    await office.sets(digest_at=time(11, 30))
    await office.promises("ring", _utc("2026-03-20 12:00"))
    await office.promises("today", _utc("2026-03-03 18:00"))
    assert await office.hears("2026-03-03 11:29") == []
    assert await office.hears("2026-03-03 11:30") == [MORNING]
    assert "today" in office.body() and "ring" not in office.body()


async def test_the_digest_comes_on_working_days_only(office: Office) -> None:
    await office.sets(working_days="71234")  # Sunday to Thursday
    await office.promises("ring", _utc("2026-03-02 10:30"))
    heard = await office.hears_until("2026-03-09 12:00", every=timedelta(hours=1))
    mornings = [at.strftime("%a %H:%M") for at, said in heard if said == MORNING]
    assert mornings == ["Tue 09:00", "Wed 09:00", "Thu 09:00", "Sun 09:00", "Mon 09:00"]


async def test_an_empty_digest_does_not_come(office: Office) -> None:
    assert await office.hears_until("2026-03-04 12:00", every=timedelta(hours=3)) == []
    async with storage.reading(office.world.database) as db:
        rows = (await db.scalars(select(Outbox).where(Outbox.reminder == "digest"))).all()
    assert rows and all(row.closed_at and row.error == "no longer true" for row in rows)


async def test_who_has_joined_after_that_hour_today_gets_no_digest(world: World) -> None:
    channel = Recorder()
    world.delivery.add(channel)
    office = Office(world, channel, await recording.settle_in(world))  # at ten
    await office.promises("ring", _utc("2026-03-03 18:00"))
    await office.promises("write", _utc("2026-03-02 18:00"))
    assert await office.hears("2026-03-02 10:05") == []
    assert await office.hears("2026-03-02 18:00") == ["Follow up with Client to write"]
    assert await office.hears("2026-03-03 09:00") == [MORNING]


async def test_who_has_joined_before_that_hour_gets_one(world: World) -> None:
    channel = Recorder()
    world.delivery.add(channel)
    world.clock.now = _utc("2026-03-02 08:30")
    office = Office(world, channel, await recording.settle_in(world))
    await office.promises("ring", _utc("2026-03-02 18:00"))
    assert await office.hears("2026-03-02 09:00") == [MORNING]


async def test_on_the_day_the_clocks_change_nine_is_nine(office: Office) -> None:
    await office.sets(timezone=WARSAW, working_days="1234567")
    await office.hears("2026-03-28 12:00")
    await office.promises("ring", _utc("2026-03-29 16:00"))
    await office.knows("Ivan", 3, 29)
    assert await office.hears("2026-03-29 06:59") == []
    assert Counter(await office.hears("2026-03-29 07:00")) == {MORNING: 1, "Birthday: Ivan": 1}
    await office.hears("2026-10-24 12:00")
    await office.knows("Olga", 10, 25)
    assert await office.hears("2026-10-25 07:59") == []
    assert "Birthday: Olga" in await office.hears("2026-10-25 08:00")


async def test_a_digest_that_comes_late_comes_once(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-03 20:00"))
    assert await office.hears("2026-03-03 17:00") == [MORNING]
    assert await office.hears("2026-03-03 18:00") == []


async def test_who_moves_to_another_zone_gets_no_digest_twice(office: Office) -> None:
    await office.promises("ring", _utc("2026-03-10 20:00"), since=BEGINNING)
    await office.promises("overdue", _utc("2026-03-02 10:30"))
    await office.sets(timezone=SHANGHAI)
    heard = await office.hears_until("2026-03-03 02:00", every=timedelta(hours=1))
    await office.sets(timezone=LOS_ANGELES)
    heard += await office.hears_until("2026-03-03 23:00", every=timedelta(hours=1))
    assert [said for _at, said in heard].count(MORNING) == 1


# Birthdays.


@pytest.mark.parametrize(
    ("zone", "before", "at"),
    [
        ("UTC", "2026-03-12 08:59", "2026-03-12 09:00"),
        (SHANGHAI, "2026-03-12 00:59", "2026-03-12 01:00"),
        (LOS_ANGELES, "2026-03-12 15:59", "2026-03-12 16:00"),  # summer time since the 8th
    ],
)
async def test_a_birthday_is_told_at_nine_where_the_rep_is(
    office: Office, zone: str, before: str, at: str
) -> None:
    await office.sets(timezone=zone, birthday_notice=0)
    await office.knows("Ivan", 3, 12, 1985)
    await office.hears(_utc(before) - timedelta(days=1))
    assert await office.hears(before) == []
    assert "Birthday: Ivan" in await office.hears(at)
    assert "41" in office.body()
    assert await office.hears(_utc(at) + timedelta(hours=5)) == []


async def _birthdays(office: Office, to: str) -> list[tuple[str, str]]:
    """Whose birthdays are told of on which day, up to then."""
    heard = await office.hears_until(to, every=timedelta(hours=12))
    told = [(at.strftime("%m-%d"), said) for at, said in heard]
    return [(day, said.removeprefix("Birthday: ")) for day, said in told if said.startswith("Birthday")]


async def test_a_birthday_is_told_some_days_before_and_on_the_day(office: Office) -> None:
    await office.knows("Ivan", 3, 12)
    assert await _birthdays(office, "2026-03-20 10:00") == [("03-09", "Ivan"), ("03-12", "Ivan")]


async def test_a_notice_says_how_long_it_is_until_then(office: Office) -> None:
    await office.sets(birthday_notice=7)
    await office.knows("Ivan", 3, 12)
    await office.hears("2026-03-04 12:00")
    assert "Birthday: Ivan" in await office.hears("2026-03-05 09:00")
    assert "in 7 days" in office.body()


async def test_whoever_wants_no_notice_hears_on_the_day_only(office: Office) -> None:
    await office.sets(birthday_notice=0)
    await office.knows("Ivan", 3, 12)
    assert await _birthdays(office, "2026-03-20 10:00") == [("03-12", "Ivan")]


async def test_an_unknown_year_is_not_made_up(office: Office) -> None:
    await office.sets(birthday_notice=0)
    await office.knows("Ivan", 3, 3)
    await office.hears("2026-03-03 09:00")
    assert "Happy birthday, Ivan!" in office.body()
    assert "Turns" not in str(office.channel.sent)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2027-02-20 10:00", "2027-03-05 10:00", [("02-25", "Ivan"), ("02-28", "Ivan")]),
        ("2028-02-20 10:00", "2028-03-05 10:00", [("02-26", "Ivan"), ("02-29", "Ivan")]),
    ],
    ids=["common year", "leap year"],
)
async def test_the_29th_of_february(office: Office, start: str, end: str, told: list[tuple[str, str]]) -> None:
    await office.knows("Ivan", 2, 29)
    await office.hears(start)
    assert await _birthdays(office, end) == told


async def test_over_new_year(office: Office) -> None:
    await office.knows("Ivan", 1, 2)
    await office.knows("Olga", 12, 31)
    await office.hears("2026-12-20 10:00")
    told = [("12-28", "Olga"), ("12-30", "Ivan"), ("12-31", "Olga"), ("01-02", "Ivan")]
    assert await _birthdays(office, "2027-01-10 10:00") == told


async def test_next_year_it_is_told_again(office: Office) -> None:
    await office.sets(birthday_notice=0)
    await office.knows("Ivan", 3, 12)
    assert "Birthday: Ivan" in await office.hears("2026-03-12 09:00")
    await office.hears("2027-03-11 09:00")
    assert "Birthday: Ivan" in await office.hears("2027-03-12 09:00")


async def test_a_notice_that_a_downtime_has_swallowed_is_made_up_for(office: Office) -> None:
    await office.knows("Ivan", 3, 6)
    await office.knows("Olga", 3, 7)
    heard = await office.hears("2026-03-05 12:00")  # the notices were due on the 3rd and the 4th
    assert [said for said in heard if said.startswith("Birthday")] == ["Birthday: Ivan", "Birthday: Olga"]
    assert await _birthdays(office, "2026-03-10 10:00") == [("03-06", "Ivan"), ("03-07", "Olga")]


async def test_a_birthday_that_a_downtime_has_swallowed_is_in_the_digest(office: Office) -> None:
    await office.sets(birthday_notice=0)
    await office.knows("Ivan", 3, 4)
    assert await office.hears("2026-03-05 09:00") == [MORNING]
    assert "Ivan" in office.body()
    assert await office.hears("2026-03-05 09:05") == []


async def test_a_birthday_of_a_long_time_ago_is_not_brought_up(office: Office) -> None:
    await office.knows("Ivan", 3, 4)
    assert await office.hears("2026-04-01 09:00") == []


async def test_a_birthday_waits_for_the_end_of_the_quiet_hours(office: Office) -> None:
    await office.sets(birthday_notice=0, quiet_to=time(10), digest_at=time(20))
    await office.knows("Ivan", 3, 3)
    assert await office.hears("2026-03-03 09:00") == []
    assert await office.hears("2026-03-03 10:00") == ["Birthday: Ivan"]


async def test_a_birthday_on_a_weekend_is_told_then(office: Office) -> None:
    await office.sets(birthday_notice=0)
    await office.knows("Ivan", 3, 7)
    assert await _birthdays(office, "2026-03-10 10:00") == [("03-07", "Ivan")]


async def test_a_birthday_that_was_corrected_is_not_told(office: Office) -> None:
    await office.sets(birthday_notice=0, quiet_to=time(10))
    client_id = await office.knows("Ivan", 3, 3)
    assert await office.hears("2026-03-03 09:00") == []
    await office.corrects(client_id, Birthday(3, 13))
    assert "Birthday: Ivan" not in await office.hears("2026-03-03 10:00")


async def test_a_birthday_that_was_corrected_in_time_is_told_on_the_right_day(office: Office) -> None:
    await office.sets(birthday_notice=0, quiet_to=time(10))
    client_id = await office.knows("Ivan", 3, 3)
    assert await office.hears("2026-03-03 09:00") == []
    await office.corrects(client_id, Birthday(3, 13))
    await office.hears("2026-03-03 10:00")
    await office.hears("2026-03-12 10:00")
    assert "Birthday: Ivan" in await office.hears("2026-03-13 10:00")


async def test_a_birthday_that_is_learned_on_the_day_is_told_yet(office: Office) -> None:
    await office.sets(birthday_notice=3)
    await office.knows("Ivan", 3, 3)
    await office.hears("2026-03-03 09:00")
    await office.knows("Maria", 3, 3)
    await office.knows("Olga", 3, 6)
    heard = await office.hears("2026-03-03 10:00")
    assert sorted(heard) == ["Birthday: Maria", "Birthday: Olga"]


async def test_birthdays_are_told_to_the_owner_only(office: Office) -> None:
    boris = await recording.settle_in(office.world, recording.place("12"), name="Boris", birthday_notice=0)
    await office.knows("Ivan", 3, 3)
    await office.hears("2026-03-03 09:00")
    assert boris.id != office.ann.id
    assert {sent.chat for sent in office.channel.sent} == {"11"}


async def test_one_job_that_breaks_keeps_no_other_from_its_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    async def breaks(_db: AsyncSession, _now: datetime) -> None:
        raise ZeroDivisionError

    async def looks(_db: AsyncSession, _now: datetime) -> None:
        looked.append(1)

    monkeypatch.setattr(scheduler, "CHECKS", [Check(_always, breaks), Check(_always, looks)])
    await reminders.tick(world.database, BEGINNING)
    assert looked


async def test_a_digest_at_an_hour_of_the_quiet_ones_comes_all_the_same(office: Office) -> None:
    await office.sets(digest_at=time(21, 30), quiet_from=time(21), quiet_to=time(8))
    await office.promises("ring", datetime(2026, 3, 2, 11, tzinfo=UTC))
    assert "Good morning" in " ".join(await office.hears("2026-03-03 21:30"))


async def test_the_beat_in_hand_is_finished_before_time_stands_still(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def looks(_db: AsyncSession, _now: datetime) -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    monkeypatch.setattr(scheduler, "CHECKS", [Check(_always, looks)])
    beating = asyncio.create_task(reminders.keep_time(world.database, lambda: datetime.now(UTC), lambda: None))
    await begun.wait()
    beating.cancel()
    assert not (await asyncio.wait({beating}, timeout=0.1))[0], "it waits for what is in hand"
    may_end.set()
    await asyncio.wait({beating})
    assert ended.is_set()


async def _always(_db: AsyncSession, _now: datetime) -> bool:
    return True
