"""Sudden deaths: a coroutine that dies where it is suspended for the n-th time, and a line that is cut."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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


class Mortal(Generic[T]):
    """A coroutine that dies with its life; what it does in dying (rolling back) it may finish."""

    def __init__(self, coroutine: Coroutine[Any, Any, T], life: Life) -> None:
        self.coroutine = coroutine
        self.life = life

    def __await__(self) -> Generator[Any, Any, T]:
        error: BaseException | None = None
        dying = False
        while True:
            try:
                waits_for = self.coroutine.throw(error) if error else self.coroutine.send(None)
            except StopIteration as end:
                result: T = end.value
                return result
            error = None
            if not dying and self.life.ends_here():
                dying, error = True, Killed()
                if waits_for is not None:
                    waits_for.cancel()
                continue
            try:
                yield waits_for
            except BaseException as thrown:
                error = thrown


async def lives(coroutine: Coroutine[Any, Any, T], life: Life) -> T | None:
    """What the coroutine returns; None where it has died before."""
    try:
        return await Mortal(coroutine, life)
    except Killed:
        return None


@contextmanager
def dying_together(life: Life, of: str) -> Iterator[None]:
    """Tasks begun meanwhile by methods of the class `of` die with it, too."""
    loop = asyncio.get_running_loop()

    def factory(
        loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any], **more: Any
    ) -> asyncio.Task[Any]:
        mine = getattr(coroutine, "__qualname__", "").startswith(f"{of}.")
        return asyncio.Task(_run(Mortal(coroutine, life)) if mine else coroutine, loop=loop, **more)

    before = loop.get_task_factory()
    loop.set_task_factory(factory)  # type: ignore[arg-type]
    try:
        yield
    finally:
        loop.set_task_factory(before)


async def _run(mortal: Mortal[T]) -> T:
    return await mortal


class Line:
    """A line to a server on this machine, which can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self.to = (host, port)
        self.port = 0
        self._is_cut = False
        self._ends: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        self._is_cut = True
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(*self.to)
        self._ends |= {writer, back}
        await asyncio.gather(_pump(reader, back), _pump(there, writer))
        self._ends -= {writer, back}


@asynccontextmanager
async def a_line(host: str, port: int) -> AsyncIterator[Line]:
    line = Line(host, port)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        line.cut()
        server.close()
        await server.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass  # it was cut
    finally:
        writer.close()
