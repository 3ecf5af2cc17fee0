"""`rapport`, the command: in this process, where that is enough, or as a process of its own."""

import asyncio
import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from bot.__main__ import main
from bot.config.settings import Settings
from bot.runtime import log_setup
from tests.paths import ROOT

OURS = ROOT / "tests" / "data" / "clients.csv"
PATIENCE = 60  # seconds: a slow machine is no failure

Result = subprocess.CompletedProcess[str]


def environment(**settings: str) -> dict[str, str]:
    """This process's, without any settings of Rapport's but these, and with the base in the working folder.

    Bytecode is kept, as it is at home.
    """
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    known.add("PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in known}
    return {**kept, "RAPPORT_DATA_DIR": "data", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **settings}


class Rapport:
    """`rapport` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ".env").touch()  # that of the checkout is not looked for then

    def __call__(self, *words: str, typed: str = "", **settings: str) -> Result:
        """In this process, in a thread with an event loop of its own."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._call, words, typed, settings).result()

    def process(self, *words: str, typed: str = "", **settings: str) -> Result:
        """As people run it."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input=typed,
            cwd=self.folder,
            env=environment(**settings),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    async def start(self, **settings: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self.folder,
            env=environment(**settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    def _call(self, words: Sequence[str], typed: str, settings: dict[str, str]) -> Result:
        out, err = io.StringIO(), io.StringIO()
        with self._alone(words, typed, settings), redirect_stdout(out), redirect_stderr(err):
            code = _exit_code()
        return Result(words, code, out.getvalue(), err.getvalue())

    @contextmanager
    def _alone(self, words: Sequence[str], typed: str, settings: dict[str, str]) -> Iterator[None]:
        """What a process has for itself, for as long: folder, environment, words, input, umask and log."""
        umask = os.umask(0o022)
        program = str(ROOT / "bot" / "__main__.py")
        try:
            with (
                chdir(self.folder),
                mock.patch.dict(os.environ, environment(**settings), clear=True),
                mock.patch.object(sys, "argv", [program, *words]),
                mock.patch.object(sys, "stdin", io.StringIO(typed)),
                mock.patch.object(gc, "freeze"),  # garbage of other tests is to be collected
            ):
                yield
        finally:
            gc.enable()
            os.umask(umask)
            log_setup.begin("WARNING")


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def one_line(result: Result) -> str:
    """The one line on stderr of a command that failed."""
    assert result.returncode != 0
    lines = errors(result)
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("rapport: ")
    return lines[0]


def errors(result: Result) -> list[str]:
    """What is on stderr, but for the line that names the base."""
    return [line for line in result.stderr.splitlines() if not line.startswith("Database: ")]
