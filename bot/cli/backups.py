"""Back up a running SQLite database to one file, and restore it; print the commands for PostgreSQL."""

import asyncio
import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, make_url

from bot.app import PRIVATE, Stopped
from bot.cli import backup_archive
from bot.cli.backup_archive import FOLDER
from bot.config.base_location import url_text
from bot.config.settings import Settings
from storage.maintenance import schema

BEFORE = ".before-restore"
BESIDE = ("-wal", "-shm")  # files that SQLite keeps beside a database in use

Say = Callable[[str], None]


async def back_up(
    settings: Settings, file: Path, say: Say, *, force: bool = False, with_files: bool = False
) -> None:
    """Write the database to `file` while it is in use, and check the copy. Raises Stopped.

    `with_files`: as one archive with the kept files.
    """
    folder = settings.folder / FOLDER if with_files else None
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        _tell_dump(url, file, folder, say)
        return
    say(await asyncio.to_thread(_write, Path(url.database or ""), file, force, folder))


async def restore(settings: Settings, file: Path, say: Say) -> None:
    """Replace the database, and the files if the backup has them; the old ones are kept. Raises Stopped."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        _tell_restore(url, file, say)
        return
    base = Path(url.database or "")
    if backup_archive.is_archive(file):
        await asyncio.to_thread(_restore_archive, base, settings.folder / FOLDER, file, say)
    else:
        await asyncio.to_thread(_restore_base, base, file, file, say)


def _restore_archive(base: Path, folder: Path, file: Path, say: Say) -> None:
    """Unpack beside the database first, so that nothing is replaced by half an archive."""
    new, files = base.with_name(f"{base.name}.unpacked"), folder.with_name(f"{folder.name}.unpacked")
    shutil.rmtree(files, ignore_errors=True)
    base.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        count = backup_archive.unpack(file, new, files)
        _restore_base(base, new, file, say)
        kept = folder.rename(_free_name(folder)) if folder.exists() else None
        files.rename(folder)
    except OSError as error:
        raise Stopped(f"cannot write {folder} ({error.strerror})") from error
    finally:
        _remove(new)
        shutil.rmtree(files, ignore_errors=True)
    say(f"Restored {count} files to {folder}.")
    if kept:
        say(f"The previous files are kept as {kept.name}.")


def _restore_base(base: Path, file: Path, source: Path, say: Say) -> None:
    """`source`: what the person has named."""
    version = _look_into(file)
    kept = _replace(base, file)
    say(f"Restored {base} from {source} (migration {version}).")
    if kept:
        say(f"The previous database is kept as {kept.name}.")


def _write(base: Path, file: Path, force: bool, folder: Path | None) -> str:
    """Write to a temporary file first, so that `file` is never half a backup. Returns what to print."""
    _see_that_it_can_be(base, file, force)
    partial, archive = (file.with_name(f"{file.name}.{name}") for name in ("partial", "archive"))
    try:
        _copy(base, partial)
        version, count = _look_into(partial), None
        if folder:
            _make_private(archive)
            count = backup_archive.pack(partial, folder, archive)
            archive.replace(partial)
        partial.replace(file)
    except OSError as error:
        raise Stopped(f"cannot write {file} ({error.strerror})") from error
    finally:
        _remove(partial)
        archive.unlink(missing_ok=True)
    also = f", {count} files" if count is not None else ""
    return f"{file}: {file.stat().st_size:,} bytes, migration {version}{also}, verified."


def _replace(base: Path, file: Path) -> Path | None:
    """Return the path of the previous database, if there was one."""
    new = base.with_name(f"{base.name}.partial")
    try:
        base.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _copy(file, new)
        kept = _rename_old_base(base) if base.exists() else None
        new.replace(base)
    except OSError as error:
        raise Stopped(f"cannot write {base} ({error.strerror})") from error
    finally:
        _remove(new)
    return kept


def _copy(source: Path, target: Path) -> None:
    """Copy the source as of one moment, even while it is written to."""
    _make_private(target)
    with _opened(source) as old, _opened(target) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = delete")  # one file, without a WAL
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _make_private(file: Path) -> None:
    """Make an empty file that nobody else can read, before anything is written to it."""
    _remove(file)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))


def _look_into(file: Path) -> str:
    """The migration of a backup. Raises Stopped if it is damaged, not Rapport's, or from a newer Rapport."""
    with _opened(file) as base:
        try:
            [[stamp]] = base.execute("SELECT version_num FROM alembic_version").fetchall()
        except (sqlite3.OperationalError, ValueError) as error:
            raise Stopped(f"{file} is not a Rapport database") from error
        if problems := [str(row[0]) for row in base.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]:
            raise Stopped(f"{file} is damaged: {'; '.join(problems)}")
    if not schema.is_known(stamp):
        raise Stopped(f"{file} was written by a newer Rapport: update Rapport first")
    return str(stamp)


