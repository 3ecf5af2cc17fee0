"""A story is played on every channel; on PostgreSQL on one of each kind, unless everything is asked for."""

import zlib
from collections.abc import AsyncIterator

import pytest

from tests.support.chat import CHANNELS, Person
from tests.support.world import World

# Channels that differ only in how a message travels. At the console a form is a dialog as it is in Telegram.
KINDS = (("telegram", "telegram-webhook"), ("slack", "slack-http"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may say where its stories are told (ONLY_ON), or have its own Ann; else it is everywhere."""
    if "ann" in metafunc.fixturenames and not hasattr(metafunc.module, "ann"):
        names = getattr(metafunc.module, "ONLY_ON", [*CHANNELS])
        metafunc.parametrize("ann", names, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """See docs/decisions/0014."""
    if config.getoption("everything"):
        return
    left_out = {item for item in items if isinstance(item, pytest.Function) and _is_left_out(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


def _is_left_out(story: pytest.Function) -> bool:
    """On PostgreSQL it is played on another channel of the kind: on which says its name, in each run alike."""
    played = getattr(story, "callspec", None)
    if played is None or played.params.get("bases") != "postgres" or "ann" not in played.params:
        return False
    told = getattr(story.module, "ONLY_ON", [*CHANNELS])
    number = zlib.crc32(story.originalname.encode())
    kinds = [[name for name in kind if name in told] for kind in KINDS]
    return played.params["ann"] not in {kind[number % len(kind)] for kind in kinds if kind}


@pytest.fixture
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Person]:
    """Ann, a rep, who has joined."""
    async with CHANNELS[request.param](world) as person:
        await person.joins()
        yield person
