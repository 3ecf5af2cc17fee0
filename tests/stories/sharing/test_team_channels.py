"""A group or a channel is bound to a team, a pipeline or a deal, and told what happens there."""

from typing import Any

import pytest
from sqlalchemy import select, update

import storage
from storage import rights
from storage.messaging import subscriptions
from storage.models import Binding, Deal, Role, Visibility
from tests.support.chat import OnSlack, OnTelegram, Person
from tests.support.team_chats import AT, Room, TelegramRoom, room_of, turns_away

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")


@pytest.fixture
def room(ann: Person) -> Room:
    return room_of(ann)


async def _boris(ann: Person, role: Role = Role.REP, team: str = "North") -> Person:
    boris = ann.beside("Boris")
    await boris.joins()
    await boris.is_now(role, team)
    return boris


async def test_a_manager_binds_a_room_to_the_own_team_and_all_there_read_it(ann: Person, room: Room) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await room.hears(ann, "/bind team North")
    told = "deals won by team North, and new leads for it"
    ann.sees(f"From now on I'll post in that chat: {told}.")
    assert room.texts == [f"From now on I'll post here: {told}."]
    await room.hears(ann, "/bind")
    ann.sees(f"I post in this chat: {told}.", "bind off stops it")
    await room.hears(ann, "/bind off")
    ann.sees("I've stopped posting in that chat.")
    assert room.texts[1:] == ["I've stopped posting here."]
    await ann.presses("Undo")
    ann.sees("What I post in a chat")
    await room.hears(ann, "/bind")
    ann.sees(f"I post in this chat: {told}.")


async def test_what_is_asked_about_a_deal_is_answered_for_that_room(ann: Person, room: Room) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/new Olga Orlova")
    await ann.says("/deal Olga Orlova: annual licence 12 000 USD")
    await ann.says("/deal Olga Orlova: annual support 2 000 USD")
    await room.hears(ann, "/bind deal annual")
    ann.sees("Which deal?")
    await ann.presses("annual support · Olga Orlova")
    ann.sees("when the deal “annual support” is won")
    assert room.texts == ["From now on I'll post here: when the deal “annual support” is won."]


async def test_where_nobody_else_is_it_says_where_to_say_it(ann: Person) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/bind team North")
    ann.sees("Send this in the group or channel itself")


async def test_a_manager_binds_no_room_to_another_team(ann: Person, room: Room) -> None:
    boris = await _boris(ann, Role.MANAGER, "South")
    await ann.is_now(Role.MANAGER, "North")
    await room.hears(ann, "/bind team South")
    ann.sees("Managers can connect a chat to their own team")
    await room.hears(ann, "/bind team West")
    ann.sees("There's no “West”. Choose from: North, South.")
    await room.hears(ann, "/bind West")
    ann.sees("There's no “West”. Choose from: North, South.")
    await room.hears(ann, "/bind team")
    await room.hears(boris, "/bind team South")
    boris.sees("Managers can connect a chat to their own team")
    await room.hears(boris, "/bind off")
    boris.sees("Someone else set up this chat")
    await boris.is_now(Role.ADMIN, "South")
    await room.hears(boris, "/bind pipeline Sales")
    boris.sees("deals won in the pipeline Sales")
    await room.hears(boris, "/bind north")
    boris.sees("deals won by team North")
    await room.hears(boris, "/bind sales")
    boris.sees("deals won in the pipeline Sales")


async def test_a_rep_binds_nothing_and_a_stranger_learns_nothing(ann: Person, room: Room) -> None:
    await room.hears(ann, "/bind team North")
    ann.sees("Only managers and admins can do that.")
    await room.hears(ann.beside("Mallory"), "/bind team North")
    assert not [text for text in room.texts if "I'll post" in text]


