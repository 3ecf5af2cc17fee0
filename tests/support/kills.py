"""Sudden deaths: a coroutine that dies where it is suspended for the n-th time, and a line that is cut."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


class Killed(asyncio.CancelledError):
    """Thrown in where the process is thought to die."""


@dataclass
class Life:
    """What has to die together. `at`: with which suspension; None: not at all. `instead`: what happens then."""

    at: int | None = None
    instead: Callable[[], None] | None = None
    suspensions: int = 0
    is_over: bool = False

    def ends_here(self) -> bool:
        self.suspensions += 1
        if self.suspensions == self.at:
            if self.instead:
                self.instead()
            else:
                self.is_over = True
        return self.is_over


class Mortal(Coroutine[Any, Any, T]):
    """A coroutine that dies with its life; what it does in dying (rolling back) it may finish."""

    def __init__(self, coroutine: Coroutine[Any, Any, T], life: Life) -> None:
        self.coroutine = coroutine
        self.life = life
        self._is_dying = False

    def send(self, value: Any) -> Any:
        if self.life.is_over and not self._is_dying:
            return self._die()
        return self._go_on(self.coroutine.send(value))

    def throw(self, *error: Any) -> Any:
        return self._go_on(self.coroutine.throw(*error))

    def close(self) -> None:
        self.coroutine.close()

    def __await__(self) -> Generator[Any, Any, T]:
        return self

    def __iter__(self) -> "Mortal[T]":
        return self

    def __next__(self) -> Any:
        return self.send(None)

    def _go_on(self, waits_for: Any) -> Any:
        if self._is_dying or not self.life.ends_here():
            return waits_for
        if waits_for is not None:
            waits_for.cancel()
        return self._die()

    def _die(self) -> Any:
        self._is_dying = True
        return self.coroutine.throw(Killed())


async def lives(coroutine: Coroutine[Any, Any, T], life: Life) -> T | None:
    """What the coroutine returns; None where it has died before."""
    try:
        return await Mortal(coroutine, life)
    except Killed:
        return None
    finally:
        let_go(life)


def let_go(life: Life) -> None:
    """What a dead process held is free again. Here some of it (a cursor, and so a lock) hangs in cycles."""
    if life.is_over:
        gc.collect()


@contextmanager
def dying_together(life: Life, of: str) -> Iterator[None]:
    """Tasks begun meanwhile by methods of the class `of` die with it, too."""
    loop = asyncio.get_running_loop()

    def factory(
        loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **more: Any
    ) -> asyncio.Task[Any]:
        mine = getattr(coroutine, "__qualname__", "").startswith(f"{of}.")
        return asyncio.Task(Mortal(coroutine, life) if mine else coroutine, loop=loop, **more)

    before = loop.get_task_factory()
    loop.set_task_factory(factory)  # type: ignore[arg-type]
    try:
        yield
    finally:
        loop.set_task_factory(before)


class Line:
    """A line to a server on this machine, which can be cut and mended, or hang and go on."""

    def __init__(self, host: str, port: int) -> None:
        self.to = (host, port)
        self.port = 0
        self._is_cut = False
        self._flows = asyncio.Event()
        self._flows.set()
        self._hangs_at = b""
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        self._is_cut = True
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    def hang(self, at: bytes = b"") -> None:
        """Whoever calls is taken, and hears nothing. `at`: from where that is said."""
        self._hangs_at = at
        if not at:
            self._flows.clear()

    def go_on(self) -> None:
        """What was on its way arrives."""
        self._hangs_at = b""
        self._flows.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(*self.to)
        self._ends |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self._ends -= {writer, back}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if self._hangs_at and self._hangs_at in data:
                    self.hang()
                await self._flows.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # it was cut
        finally:
            writer.close()


@asynccontextmanager
async def a_line(host: str, port: int) -> AsyncIterator[Line]:
    line = Line(host, port)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        line.go_on()
        line.cut()
        server.close()
        await server.wait_closed()
