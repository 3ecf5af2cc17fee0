"""A story is played on one channel of each kind; `--everything` plays it on all of them."""

from collections.abc import AsyncIterator

import pytest

from tests.running.rotation import Shard, default_channels
from tests.support.chat import CHANNELS, Person
from tests.support.world import World


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may say where its stories are told (ONLY_ON), or have its own Ann; else it is everywhere."""
    if "ann" in metafunc.fixturenames and not hasattr(metafunc.module, "ann"):
        metafunc.parametrize("ann", _channels(metafunc.module), indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """See docs/decisions/0014."""
    shard: Shard | None = config.getoption("shard")
    is_named = any("[" in arg for arg in config.args)
    if shard:
        played = [item for item in items if not _is_default(item) and shard.has(item.nodeid)]
    elif config.getoption("everything") or is_named:
        return
    else:
        played = [item for item in items if _is_default(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in {*played}])
    items[:] = played


def _is_default(item: pytest.Item) -> bool:
    """On which channels a story is played by default says its name, in each run alike."""
    called = getattr(item, "callspec", None)
    if not isinstance(item, pytest.Function) or called is None or not isinstance(called.params.get("ann"), str):
        return True
    others = sorted((name, at) for name, at in called.indices.items() if name not in ("ann", "bases"))
    engine = called.params.get("bases", "sqlite")
    return called.params["ann"] in default_channels(
        f"{item.originalname} {others}", engine, _channels(item.module)
    )


def _channels(module: object) -> list[str]:
    return [*getattr(module, "ONLY_ON", CHANNELS)]


@pytest.fixture
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Person]:
    """Ann, a rep, who has joined."""
    async with CHANNELS[request.param](world) as person:
        await person.joins()
        yield person