async def test_who_is_no_manager_any_more_takes_no_binding_back(ann: Person, room: Room) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await room.hears(ann, "/bind team North")
    await room.hears(ann, "/bind off")
    await ann.is_now(Role.REP, "North")
    await ann.presses("Undo")
    ann.sees("Only an admin can do that.")


async def test_a_group_that_has_moved_stays_bound(ann: Person, room: Room) -> None:
    if not (isinstance(ann, OnTelegram) and isinstance(room, TelegramRoom)):
        pytest.skip("channels do not move")
    await ann.is_now(Role.MANAGER, "North")
    await ann.fake.says(ann.user, f"/bind{AT} team North", room.group)
    await ann.looks()
    grown = ann.fake.group(-1006, "Sales, grown")
    room.group.moved_to = -1006
    await ann.fake.says(ann.user, f"/bind{AT}", room.group)
    await ann.fake.says(ann.user, f"/bind{AT}", grown)
    await ann.looks()
    ann.sees("I post in this chat: deals won by team North")


def _says_it_moved(was: int, now: int) -> dict[str, dict[str, Any]]:
    """What Telegram says in the old group, and in the new one: https://core.telegram.org/bots/api#message"""
    said: dict[str, Any] = {
        "message_id": 900,
        "date": 1,
        "from": {"id": 11, "is_bot": False, "first_name": "Ann"},
    }
    old = {"id": was, "type": "group", "title": "Sales"}
    new = {"id": now, "type": "supergroup", "title": "Sales"}
    return {
        "to": {**said, "chat": old, "migrate_to_chat_id": now},
        "from": {**said, "chat": new, "migrate_from_chat_id": was},
    }


@pytest.mark.parametrize("told", ["to", "from", "to from", "from to", "to to from from"])
async def test_a_group_that_was_upgraded_stays_bound_and_a_win_is_told_once(
    ann: Person, room: Room, told: str
) -> None:
    if not (isinstance(ann, OnTelegram) and isinstance(room, TelegramRoom)):
        pytest.skip("channels do not move")
    await ann.is_now(Role.MANAGER, "North")
    await _deal(ann)
    await ann.fake.says(ann.user, f"/bind{AT} team North", room.group)
    await ann.looks()
    grown = ann.fake.group(-1006, "Sales, grown")
    room.group.moved_to = grown.id
    for way in told.split():
        await ann.fake.happens(message=_says_it_moved(room.group.id, grown.id)[way])
    await ann.fake.says(ann.user, f"/bind{AT}", grown)
    await ann.looks()
    ann.sees("I post in this chat: deals won by team North")
    await ann.fake.says(ann.user, f"/bind{AT} team North", grown)
    await ann.looks()
    await ann.says("/won annual licence")
    assert len([m for m in ann.fake.messages(grown.id) if "Won: annual licence" in m.text]) == 1
    await ann.fake.says(ann.user, f"/bind{AT} off", grown)
    await ann.looks()
    ann.sees("I've stopped posting in that chat")
    async with storage.reading(ann.world.database) as db:
        assert not (await db.scalars(select(Binding))).all()


@pytest.mark.parametrize("told", ["to", "from"])
async def test_a_group_that_was_bound_anew_before_its_upgrade_is_heard_of_is_told_once(
    ann: Person, room: Room, told: str
) -> None:
    if not (isinstance(ann, OnTelegram) and isinstance(room, TelegramRoom)):
        pytest.skip("channels do not move")
    await ann.is_now(Role.MANAGER, "North")
    await _deal(ann)
    grown = ann.fake.group(-1006, "Sales, grown")
    for group in (room.group, grown):
        await ann.fake.says(ann.user, f"/bind{AT} team North", group)
        await ann.looks()
    room.group.moved_to = grown.id
    await ann.fake.happens(message=_says_it_moved(room.group.id, grown.id)[told])
    await ann.looks()
    await ann.says("/won annual licence")
    assert len([m for m in ann.fake.messages(grown.id) if "Won: annual licence" in m.text]) == 1


