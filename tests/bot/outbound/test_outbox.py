"""The way out: in order, people first, and what cannot leave now leaves later, elsewhere, or never."""

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

import storage
from bot.channel import SendError
from bot.outbound import durable_write, retry_policy
from bot.outbound.delivery import BATCH, DRAWN, LEASE, RUN
from bot.outbound.retry_policy import MAX_BACKOFF, MAX_SEND_TRIES
from handlers.chat import Card, Request
from reminders import DRAWS
from storage.activities import follow_ups
from storage.messaging import claims, outbox
from storage.models import Account, FollowUp, FollowUpState, Outbox, Rep, Role
from storage.team import accounts
from tests.running import statements
from tests.support import people, recording
from tests.support.recording import Recorder
from tests.support.world import BEGINNING, World

ANN, BORIS = "11", "12"
SOON = timedelta(milliseconds=30)  # a pause that a platform asks for is real time, too
REFUSED = SendError("Bad Request: message is too long", permanent=True)
FAILED = SendError("Bad Gateway")


def _wait(duration: timedelta, *, everyone: bool = False) -> SendError:
    return SendError("Too Many Requests", wait=duration, everyone=everyone)


@pytest.fixture
def telegram(world: World) -> Recorder:
    channel = Recorder("telegram")
    world.delivery.add(channel)
    return channel


@pytest.fixture
def slack(world: World) -> Recorder:
    channel = Recorder("slack")
    world.delivery.add(channel)
    return channel


@pytest.fixture
async def ann(world: World, telegram: Recorder) -> Rep:
    return await recording.settle_in(world, recording.place(ANN))


async def _answer(world: World, chat: str, *texts: str) -> None:
    async with storage.transaction(world.database) as db:
        for text in texts:
            await outbox.queue(db, "telegram", "", chat, Card(body=text).to_json(), world.clock())


async def _promise(world: World, rep: Rep, text: str, *more: str) -> FollowUp:
    """Follow-ups that have come due, and the reminders of them; return the last."""
    async with storage.transaction(world.database) as db:
        client = await people.client(db, rep, "Ivan")
        for said in (text, *more):
            due = await follow_ups.add(db, rep, client, said, world.clock(), world.clock())
            args = {"follow_up_id": due.id, "due_at": due.due_at.isoformat()}
            key = f"follow-up:{due.id}:test"
            await outbox.put_reminder(db, key, rep.id, "follow_up", args, world.clock())
        return due


async def _rows(world: World) -> list[Outbox]:
    async with storage.reading(world.database) as db:
        return list(await db.scalars(select(Outbox).order_by(Outbox.id)))


async def _turn(world: World, by: timedelta) -> None:
    """Turn the clock, and send what is due then."""
    world.clock.now += by
    await world.delivery.drain()


def _said(channel: Recorder, chat: str | None = None) -> list[str]:
    return [text.strip() for text in channel.texts(chat)]


async def test_the_messages_of_a_chat_leave_in_order(world: World, telegram: Recorder) -> None:
    texts = [f"message {n}" for n in range(12)]
    await _answer(world, ANN, *texts)
    await world.delivery.drain()
    assert _said(telegram) == texts
    assert {row.sent for row in await _rows(world)} == {str(n) for n in range(1, 13)}


async def test_answers_leave_before_reminders(world: World, telegram: Recorder, ann: Rep) -> None:
    await _promise(world, ann, "ring")
    await _answer(world, ANN, "an answer")
    await world.delivery.drain()
    assert [text.partition("\n")[0] for text in telegram.texts()] == ["", "Follow up with Ivan"]


async def test_a_heap_for_one_chat_does_not_keep_the_others_away(world: World, telegram: Recorder) -> None:
    await _answer(world, ANN, *(f"message {n}" for n in range(40)))
    await _answer(world, BORIS, "hello")
    await world.delivery.drain()
    assert _said(telegram).index("hello") < 20
    assert len(telegram.sent) == 41


async def test_what_has_to_wait_holds_back_its_chat_and_no_other(world: World, telegram: Recorder) -> None:
    telegram.refuse(ANN, _wait(SOON))
    await _answer(world, ANN, "first", "second")
    await _answer(world, BORIS, "hello")
    await world.delivery.drain()
    assert _said(telegram) == ["hello"]
    await _answer(world, ANN, "third")
    await world.delivery.drain()
    assert _said(telegram) == ["hello"], "what came later has not overtaken"
    await _turn(world, SOON)
    assert _said(telegram, ANN) == ["first", "second", "third"]
    assert [row.tries for row in await _rows(world)] == [0, 0, 0, 0], "to be asked to wait is no failure"


