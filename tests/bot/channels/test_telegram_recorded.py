"""Updates of every kind there is: none stops us, each is answered or ignored on purpose."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

import storage
from storage.models import Inbox, Role
from tests.contract.telegram.office import running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import chat_of, person
from tests.paths import SHARED
from tests.support.world import UNHURRIED, World

UPDATES = SHARED / "telegram" / "updates_tgbot.jsonl"
LINES = [json.loads(line) for line in UPDATES.read_text().splitlines()] if UPDATES.exists() else []
# Telegram has never sent these as they stand here: something is missing that is always there.
INCOMPLETE = {"message__managed_bot_created", "message__refunded_payment", "update__callback_query"}
KINDS = [line["update"] for line in LINES if line["name"] not in INCOMPLETE]
# What a rep may send: kept with a client, or answered that it cannot be. All else are service messages.
KEPT = {
    "text",
    "contact",
    "audio",
    "document",
    "photo",
    "video",
    "video_note",
    "voice",
    "animation",
    "live_photo",
}
KEPT |= {"location", "venue", "poll", "checklist"}
ANSWERED = KEPT | {"sticker", "dice", "game", "story", "paid_media", "invoice", "giveaway", "giveaway_winners"}
ANSWERED |= {"rich_message"}

pytestmark = pytest.mark.skipif(not KINDS, reason="the updates are not here")


async def test_every_kind_of_update_is_taken_and_none_set_aside(world: World) -> None:
    async with FakeTelegram() as telegram:
        telegram.generous = True
        strangers = [telegram.user(1, "User"), telegram.user(1111, "John")]
        for stranger in strangers:
            stranger.started = True
        await happen(telegram, KINDS)
        async with running(telegram, world.dispatcher) as channel:
            world.delivery.add(channel)
            await telegram.settled()
        for stranger in strangers:  # one has written, the other has changed what was written
            [answer] = telegram.messages(stranger.id)
            assert "invitation" in answer.text
        assert telegram.problems == []
    assert await set_aside(world) == 0


async def test_whatever_is_written_in_private_is_answered_or_ignored(world: World) -> None:
    async with FakeTelegram() as telegram:
        ann = telegram.user(11, "Ann")
        private = {"chat": chat_of(ann), "from": person(ann)}
        messages = [{"message": {**update["message"], **private}} for update in KINDS if "message" in update]
        async with running(telegram, world.dispatcher) as channel:
            channel.limits = UNHURRIED
            world.delivery.add(channel)
            await telegram.says(ann, f"/start {await world.invite(Role.REP)}")
            await telegram.settled()
            await happen(telegram, messages)
            await telegram.settled()
            await world.delivery.drain()
        answered = [one["message"] for one in messages if ANSWERED & one["message"].keys()]
        assert len(telegram.messages(11)) == len(answered) + 1
        assert telegram.problems == []
    assert await set_aside(world) == 0


async def test_what_is_not_as_telegram_sends_it_is_set_aside_and_stops_nothing(world: World) -> None:
    incomplete = [line["update"] for line in LINES if line["name"] in INCOMPLETE]
    async with FakeTelegram() as telegram:
        await happen(telegram, incomplete)
        async with running(telegram, world.dispatcher):
            await telegram.settled()
        assert len(telegram.answers) == 1
    assert await set_aside(world) == len(incomplete)


async def happen(telegram: FakeTelegram, updates: list[dict[str, Any]]) -> None:
    for update in updates:
        await telegram.happens(**{kind: what for kind, what in update.items() if kind != "update_id"})


async def set_aside(world: World) -> int:
    async with storage.reading(world.database) as db:
        return await db.scalar(select(func.count()).where(Inbox.raw.is_not(None))) or 0
