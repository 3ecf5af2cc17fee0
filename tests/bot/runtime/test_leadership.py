"""Many processes on one PostgreSQL: whatever happens to the base, on a channel one of them speaks at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

import storage
from bot.outbound.delivery import Delivery
from bot.runtime.leadership import Terms, Turns
from storage.messaging import leases
from tests.support.kills import Line, a_line
from tests.support.postgres import POSTGRES
from tests.support.recording import Recorder
from tests.support.world import World

QUICK = Terms(life=2.0, every=0.3, give_up=1.2)
SOON = 1.0  # seconds: a slow machine is no failure

pytestmark = [
    pytest.mark.xdist_group("at a real pace"),
    pytest.mark.skipif(not POSTGRES, reason="there is no PostgreSQL"),
    pytest.mark.parametrize("bases", ["postgres"], indirect=True),
]


@dataclass
class Speaker:
    """A process, as far as it takes turns. `spoke`: from when to when (by the loop's clock)."""

    delivery: Delivery
    waits: bool = False
    spoke: list[tuple[float, float]] = field(default_factory=list)

    async def speaks(self) -> None:
        began = asyncio.get_running_loop().time()
        try:
            await asyncio.Event().wait()
        finally:
            self.spoke.append((began, asyncio.get_running_loop().time()))

    def stands_by(self, _channel: str) -> None:
        self.waits = True

    @property
    def is_speaking(self) -> bool:
        return self.delivery.sends_on("telegram")


@asynccontextmanager
async def _process(database: storage.Database, world: World) -> AsyncIterator[Speaker]:
    delivery = Delivery(database, world.clock)
    delivery.add(Recorder(), stands_by=True)
    speaker = Speaker(delivery)
    turns = Turns(database, delivery, QUICK)
    task = asyncio.create_task(turns.speak("telegram", speaker.speaks, speaker.stands_by))
    yield speaker
    task.cancel()
    await asyncio.wait({task})


@asynccontextmanager
async def _through_a_line(database: storage.Database) -> AsyncIterator[tuple[Line, storage.Database]]:
    url = database.writer.url
    async with a_line(url.host or "", url.port or 5432) as line:
        there = url.set(host="127.0.0.1", port=line.port)
        far = storage.connect(there.render_as_string(hide_password=False))
        yield line, far
        line.go_on()
        line.mend()
        await far.close()


async def _until(is_so: Callable[[], object], seconds: float = 10.0) -> None:
    for _look in range(int(seconds * 100)):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


def _hangs_at_a_renewal(line: Line) -> None:
    line.hang(b"INSERT INTO leases")


AWAY = [Line.hang, _hangs_at_a_renewal, Line.cut]


@pytest.mark.parametrize("away", AWAY, ids=["hangs", "hangs at a renewal", "is cut"])
async def test_who_hears_nothing_from_the_base_is_silent_before_another_speaks(
    world: World, away: Callable[[Line], None]
) -> None:
    async with _through_a_line(world.database) as (line, far), _process(far, world) as first:
        await _until(lambda: first.is_speaking)
        async with _process(world.database, world) as second:
            await _until(lambda: second.waits)
            away(line)
            went_away = asyncio.get_running_loop().time()
            await _until(lambda: second.is_speaking)
            took_over = asyncio.get_running_loop().time()
            assert not first.is_speaking
            assert first.spoke[0][1] < took_over
            assert first.spoke[0][1] - went_away < QUICK.give_up + QUICK.every + 0.3
            assert took_over - went_away < QUICK.life + QUICK.every + SOON
            line.go_on()
            line.mend()
            await asyncio.sleep(QUICK.life)  # what hung arrives, and is too old to take anything back
            assert second.is_speaking and not first.is_speaking


async def test_who_does_not_know_whose_turn_it_is_does_not_say_that_it_stands_by(world: World) -> None:
    async with _through_a_line(world.database) as (line, far):
        line.cut()
        async with _process(far, world) as process:
            await asyncio.sleep(3 * QUICK.every)
            assert not process.is_speaking and not process.waits
            line.mend()
            await _until(lambda: process.is_speaking)


async def test_who_has_lost_its_turn_takes_it_again_when_it_is_free(world: World) -> None:
    async with _through_a_line(world.database) as (line, far), _process(far, world) as process:
        await _until(lambda: process.is_speaking)
        line.hang()
        await _until(lambda: not process.is_speaking)
        line.go_on()
        await _until(lambda: process.is_speaking)


async def test_a_lease_lasts_by_the_clock_of_the_base(world: World) -> None:
    world.clock.now += timedelta(days=1)  # a machine whose clock is wrong
    async with _process(world.database, world) as process:
        await _until(lambda: process.is_speaking)
        async with storage.transaction(world.database) as db:
            now = await leases.moment(db)
            assert not await leases.hold(db, "telegram", "another", now, timedelta(seconds=1))
            later = now + timedelta(seconds=QUICK.life)
            assert await leases.hold(db, "telegram", "another", later, timedelta(seconds=1))


async def test_what_hangs_in_the_base_is_not_waited_for_when_asked_how_we_are(world: World) -> None:
    async with _through_a_line(world.database) as (line, far):
        async with storage.reading(far) as db:
            await leases.moment(db)
        line.hang()
        began = asyncio.get_running_loop().time()
        with pytest.raises(TimeoutError):
            await storage.within(0.2, _look(far))
        assert asyncio.get_running_loop().time() - began < SOON


async def _look(database: storage.Database) -> None:
    async with storage.reading(database) as db:
        await leases.moment(db)
