"""Whatever is pressed, in whatever order it comes and however often: the history explains what stands."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

import reminders
import storage
from handlers.chat import Form
from handlers.chat.events import Incoming
from storage.maintenance import schema
from storage.models import Deal, FollowUp, FollowUpState, Move, Outbox
from tests.support.recording import Caller, Recorder, place, settle_in
from tests.support.world import World

ANN, BORIS = "11", "12"
BEFORE = ("/new Ivan Petrov, Acme", "/deal Acme: licence 12k", "/remind Acme: in 2 hours ring")
LINES = (
    *("/move licence negotiation", "/move licence offer", "/won licence", "/lost licence: too dear"),
    *("/lost licence", "/deal Acme: support 1k", "/deals", "/today", "/undo", "too dear"),
    *("/remind Acme: in 3 hours ask", "/call Acme: 5 min; next: tomorrow 10:00 ask", "/find Acme"),
)
STAGES = range(1, 8)  # six there are
MINUTES = (0, 30, 119, 120, 121, 600, 1500)

who = st.sampled_from([ANN, BORIS])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("says"), who, st.sampled_from(LINES)),
        st.tuples(st.just("presses"), who, st.integers(0, 200)),  # any button ever shown, to anyone
        st.tuples(st.just("presses"), who, st.integers(0, 200)),
        st.tuples(st.just("holds back"), who, st.integers(0, 200)),  # a press that comes later
        st.tuples(st.just("lets through"), st.integers(0, 200)),
        st.tuples(st.just("again"), st.integers(0, 200)),  # an update that has come before
        st.tuples(st.just("forges"), who, st.integers(1, 3), st.sampled_from(STAGES), st.sampled_from(STAGES)),
        st.tuples(st.just("waits"), st.sampled_from(MINUTES)),
    ),
    min_size=3,
    max_size=20,
)
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Play:
    world: World
    channel: Recorder
    people: dict[str, Caller]
    come: list[Incoming] = field(default_factory=list)
    held: list[Incoming] = field(default_factory=list)

    async def step(self, step: tuple[str | int, ...]) -> None:
        match step:
            case "says", str(person), str(line):
                await self._comes(self.people[person].types(line))
            case "presses", str(person), int(number):
                await self._comes(self._press(person, number))
            case "holds back", str(person), int(number):
                self.held.append(self._press(person, number))
            case "lets through", int(number) if self.held:
                await self._comes(self.held.pop(number % len(self.held)))
            case "again", int(number) if self.come:
                await self._comes(self.come[number % len(self.come)])
            case "forges", str(person), deal, was, to:
                await self._comes(self.people[person].presses(f"deal.move:{deal}:{was}:{to}"))
            case "waits", int(minutes):
                self.world.clock.now += timedelta(minutes=minutes)
                await reminders.tick(self.world.database, self.world.clock())
        await self.world.delivery.drain()

    async def _comes(self, event: Incoming) -> None:
        self.come.append(event)
        shown = await self.world.dispatcher.handle(event)
        assert not isinstance(shown, Form)

    def _press(self, person: str, number: int) -> Incoming:
        """Of all the buttons ever shown, the newest first."""
        shown = [b for sent in reversed(self.channel.sent) for row in sent.card.buttons for b in row]
        return self.people[person].presses(shown[number % len(shown)].data)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base where Ann has a deal and a follow-up, and Boris works with her."""
    path = tmp_path_factory.mktemp("properties") / "rapport.db"

    async def prepare() -> None:
        async with _playing(path) as play:
            await schema.migrate(play.world.database)
            await settle_in(play.world, place(ANN))
            await settle_in(play.world, place(BORIS), name="Boris")

    _run(prepare())
    return path


@given(steps=STEPS)
@FEW
def test_the_moves_of_a_deal_explain_its_stage_and_nobody_is_reminded_twice(
    template: Path, steps: list[tuple[str | int, ...]]
) -> None:
    _run(_play(template, steps))


async def _play(template: Path, steps: list[tuple[str | int, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rapport.db"
        shutil.copy(template, path)
        async with _playing(path) as play:
            for line in BEFORE:
                await play.step(("says", ANN, line))
            for step in steps:
                await play.step(step)
                await _holds(play)


async def _holds(play: Play) -> None:
    async with storage.reading(play.world.database) as db:
        moves = (await db.scalars(select(Move).order_by(Move.id))).all()
        deals = (await db.scalars(select(Deal))).all()
        follow_ups = (await db.scalars(select(FollowUp))).all()
        rows = (await db.scalars(select(Outbox))).all()
    for deal in deals:
        way = [move for move in moves if move.deal_id == deal.id]
        assert way[0].was_id is None
        assert all(later.was_id == earlier.now_id for earlier, later in pairwise(way))
        assert way[-1].now_id == deal.stage_id
    assert {move.deal_id for move in moves} <= {deal.id for deal in deals}
    _reminded_once(rows)
    assert all((each.state is FollowUpState.OPEN) == (each.closed_at is None) for each in follow_ups)


def _reminded_once(rows: Sequence[Outbox]) -> None:
    sent = [row.args or {} for row in rows if row.reminder == "follow_up" and row.sent]
    times = Counter((args["follow_up_id"], args["due_at"]) for args in sent)
    assert not times or max(times.values()) == 1


@asynccontextmanager
async def _playing(path: Path) -> AsyncIterator[Play]:
    database = storage.connect(f"sqlite+aiosqlite:///{path}")
    try:
        world, channel = World.around(database), Recorder()
        world.delivery.add(channel)
        people = {person: Caller(world, place(person), prefix=f"{person}-") for person in (ANN, BORIS)}
        yield Play(world, channel, people)
    finally:
        await database.close()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own: hypothesis calls no coroutines."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(work)
