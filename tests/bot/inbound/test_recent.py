"""What a chat was looking at, and whether it has left what it was asked for that."""

import storage
from bot.inbound.recent import RecentViews
from storage.models import Place
from tests.support.world import BEGINNING, World

HERE = Place("telegram", "", "11", "11")


async def test_a_card_opened_after_a_question_has_left_it(world: World) -> None:
    memory = RecentViews(world.database, world.clock)
    memory.ask(HERE, 5)
    assert not memory.has_left(HERE)
    memory.look(HERE, 1, BEGINNING, 7)
    assert memory.has_left(HERE)
    memory.ask(HERE, 8)
    assert not memory.has_left(HERE)


async def test_a_look_up_from_before_the_question_that_comes_again_has_not(world: World) -> None:
    """After a kill a look-up that was not confirmed is answered once more, the question not."""
    memory = RecentViews(world.database, world.clock)
    memory.ask(HERE, 5)
    memory.look(HERE, 1, BEGINNING, 4)
    assert not memory.has_left(HERE)
    born_anew = RecentViews(world.database, world.clock)
    born_anew.look(HERE, 1, BEGINNING, 4)
    assert not born_anew.has_left(HERE)


async def test_a_card_is_known_before_it_is_written_down_and_after(world: World) -> None:
    memory, message = RecentViews(world.database, world.clock), ("telegram", "", "11", "5")
    memory.show(message, 7, None)
    async with storage.reading(world.database) as db:
        assert await memory.shows(db, message) == (7, None)
        assert await memory.shows(db, ("telegram", "", "12", "5")) is None
    await memory.write()
    memory.show(message, 7, 3)  # it has been drawn anew
    await memory.write()
    async with storage.reading(world.database) as db:
        assert await RecentViews(world.database, world.clock).shows(db, message) == (7, 3)
