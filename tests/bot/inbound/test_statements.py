"""How often the base is asked: each time costs, whoever is on the other side of it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import text

import storage
from handlers.activities import interactions as logging
from handlers.agenda.agenda import day
from handlers.agenda.agenda_lines import agenda
from handlers.chat import COMMANDS, Line, Request, UserError
from handlers.clients import card as words
from reminders.activities import follow_ups as due
from storage.activities import follow_ups, interactions
from storage.audit import changes
from storage.clients import keep_in_touch
from storage.deals import deals
from storage.messaging import arrivals, claims
from storage.models import InteractionKind, Place
from storage.team import accounts
from tests.running.statements import listening
from tests.support import people
from tests.support.postgres import POSTGRES
from tests.support.world import BEGINNING, World

HERE = Place("telegram", "", "1", "1")
LATER = BEGINNING + timedelta(days=1)
LOGGED, IDLE, AGENDA, SEARCH, DAY = 8, 2, 3, 6, 5  # round trips, and statements at most


async def _client(world: World) -> int:
    """Of Boris, whom Ann looks at, with some of everything."""
    async with storage.transaction(world.database) as db:
        boris = await people.rep(db, "Boris", BEGINNING)
        client = await people.client(db, boris, "Ivan Petrov", "Acme", "+79123456789", "ivan@acme.example")
        await deals.add(db, boris, client, "Licence", 100, "USD", BEGINNING)
        await follow_ups.add(db, boris, client, "ring", LATER, BEGINNING)
        for _number in range(3):
            await interactions.add(db, boris, client, InteractionKind.CALL, at=BEGINNING, now=BEGINNING)
        return client.id


async def test_a_card_with_all_that_is_on_it_takes_one_round_trip(world: World) -> None:
    client_id = await _client(world)
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
    async with storage.reading(world.database) as db:
        with listening(world.database) as said:
            card = await words.card(Request(db=db, rep=ann, now=BEGINNING, place=HERE), client_id)
    assert len(card.contacts) == 2 and "ring" in card.lead and card.footer == "Boris"
    assert {"Last", ""} <= dict(card.fields).keys()
    assert said.trips == 1, said


async def test_logging_a_call_with_its_follow_up_takes_eight_round_trips(world: World) -> None:
    await _client(world)
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        changes.act(db, ann, BEGINNING, HERE.channel, "call")
        line = Line("call", "Ivan Petrov: 15 min, wants a discount; next: tomorrow 10:00 send the offer")
        with listening(world.database) as said:
            await logging.call(Request(db=db, rep=ann, now=BEGINNING, place=HERE), line)
    assert said.trips <= LOGGED, said


async def test_a_day_takes_as_many_statements_however_many_are_going_cold(world: World) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
    for count in range(1, 4):
        async with storage.transaction(world.database) as db:
            client = await people.client(db, ann, f"Cold {count}")
            await keep_in_touch.put(db, client, 7, BEGINNING.date() - timedelta(30))
        async with storage.reading(world.database) as db:
            with listening(world.database) as said:
                card = await day(Request(db=db, rep=ann, now=BEGINNING, place=HERE))
        assert dict(card.fields)["Going cold"].count("Cold") == count
        assert len(said) <= DAY, said


@pytest.mark.parametrize(
    "typed",
    [
        "petrov",
        "ivan petrov",
        "ivan",
        "licence",
        "licenze",
        "discount",
        "petrov licence",
        "wants a discount",
        "who",
    ],
)
async def test_a_search_and_its_card_take_six_round_trips_at_most(world: World, typed: str) -> None:
    await _client(world)
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        ivan = await people.client(db, ann, "Ivan Ivanov", "Petrov & Sons")
        for text in ("wants a discount", "a discount of ten percent"):
            await interactions.add(db, ann, ivan, InteractionKind.NOTE, at=BEGINNING, now=BEGINNING, text=text)
    async with storage.reading(world.database) as db:
        request = Request(db=db, rep=ann, now=BEGINNING, place=HERE)
        with listening(world.database) as said, suppress(UserError):
            await COMMANDS["find"].run(request, Line("find", typed))
    assert said.trips <= SEARCH, said


async def test_an_event_is_claimed_and_its_sender_known_in_one_round_trip(world: World) -> None:
    async with storage.transaction(world.database) as db:
        await accounts.add(db, await people.rep(db, "Ann", BEGINNING), HERE, BEGINNING)
    for is_ours in (True, False):
        with listening(world.database) as said:
            async with storage.transaction(world.database) as db:
                claim = await arrivals.claim(db, HERE, "1", BEGINNING)
        assert claim.is_ours is is_ours
        assert claim.rep and claim.rep.name == "Ann"
        assert said.trips == 1, said


@pytest.mark.parametrize("line", ["tomorrow", "next week", "overdue", "my tasks", "friday", "boris tomorrow"])
async def test_an_agenda_takes_three_statements(world: World, line: str) -> None:
    await _client(world)
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await follow_ups.add(db, ann, None, "buy coffee", LATER, BEGINNING)
    async with storage.reading(world.database) as db:
        with listening(world.database) as said:
            await agenda(Request(db=db, rep=ann, now=BEGINNING, place=HERE), Line("agenda", line))
    assert len(said) <= AGENDA, said


async def test_whoever_speaks_is_known_by_one_statement(world: World) -> None:
    async with storage.reading(world.database) as db:
        with listening(world.database) as said:
            assert await arrivals.get(db, HERE, "1", BEGINNING) is None
    assert len(said) == 1


async def test_where_nothing_is_due_two_statements_say_so(world: World) -> None:
    await _client(world)
    async with storage.transaction(world.database) as db:
        with listening(world.database) as said:
            await due.queue(db, BEGINNING)
    async with storage.transaction(world.database) as db:
        with listening(world.database) as said_of_messages:
            await claims.claim(db, ["telegram"], BEGINNING, timedelta(seconds=60), limit=100)
    assert len(said) == 1, said
    assert len(said_of_messages) <= IDLE, said_of_messages


@pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
async def test_postgresql_compiles_no_statement(world: World) -> None:
    """It thinks that to claim some of many rows costs much, and compiled that for a second."""
    async with storage.reading(world.database) as db:
        assert await db.scalar(text("SHOW jit")) == "off"


async def test_many_notes_of_what_was_shown_are_one_statement_and_each_is_kept(world: World) -> None:
    client_id = await _client(world)
    for number in ("1", "2", "1"):
        world.recent_views.show(("telegram", "", "1", number), client_id, None)
    with listening(world.database) as said:
        await world.recent_views.write()
    assert len(said) == 1, said
    async with storage.reading(world.database) as db:
        known = [
            await world.recent_views.shows(db, ("telegram", "", "1", number)) for number in ("1", "2", "3")
        ]
    assert known == [(client_id, None), (client_id, None), None]