async def _binds(ann: Person, room: Room, text: str) -> None:
    """Ann, who is an admin; what is said of it is not looked at."""
    await ann.is_now(Role.ADMIN, "North")
    await room.hears(ann, f"/bind {text}")
    assert len(room.shows()) == 1


async def _deal(person: Person) -> None:
    await person.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89, olga@acme.io")
    await person.says("/deal Olga Orlova: annual licence 12 000 USD")


@pytest.mark.parametrize("text", ["team North", "pipeline Sales", "deal annual licence"])
async def test_a_win_is_told_there_once_and_shows_no_more_than_a_shared_card(
    ann: Person, room: Room, text: str
) -> None:
    boris = await _boris(ann)
    await _deal(boris)
    await _binds(ann, room, text)
    await boris.says("/deals")
    await boris.presses("annual licence · Olga Orlova")
    old = boris.last("Won")
    await boris.presses("Won")
    await boris.presses_again(old, "Won")
    await boris.presses("Undo")
    await boris.says("/won annual licence")
    [won] = room.shows()[1:]
    for part in ("Won: annual licence", "Olga Orlova", "Company: Acme Ltd", "Owner: Boris"):
        assert part in won.text
    for hidden in ("912", "olga@", "USD", "12"):
        assert hidden not in won.text
    await room.is_pressed(ann, won, "Open deal")
    ann.sees("annual licence", "· Won")
    mallory = ann.beside("Mallory")
    await room.is_pressed(mallory, won, "Open deal")
    mallory.sees(turns_away(mallory))


async def test_a_win_that_was_taken_back_before_it_left_is_told_when_it_comes_true(
    ann: Person, room: Room
) -> None:
    await _deal(ann)
    await _binds(ann, room, "team North")
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Deal).values(stage_id=5))
        await db.flush()
        binding = (await db.scalars(select(Binding))).one()
        args = {"deal_id": 1}
        await subscriptions.queue_notice(db, binding, f"won:1:{binding.id}", "won", args, ann.world.clock())
        await db.execute(update(Deal).values(stage_id=1))
    await ann.looks()
    assert len(room.shows()) == 1
    await ann.says("/won annual licence")
    assert "Won: annual licence" in room.texts[1]


async def test_a_room_hears_only_of_what_it_is_bound_to(ann: Person, room: Room) -> None:
    boris = await _boris(ann, team="South")
    await _deal(boris)
    await _binds(ann, room, "team North")
    await boris.says("/won annual licence")
    assert len(room.shows()) == 1


async def test_a_pipelines_room_hears_what_who_bound_it_may_see(ann: Person, room: Room) -> None:
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    boris = await _boris(ann, team="South")
    await _deal(boris)
    await ann.is_now(Role.MANAGER, "North")
    await room.hears(ann, "/bind pipeline Sales")
    await boris.says("/won annual licence")
    assert len(room.shows()) == 1
    await boris.presses("Undo")
    await ann.is_now(Role.MANAGER, "South")
    await boris.says("/won annual licence")
    assert "Won: annual licence" in room.texts[1]


async def test_a_room_that_is_gone_is_not_told_elsewhere(ann: Person, room: Room) -> None:
    await _deal(ann)
    await _binds(ann, room, "team North")
    if isinstance(ann, OnTelegram):
        ann.fake.fail("sendMessage", 403, times=1)
    else:
        assert isinstance(ann, OnSlack)
        ann.fake.fail("chat.postMessage", "is_archived")
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Deal).values(stage_id=5))
        binding = (await db.scalars(select(Binding))).one()
        await subscriptions.queue_notice(db, binding, "won:1:1", "won", {"deal_id": 1}, ann.world.clock())
    await ann.looks()
    await ann.world.wait(hours=1)
    await ann.looks()
    assert not [seen for seen in ann._messages() if "Won: annual" in seen.text]
    assert len(room.shows()) == 1
