"""The addresses at which the fake Slack takes answers (response_url), and what they show to whom.

Written from https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from tests.fakes.faults import cut
from tests.fakes.slack_blocks import message_problems
from tests.fakes.slack_payloads import Body, Message, User
from tests.fakes.slack_web import WebApi, with_ids

MOST_USES = 5
KNOWN = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"}


@dataclass
class Hook:
    """Who did something where, on which message."""

    user: User
    channel: str
    message: Message | None
    uses: int = 0


class Rooms(WebApi):
    root = ""

    def __init__(self) -> None:
        super().__init__()
        self.hooks: dict[str, Hook] = {}
        self.half_an_hour_later = False  # no address that was given is good any more

    def new_hook(self, user: User, channel: str, message: Message | None = None) -> str:
        name = f"hook{len(self.hooks)}"
        self.hooks[name] = Hook(user, channel, message)
        return f"{self.root}/response/{name}"

    async def hooked(self, request: web.Request) -> web.Response:
        fault = self.faults.next("response_url")
        await self.tell_changed()
        if fault and isinstance(fault.how, int):
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            return web.Response(status=fault.how, text="an error", headers=headers)
        if fault and fault.how != "lost":
            cut(request)
        hook, body = self.hooks[request.match_info["hook"]], json.loads(await request.text())
        self.calls.append(("response_url", body))
        hook.uses += 1
        if self.half_an_hour_later or hook.uses > MOST_USES:
            name = "expired_url" if self.half_an_hour_later else "used_url"
            return web.json_response({"ok": False, "error": name}, status=404)
        if wrong := self._wrong(body):
            self.problems += [f"response_url: {each}" for each in wrong]
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        self._show(hook, body)
        await self.tell_changed()
        if fault:
            cut(request)
        return web.Response(text="ok")

    def _wrong(self, body: Body) -> list[str]:
        unknown = [f"unknown {name}" for name in set(body) - KNOWN]
        kind = body.get("response_type", "ephemeral")
        odd = [] if kind in ("ephemeral", "in_channel") else [f"response_type {kind}"]
        return [*unknown, *odd, *message_problems(body.get("text", ""), body.get("blocks", []))]

    def _show(self, hook: Hook, body: Body) -> None:
        blocks: list[Any] = with_ids(body.get("blocks", []))
        was = hook.message
        old = next((m for m in self.posted if was and (m.ts, m.channel) == (was.ts, was.channel)), None)
        if body.get("replace_original") and old:
            new = replace(old, fallback=body["text"], blocks=blocks, edits=old.edits + 1)
            self.posted[self.posted.index(old)] = new
            return
        only_for = "" if body.get("response_type") == "in_channel" else hook.user.id
        message = Message(self.next_ts(), hook.channel, body["text"], blocks, only_for=only_for)
        if only_for and hook.channel == hook.user.dm:
            self.whispers.append((hook.user.id, message.text))
        else:
            self.posted.append(message)