async def test_a_secret_is_kept_nowhere_once_it_is_sent(world: World, telegram: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        card = Card(body="start 7F3K", secret=True).to_json()
        await outbox.queue(db, "telegram", "", ANN, card, world.clock())
    await _answer(world, ANN, "hello")
    await world.delivery.drain()
    assert _said(telegram) == ["start 7F3K", "hello"]
    assert [row.card is None for row in await _rows(world)] == [True, False]


async def test_what_is_refused_is_closed_and_the_next_goes(world: World, telegram: Recorder) -> None:
    telegram.refuse(ANN, REFUSED)
    await _answer(world, ANN, "too long", "next")
    await world.delivery.drain()
    assert _said(telegram) == ["next"]
    refused, _sent = await _rows(world)
    assert refused.closed_at == BEGINNING and refused.sent is None and refused.error == str(REFUSED)
    async with storage.reading(world.database) as db:
        assert not (
            await db.scalars(select(Account.unreachable_at).where(Account.unreachable_at.is_not(None)))
        ).all()


async def test_what_fails_is_tried_again_later_and_later_and_then_given_up(
    world: World, telegram: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry_policy, "MAX_WAIT", timedelta(minutes=5))
    telegram.refuse(ANN, *[FAILED] * MAX_SEND_TRIES)
    await _answer(world, ANN, "unlucky", "next")
    pauses = []
    await world.delivery.drain()
    while not (row := (await _rows(world))[0]).closed_at:
        pauses.append(row.due_at - world.clock())
        assert _said(telegram) == []
        await _turn(world, pauses[-1])
    assert len(pauses) == MAX_SEND_TRIES - 1
    assert pauses == sorted(pauses) and pauses[0] >= timedelta(seconds=1) and pauses[-1] <= MAX_BACKOFF
    assert row.error == str(FAILED) and row.sent is None
    assert _said(telegram) == ["next"]


async def test_what_failed_once_leaves_once_when_it_can(world: World, telegram: Recorder) -> None:
    telegram.refuse(ANN, FAILED)
    await _answer(world, ANN, "first", "second")
    await world.delivery.drain()
    await _turn(world, timedelta(minutes=1))
    await _turn(world, timedelta(minutes=1))
    assert _said(telegram) == ["first", "second"]


async def test_a_platform_that_is_away_for_hours_loses_nothing(
    world: World, telegram: Recorder, ann: Rep
) -> None:
    telegram.refuse(ANN, *[FAILED] * (3 * MAX_SEND_TRIES))
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    while not telegram.sent:
        await _turn(world, MAX_BACKOFF)
    assert "ring" in telegram.texts()[0]
    assert world.clock() - BEGINNING > timedelta(hours=2)


async def test_what_breaks_keeps_its_chat_from_nothing_for_long(
    world: World, telegram: Recorder, ann: Rep, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_req: Request, **_args: object) -> Card:
        raise ZeroDivisionError

    monkeypatch.setitem(DRAWS, "broken", breaks)
    async with storage.transaction(world.database) as db:
        await outbox.put_reminder(db, "broken:1", ann.id, "broken", {}, world.clock())
    await _promise(world, ann, "ring")
    for _time in range(MAX_SEND_TRIES):
        await _turn(world, MAX_BACKOFF)
    assert [text.partition("\n")[0] for text in telegram.texts()] == ["Follow up with Ivan"]
    broken, _sent = await _rows(world)
    assert broken.error == "ZeroDivisionError"


async def test_an_answer_to_somebody_gone_is_closed_and_the_account_is_marked(
    world: World, telegram: Recorder, ann: Rep
) -> None:
    telegram.gone.add(ANN)
    await _answer(world, ANN, "hello?")
    await world.delivery.drain()
    async with storage.reading(world.database) as db:
        assert await accounts.reachable(db, ann.id) == []
    (row,) = await _rows(world)
    assert row.closed_at and row.error


async def test_a_reminder_goes_to_the_other_account_of_who_is_gone_here(
    world: World, telegram: Recorder, slack: Recorder, ann: Rep
) -> None:
    async with storage.transaction(world.database) as db:
        await accounts.add(db, ann, recording.place("U1", "slack"), BEGINNING)
    telegram.gone.add(ANN)
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    await world.delivery.drain()
    assert telegram.sent == []
    assert [text.partition("\n")[0] for text in slack.texts("U1")] == ["Follow up with Ivan"]
    await _promise(world, ann, "write")
    await world.delivery.drain()
    assert len(slack.sent) == 2 and telegram.sent == [], "and the next goes there at once"


async def test_a_reminder_goes_where_somebody_sends(world: World, telegram: Recorder) -> None:
    """Her first account is on a channel that nobody runs any more."""
    ann = await recording.settle_in(world, recording.place("U1", "slack"))
    async with storage.transaction(world.database) as db:
        await accounts.add(db, ann, recording.place(ANN), BEGINNING)
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    assert [sent.chat for sent in telegram.sent] == [ANN]


async def test_a_console_keeps_no_reminder_from_a_phone(world: World) -> None:
    console = Recorder("console")
    world.delivery.add(console)
    ann = await recording.settle_in(world, recording.place("ann", "console"))
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    assert len(console.sent) == 1
    async with storage.transaction(world.database) as db:
        await accounts.add(db, ann, recording.place(ANN), BEGINNING)
    await _promise(world, ann, "write")
    await world.delivery.drain()
    assert len(console.sent) == 1, "it waits for the next run with Telegram"


async def test_where_nobody_can_be_reached_it_waits_and_keeps_nobody_away(
    world: World, telegram: Recorder, ann: Rep
) -> None:
    boris = await recording.settle_in(world, recording.place(BORIS), name="Boris")
    telegram.gone.add(ANN)
    await _promise(world, ann, *(f"ring {n}" for n in range(BATCH + 20)))
    await _promise(world, boris, "greet")
    async with asyncio.timeout(20):
        await world.delivery.drain()
    assert [sent.chat for sent in telegram.sent] == [BORIS]
    waiting = [row for row in await _rows(world) if row.closed_at is None]
    assert len(waiting) == BATCH + 20
    assert {(row.tries, row.lease_until) for row in waiting} == {(0, None)}


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_what_leaves_first_is_found_in_order_however_much_waits_behind_it(world: World) -> None:
    """By the index of chats all that waits would be read and sorted, whenever something leaves."""
    with statements.listening(world.database) as said:
        async with storage.transaction(world.database) as db:
            await claims.claim(db, ["telegram"], BEGINNING, LEASE, limit=BATCH, run=RUN)
    call = next(call for call in said if call.sql.startswith("UPDATE outbox"))
    explain = f"EXPLAIN QUERY PLAN {call.sql}"
    async with world.database.reader.connect() as connection:
        plan = str((await connection.exec_driver_sql(explain, tuple(call.parameters))).all())
    assert "ix_outbox_waiting" in plan
    assert "TEMP B-TREE" not in plan


async def test_who_looks_something_up_finds_a_way_to_the_base_while_reminders_are_drawn(
    world: World, telegram: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = asyncio.Event()

    async def slowly(_req: Request) -> Card | None:
        await drawn.wait()
        return Card(body="here")

    monkeypatch.setitem(DRAWS, "slow", slowly)
    reps = [await recording.settle_in(world, recording.place(str(n)), name=f"Rep {n}") for n in range(BATCH)]
    async with storage.transaction(world.database) as db:
        for rep in reps:
            await outbox.put_reminder(db, f"slow:{rep.id}", rep.id, "slow", {}, BEGINNING)
    draining = asyncio.create_task(world.delivery.drain())
    await asyncio.sleep(0.3)
    async with asyncio.timeout(5), storage.reading(world.database) as db:
        assert await outbox.get(db, 1)
    drawn.set()
    await draining
    assert len(telegram.sent) == BATCH


async def test_others_have_their_turn_while_many_reminders_are_drawn(
    world: World, telegram: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite nothing that is asked for a card may have to wait: nobody else could do anything meanwhile."""
    drawn: list[str] = []
    turns: list[int] = []

    async def at_once(req: Request) -> Card | None:
        drawn.append(req.rep.name)
        return Card(body="here")

    async def watch() -> None:
        while True:
            turns.append(len(drawn))
            await asyncio.sleep(0)

    monkeypatch.setitem(DRAWS, "quick", at_once)
    reps = [await recording.settle_in(world, recording.place(str(n)), name=f"Rep {n}") for n in range(BATCH)]
    async with storage.transaction(world.database) as db:
        for rep in reps:
            await outbox.put_reminder(db, f"quick:{rep.id}", rep.id, "quick", {}, BEGINNING)
    watching = asyncio.create_task(watch())
    await world.delivery.drain()
    watching.cancel()
    assert len(drawn) == BATCH
    assert max(after - before for before, after in itertools.pairwise(turns)) <= DRAWN


async def test_who_speaks_again_hears_what_has_waited(world: World, telegram: Recorder, ann: Rep) -> None:
    telegram.gone.add(ANN)
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    await _turn(world, timedelta(days=1))
    telegram.gone.clear()
    async with storage.transaction(world.database) as db:
        await accounts.mark_seen(db, ann.id, recording.place(ANN), world.clock())
    await world.delivery.drain()
    assert len(telegram.sent) == 1


async def test_a_manager_hears_once_that_somebody_is_gone(world: World, telegram: Recorder, ann: Rep) -> None:
    async with storage.transaction(world.database) as db:
        olga = await people.rep(db, "Olga", BEGINNING, role=Role.MANAGER)
        await accounts.add(db, olga, recording.place("20"), BEGINNING)
    telegram.gone.add(ANN)
    await _promise(world, ann, "ring")
    await world.delivery.drain()
    await _turn(world, timedelta(hours=1))
    assert [text.partition("\n")[0] for text in telegram.texts("20")] == ["I can't reach Ann"]


async def test_a_reminder_that_is_true_no_more_is_not_sent(world: World, telegram: Recorder, ann: Rep) -> None:
    """Done, while it waited for its turn."""
    telegram.refuse(ANN, _wait(SOON))
    due = await _promise(world, ann, "ring")
    await world.delivery.drain()
    async with storage.transaction(world.database) as db:
        assert await follow_ups.close(db, ann, due.id, due.due_at, FollowUpState.DONE, world.clock())
    await _turn(world, SOON)
    assert telegram.sent == []
    (row,) = await _rows(world)
    assert row.closed_at and row.error == "no longer true"


async def test_a_reminder_tells_what_is_true_when_it_leaves(world: World, telegram: Recorder, ann: Rep) -> None:
    telegram.refuse(ANN, _wait(SOON))
    due = await _promise(world, ann, "ring")
    await world.delivery.drain()
    async with storage.transaction(world.database) as db:
        await db.execute(update(FollowUp).where(FollowUp.id == due.id).values(text="send the offer"))
    await _turn(world, SOON)
    assert "send the offer" in telegram.texts()[0]


async def test_a_reminder_for_who_has_left_is_not_sent(world: World, telegram: Recorder, ann: Rep) -> None:
    await _promise(world, ann, "ring")
    async with storage.transaction(world.database) as db:
        await db.execute(update(Rep).where(Rep.id == ann.id).values(active=False))
    await world.delivery.drain()
    assert telegram.sent == []


async def test_a_reminder_is_queued_once_whatever_happens(world: World, ann: Rep) -> None:
    async def queue() -> bool:
        async with storage.transaction(world.database) as db:
            return await outbox.put_reminder(db, "birthday:1:2026:0:1", ann.id, "birthday", {}, BEGINNING)

    assert await queue()
    assert not await queue()
    async with storage.transaction(world.database) as db:
        row = (await db.scalars(select(Outbox))).one()
        await claims.close(db, row, BEGINNING, error="no longer true")
        await outbox.forget(db, BEGINNING + timedelta(days=400))
    assert not any(await asyncio.gather(queue(), queue()))


async def test_what_is_in_flight_elsewhere_is_left_alone_until_its_lease_ends(
    world: World, telegram: Recorder
) -> None:
    await _answer(world, ANN, "first", "second")
    async with storage.transaction(world.database) as db:
        taken = await claims.claim(db, ["telegram"], world.clock(), LEASE, limit=1)
    assert len(taken) == 1
    await world.delivery.drain()
    assert telegram.sent == [], "the second waits for the first"
    await _turn(world, LEASE + timedelta(seconds=1))
    assert _said(telegram) == ["first", "second"]


async def test_what_a_dead_process_had_claimed_is_free_at_the_next_start(
    world: World, telegram: Recorder
) -> None:
    await _answer(world, ANN, "first", "second")
    async with storage.transaction(world.database) as db:
        await claims.claim(db, ["telegram"], world.clock(), LEASE, limit=10, run=10)
    await world.delivery.begin("telegram")
    await world.delivery.drain()
    assert _said(telegram) == ["first", "second"]


async def test_two_that_claim_at_once_get_no_row_twice(world: World) -> None:
    for chat in range(30):
        await _answer(world, str(chat), "hello")

    async def claim() -> list[int]:
        async with storage.transaction(world.database) as db:
            rows = await claims.claim(db, ["telegram"], world.clock(), LEASE, limit=8)
            return [row.id for row in rows]

    got = [row_id for some in await asyncio.gather(*(claim() for _time in range(6))) for row_id in some]
    assert len(got) == len(set(got))
    assert len(got) >= 8


async def test_rows_of_a_channel_that_is_not_ours_are_left_alone(world: World, telegram: Recorder) -> None:
    async with storage.transaction(world.database) as db:
        await outbox.queue(db, "slack", "T1", "D1", Card(body="hello").to_json(), BEGINNING)
    await world.delivery.drain()
    (row,) = await _rows(world)
    assert row.closed_at is None and row.lease_until is None


async def test_a_look_up_is_answered_at_once_and_leaves_nothing_behind(
    world: World, telegram: Recorder
) -> None:
    await world.delivery.say(recording.place(ANN), Card(body="found"), None, None)
    assert _said(telegram) == ["found"]
    assert await _rows(world) == []


@pytest.mark.parametrize("error", [FAILED, _wait(SOON)], ids=["failed", "asked to wait"])
async def test_an_answer_that_cannot_leave_now_is_queued_after_all(
    world: World, telegram: Recorder, error: SendError
) -> None:
    telegram.refuse(ANN, error)
    await world.delivery.say(recording.place(ANN), Card(body="found"), "7", None)
    assert telegram.sent == []
    await _turn(world, SOON)
    assert [(sent.text.strip(), sent.replaces) for sent in telegram.sent] == [("found", "7")]


async def test_an_answer_that_is_refused_is_not_tried_again(world: World, telegram: Recorder) -> None:
    telegram.refuse(ANN, REFUSED)
    await world.delivery.say(recording.place(ANN), Card(body="found"), None, None)
    assert await _rows(world) == []


async def test_nobody_waits_longer_for_a_look_up_than_there_is_patience(
    world: World, telegram: Recorder
) -> None:
    world.delivery._paces["telegram"].hold(ANN, 0.1)
    await world.delivery.say(recording.place(ANN), Card(body="found"), None, patience=0.001)
    assert telegram.sent == []
    await world.delivery.settle()
    assert _said(telegram) == ["found"]


async def test_what_breaks_in_answering_a_look_up_is_known_to_who_asked_for_it(
    world: World, telegram: Recorder
) -> None:
    async def breaks() -> None:
        raise ZeroDivisionError

    telegram.when_sent = breaks
    with pytest.raises(ZeroDivisionError):
        await world.delivery.say(recording.place(ANN), Card(body="found"), None, None)


async def test_an_answer_whose_turn_has_ended_is_left_to_who_speaks_now(
    world: World, telegram: Recorder
) -> None:
    world.delivery._paces["telegram"].hold(ANN, 0.05)
    await world.delivery.say(recording.place(ANN), Card(body="found"), None, patience=0.001)
    world.delivery.end("telegram")
    await world.delivery.settle()
    assert telegram.sent == []
    await world.delivery.begin("telegram")
    await world.delivery.drain()
    assert _said(telegram) == ["found"]


async def test_what_was_claimed_when_the_turn_ended_is_free_for_who_speaks_now(
    world: World, telegram: Recorder
) -> None:
    await _ends_its_turn_with_a_row_in_hand(world)
    assert [row.lease_until for row in await _rows(world)] == [None]


async def test_what_another_has_claimed_since_the_turn_ended_is_left_to_it(
    world: World, telegram: Recorder
) -> None:
    async def another() -> None:
        async with storage.transaction(world.database) as db:
            await claims.release_all(db, "telegram")
            await claims.claim(db, ["telegram"], world.clock(), 2 * LEASE, limit=1)

    await _ends_its_turn_with_a_row_in_hand(world, another)
    assert [row.lease_until for row in await _rows(world)] == [world.clock() + 2 * LEASE]


async def _ends_its_turn_with_a_row_in_hand(
    world: World, meanwhile: Callable[[], Awaitable[None]] | None = None
) -> None:
    world.delivery._paces["telegram"].hold(ANN, 0.3)
    await _answer(world, ANN, "first")
    await world.delivery._send_due()
    world.delivery.end("telegram")
    if meanwhile:
        await meanwhile()
    await world.delivery.settle()


async def test_a_reminder_whose_turn_ends_while_it_is_drawn_is_left_to_who_speaks_now(
    world: World, telegram: Recorder, ann: Rep, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def takes_its_time(_req: Request) -> Card:
        world.delivery.end("telegram")
        return Card(body="late")

    monkeypatch.setitem(DRAWS, "slow", takes_its_time)
    async with storage.transaction(world.database) as db:
        await outbox.put_reminder(db, "slow:1", ann.id, "slow", {}, world.clock())
    await world.delivery.drain()
    assert telegram.sent == []


async def test_what_a_bug_of_ours_keeps_from_being_written_down_is_not_sent_for_ever(
    world: World, telegram: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_write, "RETRY_INTERVAL", 0.01)
    telegram.id_of_sent = "\ud800"  # no base takes half a character
    await _answer(world, ANN, "first")
    await world.delivery.drain()
    [row] = await _rows(world)
    assert (row.error, row.sent) == ("UnicodeEncodeError", None)
    assert row.closed_at and _said(telegram) == ["first"]


@asynccontextmanager
async def _running(world: World) -> AsyncIterator[None]:
    task = asyncio.create_task(world.delivery.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
    assert task.cancelled()


async def _until(true: Callable[[], Awaitable[bool]]) -> None:
    for _look in range(10_000):
        if await true():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError


async def test_running_it_sends_as_soon_as_it_hears(world: World, telegram: Recorder) -> None:
    async with _running(world):
        for text in ("first", "second"):
            await _answer(world, ANN, text)
            world.delivery.wake()
            await _until(partial(_is_said, telegram, text))
    assert _said(telegram) == ["first", "second"]


async def _is_said(telegram: Recorder, text: str) -> bool:
    return text in _said(telegram)


async def test_stopped_it_finishes_what_it_has_in_hand(world: World, telegram: Recorder) -> None:
    on_its_way, may_arrive = asyncio.Event(), asyncio.Event()

    async def arrive() -> None:
        on_its_way.set()
        await may_arrive.wait()

    telegram.when_sent = arrive
    await _answer(world, ANN, "first")
    async with _running(world):
        await on_its_way.wait()
        asyncio.get_running_loop().call_later(0.02, may_arrive.set)
    assert [row.sent for row in await _rows(world)] == ["1"]


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_what_was_sent_while_the_database_went_away_is_not_sent_again(
    world: World, telegram: Recorder
) -> None:
    world.database.hurry()
    await _answer(world, ANN, "first")
    path = world.database.writer.url.database or ""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    telegram.when_sent = lambda: asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
    async with _running(world):
        await _until(lambda: _is_said(telegram, "first"))
        await _until(lambda: _is_locked(other))
        telegram.when_sent = None
        await asyncio.sleep(0.02)
        other.execute("ROLLBACK")
        await _until(lambda: _is_closed(world))
    other.close()
    assert _said(telegram) == ["first"]


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_an_answer_that_cannot_leave_while_the_database_is_away_too_is_kept_until_it_is_back(
    world: World, telegram: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable_write, "RETRY_INTERVAL", 0.01)
    world.database.hurry()
    other = sqlite3.connect(world.database.writer.url.database or "", isolation_level=None)
    telegram.refuse(ANN, FAILED)
    other.execute("BEGIN EXCLUSIVE")
    saying = asyncio.create_task(world.delivery.say(recording.place(ANN), Card(body="found"), None, None))
    await asyncio.sleep(0.1)
    assert not saying.done()
    other.execute("ROLLBACK")
    other.close()
    await saying
    await world.delivery.drain()
    assert _said(telegram) == ["found"]


async def _is_locked(connection: sqlite3.Connection) -> bool:
    return connection.in_transaction


async def _is_closed(world: World) -> bool:
    return (await _rows(world))[0].closed_at is not None
