"""`rapport updates`: what an admin sees at the terminal of what was set aside, and does about it."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

import storage
from bot.app import Stopped
from bot.cli import failed_updates
from bot.config.settings import Settings
from bot.inbound.dispatch import MAX_TRIES
from storage.messaging import inbox
from tests.conftest import Templates
from tests.support.world import BEGINNING

Chore = Callable[[Settings, str, Callable[[str], None]], Awaitable[None]]

RAW = {"update_id": 7, "message": {"text": "/new Zebedee Quux"}}


@pytest.fixture
async def settings(templates: Templates, tmp_path: Path) -> Settings:
    """Of a base with two updates that were set aside, and one that has only failed once."""
    shutil.copy(templates.sqlite, tmp_path / "rapport.db")
    settings = Settings(data_dir=tmp_path)
    database = storage.connect(settings.database)
    told = ValueError("Zebedee Quux")
    async with storage.transaction(database) as db:
        for channel, key, failures in (
            ("telegram", "7", MAX_TRIES),
            ("slack", "Ev8", MAX_TRIES),
            ("slack", "Ev9", 1),
        ):
            at = BEGINNING + timedelta(minutes=len(key))
            error = f"{type(told).__name__}: {told}"
            for _failure in range(failures):
                await inbox.count_failure(db, channel, "", key, at, raw=RAW, error=error, most=MAX_TRIES)
    await database.close()
    return settings


async def _listed(settings: Settings) -> list[str]:
    said: list[str] = []
    await failed_updates.show(settings, said.append)
    return said


async def test_they_are_listed_without_what_was_typed(settings: Settings) -> None:
    assert await _listed(settings) == [
        "channel   key  when (UTC)        tries  error",
        "telegram  7    2026-03-02 10:01  5      ValueError",
        "slack     Ev8  2026-03-02 10:03  5      ValueError",
    ]


async def test_one_is_shown_whole_when_asked_for(settings: Settings) -> None:
    said: list[str] = []
    await failed_updates.show_raw(settings, "7", said.append)
    assert "/new Zebedee Quux" in said[0]
    assert said[1] == "ValueError: Zebedee Quux"


async def test_one_or_all_are_tried_again(settings: Settings) -> None:
    said: list[str] = []
    await failed_updates.retry(settings, "7", said.append)
    assert "again" in (await _listed(settings))[1]
    await failed_updates.retry(settings, None, said.append)
    assert [line.split(".")[0] for line in said] == ["To be retried: 1", "To be retried: 1"]


async def test_one_is_dropped(settings: Settings) -> None:
    said: list[str] = []
    for key in ("7", "Ev8"):
        await failed_updates.drop(settings, key, said.append)
    assert await _listed(settings) == ["No failed updates."]


@pytest.mark.parametrize("do", [failed_updates.show_raw, failed_updates.retry, failed_updates.drop])
async def test_a_key_that_is_not_there_is_told(settings: Settings, do: Chore) -> None:
    with pytest.raises(Stopped, match="Ev9"):
        await do(settings, "Ev9", lambda _line: None)
