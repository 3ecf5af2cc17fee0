"""A base can be brought up to date and back, and is then what the models say."""

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import IntegrityError

import storage
from storage import Database
from storage.deals import deals
from storage.maintenance import schema
from storage.models import Base
from storage.search.texts import full_text

POSTGRES = os.environ.get("RAPPORT_TEST_POSTGRES", "")
KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL")))


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A base in which nothing has happened yet."""
    if request.param == "sqlite":
        base = storage.connect(f"sqlite+aiosqlite:///{tmp_path}/rapport.db")
        yield base
        await base.close()
        return
    name = f"rapport_{uuid.uuid4().hex}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        url = make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name)
        base = storage.connect(url.render_as_string(hide_password=False))
        yield base
        await base.close()
        server.execute(f"DROP DATABASE {name}".encode())


async def test_a_base_goes_up_down_and_up_and_the_models_match(empty: Database) -> None:
    async with empty.writer.begin() as connection:
        await connection.run_sync(schema.upgrade)
        assert await connection.run_sync(_differences) == []
        await connection.run_sync(schema.downgrade, "base")
        assert await connection.run_sync(_tables) == ["alembic_version"]
        await connection.run_sync(schema.upgrade)
        assert await connection.run_sync(_differences) == []


async def test_a_new_base_has_a_pipeline_and_a_second_start_changes_nothing(empty: Database) -> None:
    for _start in range(2):
        await schema.migrate(empty)
        async with storage.reading(empty) as db:
            assert len(await deals.stages(db)) == len(deals.DEFAULT_STAGES)
    assert await schema.version(empty) == schema.HEAD


async def test_nothing_is_done_to_a_base_of_a_newer_rapport(empty: Database) -> None:
    await schema.migrate(empty)
    async with empty.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.NewerBase):
        await schema.migrate(empty)


async def test_a_number_that_was_taken_back_is_never_given_again(empty: Database) -> None:
    await schema.migrate(empty)
    add = text("INSERT INTO pipelines (name) VALUES ('Renewals') RETURNING id")
    async with empty.writer.begin() as connection:
        first = await connection.scalar(add)
        await connection.execute(text("DELETE FROM pipelines WHERE id = :id"), {"id": first})
        assert await connection.scalar(add) != first


async def test_foreign_keys_hold(empty: Database) -> None:
    await schema.migrate(empty)
    add = text(
        "INSERT INTO stages (pipeline_id, name, position, probability, state) VALUES (77, 'Lead', 0, 0, 'open')"
    )
    with pytest.raises(IntegrityError):
        async with empty.writer.begin() as connection:
            await connection.execute(add)


def test_the_newest_migration_is_the_one_the_code_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


OPTIONS = {
    "compare_server_default": True,
    "include_name": lambda name, _kind, _parents: not full_text.is_own(name),  # kept by the database itself
}


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts=OPTIONS)
    return list(compare_metadata(context, Base.metadata))


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())
