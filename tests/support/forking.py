"""`python -m tests.support.forking`: at each line it forks a `rapport run`, and tells what becomes of it.

Each life is a process of its own, which can be killed; what takes long (the imports) is done once.
"""

import os
import sys

import bot.channels.slack
import bot.channels.telegram
import bot.runtime.server
from bot import __main__ as command_line

READY, ENDED = "ready", "ended"


def main() -> None:
    for _line in sys.stdin:
        number = os.fork()
        if not number:
            sys.argv = ["rapport", "run"]
            command_line.main()
        _say(number)
        _number, status = os.waitpid(number, 0)
        _say(ENDED, os.waitstatus_to_exitcode(status))


def _say(*words: object) -> None:
    """Its number, and how it ended."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    assert bot.runtime.server
    assert bot.channels.slack
    assert bot.channels.telegram
    main()
