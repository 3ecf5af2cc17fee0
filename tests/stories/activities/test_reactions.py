"""A thumb up on a reminder says that it is done, told as a chat in Telegram."""

import pytest
from sqlalchemy import select, update

import storage
from storage.models import FollowUp, FollowUpState, Rep
from tests.support.chat import OnTelegram, Seen
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook")


async def _reminded(ann: OnTelegram) -> Seen:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/remind Ivan Petrov: in 2 hours send the offer")
    await ann.world.wait(hours=2)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov")
    return ann.news[-1]


async def _reacts(person: OnTelegram, to: Seen, *signs: str, was: tuple[str, ...] = ()) -> None:
    await person.fake.reacts(person.user, to.raw, *signs, was=was)
    await person.looks()


async def _state(world: World) -> FollowUpState:
    async with storage.reading(world.database) as db:
        return (await db.scalars(select(FollowUp.state))).one()


@pytest.mark.parametrize("sign", ["👍", "👌", "💯", "🫡"])
async def test_a_thumb_up_on_a_reminder_says_that_it_is_done(ann: OnTelegram, sign: str) -> None:
    reminder = await _reminded(ann)
    await _reacts(ann, reminder, sign)
    ann.sees("Done: Ivan Petrov", "How did it go?")
    assert ann.news[-1].id == reminder.id  # it has become that
    assert await _state(ann.world) is FollowUpState.DONE
    await ann.presses("Undo")
    assert await _state(ann.world) is FollowUpState.OPEN


async def test_other_signs_and_signs_that_go_say_nothing(ann: OnTelegram) -> None:
    reminder = await _reminded(ann)
    await _reacts(ann, reminder, "🤔")
    await _reacts(ann, reminder, "🤔", "👍", was=("👍",))
    await _reacts(ann, reminder, was=("👍",))
    assert ann.news == []
    assert await _state(ann.world) is FollowUpState.OPEN


async def test_a_sign_on_what_is_no_reminder_says_nothing(ann: OnTelegram) -> None:
    await _reminded(ann)
    await ann.says("/find petrov")
    await _reacts(ann, ann.news[-1], "👍")
    await ann.says("/help")
    await _reacts(ann, ann.news[-1], "👍")
    assert ann.news == []
    assert await _state(ann.world) is FollowUpState.OPEN


async def test_a_sign_on_a_reminder_that_has_been_put_off_says_nothing(ann: OnTelegram) -> None:
    reminder = await _reminded(ann)
    await ann.presses("In 1 hour")
    await _reacts(ann, reminder, "👍")
    assert ann.news == []
    assert await _state(ann.world) is FollowUpState.OPEN


async def test_whoever_has_left_says_nothing_by_it(ann: OnTelegram) -> None:
    reminder = await _reminded(ann)
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).values(active=False))
    await _reacts(ann, reminder, "👍")
    assert ann.news == []
    assert await _state(ann.world) is FollowUpState.OPEN
