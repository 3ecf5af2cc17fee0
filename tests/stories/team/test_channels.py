"""One person on several channels, told as a chat."""

import storage
from bot.channel import SendError
from storage.models import Account, Role
from storage.team import accounts
from tests.support import recording
from tests.support.chat import Person
from tests.support.recording import Recorder

PHONE = recording.place("99", "phone")


async def _also_on_a_phone(ann: Person) -> Recorder:
    """Ann has linked a second channel."""
    channel = Recorder("phone")
    ann.world.delivery.add(channel)
    async with storage.transaction(ann.world.database) as db:
        await accounts.add(db, (await accounts.active(db))[0], PHONE, ann.world.clock())
    return channel


async def test_reminders_go_where_they_are_wanted(ann: Person) -> None:
    phone = await _also_on_a_phone(ann)
    await ann.says("/new Ivan Petrov")
    await ann.says("/remind Ivan Petrov: today 12:00 ring")
    await ann.says("/settings")
    await ann.changes("Send reminders to", "Phone")
    ann.sees("Saved")
    await ann.world.wait(hours=3)
    await ann.looks()
    ann.sees_nothing()
    assert "Follow up with Ivan Petrov" in phone.texts("99")[0]
    await ann.says("/settings")
    await ann.changes("Send reminders to", (await _first(ann)).channel.capitalize())
    await ann.says("/remind Ivan Petrov: today 15:00 ring again")
    await ann.world.wait(hours=3)
    await ann.looks()
    ann.sees("ring again")
    assert len(phone.texts("99")) == 1


async def test_a_channel_is_unlinked_and_linked_again(ann: Person) -> None:
    phone = await _also_on_a_phone(ann)
    await ann.says("/link")
    ann.sees("Phone", "start ")
    await ann.presses("Unlink Phone")
    ann.sees("Unlinked: Phone")
    event = recording.Caller(ann.world, PHONE).types("/deals")
    await ann.world.dispatcher.handle(event)
    await ann.world.delivery.drain()
    assert "You don't have access yet" in phone.texts("99")[-1]
    await ann.presses("Undo")
    ann.sees("An unlinked channel")
    await ann.world.dispatcher.handle(recording.Caller(ann.world, PHONE, prefix="f").types("/deals"))
    await ann.world.delivery.drain()
    assert "don't have access" not in phone.texts("99")[-1]


async def test_what_waited_on_an_unlinked_channel_comes_on_the_other(ann: Person) -> None:
    phone = await _also_on_a_phone(ann)
    await ann.says("/settings")
    await ann.changes("Send reminders to", "Phone")
    await ann.says("/new Ivan Petrov")
    await ann.says("/remind Ivan Petrov: today 12:00 ring")
    phone.refuse("99", *[SendError("busy")] * 3)
    await ann.world.wait(hours=2)
    await ann.says("/link")
    await ann.presses("Unlink Phone")
    await ann.world.wait(minutes=1)
    await ann.looks()
    ann.sees("Follow up with Ivan Petrov")
    assert phone.texts("99") == []


async def test_nobody_unlinks_the_channel_they_write_from_or_one_of_others(ann: Person) -> None:
    await _also_on_a_phone(ann)
    await ann.is_now(Role.ADMIN)
    await ann.says("/link")
    assert sum(label.startswith("Unlink") for label in ann.last("Unlink Phone").buttons) == 1
    caller = recording.Caller(ann.world, PHONE)
    async with storage.reading(ann.world.database) as db:
        phone = await accounts.get_at(db, PHONE)
    shown = await ann.world.dispatcher.handle(caller.presses(f"link.drop:{phone.id if phone else 0}"))
    assert "from another one" in str(shown)
    shown = await ann.world.dispatcher.handle(caller.presses("link.drop:77"))
    assert "no longer linked" in str(shown)


async def _first(ann: Person) -> Account:
    async with storage.reading(ann.world.database) as db:
        mine = await accounts.get_of(db, (await accounts.active(db))[0])
        return min(mine, key=lambda account: account.id)
