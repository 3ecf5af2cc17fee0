"""`rapport run` takes uvloop where it is installed, and asyncio's own loop elsewhere."""

import asyncio
import sys

import pytest

from bot.runtime.event_loop import new_event_loop


def test_without_uvloop_the_loop_is_asyncios_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    loop = new_event_loop()
    loop.close()
    assert isinstance(loop, asyncio.SelectorEventLoop)


def test_where_uvloop_is_installed_the_loop_is_its() -> None:
    uvloop = pytest.importorskip("uvloop")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        assert isinstance(runner.get_loop(), uvloop.Loop)
        assert runner.run(asyncio.sleep(0, "done")) == "done"
