"""A group or a channel is bound to a team, a pipeline or a deal, and told what happens there."""

import pytest

from storage.models import Role
from tests.chat import OnTelegram, Person
from tests.rooms import AT, Room, TelegramRoom, room_of

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
    told = "the deals that team North wins, and new leads for it"
    ann.sees(f"That chat is told from now on: {told}.")
    assert room.texts == [f"From now on I tell here: {told}."]
    await room.hears(ann, "/bind")
    ann.sees(f"This chat is told: {told}.", "bind off ends it")
    await room.hears(ann, "/bind off")
    ann.sees("That chat is told nothing any more.")
    assert room.texts[1:] == ["I tell nothing here any more."]
    await ann.presses("Undo")
    ann.sees("What a chat is told")
    await room.hears(ann, "/bind")
    ann.sees(f"This chat is told: {told}.")


async def test_what_is_asked_about_a_deal_is_answered_for_that_room(ann: Person, room: Room) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/new Olga Orlova")
    await ann.says("/deal Olga Orlova: annual licence 12 000 USD")
    await ann.says("/deal Olga Orlova: annual support 2 000 USD")
    await room.hears(ann, "/bind deal annual")
    ann.sees("Which deal?")
    await ann.presses("annual support · Olga Orlova")
    ann.sees("when the deal “annual support” is won")
    assert room.texts == ["From now on I tell here: when the deal “annual support” is won."]


async def test_where_nobody_else_is_it_says_where_to_say_it(ann: Person) -> None:
    await ann.is_now(Role.MANAGER, "North")
    await ann.says("/bind team North")
    ann.sees("Say that in the group or channel that is to be told")


async def test_a_manager_binds_no_room_to_another_team(ann: Person, room: Room) -> None:
    boris = await _boris(ann, Role.MANAGER, "South")
    await ann.is_now(Role.MANAGER, "North")
    await room.hears(ann, "/bind team South")
    ann.sees("A manager binds a chat to the own team")
    await room.hears(ann, "/bind team West")
    ann.sees("I know none called “West”. There are: North, South.")
    await room.hears(ann, "/bind team")
    await room.hears(boris, "/bind team South")
    boris.sees("A manager binds a chat to the own team")
    await room.hears(boris, "/bind off")
    boris.sees("Somebody else has bound this chat")
    await boris.is_now(Role.ADMIN, "South")
    await room.hears(boris, "/bind pipeline Sales")
    boris.sees("the deals that are won in the pipeline Sales")


async def test_a_rep_binds_nothing_and_a_stranger_learns_nothing(ann: Person, room: Room) -> None:
    await room.hears(ann, "/bind team North")
    ann.sees("Only managers and admins can do that.")
    await room.hears(ann.beside("Mallory"), "/bind team North")
    assert not [text for text in room.texts if "I tell" in text]


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
    ann.sees("This chat is told: the deals that team North wins")
