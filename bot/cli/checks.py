"""`rapport check`: check settings, database and tokens, and say how to fix what is wrong."""

import shlex
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

import storage
from bot.app import DAMAGED
from bot.config import credentials
from bot.config.base_location import Places, missing_file
from bot.config.settings import Settings
from bot.config.unknown_settings import unknown
from storage.maintenance import schema

Say = Callable[[str], None]


async def check(settings: Settings, say: Say) -> bool:
    """Print one line per check; return whether all passed."""
    looks: dict[str, Callable[[Settings], Awaitable[str]]] = {"database": _database}
    if settings.telegram_bot_token:
        looks["telegram"] = _telegram
    if settings.slack_bot_token:
        looks["slack"] = _slack
    well = _settings(say)
    for name, look in looks.items():
        try:
            say(f"{name}: ok, {await look(settings)}")
        except (Wrong, credentials.Refused, credentials.Unreachable) as error:
            well = False
            say(f"{name}: wrong: {error}")
    if not settings.has_channel:
        say("chats: none connected; set TELEGRAM_BOT_TOKEN or SLACK_BOT_TOKEN")
    return well


def _settings(say: Say) -> bool:
    file = Places.here().env_file()
    strays = unknown(file)
    for line in strays:
        say(f"settings: wrong: {line}")
    if not strays:
        say(f"settings: ok, from {file}" if file else "settings: ok")
    return not strays


class Wrong(Exception):
    """A failed check. The message says what is wrong and how to fix it."""


async def _database(settings: Settings) -> str:
    if file := missing_file(settings.database):
        _see_that_it_can_be_made(file, settings.database_setting)
        return f"no database yet: the first start creates {file}"
    database = storage.connect(settings.database)
    try:
        version = await schema.version(database)
        damage = await schema.find_damage(database)
    except DBAPIError as error:
        if storage.is_damaged(error):
            raise Wrong(DAMAGED) from error
        reason = str(error.orig).strip().partition("\n")[0]
        raise Wrong(f"{settings.database_setting}: cannot open the database ({reason})") from error
    finally:
        await database.close()
    if damage:
        raise Wrong(f"{DAMAGED} ({damage})")
    _see_that_it_is_private(settings)
    if version is None:
        return f"{settings.base}: empty, the first start sets it up"
    state = "up to date" if version == schema.HEAD else f"at migration {version}: the next start migrates it"
    return f"{settings.base}, {state}"


def _see_that_it_can_be_made(file: Path, setting: str) -> None:
    """Check that the folder is writable. Raises Wrong."""
    folder = next(folder for folder in file.parents if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=folder):
            pass
    except OSError as error:
        raise Wrong(f"{setting}: cannot write to {folder} ({error.strerror})") from error


def _see_that_it_is_private(settings: Settings) -> None:
    """Check file permissions: earlier releases made files that others could read. Raises Wrong."""
    open_to_others = [file for file in _files(settings.database) if file.stat().st_mode & 0o077]
    if open_to_others:
        names = " ".join(shlex.quote(str(file)) for file in open_to_others)
        raise Wrong(f"other users of this machine can read your clients; run: chmod 600 {names}")


def _files(database: str) -> list[Path]:
    """The files of an SQLite database, including those beside it."""
    url = make_url(database)
    if url.get_backend_name() != "sqlite":
        return []
    base = Path(str(url.database))
    return [file for end in ("", "-wal", "-shm") if (file := base.with_name(base.name + end)).exists()]


async def _telegram(settings: Settings) -> str:
    return f"the bot is @{await credentials.telegram_name(settings)}"


async def _slack(settings: Settings) -> str:
    team = await credentials.slack_team(settings)
    if settings.slack_over_http:
        address = settings.public_url or f"http://{settings.bind} (must be reachable from the internet)"
        return f"in {team}, over HTTP; the request URL is /slack/events at {address}"
    await credentials.slack_socket(settings)
    return f"in {team}, in Socket Mode"
