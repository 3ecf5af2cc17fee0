"""`rapport updates`: list, retry or drop updates that failed too often."""

import json
from collections.abc import Callable, Sequence

import storage
from bot.app import Stopped, open_app
from bot.config.settings import Settings
from storage.messaging import inbox
from storage.models import Inbox

Say = Callable[[str], None]


async def show(settings: Settings, say: Say) -> None:
    """Print one line per update, without typed text. All of these commands raise Stopped."""
    async with open_app(settings) as app, storage.reading(app.database) as db:
        found = await inbox.failed_updates(db)
    if not found:
        say("No failed updates.")
        return
    for line in _table(found):
        say(line)


async def show_raw(settings: Settings, key: str, say: Say) -> None:
    """Print an update as the platform sent it, and the full error."""
    async with open_app(settings) as app, storage.reading(app.database) as db:
        found = [update for update in await inbox.failed_updates(db) if update.key == key]
    if not found:
        raise Stopped(_unknown(key))
    for update in found:
        say(json.dumps(update.raw, indent=2, ensure_ascii=False))
        say(update.error)


async def retry(settings: Settings, key: str | None, say: Say) -> None:
    """Retry the update with that key, or all (None)."""
    async with open_app(settings) as app, storage.transaction(app.database) as db:
        count = await inbox.try_again(db, key)
    if key is not None and not count:
        raise Stopped(_unknown(key))
    say(f"To be retried: {count}. A running Rapport does it within seconds, otherwise at the next start.")


async def drop(settings: Settings, key: str, say: Say) -> None:
    async with open_app(settings) as app, storage.transaction(app.database) as db:
        count = await inbox.drop(db, key)
    if not count:
        raise Stopped(_unknown(key))
    say(f"Dropped: {count}.")


def _table(found: Sequence[Inbox]) -> list[str]:
    rows = [("channel", "key", "when (UTC)", "tries", "error"), *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _row(update: Inbox) -> tuple[str, ...]:
    tries = str(update.tries) if update.done else "again"
    return update.channel, update.key, f"{update.at:%Y-%m-%d %H:%M}", tries, inbox.kind_of(update)


def _unknown(key: str) -> str:
    return f"no failed update has the key {key}; rapport updates lists them"
