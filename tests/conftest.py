"""What every test may ask for: a base (on SQLite, on PostgreSQL where there is one), and a world around it."""

import gc
import os
import shutil
import ssl
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Compiled, Dialect

import storage
from bot.runtime import log_setup
from storage.maintenance import schema
from tests.paths import ROOT
from tests.running import both_ways, quiet_clock
from tests.running.rotation import Shard, parse_shard
from tests.support.postgres import POSTGRES, Spares, State, on_server, state_of, url_of
from tests.support.world import World

gc.disable()  # until all is collected
log_setup.begin("WARNING")
quiet_clock.wind_loops()
ENGINES = ["sqlite", *(["postgres"] if POSTGRES else [])]
MEMORY = Path("/dev/shm")
KEPT = {"benchmarks", "prove"}  # folders in data/
ROOM = 2 * 1024**3  # bytes
WORKERS = 1.5  # for each core: some of the time is spent waiting
DIALECTS: dict[str, Dialect] = {}
COMPILED: dict[object, Compiled] = {}

# What takes seconds hangs; what takes less may just have had to wait for the other workers.
PATIENT = settings(deadline=timedelta(seconds=10), suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("rapport", PATIENT)
settings.load_profile("rapport")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everything", action="store_true", help="play each story on every channel")
    parser.addoption(
        "--shard",
        type=parse_shard,
        metavar="K/N",
        help="with --everything: only one part of what else is left out",
    )
    parser.addoption("--both-ways", action="store_true", help="run each query by a session, too, and compare")
    parser.addoption("--full", action="store_true", help="long proofs in full, as `make prove` has them")


def pytest_report_header(config: pytest.Config) -> str:
    bases = "SQLite, PostgreSQL" if POSTGRES else "SQLite only (RAPPORT_TEST_POSTGRES says where PostgreSQL is)"
    stories = "some channels, as their names decide (--everything: on all)"
    if config.getoption("everything"):
        shard: Shard | None = config.getoption("shard")
        stories = f"the others, part {shard.number} of {shard.count}" if shard else "every channel"
    return f"bases: {bases}; stories on {stories}"


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many work side by side. One file is done sooner than others have begun."""
    one = len(config.args) == 1 and ".py" in config.args[0]
    return 0 if one else round(WORKERS * (os.cpu_count() or 1))


def pytest_configure(config: pytest.Config) -> None:
    """What a test writes is kept in memory, where there is room: no disk is waited for."""
    if config.getoption("shard") and not config.getoption("everything"):
        raise pytest.UsageError("--shard is a part of --everything: give both")
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_finish() -> None:
    """What is there to stay (libraries, the tests) is never looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether a long proof is to be had in full, and not in the short form of `make test`."""
    return bool(request.config.getoption("full"))


@pytest.fixture(scope="session", autouse=True)
def _certificates() -> Iterator[None]:
    """They are read once, not for each bot anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def compared() -> Iterator[None]:
    """Each query is run by a session, too, and its rows are compared."""
    with both_ways.both_ways():
        yield


@pytest.fixture(scope="session", autouse=True)
def _both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    with both_ways.both_ways() if request.config.getoption("both_ways") else nullcontext():
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_happens_to_the_base_of_the_checkout() -> Iterator[None]:
    """Whoever works on Rapport may have clients of their own there."""
    before = _files(ROOT / "data")
    yield
    assert _files(ROOT / "data") == before, "a test has written into the checkout's data folder"


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Each with its size and the time it was written, but for what benchmarks and long proofs keep there."""
    found = (path for path in folder.rglob("*") if path.is_file() and not KEPT & {*path.parts})
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@dataclass(frozen=True)
class Templates:
    """Migrated bases, to be copied: migrating takes longer than most tests."""

    sqlite: Path
    postgres: Spares | None


@pytest.fixture(scope="session")
async def templates(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Templates]:
    path = tmp_path_factory.mktemp("template") / "rapport.db"
    await _migrate(f"sqlite+aiosqlite:///{path}")
    spares = await _spares() if POSTGRES else None
    yield Templates(path, spares)
    if spares:
        await spares.drop()


async def _spares() -> Spares:
    name = f"rapport_template_{uuid.uuid4().hex[:8]}"
    await on_server(f'CREATE DATABASE "{name}"')
    await _migrate(url_of(name))
    return Spares(name, await state_of(name))


@dataclass
class Bases:
    """As many bases as a test needs, of one engine: each is a copy of a migrated one, or of another of them."""

    engine: str
    templates: Templates
    folder: Path
    made: dict[str, State | None] = field(default_factory=dict)

    @asynccontextmanager
    async def copied(self, of: str = "") -> AsyncIterator[storage.Database]:
        """A base that is forgotten afterwards. `of`: the name of one that `kept` made, met as if anew."""
        name = await self._copy(of)
        async with _opened(self._url(name)) as opened:
            yield opened
        self._drop(name)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[tuple[str, storage.Database]]:
        """A base to be prepared; once it is closed, others can be copied of it by its name."""
        name = await self._copy("")
        async with _opened(self._url(name)) as opened:
            yield name, opened
        self.made[name] = await state_of(name) if self.engine == "postgres" else None

    def drop(self) -> None:
        for name in self.made:
            self._drop(name)

    async def _copy(self, of: str) -> str:
        if self.templates.postgres and self.engine == "postgres":
            return await self.templates.postgres.take(self.made[of] if of else None)
        name = f"rapport_test_{uuid.uuid4().hex[:8]}"
        shutil.copy(self.folder / of if of else self.templates.sqlite, self.folder / name)
        return name

    def _drop(self, name: str) -> None:
        if self.templates.postgres and self.engine == "postgres":
            self.templates.postgres.put_back(name)
        else:
            (self.folder / name).unlink()

    def _url(self, name: str) -> str:
        if self.engine == "sqlite":
            return f"sqlite+aiosqlite:///{self.folder / name}"
        return url_of(name)


@pytest.fixture(params=ENGINES)
async def bases(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> AsyncIterator[Bases]:
    """Fresh bases on each engine there is."""
    bases = Bases(request.param, templates, tmp_path)
    yield bases
    bases.drop()


@pytest.fixture
async def database(bases: Bases) -> AsyncIterator[storage.Database]:
    """A fresh base on each engine there is."""
    async with bases.copied() as opened:
        yield opened


@pytest.fixture(scope="module", params=ENGINES)
async def common(
    request: pytest.FixtureRequest, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[storage.Database]:
    """A base on each engine there is, for all tests of a file that only look, or take back what they do."""
    bases = Bases(request.param, templates, tmp_path_factory.mktemp("common"))
    async with bases.copied() as opened:
        yield opened


@pytest.fixture
def world(database: storage.Database) -> World:
    return World.around(database)


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[storage.Database]:
    database = storage.connect(url)
    _share_compiled(database)
    try:
        yield database
    finally:
        await database.close()


def _share_compiled(database: storage.Database) -> None:
    """SQL is compiled once for all bases, not for each anew: that takes longer than most of it runs."""
    for engine in (database.writer.sync_engine, database.reader.sync_engine):
        engine.dialect = DIALECTS.setdefault(engine.dialect.name, engine.dialect)
        engine.update_execution_options(compiled_cache=COMPILED)


async def _migrate(url: str) -> None:
    async with _opened(url) as database:
        await schema.migrate(database)
