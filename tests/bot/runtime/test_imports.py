"""What a start does not import."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

SLOW = ("aiogram", "aiohttp", "alembic", "prompt_toolkit", "rich", "slack_bolt", "slack_sdk")
WAYS = {
    "bot.cli.console_session": SLOW,
    "bot.runtime.server": [name for name in SLOW if name != "aiohttp"],
}


@pytest.mark.parametrize("module", WAYS)
def test_what_is_slow_to_import_is_left_out(module: str) -> None:
    code = f"import sys, bot.__main__, bot.runtime.log_setup, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if name in WAYS[module]} == set()
