"""Payloads of every kind there is: none stops us, each is answered or passed over on purpose."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

import storage
from storage.models import Inbox
from tests.contract.test_slack import running
from tests.fakes.slack import FakeSlack
from tests.paths import SHARED
from tests.support.world import World

DATA = SHARED / "slack"
FILES = ("recorded_one_per_kind.jsonl", "shape_skeletons.jsonl")
PATHS = [DATA / name for name in FILES if (DATA / name).exists()]
LINES = [json.loads(line) for path in PATHS for line in path.read_text().splitlines()]
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.skipif(not LINES, reason="the payloads are not here")


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_every_kind_of_payload_is_answered_or_passed_over(world: World, way: str) -> None:
    async with FakeSlack() as slack, running(world, slack, way):
        for line in LINES:
            if who := _who(line["payload"]):
                slack.user(who, "Mallory")
            if way == "http":
                assert (await slack.sign_and_post(*_as_sent(line["payload"]))).status == 200, line
            else:
                assert (await slack.deliver(*_enveloped(line["payload"]))).ok, line
        assert slack.problems == []
        # One writes directly, some use the command: strangers all.
        assert slack.posted
        assert all("invitation" in message.text for message in slack.posted)
    async with storage.reading(world.database) as db:
        assert await db.scalar(select(func.count()).select_from(Inbox)) == 0


def _who(payload: dict[str, Any]) -> str:
    user = payload.get("user_id") or payload.get("user") or payload.get("event", {}).get("user") or ""
    return str(user["id"] if isinstance(user, dict) else user)


def _as_sent(payload: dict[str, Any]) -> tuple[str, str]:
    if "command" in payload:
        return urlencode(payload), FORM
    if "event" in payload or payload.get("type") in {"url_verification", "app_rate_limited"}:
        return json.dumps(payload), "application/json"
    return urlencode({"payload": json.dumps(payload)}), FORM


def _enveloped(payload: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if "command" in payload:
        return "slash_commands", payload
    return ("events_api" if "event" in payload else "interactive"), payload
