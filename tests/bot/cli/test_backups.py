"""A backup is whole, whatever is written meanwhile, and brings everything back."""

import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

import storage
from bot.app import Stopped
from bot.cli.backups import back_up, restore
from bot.config.settings import Settings
from storage.models import Pipeline, Rep
from tests.conftest import Templates
from tests.support import people
from tests.support.world import BEGINNING


class House:
    """A base in a folder of its own, and what is said about it."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.base = folder / "data" / "rapport.db"
        self.file = folder / "backup.db"
        self.settings = Settings(data_dir=self.base.parent)
        self.said: list[str] = []
        self.base.parent.mkdir()
        shutil.copy(template, self.base)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[storage.Database]:
        """As by a Rapport that runs."""
        database = storage.connect(self.settings.database)
        async with storage.reading(database) as db:
            await db.scalar(select(func.count()).select_from(Rep))
        yield database
        await database.close()

    async def hires(self, name: str) -> None:
        async with self.opened() as database:
            await _hire(database, name)

    async def people(self) -> list[str]:
        async with self.opened() as database, storage.reading(database) as db:
            return list(await db.scalars(select(Rep.name).order_by(Rep.id)))

    async def backs_up(self, *, force: bool = False) -> None:
        await back_up(self.settings, self.file, self.said.append, force=force)

    async def restores(self) -> None:
        await restore(self.settings, self.file, self.said.append)

    def beside(self) -> list[str]:
        return sorted(path.name for path in self.base.parent.iterdir())


async def _hire(database: storage.Database, name: str) -> None:
    async with storage.transaction(database) as db:
        await people.rep(db, name, BEGINNING)


@pytest.fixture
def house(tmp_path: Path, templates: Templates) -> House:
    return House(tmp_path, templates.sqlite)


def _edit(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


async def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(house: House) -> None:
    await house.hires("Ann")
    await house.backs_up()
    await house.hires("Boris")
    await house.restores()
    assert await house.people() == ["Ann"]
    assert house.beside() == ["rapport.db", "rapport.db.before-restore"]
    await house.restores()
    assert house.beside()[-1] == "rapport.db.before-restore.2", "what was kept is never written over"
    house.base.with_name("rapport.db.before-restore").replace(house.base)
    assert await house.people() == ["Ann", "Boris"]


async def test_a_backup_is_one_file_for_nobody_else(house: House) -> None:
    await house.backs_up()
    assert stat.S_IMODE(house.file.stat().st_mode) == 0o600
    assert [path.name for path in house.file.parent.iterdir() if path.is_file()] == ["backup.db"]
    assert "verified" in house.said[-1]


async def test_it_is_of_one_moment_while_rapport_writes(house: House) -> None:
    async with house.opened() as database:
        await _hire(database, "Ann")
        async with storage.transaction(database) as db:
            await people.rep(db, "Boris", BEGINNING)
            await house.backs_up()  # Boris is not committed
        await _hire(database, "Clara")
    await house.restores()
    assert await house.people() == ["Ann"]


async def test_nothing_is_written_over_unless_one_says_so(house: House) -> None:
    house.file.write_text("the holiday photos")
    with pytest.raises(Stopped, match="--force"):
        await house.backs_up()
    assert house.file.read_text() == "the holiday photos"
    await house.backs_up(force=True)
    await house.restores()
    house.file = house.base
    with pytest.raises(Stopped, match="the database itself"):
        await house.backs_up(force=True)


async def test_a_backup_that_cannot_be_written_leaves_nothing(house: House) -> None:
    house.file = house.base.parent / "nowhere" / "backup.db"
    with pytest.raises(Stopped, match="cannot write"):
        await house.backs_up()
    house.base.unlink()
    with pytest.raises(Stopped, match="no database yet"):
        await house.backs_up()


async def test_nothing_is_restored_while_rapport_runs(house: House) -> None:
    await house.backs_up()
    async with house.opened() as database:
        with pytest.raises(Stopped, match="is in use"):
            await house.restores()
        await _hire(database, "Ann")
    assert await house.people() == ["Ann"]
    assert house.beside() == ["rapport.db"]


WRONG_ONES = (
    ("UPDATE alembic_version SET version_num = '9999'", "newer Rapport"),
    ("DROP TABLE alembic_version", "not a Rapport database"),
    ("DELETE FROM alembic_version", "not a Rapport database"),
)


@pytest.mark.parametrize(("change", "told"), WRONG_ONES)
async def test_only_a_base_of_rapports_is_restored(house: House, change: str, told: str) -> None:
    await house.backs_up()
    _edit(house.file, change)
    with pytest.raises(Stopped, match=told):
        await house.restores()
    assert house.beside() == ["rapport.db"]


@pytest.mark.parametrize("broken", ["short", "garbage", "missing", "in the middle"])
async def test_what_is_broken_is_not_restored(house: House, broken: str) -> None:
    await house.backs_up()
    whole = house.file.read_bytes()
    middle = len(whole) // 2
    contents = {
        "short": whole[: middle - 100],
        "garbage": b"the holiday photos" * 1000,
        "in the middle": whole[:4096] + b"\xff" * (len(whole) - 4096),
    }
    if broken == "missing":
        house.file.unlink()
    else:
        house.file.write_bytes(contents[broken])
    with pytest.raises(Stopped, match=str(house.file)):
        await house.restores()
    assert house.beside() == ["rapport.db"]


async def test_a_broken_base_is_put_aside_and_the_backup_takes_its_place(house: House) -> None:
    await house.hires("Ann")
    await house.backs_up()
    house.base.write_bytes(b"the holiday photos" * 1000)
    await house.restores()
    assert await house.people() == ["Ann"]
    assert house.base.with_name("rapport.db.before-restore").read_bytes().startswith(b"the holiday")


async def test_where_there_is_no_base_the_backup_becomes_it(house: House, tmp_path: Path) -> None:
    await house.hires("Ann")
    await house.backs_up()
    house.settings = Settings(data_dir=tmp_path / "another")
    await house.restores()
    assert await house.people() == ["Ann"]
    async with house.opened() as database, storage.reading(database) as db:
        assert await db.scalar(select(func.count()).select_from(Pipeline)) == 1


async def test_on_postgresql_the_line_to_run_is_told_without_the_password() -> None:
    address = "postgresql+psycopg://ann:s3cret@db.example:5433/crm?sslmode=require&password=s3cret"
    settings = Settings(database_url=SecretStr(address))
    said: list[str] = []
    await back_up(settings, Path("a backup.dump"), said.append)
    await restore(settings, Path("a backup.dump"), said.append)
    there = "'postgresql://ann@db.example:5433/crm?sslmode=require'"
    assert said[0] == f"pg_dump --format=custom --file='a backup.dump' {there}"
    assert said[2].startswith("pg_restore --clean --if-exists")
    assert said[2].endswith(f"--dbname={there} 'a backup.dump'")
    assert "s3cret" not in "".join(said)
