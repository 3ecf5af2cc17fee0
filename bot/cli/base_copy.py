"""`rapport copy`: copy the database to another one, with progress. `say` prints to the terminal."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

import storage
from bot.app import Stopped, make_file, open_app
from bot.config import validators
from bot.config.settings import Settings
from storage.maintenance import base_copy, schema
from storage.maintenance.base_copy import Compared, Tell
from storage.team import accounts

Say = Callable[[str], None]

WARNING = (
    "Stop Rapport while copying: changes made now may be missing from the copy. The comparison at the"
    " end shows it."
)
MENDED = "characters that PostgreSQL cannot store were replaced by U+FFFD"
OCCUPIED = (
    "--to: that database is not empty, and its {table} differ from this one. Choose an empty"
    " database. If it is an unfinished copy, this database has changed since: copy again into an"
    " empty one"
)
DIFFERENT = (
    "these tables differ: {tables}. If Rapport was running, stop it and copy again into an empty database"
)


async def copy(settings: Settings, to: str, say: Say) -> None:
    """Copy the database to the URL `to`, and compare both. Raises Stopped."""
    url = _address(settings, to)
    async with open_app(settings) as app:
        await _see_that_there_is_something(app.database)
        async with _target(url) as target:
            say(WARNING)
            compared = await _copied(app.database, target, say)
    for line in _table(compared):
        say(line)
    if different := [pair.table for pair in compared if pair.here != pair.there]:
        raise Stopped(DIFFERENT.format(tables=", ".join(different)))
    total = sum(pair.here.rows for pair in compared)
    say(f"Both are identical: {total} rows. Set DATABASE_URL to the new database and start Rapport.")


async def _copied(source: storage.Database, target: storage.Database, say: Say) -> Sequence[Compared]:
    try:
        with _progress("Copying", say) as tell:
            await base_copy.copy(source, target, tell, lambda row: say(f"{row}: {MENDED}"))
        with _progress("Comparing", say) as tell:
            return await base_copy.compare(source, target, tell)
    except base_copy.Occupied as error:
        raise Stopped(OCCUPIED.format(table=error)) from error
    except base_copy.Unfit as error:
        raise Stopped(f"the new database cannot store {error}. Fix that row and run this again") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Stopped(f"interrupted ({reason}). Nothing copied is lost: run this again to continue") from error


async def _see_that_there_is_something(database: storage.Database) -> None:
    async with storage.reading(database) as db:
        if await accounts.is_empty(db):
            raise Stopped("DATABASE_URL: nothing to copy, nobody uses this database yet")


@asynccontextmanager
async def _target(url: str) -> AsyncIterator[storage.Database]:
    make_file(url, "--to")
    target = storage.connect(url)
    try:
        await _bring_up_to_date(target)
        yield target
    finally:
        await target.close()


async def _bring_up_to_date(target: storage.Database) -> None:
    try:
        await schema.migrate(target)
    except schema.NewerBase as error:
        raise Stopped("--to: that database was written by a newer Rapport") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Stopped(f"--to: cannot open the database ({reason})") from error


def _address(settings: Settings, to: str) -> str:
    try:
        url = validators.database(SecretStr(to)).get_secret_value()
    except ValueError as error:
        raise Stopped(f"--to: {error}") from error
    if _place(make_url(url)) == _place(make_url(settings.database)):
        raise Stopped("--to: this is the same database as DATABASE_URL; choose another, empty one")
    return url


def _place(url: URL) -> tuple[object, ...]:
    if url.get_backend_name() == "sqlite":
        return (Path(url.database or "").resolve(),)
    return url.host, url.port or 5432, url.database


def _table(compared: Sequence[Compared]) -> Iterator[str]:
    width = max(len(pair.table) for pair in compared)
    yield f"{'':{width}}  {'rows':>9}  {'checksum':16}  {'rows there':>10}  {'checksum there':16}"
    for pair in compared:
        here, there = pair.here, pair.there
        verdict = "same" if here == there else "DIFFERENT"
        yield f"{pair.table:{width}}  {here.rows:>9}  {here}  {there.rows:>10}  {there}  {verdict}"


@contextmanager
def _progress(doing: str, say: Say) -> Iterator[Tell]:
    """A progress bar per table on a terminal, otherwise a line."""
    if not sys.stderr.isatty():
        say(f"{doing} ...")
        yield lambda table, done, total: say(f"  {table}: {done} rows") if done == total > 0 else None
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}

    def tell(table: str, done: int, total: int) -> None:
        if total and table not in tasks:
            tasks[table] = progress.add_task(f"{doing} {table}", total=total)
        if table in tasks:
            progress.update(tasks[table], completed=done)

    with Progress(console=Console(stderr=True)) as progress:
        yield tell