def _rename_old_base(base: Path) -> Path:
    """Rename the old database, unless a process has it open: it would go on writing to the renamed file."""
    with suppress(NotABase), _opened(base) as old:
        try:
            old.execute("PRAGMA busy_timeout = 100")
            # This succeeds only without other connections: otherwise SQLite reports a lock.
            old.execute("PRAGMA journal_mode = delete")
        except sqlite3.OperationalError as error:
            raise Stopped("this database is in use: stop Rapport first") from error
    kept = _free_name(base)
    for beside in BESIDE:  # left over from a damaged database
        with suppress(FileNotFoundError):
            base.with_name(base.name + beside).rename(kept.with_name(kept.name + beside))
    base.chmod(PRIVATE)  # earlier releases made it readable for others
    return base.rename(kept)


def _free_name(base: Path) -> Path:
    names = (f"{base.name}{BEFORE}{number}" for number in ("", *(f".{n}" for n in range(2, 10_000))))
    return next(path for name in names if not (path := base.with_name(name)).exists())


class NotABase(Stopped):
    """The file is not an SQLite database."""


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open an SQLite file. Raises Stopped, or NotABase."""
    if not file.is_file():
        raise Stopped(f"{file}: no such file")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            connection.isolation_level = None
            yield connection
    except sqlite3.OperationalError as error:
        raise Stopped(f"cannot open {file} ({error})") from error
    except sqlite3.DatabaseError as error:
        raise NotABase(f"{file} is not a Rapport database, or is damaged ({error})") from error


def _see_that_it_can_be(base: Path, file: Path, force: bool) -> None:
    if not base.exists():
        raise Stopped(f"no database yet at {base}: nothing to back up")
    if file.exists() and file.samefile(base):
        raise Stopped(f"{file} is the database itself: choose another file")
    if file.exists() and not force:
        raise Stopped(f"{file} already exists: choose another file, or add --force")


def _remove(file: Path) -> None:
    for name in (file.name, *(f"{file.name}{beside}" for beside in (*BESIDE, "-journal"))):
        file.with_name(name).unlink(missing_ok=True)


def _tell_dump(url: URL, file: Path, folder: Path | None, say: Say) -> None:
    say(f"pg_dump --format=custom --file={shlex.quote(str(file))} {_address(url)}")
    say(
        "# PostgreSQL has its own backup: run the line above. It asks for the password, or takes it"
        " from PGPASSWORD."
    )
    if folder:
        target = shlex.quote(f"{file}.files.tar")
        say(f"tar --create --file={target} --directory={shlex.quote(str(folder.parent))} {folder.name}")
        say("# The second line takes the kept files along.")


def _tell_restore(url: URL, file: Path, say: Say) -> None:
    options = "--clean --if-exists --no-owner --single-transaction"
    say(f"pg_restore {options} --dbname={_address(url)} {shlex.quote(str(file))}")
    say("# Stop Rapport, then run the line above. It asks for the password, or takes it from PGPASSWORD.")


def _address(url: URL) -> str:
    return shlex.quote(url_text(url))
