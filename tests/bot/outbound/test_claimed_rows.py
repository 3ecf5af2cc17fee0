"""What is in hand: never more than can leave soon, never two messages of a chat, nothing once others speak."""

import asyncio

import storage
from bot.outbound.claimed_rows import MAX_ROWS, ClaimedRows
from handlers.chat import Card
from storage.activities import follow_ups
from storage.messaging import outbox
from storage.messaging.claims import Claimed
from tests.support import people, recording
from tests.support.recording import Recorder
from tests.support.world import BEGINNING, World

ANN, BORIS = "11", "12"


def _row(number: int, chat: str = ANN, urgency: int = outbox.REMINDER) -> Claimed:
    return Claimed(number, "telegram", "", chat, 1, None, None, "digest", {}, urgency, BEGINNING, 0, BEGINNING)


def test_when_enough_reminders_are_in_hand_only_answers_are_wanted_until_half_have_left() -> None:
    hand, rows = ClaimedRows(), [_row(number, str(number)) for number in range(MAX_ROWS)]
    assert hand.full(["telegram"]) == set()
    hand.take(rows)
    assert (hand.open(["telegram"]), hand.full(["telegram"])) == (["telegram"], {"telegram"})
    hand.drop(rows[: MAX_ROWS // 3])
    assert hand.full(["telegram"]) == {"telegram"}
    hand.drop(rows[MAX_ROWS // 3 :])
    assert hand.full(["telegram"]) == set()


def test_when_enough_answers_are_in_hand_nothing_more_is_wanted() -> None:
    hand = ClaimedRows()
    hand.take(_row(number, urgency=outbox.ANSWER) for number in range(MAX_ROWS))
    assert hand.open(["slack", "telegram"]) == ["slack"]


def test_a_row_is_early_while_one_of_its_lane_is_in_hand() -> None:
    hand = ClaimedRows()
    hand.take([_row(1)])
    claimed = [_row(1), _row(2), _row(3, BORIS), _row(4, urgency=outbox.ANSWER)]
    assert hand.early(claimed) == {1, 2}


async def test_an_answer_and_a_reminder_are_not_on_their_way_at_once(world: World) -> None:
    telegram = Recorder()
    world.delivery.add(telegram)
    ann = await recording.settle_in(world, recording.place(ANN))
    on_their_way = most = 0

    async def arrive() -> None:
        nonlocal on_their_way, most
        on_their_way += 1
        most = max(most, on_their_way)
        await asyncio.sleep(0.02)
        on_their_way -= 1

    telegram.when_sent = arrive
    async with storage.transaction(world.database) as db:
        client = await people.client(db, ann, "Ivan")
        due = await follow_ups.add(db, ann, client, "ring", world.clock(), world.clock())
        args = {"follow_up_id": due.id, "due_at": due.due_at.isoformat()}
        await outbox.put_reminder(db, "follow-up:1", ann.id, "follow_up", args, world.clock())
    sending = asyncio.create_task(world.delivery.drain())
    await asyncio.sleep(0.01)
    await _answer(world, "hello")
    await world.delivery.drain()
    await sending
    assert (len(telegram.sent), most) == (2, 1)


async def test_once_another_speaks_only_what_is_on_its_way_arrives(world: World) -> None:
    telegram = Recorder()
    world.delivery.add(telegram)

    async def arrive() -> None:
        world.delivery.end("telegram")

    telegram.when_sent = arrive
    await _answer(world, "first", "second", "third")
    await world.delivery.drain()
    assert telegram.texts() == ["\nfirst"]
    await world.delivery.begin("telegram")
    telegram.when_sent = None
    await world.delivery.drain()
    assert telegram.texts() == ["\nfirst", "\nsecond", "\nthird"]


async def _answer(world: World, *texts: str) -> None:
    async with storage.transaction(world.database) as db:
        for text in texts:
            await outbox.queue(db, "telegram", "", ANN, Card(body=text).to_json(), world.clock())
