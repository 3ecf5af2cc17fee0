"""Nothing is lost and nothing is done twice: whatever comes again, and wherever the process dies."""

import asyncio
import gc
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import storage
from bot.inbound.dispatch import MAX_TRIES
from bot.outbound.delivery import LEASE
from handlers.chat import ACTIONS, FORMS, Attached, Card, Reply, Request
from handlers.chat.contact_rows import ContactRow, ReceivedContacts
from handlers.chat.events import ContactsMessage, Incoming
from storage.activities import follow_ups
from storage.clients import clients, new_client
from storage.messaging import inbox, outbox
from storage.models import Act, Client, FileKind, Inbox, Outbox
from tests.conftest import Bases
from tests.support import recording
from tests.support.kills import Life, a_line, dying_together, let_go, lives
from tests.support.postgres import POSTGRES
from tests.support.recording import Caller, Recorder, snapshot
from tests.support.world import BEGINNING, Clock, World

IVAN = "/new Ivan Petrov, Acme Ltd, +7 912 345-67-89, ivan@acme.io, born 12.03.1985"
CALL = "/call Acme: 15 min, wants a discount; next: tuesday 10:00 send the offer"
SOME = 5  # of the suspensions, where all of them would take too long (as copies of a base do on PostgreSQL)
ADDRESS = "https://crm.example.com"
MINUTE = int(BEGINNING.timestamp()) // 60


@pytest.fixture(autouse=True)
def _quick_deaths() -> Iterator[None]:
    """What is there already is not looked through for what the dead have left."""
    gc.freeze()
    yield
    gc.unfreeze()


Said = str | Callable[[Caller], Incoming]


def contact(caller: Caller) -> Incoming:
    """Somebody out of an address book is handed on."""
    cells = (("Name", "Olga Walrus"), ("Phone", "+7 912 345-67-89"))
    text = caller.types("")
    contacts = ReceivedContacts((ContactRow(1, cells),))
    return ContactsMessage(place=text.place, key=text.key, name=text.name, contacts=contacts)


def photo(caller: Caller) -> Incoming:
    return replace(caller.types("the office"), files=(Attached(FileKind.PHOTO, "f"),), message_id="5")


def note(caller: Caller) -> Incoming:
    return replace(caller.types("/note Acme: prefers tee"), message_id="5")


def changed_note(caller: Caller) -> Incoming:
    return replace(caller.types("/note Acme: prefers tea"), message_id="5", is_edit=True)


def reply(caller: Caller) -> Incoming:
    """To the first card there was."""
    return replace(caller.types("prefers tea"), message_id="5", replied="1")


def links(caller: Caller) -> Incoming:
    """To a client, and to nobody."""
    return replace(caller.presses("share.links"), handed=f"{ADDRESS}/c1\n{ADDRESS}/c2")


@dataclass(frozen=True)
class Scene:
    """What has happened before, and the event that it is about. What is no text is the data of a button."""

    name: str
    event: Said
    before: tuple[Said, ...] = ()
    stranger: bool = False

    def __str__(self) -> str:
        return self.name


