"""`rapport check`: is all as it should be, and if not, how is it mended."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

import storage
from bot import tokens
from bot.config import Settings
from storage import schema

Say = Callable[[str], None]


async def check(settings: Settings, say: Say) -> bool:
    """Say one line for each thing looked at; return whether all is well."""
    looks: dict[str, Callable[[Settings], Awaitable[str]]] = {"database": _database}
    if settings.telegram_bot_token:
        looks["telegram"] = _telegram
    if settings.slack_bot_token:
        looks["slack"] = _slack
    say("settings: ok")
    well = True
    for name, look in looks.items():
        try:
            say(f"{name}: ok, {await look(settings)}")
        except (Wrong, tokens.Refused, tokens.Unreachable) as error:
            well = False
            say(f"{name}: wrong: {error}")
    if not settings.has_channel:
        say("chats: none is connected; set TELEGRAM_BOT_TOKEN or SLACK_BOT_TOKEN")
    return well


class Wrong(Exception):
    """The text says what, and how to mend it."""


async def _database(settings: Settings) -> str:
    file = _missing_file(settings)
    if file:
        return f"there is none yet: the first start makes {file}"
    database = storage.connect(settings.database)
    try:
        version = await schema.version(database)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise Wrong(f"{settings.database_setting}: the base cannot be opened ({reason})") from error
    finally:
        await database.close()
    if version is None:
        return "it is empty: the first start fills it"
    return "up to date" if version == schema.HEAD else f"at migration {version}: the next start changes that"


def _missing_file(settings: Settings) -> Path | None:
    url = make_url(settings.database)
    file = Path(url.database or "")
    return file if url.get_backend_name() == "sqlite" and not file.exists() else None


async def _telegram(settings: Settings) -> str:
    return f"the bot is @{await tokens.telegram_name(settings)}"


async def _slack(settings: Settings) -> str:
    team = await tokens.slack_team(settings)
    if settings.slack_over_http:
        address = settings.public_url or f"http://{settings.bind} (which Slack must reach from outside)"
        return f"in {team}, over HTTP; the request URL is /slack/events at {address}"
    await tokens.slack_socket(settings)
    return f"in {team}, in Socket Mode"
