"""What a migration has left to be done is finished, at once by `rapport migrate` or in the background."""

import asyncio
import sqlite3
from contextlib import closing

from sqlalchemy import make_url

import bot.app
import storage
from bot.app import App
from bot.config.settings import Settings
from storage.maintenance.backfills import SMALL
from storage.models import Backfill
from tests.bot.cli.test_cli import rapport
from tests.support.command import Rapport

__all__ = ["rapport"]
LEFT = "INSERT INTO backfills (name, after_id) VALUES ('activity', 0)"


def _leave(rapport: Rapport, *more: str, is_large: bool = True) -> None:
    """A base with one client who was spoken with, as a migration leaves it."""
    rapport("console", typed="/new Ann Lee\n/call Ann Lee: hello\n")
    with closing(sqlite3.connect(rapport.folder / "data" / "rapport.db")) as base, base:
        if is_large:
            names = [row[1] for row in base.execute("PRAGMA table_info(clients)")][1:]
            columns = ", ".join(names)
            new = f"INSERT INTO clients (id, {columns}) SELECT {SMALL + 1}, {columns} FROM clients"
            base.execute(new)
        base.execute("UPDATE clients SET spoken_on = NULL")
        for statement in (LEFT, *more):
            base.execute(statement)


def _spoken_with(rapport: Rapport) -> int:
    with closing(sqlite3.connect(rapport.folder / "data" / "rapport.db")) as base:
        count: int = base.execute("SELECT count(spoken_on) FROM clients").fetchone()[0]
        return count


def test_migrate_finishes_it_and_shows_the_progress(rapport: Rapport) -> None:
    _leave(rapport)
    done = rapport("migrate")
    assert done.stdout.splitlines()[-3:-1] == [
        "Upgrading the database (activity): 0 %",
        "Upgrading the database (activity): 100 %",
    ]
    assert _spoken_with(rapport) == 1
    assert "Upgrading" not in rapport("migrate").stdout


def test_another_command_waits_only_for_what_clients_are_found_by(rapport: Rapport) -> None:
    _leave(rapport, "INSERT INTO backfills (name, after_id) VALUES ('words', 0)", "DELETE FROM postings")
    talked = rapport("console", typed="/find lee\n")
    assert "Ann Lee" in talked.stdout
    assert '"backfill": "words"' in talked.stderr
    assert _spoken_with(rapport) == 0


def test_in_a_small_base_all_is_done_before_the_first_answer(rapport: Rapport) -> None:
    _leave(rapport, is_large=False)
    assert "Ann Lee" in rapport("console", typed="/find lee\n").stdout
    assert _spoken_with(rapport) == 1


async def test_the_rest_is_done_in_the_background(rapport: Rapport) -> None:
    await asyncio.to_thread(_leave, rapport)
    path = rapport.folder / "data" / "rapport.db"
    app = App.build(Settings(data_dir=path.parent))
    assert make_url(app.database.writer.url).database == str(path)
    await bot.app.backfill(app)
    async with storage.reading(app.database) as db:
        assert await db.get(Backfill, "activity") is None
    await app.database.close()
    assert await asyncio.to_thread(_spoken_with, rapport) == 1