SCENES = (
    Scene("a stranger joins", "/start", stranger=True),
    Scene("a new client", IVAN),
    Scene("a call with a follow-up", CALL, (IVAN,)),
    Scene("a deal", "/deal Acme: annual licence 12 000 USD", (IVAN,)),
    Scene("a press moves a deal", "deal.move:1:1:3", (IVAN, "/deal Acme: licence 12k")),
    Scene("a press asks why a deal is lost", "deal.move:1:1:6", (IVAN, "/deal Acme: licence 12k")),
    Scene("a follow-up", "/remind Acme: tomorrow 10:00 ring", (IVAN,)),
    Scene("a follow-up is done", f"follow_up.done:1:{MINUTE + 120}", (IVAN, "/remind Acme: in 2 hours ring")),
    Scene(
        "a follow-up is snoozed", f"follow_up.snooze:1:{MINUTE + 120}:week", (IVAN, "/remind Acme: in 2 hours")
    ),
    Scene("a client is given away", "assign.to:1:2:1", (IVAN,)),
    Scene("undo by word", "/undo", (IVAN, CALL)),
    Scene("undo by button", "undo:1", (IVAN,)),
    Scene("a form begins", "/new", ()),
    Scene("a form is answered", "Wang Wei", ("/new",)),
    Scene("a form ends", "form.skip:1:reason", (IVAN, "/deal Acme: licence 12k", "deal.move:1:1:6")),
    Scene("a line is kept", "/call Nobody: hm", ()),
    Scene("a line is finished", "line.create:1:Nobody", ("/call Nobody: hm",)),
    Scene("a mistake", "/call Acme: 5 min; next: someday soonish", (IVAN,)),
    Scene("a contact is handed on", contact),
    Scene("a contact becomes a client", "contact.add:1:0", (contact,)),
    Scene("a contact completes a client", "contact.same:1:0:1", (IVAN, contact)),
    Scene("a file is handed on", photo, (IVAN,)),
    Scene("a file is kept", "line.client:1:1", (IVAN, photo)),
    Scene("a line is changed", changed_note, (IVAN, note)),
    Scene("a reply is a note", reply, (IVAN,)),
    Scene("links are posted", links, (IVAN,)),
    Scene("settings", "form.give:1:working_days:1234567", ("settings.group:me", "form.pick:1:working_days")),
)
BY_NAME = {scene.name: scene for scene in SCENES}
EVERYWHERE = (
    "a call with a follow-up",
    "a press moves a deal",
    "a line is changed",
)  # throw at every single suspension
LOOK = Scene("a look-up", "/find petrov", (IVAN,))


@dataclass
class Stage:
    """Where a scene is played again and again, each time on a base as it was before."""

    bases: Bases
    scene: Scene
    prepared: str
    event: Incoming

    @asynccontextmanager
    async def world(self) -> AsyncIterator[World]:
        async with self.bases.copied(self.prepared) as database:
            yield _world(database)

    async def once(self) -> tuple[recording.Tables, int]:
        """How all is after the event has been handled undisturbed, and how many suspensions that takes."""
        async with self.world() as world:
            life = Life()
            await lives(world.dispatcher.handle(self.event), life)
            await _answer(world)
            return await snapshot(world.database), life.suspensions


def _world(database: storage.Database) -> World:
    world = World.around(database, Clock(BEGINNING), ADDRESS)
    world.delivery.add(Recorder())
    return world


async def _prepared(bases: Bases, scene: Scene) -> Stage:
    async with bases.kept() as (name, database):
        world = _world(database)
        caller = Caller(world)
        code = ""
        if scene.stranger:
            code = " " + await world.invite()
        else:
            await recording.settle_in(world)
            await recording.settle_in(world, recording.place("12"), name="Boris")
        for said in scene.before:
            await world.dispatcher.handle(_event(caller, said))
        await world.delivery.drain()
    event = scene.event + code if isinstance(scene.event, str) else scene.event
    return Stage(bases, scene, name, _event(caller, event))


def _event(caller: Caller, said: Said) -> Incoming:
    if not isinstance(said, str):
        return said(caller)
    return caller.presses(said) if said.partition(":")[0] in ACTIONS else caller.types(said)


async def _answer(world: World) -> Outbox:
    """The one answer that waits to be sent."""
    async with storage.reading(world.database) as db:
        return (await db.scalars(select(Outbox).where(Outbox.closed_at.is_(None), Outbox.urgency == 0))).one()


@pytest.fixture(params=SCENES, ids=str)
async def stage(bases: Bases, request: pytest.FixtureRequest) -> Stage:
    return await _prepared(bases, request.param)


async def test_an_event_that_comes_twice_is_handled_once(stage: Stage) -> None:
    once, _suspensions = await stage.once()
    async with stage.world() as world:
        await world.dispatcher.handle(stage.event)
        await world.dispatcher.handle(stage.event)
        await _world(world.database).dispatcher.handle(stage.event)  # after a restart
        assert await snapshot(world.database) == once


async def test_an_event_that_comes_twice_at_the_same_time_is_handled_once(stage: Stage) -> None:
    once, _suspensions = await stage.once()
    async with stage.world() as world:
        others = [_world(world.database).dispatcher for _copy in range(3)]
        await asyncio.gather(*(pipeline.handle(stage.event) for pipeline in others))
        assert await snapshot(world.database) == once


async def test_wherever_the_process_dies_the_event_is_handled_once(stage: Stage, *, is_full: bool) -> None:
    once, suspensions = await stage.once()
    for at in range(1, suspensions + 1) if is_full else _deaths(stage, suspensions):
        async with stage.world() as world:
            await lives(world.dispatcher.handle(stage.event), Life(at))
            await _world(world.database).dispatcher.handle(stage.event)
            assert await snapshot(world.database) == once, f"died at suspension {at} of {suspensions}"


