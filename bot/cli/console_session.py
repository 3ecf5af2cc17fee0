"""`rapport console` and `rapport demo`: chat in this terminal, with the real database or a sample one."""

import asyncio
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import storage
from bot.app import App, backfill, compile_patterns, now, open_app, remind, stop
from bot.channels.console import HERE, Console, sit_down
from bot.channels.console.keyboards import Keyboard, Pipe, Terminal
from bot.config.settings import Settings
from bot.runtime.job_runner import JobRunner
from handlers.chat import COMMANDS
from handlers.i18n import speaking
from handlers.team import setup
from storage.messaging import outbox
from storage.models import Rep
from storage.team import accounts

EXPORTS = "exports"  # the folder for files that Rapport makes, beside the database
SCHEDULER_DELAY = 1.0  # seconds: the scheduler must not delay the first answer
DEMO, BACK = ("demo", "/demo"), ("back", "/back")
DEMO_BANNER = (
    "These are sample clients. Try today, pipeline or find anna.",
    "Type back to go to your own clients, quit to leave. Everything here is deleted then.",
)
HOW_TO_CONNECT = (
    "To connect Telegram: create a bot with @BotFather, put TELEGRAM_BOT_TOKEN=… in .env, and restart.",
    "To connect Slack: create the app with `{rapport} manifest`, put SLACK_BOT_TOKEN=… and"
    " SLACK_APP_TOKEN=… in .env.",
    "Once a chat is connected, type link here to get your code for it.",
    "To try it with sample clients, type demo (or run `{rapport} demo`).",
)
HOW_TO_BEGIN = "Type help to see what I can do, quit to leave."


async def talk(settings: Settings, *, first_steps: bool = False, keyboard: Keyboard | None = None) -> None:
    """Chat until the person leaves. `first_steps`: explain how to connect a chat, and offer the demo."""
    keyboard = keyboard or _keyboard()
    async with open_app(settings, may_make=True) as app:
        await _seat_founder(app)
        lines = [line.format(rapport=_rapport()) for line in HOW_TO_CONNECT] if first_steps else []
        _say(keyboard, [*lines, *([HOW_TO_BEGIN] if _is_terminal() else [])])
        left_with = await run_chat(app, keyboard, settings.folder / EXPORTS, also=DEMO if first_steps else ())
    if left_with in DEMO:
        await run_demo(settings, keyboard)


async def run_demo(settings: Settings, keyboard: Keyboard | None = None) -> None:
    """Chat with sample clients, in a temporary database; one word leads to one's own."""
    from bot.cli import demo_data

    keyboard = keyboard or _keyboard()
    with tempfile.TemporaryDirectory(prefix="rapport-demo-") as folder:
        throw_away = settings.model_copy(update={"data_dir": Path(folder), "database_url": None})
        async with open_app(throw_away, may_make=True) as app:
            rep = await _seat(app)
            async with storage.transaction(app.database) as db:
                await demo_data.fill(db, rep, now())
            _say(keyboard, DEMO_BANNER)
            left_with = await run_chat(app, keyboard, throw_away.folder / EXPORTS, also=BACK)
    if left_with in BACK:
        _say(keyboard, ["The sample clients are gone. These are your own."])
        await talk(settings, keyboard=keyboard)


async def run_chat(app: App, keyboard: Keyboard, folder: Path, *, also: Sequence[str] = ()) -> str:
    """Chat until the person leaves or types a word of `also`; return the word that ended it."""
    delivery, runner = app.delivery, JobRunner(app.database, now, app.delivery.wake)
    # From a pipe, read the next line only after the answer was sent, to keep the transcript in order.
    alone = isinstance(keyboard, Pipe)

    async def finish() -> None:
        await runner.drain()
        await delivery.drain()

    settle = finish if alone else _nothing
    console = Console(
        keyboard, app.dispatcher, ready=lambda _name: None, settle=settle, also=also, folder=folder
    )
    delivery.add(console)
    work = (
        app.recent_views.run(),
        remind(app, SCHEDULER_DELAY),
        backfill(app, SCHEDULER_DELAY),
        compile_patterns(),
    )
    tasks = [asyncio.create_task(each) for each in work]
    if not alone:
        tasks += [asyncio.create_task(delivery.run()), asyncio.create_task(runner.run())]
    try:
        await console.run()
        await delivery.drain()
    finally:
        await stop(tasks)
    return console.ended_with


async def _nothing() -> None:
    """Nothing to do: delivery runs in a task."""


async def _seat(app: App) -> Rep:
    """The admin at the console."""
    async with storage.transaction(app.database) as db:
        return await sit_down(db, app.defaults, now())


async def _seat_founder(app: App) -> None:
    """The admin at the console. In a terminal the founder is asked for the time there and the rest."""
    async with storage.transaction(app.database) as db:
        is_new, defaults = await accounts.is_empty(db), app.defaults
        rep = await sit_down(db, defaults, now())
        if is_new and _is_terminal():
            with speaking(rep.locale):
                card = setup.first_card(rep, now(), country=defaults.country, currency=defaults.currency)
            await outbox.queue(db, *HERE.key, card.to_json(), now())


def _rapport() -> str:
    """The command that starts Rapport, as typed here: in a virtual environment it may not be on the PATH."""
    started, known = Path(sys.argv[0]).absolute(), shutil.which("rapport")
    if known and started.exists() and started.samefile(known):
        return "rapport"
    return _shell_path(started) if started.stem == "rapport" else f"{_shell_path(Path(sys.executable))} -m bot"


def _shell_path(file: Path) -> str:
    return shlex.quote(str(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _keyboard() -> Keyboard:
    return Terminal(sorted(COMMANDS)) if _is_terminal() else Pipe()


def _say(keyboard: Keyboard, lines: Sequence[str]) -> None:
    if lines:
        keyboard.show([("", "\n".join(lines))])
