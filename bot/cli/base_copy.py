"""`rapport copy`: copy the database to another one, with progress. `say` prints to the terminal."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

import storage
from bot.app import Stopped, make_file, opened
from bot.config import validators
from bot.config.settings import Settings
from storage.maintenance import base_copy, schema
from storage.maintenance.base_copy import Compared, Tell
from storage.team import accounts

Say = Callable[[str], None]

WARNING = "Rapport should be stopped meanwhile: what it writes now may be missing there, and the end will tell."
MENDED = "signs that PostgreSQL cannot keep were replaced by U+FFFD"
OCCUPIED = (
    "--to: that base is not empty, and its {table} are not those of this one. Name an empty base;"
    " if that is a copy begun before, this base has changed since, and the copy begins anew"
)
DIFFERENT = "not the same in both: {tables}. If Rapport was running, stop it, and copy again into an empty base"


async def copy(settings: Settings, to: str, say: Say) -> None:
    """Copy the database to the URL `to`, and compare both. Raises Stopped."""
    url = _address(settings, to)
    async with opened(settings) as app:
        await _see_that_there_is_something(app.database)
        async with _target(url) as target:
            say(WARNING)
            compared = await _copied(app.database, target, say)
    for line in _table(compared):
        say(line)
    if different := [pair.table for pair in compared if pair.here != pair.there]:
        raise Stopped(DIFFERENT.format(tables=", ".join(different)))
    total = sum(pair.here.rows for pair in compared)
    say(f"The same in both: {total} rows. Set DATABASE_URL to the new base, and start Rapport.")


async def _copied(source: storage.Database, target: storage.Database, say: Say) -> Sequence[Compared]:
    try:
        with _progress("Copying", say) as tell:
            await base_copy.copy(source, target, tell, lambda row: say(f"{row}: {MENDED}"))
        with _progress("Comparing", say) as tell:
            return await base_copy.compare(source, target, tell)
    except base_copy.Occupied as error:
        raise Stopped(OCCUPIED.format(table=error)) from error
    except base_copy.Unfit as error:
        raise Stopped(f"the new base cannot keep {error}. Mend that row, and start again") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Stopped(f"broken off ({reason}). What is copied stays: start again, and it goes on") from error


async def _see_that_there_is_something(database: storage.Database) -> None:
    async with storage.reading(database) as db:
        if await accounts.is_empty(db):
            raise Stopped("DATABASE_URL: there is nothing to copy in this base, nobody has come in yet")


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
        raise Stopped("--to: that base was written by a newer Rapport") from error
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Stopped(f"--to: the base cannot be opened ({reason})") from error


def _address(settings: Settings, to: str) -> str:
    try:
        url = validators.database(SecretStr(to)).get_secret_value()
    except ValueError as error:
        raise Stopped(f"--to: {error}") from error
    if _place(make_url(url)) == _place(make_url(settings.database)):
        raise Stopped("--to: this is the base that DATABASE_URL names; name another, empty one")
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
