"""Composition root: build and open the application. The only clock is here."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

import reminders
import storage
from bot.config.base_location import missing_file
from bot.config.settings import Settings
from bot.inbound.dispatch import Dispatcher
from bot.inbound.onboarding import CompanyDefaults
from bot.inbound.recent import RecentViews
from bot.outbound.delivery import Delivery
from handlers.parsing.lazy_regex import compile_all
from storage.maintenance import backfills, schema
from storage.maintenance.backfills import Tell
from storage.models import Role
from storage.team import accounts, invitations
from storage.team.invitations import FIRST_INVITATION_LIFE

FLUSH_TIMEOUT = 1.0  # seconds to write recent views
IDLE = 1.0  # seconds after the start: the first answer comes first
COMPILE_INTERVAL = 0.01  # seconds, in which updates are handled
BACKFILL_INTERVAL = 5.0  # seconds until a backfill that was interrupted continues
PRIVATE = 0o600  # mode of files with client data
NO_BASE = (
    "no database yet at {base}: `rapport run` creates one there; to use another folder, set RAPPORT_DATA_DIR"
)
DAMAGED = (
    "the database is damaged: stop Rapport, then run `rapport restore FILE` with your last backup;"
    " the damaged file is kept beside it"
)


log = structlog.get_logger()


class Stopped(Exception):
    """Rapport cannot continue. The message says why, and what to do."""


def now() -> datetime:
    """The current time (UTC). All code gets it from here."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    database: storage.Database
    delivery: Delivery
    recent_views: RecentViews
    defaults: CompanyDefaults
    dispatcher: Dispatcher

    @classmethod
    def build(cls, settings: Settings, clock: Callable[[], datetime] = now) -> "App":
        database = storage.connect(settings.database)
        delivery, recent_views = Delivery(database, clock), RecentViews(database, clock)
        defaults = _company_defaults(settings)
        return cls(
            database,
            delivery,
            recent_views,
            defaults,
            Dispatcher(database, clock, delivery, recent_views, defaults),
        )


@asynccontextmanager
async def open_app(settings: Settings, *, may_make: bool = False) -> AsyncIterator[App]:
    """Open everything but the channels, on a migrated database; `may_make`: create it if there is none.

    Raises Stopped.
    """
    app = App.build(settings)
    try:
        if may_make:
            _make_folder(settings)
            make_file(settings.database, settings.database_setting)
        await _up_to_date(app.database, settings, may_make=may_make)
        yield app
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(FLUSH_TIMEOUT):
                await app.recent_views.write()
        await app.database.close()


def _company_defaults(settings: Settings) -> CompanyDefaults:
    return CompanyDefaults(
        settings.locale,
        settings.timezone,
        settings.currency,
        address=settings.public_url or "",
        country=settings.country,
        guessed_timezone="" if "timezone" in settings.model_fields_set else settings.timezone,
    )


async def first_invitation(app: App) -> str | None:
    """An invitation code for the first admin, if nobody has joined yet."""
    async with storage.transaction(app.database) as db:
        if not await accounts.is_empty(db):
            return None
        return await invitations.invite(db, Role.ADMIN, now(), life=FIRST_INVITATION_LIFE)


async def remind(app: App, after: float = 0.0) -> None:
    """Run the reminder scheduler after `after` seconds, until cancelled."""
    await asyncio.sleep(after)
    await reminders.keep_time(app.database, now, app.delivery.wake)


async def compile_patterns() -> None:
    """Compile the parsers' regular expressions while nobody waits: it takes a quarter of a second."""
    await asyncio.sleep(IDLE)
    for _compiled in compile_all():
        await asyncio.sleep(COMPILE_INTERVAL)


async def backfill(app: App, after: float = 0.0) -> None:
    """Finish after `after` seconds what migrations have left, in pauses of other work."""
    await asyncio.sleep(after)
    while True:
        try:
            return await backfills.run(app.database, tell=in_tenths(_log_backfill), rest=1.0)
        except (DBAPIError, PoolTimeoutError) as error:
            log.warning("backfill interrupted", exc_info=error)
        await asyncio.sleep(BACKFILL_INTERVAL)


def in_tenths(tell: Tell) -> Tell:
    """Progress, told for every tenth."""
    last: dict[str, int] = {}

    def tell_tenth(name: str, percent: int) -> None:
        if (tenth := percent // 10 * 10) != last.get(name):
            last[name] = tenth
            tell(name, tenth)

    return tell_tenth


async def stop(tasks: Iterable[asyncio.Task[None]], patience: float | None = None) -> None:
    """Cancel tasks and wait until they have finished, for at most `patience` seconds."""
    pending = list(tasks)
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending, timeout=patience)


def _make_folder(settings: Settings) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # client data is private
        except OSError as error:
            name = settings.database_setting
            raise Stopped(f"{name}: cannot create the folder for {url.database} ({error.strerror})") from error


def make_file(database: str, setting: str) -> None:
    """Create the file of an SQLite database, readable only by its owner, if there is none. Raises Stopped."""
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    try:
        Path(url.database).touch(mode=PRIVATE)  # SQLite gives the files beside it the same mode
    except OSError as error:
        raise Stopped(f"{setting}: cannot open the database ({error.strerror})") from error


async def _up_to_date(database: storage.Database, settings: Settings, *, may_make: bool) -> None:
    try:
        if not may_make and await _is_missing(database, settings):
            raise Stopped(NO_BASE.format(base=settings.base))
        await schema.migrate(database, in_tenths(_log_upgrade))
    except schema.NewerBase as error:
        text = "the database was written by a newer Rapport: start that version, or restore an older backup"
        raise Stopped(text) from error
    except DBAPIError as error:
        if storage.is_damaged(error):
            raise Stopped(DAMAGED) from error
        raise Stopped(
            f"{settings.database_setting}: cannot open the database ({_first_line(error)})"
        ) from error


def _log_upgrade(name: str, percent: int) -> None:
    """A warning: nobody is answered meanwhile."""
    log.warning("upgrading the database", backfill=name, percent=percent)


def _log_backfill(name: str, percent: int) -> None:
    log.info("upgrading the database in the background", backfill=name, percent=percent)


async def _is_missing(database: storage.Database, settings: Settings) -> bool:
    """Check the file first: SQLite would create an empty one just by opening it."""
    return missing_file(settings.database) is not None or await schema.version(database) is None


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
