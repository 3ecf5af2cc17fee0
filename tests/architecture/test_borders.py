"""What has only one place: the commit, the clock, the catch-all, and what is slow to import."""

import ast
import subprocess
import sys

from tests.architecture.source import FILES, TREES, calls
from tests.paths import ROOT

# Slow to import, so only where (and when) there is work for them.
HEAVY = (
    *("aiogram", "slack_bolt", "slack_sdk", "alembic", "phonenumbers"),
    *("apscheduler", "prompt_toolkit", "prometheus_client"),
)
LIGHT = (
    *("bot.__main__", "bot.app", "bot.channels.console", "bot.inbound.dispatch"),
    *("handlers", "reminders", "storage"),
)
# Where everything may end up: the way in, the way out, the beat, a batch of a job, and the border of the two
# channels.
BORDERS = (
    "bot/inbound/dispatch.py",
    "bot/outbound/delivery.py",
    "bot/outbound/results.py",
    "bot/channels/telegram/__init__.py",
    "bot/channels/slack/listeners.py",
    "reminders/scheduler.py",
    "handlers/jobs/batches.py",
)
CLOCK = "bot/app.py"
CLOCKS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime")
# A submission refused with field errors takes its claim back: it comes again under a key of its own.
# And what SQLAlchemy calls, when the transaction says so.
ROLLS_BACK = {
    "bot/inbound/dispatch.py": ["rollback"],
    "storage/database/connection.py": ["commit"],
    "storage/database/postgresql_driver.py": ["commit", "rollback"],
    "storage/database/session.py": ["commit", "commit", "rollback"],
    "storage/database/sqlite_driver.py": ["rollback", "rollback", "rollback", "rollback"],
}


def test_what_is_needed_at_every_start_is_light() -> None:
    code = (
        "import importlib, sys\n"
        f"for name in {LIGHT}:\n"
        "    importlib.import_module(name)\n"
        f"    if heavy := {{*sys.modules}} & {{*{HEAVY}}}:\n"
        "        sys.exit(f'{name} imports {heavy}')"
    )
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (0, ""), "Import it where it is used."


def test_everything_is_caught_only_at_the_borders() -> None:
    everything = {"Exception", "BaseException", "None"}
    caught = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and ast.unparse(node.type or ast.Constant(None)) in everything
    }
    assert caught <= set(BORDERS), "Catch what can happen there by its name."


def test_only_the_transaction_commits_and_rolls_back() -> None:
    found: dict[str, list[str]] = {}
    for name in FILES:
        if ends := [call.split(".")[-1] for call in calls(name) if call.endswith((".commit", ".rollback"))]:
            found[name] = ends
    assert found == ROLLS_BACK, "storage.transaction commits, and nothing else."


def test_there_is_one_clock() -> None:
    found = {name for name in FILES for call in calls(name) if call in CLOCKS}
    assert found == {CLOCK}, "Take the time as an argument."
