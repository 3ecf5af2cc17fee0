"""Run the bots: connect, keep running, and stop without losing work in flight."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

import storage
from bot.app import (
    App,
    Stopped,
    backfill,
    compile_patterns,
    first_invitation,
    now,
    open_app,
    remind,
    stop,
)
from bot.channel import Channel, WrongToken
from bot.config.credentials import ways_in
from bot.config.settings import Settings, plain
from bot.inbound import in_flight, retries
from bot.runtime.job_runner import JobRunner
from bot.runtime.leadership import Turns
from bot.web.landing_page import Addresses
from bot.web.server import CannotListen, Web
from storage.messaging import notify
from storage.team import accounts

if TYPE_CHECKING:
    from bot.channels.slack.oauth import Installing

log = structlog.get_logger()

# Seconds to finish incoming events and sending: together well under ten.
CHANNELS_STOP = 5.0
DELIVERY_STOPS = 3.0
STOP_TIMEOUT = 9.5  # a hanging database takes long to disconnect

Say = Callable[[str], None]


class Readiness:
    """Announces once that everything is connected."""

    def __init__(self, names: Sequence[str], say: Say) -> None:
        self.say = say
        self._words = dict.fromkeys(names, "")
        self._standing_by: set[str] = set()
        self._is_said = False

    def __call__(self, name: str, word: str = "") -> None:
        """The channel is connected, perhaps again. `word`: its name for the announcement."""
        self._standing_by.discard(name)
        self._there(name, word or name)

    def stand_by(self, name: str) -> None:
        """Another process runs the channel."""
        self._standing_by.add(name)
        self._there(name, f"{name} (standing by)")

    def stands_by(self, name: str) -> bool:
        return name in self._standing_by

    def _there(self, name: str, word: str) -> None:
        self._words[name] = word
        if all(self._words.values()) and not self._is_said:
            self._is_said = True
            self.say(f"Rapport is ready: {', '.join(self._words.values())}")


async def serve(settings: Settings, say: Say) -> None:
    """Run the bots until SIGTERM or SIGINT. `say` prints to the terminal. Raises Stopped."""
    leave = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _request_stop, leave)
    async with open_app(settings, may_make=True) as app:
        await _greet(app, settings, say)
        ready = Readiness(_names(settings), say)
        try:
            channels, routes = _channels(settings, app, ready)
        except WrongToken as error:
            raise Stopped(str(error)) from error
        if settings.public_url:
            routes += Addresses(
                app.database, app.defaults, tuple(channel.name for channel in channels)
            ).routes()
        if _needs_web(settings):
            routes += _watched(app, channels, ready)
        server = Web(*settings.host_and_port, routes) if _needs_web(settings) else None
        await app.dispatcher.in_flight.begin(settings.folder / in_flight.FOLDER, app.dispatcher.count_failure)
        try:
            await _run(app, channels, server, ready, leave)
        finally:
            for channel in channels:
                await channel.close()


def _request_stop(leave: asyncio.Event) -> None:
    leave.set()
    last = threading.Timer(STOP_TIMEOUT, _force_exit)
    last.daemon = True
    last.start()


def _force_exit() -> None:
    """Exit as if killed: unfinished events were not confirmed, and are delivered again."""
    log.warning("exited with unfinished updates: they are redelivered")
    sys.stdout.flush()
    os._exit(0)


async def _run(
    app: App, channels: Sequence[Channel], server: Web | None, ready: Readiness, leave: asyncio.Event
) -> None:
    if server:
        await _listen(server, ready)
    for channel in channels:
        app.delivery.add(channel, stands_by=True)
    talking = {asyncio.create_task(work, name=name) for name, work in _work(app, channels, ready)}
    sending = asyncio.create_task(app.delivery.run(), name="delivery")
    others = {
        asyncio.create_task(app.recent_views.run(), name="memory"),
        asyncio.create_task(remind(app), name="reminders"),
        asyncio.create_task(retries.watch(app.database, app.delivery), name="updates set aside"),
        asyncio.create_task(_backfill(app), name="backfill"),
        asyncio.create_task(JobRunner(app.database, now, app.delivery.wake).run(), name="jobs"),
    }
    if not app.database.is_sqlite:
        others.add(asyncio.create_task(notify.listen(app.database, app.delivery.wake), name="notices"))
    compiling = asyncio.create_task(compile_patterns(), name="patterns")
    leaving = asyncio.create_task(leave.wait())
    gc.freeze()  # exempt all current objects from garbage collection, which would pause everything repeatedly
    try:
        await asyncio.wait({*talking, *others, sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        _raise_first_error({*talking, *others, sending})
    finally:
        app.dispatcher.in_flight.end()
        app.database.hurry()
        leaving.cancel()
        if server:
            await server.stop()
        await stop(talking, CHANNELS_STOP)
        await stop({sending, compiling, *others}, DELIVERY_STOPS)


def _work(
    app: App, channels: Sequence[Channel], ready: Readiness
) -> Iterator[tuple[str, Coroutine[Any, Any, None]]]:
    """With webhooks every process handles events and one sends; otherwise one process does both."""
    turns = Turns(app.database, app.delivery)
    for channel in channels:
        if channel.is_called:
            yield channel.name, channel.run()
            yield f"{channel.name} sending", turns.speak(channel.name, _forever, _of_no_account)
        else:
            yield channel.name, turns.speak(channel.name, channel.run, ready.stand_by)


async def _backfill(app: App) -> None:
    """A task that ends would stop the process."""
    await backfill(app)
    await _forever()


async def _forever() -> None:
    await asyncio.Event().wait()


def _of_no_account(_channel: str) -> None:
    """Nothing to report: with webhooks this process handles events anyway."""


def _raise_first_error(tasks: set[asyncio.Task[None]]) -> None:
    """Raise Stopped for a task that ended with an error."""
    for task in tasks:
        if task.done() and (error := task.exception()):
            if isinstance(error, WrongToken):
                raise Stopped(str(error)) from error
            log.error("task failed", task=task.get_name(), exc_info=error)
            text = f"{task.get_name()} failed ({type(error).__name__}); see the log"
            raise Stopped(text) from error


def _watched(app: App, channels: Sequence[Channel], ready: Readiness) -> list[web.RouteDef]:
    """Routes for health and metrics. Their libraries are imported only if the web server runs."""
    from bot.web.health import Health
    from bot.web.metrics import Metrics

    metrics = Metrics(app.database, now, app.delivery, [channel.name for channel in channels])
    app.dispatcher.count, app.delivery.count = metrics.update, metrics.message
    return [*Health(app.database, app.delivery, channels, ready.stands_by).routes(), *metrics.routes()]


async def _listen(server: Web, ready: Readiness) -> None:
    try:
        address = await server.start()
    except CannotListen as error:
        raise Stopped(str(error)) from error
    ready("web", f"web at {address}")


def _names(settings: Settings) -> list[str]:
    wanted = {
        "telegram": settings.telegram_bot_token,
        "slack": settings.slack_bot_token,
        "web": _needs_web(settings),
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def _needs_web(settings: Settings) -> bool:
    called = settings.slack_over_http or settings.telegram_over_http
    return called or "bind" in settings.model_fields_set


def _channels(
    settings: Settings, app: App, ready: Readiness
) -> tuple[list[Channel], list[web.AbstractRouteDef]]:
    """Each platform's library is imported only if it is configured: aiogram alone takes half a second."""
    channels: list[Channel] = []
    routes: list[web.AbstractRouteDef] = []
    if settings.telegram_bot_token:
        from bot.channels.telegram import Telegram

        telegram = Telegram(
            plain(settings.telegram_bot_token),
            settings.telegram_api_base,
            app.dispatcher,
            ready,
            public_url=settings.public_url,
        )
        telegram.copies.folder = settings.folder / "files" if settings.file_megabytes else None
        telegram.copies.most = settings.file_megabytes * 1024 * 1024
        channels.append(telegram)
        routes.extend(telegram.routes())
    if settings.slack_bot_token:
        from bot.channels.slack import Slack

        over_http = settings.slack_over_http
        slack = Slack(
            plain(settings.slack_bot_token),
            settings.slack_api_base,
            app.dispatcher,
            ready,
            app_token="" if over_http else plain(settings.slack_app_token),
            signing_secret=plain(settings.slack_signing_secret) if over_http else "",
            emoji=settings.slack_reaction,
            installing=_installing(settings, app),
        )
        channels.append(slack)
        routes.extend(slack.routes())
    return channels, routes


def _installing(settings: Settings, app: App) -> "Installing | None":
    from bot.channels.slack.oauth import Installing

    return Installing.of(settings, app.database, now) if settings.slack_client_id else None


async def _greet(app: App, settings: Settings, say: Say) -> None:
    """Print an invitation while nobody has joined; without a terminal, log how to make one."""
    if not sys.stdout.isatty():
        async with storage.reading(app.database) as db:
            if await accounts.is_empty(db):
                log.info("nobody has come in yet: `rapport invite --role admin` makes an invitation")
        return
    code = await first_invitation(app)
    if code:
        say("Nobody has access yet. This invitation makes the first admin. It works once, within one hour:")
        for line in await ways_in(settings, code):
            say(f"  {line}")