async def test_it_may_die_again_and_again(bases: Bases) -> None:
    stage = await _prepared(bases, BY_NAME["a call with a follow-up"])
    once, suspensions = await stage.once()
    async with stage.world() as world:
        for at in _some(suspensions):
            await lives(_world(world.database).dispatcher.handle(stage.event), Life(at))
        await _world(world.database).dispatcher.handle(stage.event)
        assert await snapshot(world.database) == once


async def test_a_look_up_that_dies_is_answered_when_it_comes_again(bases: Bases) -> None:
    stage = await _prepared(bases, LOOK)
    async with stage.world() as world:
        before, life = await snapshot(world.database), Life()
        await lives(world.dispatcher.handle(stage.event), life)
    for at in range(1, life.suspensions + 1, 3):
        async with stage.world() as world:
            channel = world.delivery.channels["telegram"] = Recorder()
            await lives(world.dispatcher.handle(stage.event), Life(at))
            await world.dispatcher.handle(stage.event)
            await world.delivery.settle()
            assert 1 <= len(channel.sent) <= 2
            assert await snapshot(world.database) == before


def _deaths(stage: Stage, suspensions: int) -> Sequence[int]:
    matters = stage.scene.name in EVERYWHERE
    if stage.bases.engine == "sqlite":
        return range(1, suspensions + 1) if matters else _some(suspensions)
    return _some(suspensions) if matters else (suspensions // 2, suspensions - 1)


def _some(suspensions: int) -> list[int]:
    """Spread over all of them; the end, where it is committed, in any case."""
    last = range(suspensions - 1, suspensions + 1)
    return sorted({1, *range(2, suspensions, max(1, suspensions // SOME)), *last})


# The way out.

ANN, BORIS, CLARA = "11", "12", "13"


@dataclass
class Post:
    """Two answers and a reminder for Ann, an answer for Boris, a reminder for Clara that is true no more."""

    bases: Bases
    prepared: str

    @asynccontextmanager
    async def office(self) -> AsyncIterator[tuple[World, Recorder]]:
        async with self.bases.copied(self.prepared) as database:
            world, channel = World.around(database), Recorder()
            world.delivery.add(channel)
            yield world, channel

    async def after(self, world: World, channel: Recorder) -> World:
        """The next process, with the same channel."""
        next_one = World.around(world.database, world.clock)
        next_one.delivery.add(channel)
        return next_one


@pytest.fixture
async def post(bases: Bases) -> Post:
    async with bases.kept() as (name, database):
        world = World.around(database)
        reps = {chat: await recording.settle_in(world, recording.place(chat)) for chat in (ANN, CLARA)}
        await recording.settle_in(world, recording.place(BORIS))
        async with storage.transaction(database) as db:
            for chat, text in ((ANN, "first"), (BORIS, "hello"), (ANN, "second")):
                await outbox.queue(db, "telegram", "", chat, Card(body=text).to_json(), BEGINNING)
            for chat, rep in reps.items():
                client = Client(name=f"Client of {chat}", owner_id=rep.id, created_at=BEGINNING)
                db.add(client)
                await db.flush()
                due = await follow_ups.add(db, rep, client, "ring", BEGINNING, BEGINNING)
                seen = due.due_at if chat == ANN else due.due_at - timedelta(hours=1)
                args = {"follow_up_id": due.id, "due_at": seen.isoformat()}
                await outbox.put_reminder(db, f"follow-up:{due.id}", rep.id, "follow_up", args, BEGINNING)
    return Post(bases, name)


EXPECTED = Counter([(ANN, "first"), (ANN, "second"), (BORIS, "hello"), (ANN, "Follow up with Client of 11")])


def _post(channel: Recorder) -> list[tuple[str, str]]:
    return [(sent.chat, sent.text.strip().partition("\n")[0]) for sent in channel.sent]


async def test_undisturbed_every_message_leaves_once(post: Post) -> None:
    async with post.office() as (world, channel):
        await world.delivery.drain()
        assert Counter(_post(channel)) == EXPECTED
        assert [text for chat, text in _post(channel) if chat == ANN][:2] == ["first", "second"]


async def _dies_while_sending(world: World, at: int | None) -> int:
    """How many suspensions there were."""
    life = Life(at)
    with dying_together(life, "Delivery"):
        await lives(world.delivery.drain(), life)
        await world.delivery.settle()
    let_go(life)
    return life.suspensions


def _at_most_one_is_repeated_in_each_chat(channel: Recorder) -> None:
    sent = Counter(_post(channel))
    assert set(sent) == set(EXPECTED)
    again = sent - EXPECTED
    assert max(Counter(chat for chat, _text in again.elements()).values(), default=0) <= 1
    assert max(sent.values()) <= 2
    first_of_ann = [text for chat, text in dict.fromkeys(_post(channel)) if chat == ANN]
    assert first_of_ann[:2] == ["first", "second"]


async def _all_is_closed(world: World) -> None:
    async with storage.reading(world.database) as db:
        rows = (await db.scalars(select(Outbox))).all()
    assert all(row.closed_at and row.lease_until is None for row in rows)
    assert sorted(row.error for row in rows) == ["", "", "", "", "no longer true"]


async def test_wherever_the_process_dies_the_next_one_sends_the_rest(post: Post) -> None:
    async with post.office() as (world, _channel):
        suspensions = await _dies_while_sending(world, None)
    for at in range(1, suspensions + 1, 3) if post.bases.engine == "sqlite" else _some(suspensions):
        async with post.office() as (world, channel):
            await _dies_while_sending(world, at)
            following = await post.after(world, channel)
            await following.delivery.begin(channel.name)
            await following.delivery.drain()
            _at_most_one_is_repeated_in_each_chat(channel)
            await _all_is_closed(following)


async def test_where_nobody_says_that_it_has_died_its_leases_end_by_themselves(post: Post) -> None:
    async with post.office() as (world, _channel):
        suspensions = await _dies_while_sending(world, None)
    for at in _some(suspensions):
        async with post.office() as (world, channel):
            await _dies_while_sending(world, at)
            following = await post.after(world, channel)
            await following.delivery.drain()  # what is leased is left alone
            world.clock.now += LEASE + timedelta(seconds=1)
            await following.delivery.drain()
            _at_most_one_is_repeated_in_each_chat(channel)
            await _all_is_closed(following)


# The weather.


@dataclass
class Sky:
    """Where the database can be taken away, and comes back."""

    world: World
    away: Callable[[], None]
    back: Callable[[], None]


@asynccontextmanager
async def _sky(stage: Stage) -> AsyncIterator[Sky]:
    async with stage.bases.copied(stage.prepared) as database:
        if database.is_sqlite:
            async with _behind_a_lock(database) as sky:
                yield sky
        else:
            async with _behind_a_line(database) as sky:
                yield sky


@asynccontextmanager
async def _behind_a_lock(database: storage.Database) -> AsyncIterator[Sky]:
    """Another program writes to the file, and does not end."""
    database.hurry()
    other = sqlite3.connect(database.writer.url.database or "", isolation_level=None)
    try:
        yield Sky(_world(database), lambda: _run(other, "BEGIN EXCLUSIVE"), lambda: _run(other, "ROLLBACK"))
    finally:
        other.close()


def _run(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(statement)


@asynccontextmanager
async def _behind_a_line(database: storage.Database) -> AsyncIterator[Sky]:
    url = database.writer.url
    async with a_line(url.host or "", url.port or 5432) as line:
        far = url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        through = storage.connect(far)
        try:
            yield Sky(_world(through), line.cut, line.mend)
        finally:
            line.mend()
            await through.close()


async def _is_unclaimed(world: World, event: Incoming) -> bool:
    async with storage.reading(world.database) as db:
        return await db.get(Inbox, ("telegram", "", event.key)) is None


async def test_while_the_database_is_away_nothing_is_claimed_and_then_it_works(bases: Bases) -> None:
    stage = await _prepared(bases, BY_NAME["a call with a follow-up"])
    once, _suspensions = await stage.once()
    async with _sky(stage) as sky:
        for _try in range(2):
            sky.away()
            with pytest.raises(DBAPIError):
                await sky.world.dispatcher.handle(stage.event)
            sky.back()
            assert await _is_unclaimed(sky.world, stage.event)
        await sky.world.dispatcher.handle(stage.event)
        assert await snapshot(sky.world.database) == once


@pytest.mark.skipif(not POSTGRES, reason="a line can be cut only where there is one")
@pytest.mark.parametrize("bases", ["postgres"], indirect=True)
async def test_whenever_the_line_to_the_database_is_cut_it_is_the_weather(bases: Bases) -> None:
    stage = await _prepared(bases, BY_NAME["a call with a follow-up"])
    once, suspensions = await stage.once()
    for at in range(1, suspensions + 1, max(1, suspensions // 8)):
        async with _sky(stage) as sky:
            with suppress(DBAPIError):  # so it comes again
                await lives(sky.world.dispatcher.handle(stage.event), Life(at, instead=sky.away))
            sky.back()
            await sky.world.dispatcher.handle(stage.event)
            assert await snapshot(sky.world.database) == once, f"cut at suspension {at} of {suspensions}"


@pytest.mark.parametrize("bases", ["sqlite"], indirect=True)
async def test_a_full_disk_is_the_weather(bases: Bases) -> None:
    stage = await _prepared(bases, BY_NAME["a call with a follow-up"])
    async with stage.world() as world:
        event = Caller(world, prefix="big").types("/call Acme: " + "a long talk " * 800)
        await _limit_pages(world.database, "(SELECT page_count FROM pragma_page_count)")
        with pytest.raises(DBAPIError):
            await world.dispatcher.handle(event)
        assert await _is_unclaimed(world, event)
        await _limit_pages(world.database, "1000000")
        await world.dispatcher.handle(event)
        assert "a long talk" in str((await _answer(world)).card)


async def _limit_pages(database: storage.Database, most: str) -> None:
    async with storage.transaction(database) as db:
        count = await db.scalar(text(f"SELECT {most}"))
        await db.execute(text(f"PRAGMA max_page_count = {count}"))


async def test_what_fails_five_times_is_set_aside(world: World) -> None:
    place, raw = recording.place(), {"update_id": 7, "message": {"text": "poison"}}
    for _failure in range(MAX_TRIES - 1):
        assert not await world.dispatcher.count_failure(place, "7", raw, "ValueError")
        async with storage.reading(world.database) as db:
            assert not await inbox.is_done(db, place.channel, place.space, "7")
    assert await world.dispatcher.count_failure(place, "7", raw, "KeyError")
    async with storage.reading(world.database) as db:
        kept = await db.get_one(Inbox, (place.channel, place.space, "7"))
        assert await inbox.is_done(db, place.channel, place.space, "7")
    assert (kept.tries, kept.raw, kept.error) == (MAX_TRIES, raw, "KeyError")


async def test_what_is_set_aside_is_not_handled_any_more(world: World) -> None:
    await recording.settle_in(world)
    event = Caller(world).types(IVAN)
    for _failure in range(MAX_TRIES):
        await world.dispatcher.count_failure(event.place, event.key, {}, "ValueError")
    assert await world.dispatcher.handle(event) is None
    async with storage.reading(world.database) as db:
        assert (await db.scalars(select(Client))).all() == []
        assert (await db.scalars(select(Outbox))).all() == []


async def test_what_has_failed_before_may_still_succeed(world: World) -> None:
    await recording.settle_in(world)
    event = Caller(world).types(IVAN)
    for _failure in range(MAX_TRIES - 1):
        await world.dispatcher.count_failure(event.place, event.key, {}, "ValueError")
    await world.dispatcher.handle(event)
    await world.dispatcher.handle(event)
    async with storage.reading(world.database) as db:
        assert len((await db.scalars(select(Client))).all()) == 1
        assert await inbox.is_done(db, "telegram", "", event.key)


async def test_a_bug_of_ours_is_answered_once_and_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(req: Request, text: str) -> Reply:
        await clients.add(req.db, req.rep, new_client.NewClient(name=text), req.now)
        raise ZeroDivisionError

    await recording.settle_in(world)
    monkeypatch.setitem(FORMS, "log", (FORMS["log"][0], breaks))
    form = {"form": "log", "fields": ["text"], "title": "Log", "context": {}, "values": {}, "options": {}}
    event = Caller(world).submits(form, {"text": "hm"})
    for _time in range(2):
        await world.dispatcher.handle(event, modals=True)
    assert "Something went wrong on our side" in str((await _answer(world)).card)
    async with storage.reading(world.database) as db:
        assert (await db.scalars(select(Act))).all() == []
