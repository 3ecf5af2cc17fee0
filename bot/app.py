"""Where everything is put together, and the one clock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

import reminders
import storage
from bot.config import Settings
from bot.delivery import Delivery
from bot.memory import Memory
from bot.pipeline import Pipeline
from bot.strangers import House
from storage import accounts, invitations, schema
from storage.invitations import FIRST_INVITATION_LIFE
from storage.models import Role

LAST_WORDS = 1.0  # seconds to write down who looked at what


class Stopped(Exception):
    """Rapport cannot go on. The text says why, and what to do."""


def now() -> datetime:
    """The clock (UTC). There is no other."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    database: storage.Database
    delivery: Delivery
    memory: Memory
    house: House
    pipeline: Pipeline

    @classmethod
    def build(cls, settings: Settings, clock: Callable[[], datetime] = now) -> "App":
        database = storage.connect(settings.database)
        delivery, memory = Delivery(database, clock), Memory(database, clock)
        house = House(settings.locale, settings.timezone, settings.currency, settings.public_url or "")
        return cls(database, delivery, memory, house, Pipeline(database, clock, delivery, memory, house))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """Everything but the channels, on a base that is up to date. Raises Stopped."""
    app = App.build(settings)
    try:
        _make_folder(settings)
        await _up_to_date(app.database, settings.database_setting)
        yield app
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await app.memory.write()
        await app.database.close()


async def first_invitation(app: App) -> str | None:
    """A code for the first admin, if nobody has come in yet."""
    async with storage.transaction(app.database) as db:
        if not await accounts.is_empty(db):
            return None
        return await invitations.invite(db, Role.ADMIN, now(), life=FIRST_INVITATION_LIFE)


async def remind(app: App, after: float = 0.0) -> None:
    """Queue what comes due, from `after` seconds on, until cancelled."""
    await asyncio.sleep(after)
    await reminders.keep_time(app.database, now, app.delivery.wake)


async def stop(tasks: Iterable[asyncio.Task[None]], patience: float | None = None) -> None:
    """Cancel, and wait (for `patience` seconds) until what is in hand is finished."""
    pending = list(tasks)
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending, timeout=patience)


def _make_folder(settings: Settings) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # clients are private
        except OSError as error:
            name = settings.database_setting
            raise Stopped(f"{name}: cannot make the folder for {url.database} ({error.strerror})") from error


async def _up_to_date(database: storage.Database, setting: str) -> None:
    try:
        await schema.migrate(database)
    except schema.NewerBase as error:
        text = "the base was written by a newer Rapport: start that one, or use a copy from before"
        raise Stopped(text) from error
    except DBAPIError as error:
        raise Stopped(f"{setting}: the base cannot be opened ({_first_line(error)})") from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
