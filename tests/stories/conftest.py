"""A story is played on every channel."""

from collections.abc import AsyncIterator

import pytest

from tests.chat import CHANNELS, Person
from tests.world import World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may say where its stories are told (ONLY_ON), or have its own Ann; else it is everywhere."""
    if "ann" in metafunc.fixturenames and not hasattr(metafunc.module, "ann"):
        names = getattr(metafunc.module, "ONLY_ON", [*CHANNELS])
        metafunc.parametrize("ann", names, indirect=True)


@pytest.fixture
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Person]:
    """Ann, a rep, who has joined."""
    async with CHANNELS[request.param](world) as person:
        await person.joins()
        yield person
