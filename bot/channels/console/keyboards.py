"""What the console reads lines from, and shows cards on: a pipe or a terminal."""

import asyncio
import sys
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from bot.channels.console.render import Part, plain
from bot.channels.console.wrap import wrapped

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

PROMPT = "> "


class Keyboard(Protocol):
    """Reads lines and shows cards."""

    def open(self) -> AbstractContextManager[None]: ...

    async def read(self) -> str | None:
        """The next line; None at the end of input."""

    def show(self, parts: Sequence[Part]) -> None: ...


class Pipe:
    """Input that is not a terminal: lines are echoed, so that the output reads as a conversation."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] | None = None
        self._ended = False

    def open(self) -> AbstractContextManager[None]:
        return nullcontext()

    async def read(self) -> str | None:
        if self._lines is None:
            self._lines = asyncio.Queue()
            # A daemon thread: reading a file that never ends cannot be cancelled otherwise.
            feed = threading.Thread(
                target=self._feed, args=(asyncio.get_running_loop(), self._lines), daemon=True
            )
            feed.start()
        if self._ended:
            return None
        line = await self._lines.get()
        if line is None:
            self._ended = True
        else:
            self._write(f"{PROMPT}{plain(line.rstrip())}\n")
        return line

    def show(self, parts: Sequence[Part]) -> None:
        self._write("".join(text for _style, text in parts) + "\n\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    @staticmethod
    def _feed(loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str | None]") -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)


class Terminal:
    """A terminal with line editing; messages appear above the line being typed."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._session: PromptSession[str] | None = None

    def open(self) -> AbstractContextManager[None]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.patch_stdout import patch_stdout
        from prompt_toolkit.shortcuts import CompleteStyle

        completer = WordCompleter([*self.words, *(f"/{word}" for word in self.words)], sentence=True)
        below = CompleteStyle.READLINE_LIKE  # a menu would reserve empty lines below the prompt
        self._session = PromptSession(PROMPT, completer=completer, complete_style=below)
        return patch_stdout()

    async def read(self) -> str | None:
        if self._session is None:
            return None
        try:
            return await self._session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return None

    def show(self, parts: Sequence[Part]) -> None:
        from prompt_toolkit import print_formatted_text
        from prompt_toolkit.application import get_app_session
        from prompt_toolkit.formatted_text import FormattedText

        width = get_app_session().output.get_size().columns
        print_formatted_text(FormattedText([*wrapped(parts, width), ("", "\n")]))
