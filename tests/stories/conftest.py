"""A story is played on every channel."""

from collections.abc import AsyncIterator

import pytest

from tests.chat import CHANNELS, Person
from tests.world import World


@pytest.fixture(params=CHANNELS)
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Person]:
    """Ann, a rep, who has joined."""
    async with CHANNELS[request.param](world) as person:
        await person.joins()
        yield person
