"""A story is played on every channel."""

from collections.abc import AsyncIterator

import pytest

from tests.chat import CHANNELS, Person
from tests.world import World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may say where (ONLY_ON) its stories are told; else they are told everywhere."""
    if "ann" in metafunc.fixturenames:
        names = getattr(metafunc.module, "ONLY_ON", [*CHANNELS])
        metafunc.parametrize("ann", names, indirect=True)


@pytest.fixture
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Person]:
    """Ann, a rep, who has joined."""
    async with CHANNELS[request.param](world) as person:
        await person.joins()
        yield person
