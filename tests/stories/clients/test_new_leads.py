"""A client is offered to a team in its group or channel, and the first to press Take has it."""

import asyncio

import pytest
from sqlalchemy import select

import storage
from storage import rights
from storage.models import Client, Deal, Rep, Role, Visibility
from tests.support.chat import Person
from tests.support.team_chats import Room, room_of, turns_away

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")


@pytest.fixture
async def room(ann: Person) -> Room:
    """Of team North; Ann is an admin, and in no team. Reps see their own clients."""
    room = room_of(ann)
    await ann.is_now(Role.ADMIN, "North")
    await room.hears(ann, "/bind team North")
    await ann.is_now(Role.ADMIN)
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await ann.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89, olga@acme.io")
    await ann.says("/deal Olga Orlova: annual licence 12 000 USD")
    return room


async def _joins(ann: Person, name: str, team: str) -> Person:
    person = ann.beside(name)
    await person.joins()
    await person.is_now(Role.REP, team)
    return person


async def _owners(ann: Person) -> list[str]:
    """Of the client and of the deal."""
    async with storage.reading(ann.world.database) as db:
        whose = [
            await db.scalar(select(Rep.name).join(noun, noun.owner_id == Rep.id)) for noun in (Client, Deal)
        ]
    return [name or "" for name in whose]


async def test_the_first_of_the_team_to_take_a_lead_has_it(ann: Person, room: Room) -> None:
    boris, clara = await _joins(ann, "Boris", "North"), await _joins(ann, "Clara", "North")
    await ann.says("/assign Olga Orlova: north")
    ann.sees("Olga Orlova is on offer to team North")
    [_bound, lead] = room.shows()
    assert "New lead: Olga Orlova" in lead.text and "Acme Ltd" in lead.text and "From: Ann" in lead.text
    for hidden in ("912", "olga@", "USD", "licence"):
        assert hidden not in lead.text
    await room.is_pressed(boris, lead, "Take")
    boris.sees("You're now the owner of Olga Orlova.")
    [_bound, taken] = room.shows()
    assert "Taken by Boris." in taken.text and taken.buttons == []
    await room.is_pressed(clara, lead, "Take")
    clara.sees("Taken by Boris.")
    await room.is_pressed(boris, lead, "Take")
    boris.sees("You've already taken this client.")
    assert await _owners(ann) == ["Boris", "Boris"]


async def test_two_presses_at_once_are_one_taking(ann: Person, room: Room) -> None:
    boris, clara = await _joins(ann, "Boris", "North"), await _joins(ann, "Clara", "North")
    await ann.says("/assign Olga Orlova: North")
    [_bound, lead] = room.shows()
    await asyncio.gather(room.is_pressed(boris, lead, "Take"), room.is_pressed(clara, lead, "Take"))
    for person in (boris, clara):
        await person.looks()
    [first, _deals] = await _owners(ann)
    assert first in ("Boris", "Clara")
    assert f"Taken by {first}." in room.texts[1]


async def test_whoever_took_it_can_give_it_back_for_others_to_take(ann: Person, room: Room) -> None:
    boris, clara = await _joins(ann, "Boris", "North"), await _joins(ann, "Clara", "North")
    await ann.says("/assign Olga Orlova: North")
    await room.is_pressed(boris, room.shows()[1], "Take")
    await boris.presses("Undo")
    boris.sees("A new lead taken")
    assert await _owners(ann) == ["Ann", "Ann"]
    await room.is_pressed(clara, room.shows()[1], "Take")
    assert "Taken by Clara." in room.texts[1]
    assert await _owners(ann) == ["Clara", "Clara"]


async def test_who_is_not_of_the_team_takes_nothing(ann: Person, room: Room) -> None:
    dora, mallory = await _joins(ann, "Dora", "South"), ann.beside("Mallory")
    await ann.says("/assign Olga Orlova: North")
    lead = room.shows()[1]
    for person, said in (
        (dora, "offered to another team"),
        (ann, "offered to another team"),
        (mallory, turns_away(mallory)),
    ):
        await room.is_pressed(person, lead, "Take")
        person.sees(said)
    assert await _owners(ann) == ["Ann", "Ann"]
    assert room.shows()[1].buttons


async def test_an_offer_is_made_once_and_can_be_taken_back(ann: Person, room: Room) -> None:
    boris = await _joins(ann, "Boris", "North")
    await ann.says("/assign Olga Orlova: North")
    lead = room.shows()[1]
    undo = ann.last("Undo")
    await ann.says("/assign Olga Orlova: North")
    ann.sees("This client is already on offer there.")
    await ann.presses_again(undo, "Undo")
    assert room.texts[1:] == ["This client is no longer on offer."]
    await room.is_pressed(boris, lead, "Take")
    boris.sees("This client is no longer on offer.")
    assert await _owners(ann) == ["Ann", "Ann"]


async def test_who_was_given_to_somebody_meanwhile_is_not_on_offer(ann: Person, room: Room) -> None:
    boris, dora = await _joins(ann, "Boris", "North"), await _joins(ann, "Dora", "South")
    await ann.says("/assign Olga Orlova: North")
    lead = room.shows()[1]
    await ann.says("/assign Olga Orlova: Dora")
    await room.is_pressed(boris, lead, "Take")
    boris.sees("This client is no longer on offer.")
    await dora.looks()
    assert await _owners(ann) == ["Dora", "Dora"]
    assert room.texts[1:] == ["This client is no longer on offer."]


async def test_a_lead_is_offered_with_a_press(ann: Person, room: Room) -> None:
    boris = await _joins(ann, "Boris", "North")
    await ann.says("/find orlova")
    await ann.presses("Reassign")
    await ann.presses("Offer to team North")
    ann.sees("on offer to team North")
    await room.is_pressed(boris, room.shows()[1], "Take")
    assert await _owners(ann) == ["Boris", "Boris"]


async def test_a_team_without_a_chat_is_offered_nothing(ann: Person, room: Room) -> None:
    await _joins(ann, "Dora", "South")
    await ann.says("/assign Olga Orlova: South")
    ann.sees("A manager must first send", "bind team South")
    assert len(room.shows()) == 1
