"""Slack as an app meets it: the Web API, Socket Mode or signed HTTP, with Slack's limits and bad days.

    async with FakeSlack() as slack:
        ann = slack.user("U1", "Ann", "ru-RU", "Europe/Berlin")
        await slack.dm(ann, "find acme")                       # returns when the app has answered Slack
        await slack.slash(ann, "/crm", "call Acme", "C1")      # in a channel; without one, to the bot
        message = slack.messages(ann)[-1]                      # .text .buttons .ts .edits
        await slack.presses(ann, message, "Won")
        await slack.until(lambda: slack.view(ann))             # the open modal
        errors = await slack.submit(ann, {"Outcome": "Reached"})
        assert slack.problems == []                            # what the app must not do

Give `slack.base`, `slack.bot_token` and `slack.app_token` to the app; or `slack.signing_secret`, and set
`slack.http_url` to where the app listens. Written from https://docs.slack.dev/reference.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Self
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.fakes import slack_payloads as payloads
from tests.fakes.faults import Fault, cut
from tests.fakes.slack_blocks import escaped, option_problems, unescaped, words
from tests.fakes.slack_payloads import BOT_ID, BOT_USER, POSTED, TEAM, Ack, Body, Message, User, View
from tests.fakes.slack_rooms import Rooms

WAIT = 40.0  # seconds a test waits before it fails


class FakeSlack(Rooms):
    bot_token = "xoxb-fake-token-of-nobody"
    app_token = "xapp-fake-token-of-nobody"
    signing_secret = "fake-secret-of-nobody"

    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.http_url = ""  # where to call the app; without it, Socket Mode
        self.workspace = TEAM  # where people are
        self.workspaces: Iterator[str] | None = None  # of an organisation, one after the other
        self.http_urls: list[str] = []  # of several processes: each call goes to one of them
        self.ack_within = 3.0  # seconds
        # Seconds until an event that the app has not answered comes again, and again, and then no more (the
        # real ones: https://docs.slack.dev/apis/events-api#errors, 0, 60, 300). Empty: that is a problem.
        self.again_after: tuple[float, ...] = ()
        self.delivered: list[tuple[str, Body]] = []  # kind, payload
        self.sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Body | None]]] = {}
        self._numbers = itertools.count(1)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.serve)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response/{hook}", self.hooked)
        app.router.add_post("/upload/{file}", self.uploads.take)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"
        self.base, self.socket_url = f"{self.root}/api/", f"ws://{host}:{port}/link"
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._http.close()
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    def user(self, id: str, name: str, locale: str = "en-US", tz: str = "UTC", team: str = TEAM) -> User:
        self.users[id] = User(id, name, locale, tz, team=team)
        return self.users[id]

    async def dm(self, user: User, text: str) -> Ack:
        """The person writes to the app. What they type arrives escaped, as Slack sends it."""
        return await self.event(payloads.direct_message(self._id("Ev"), user, escaped(text), self.next_ts()))

    async def event(self, body: Body, *, unasked: bool = False) -> Ack:
        """Again until the app has taken it, or Slack gives up: where `again_after` says so.

        `unasked`: one that the manifest does not subscribe to, as from an app that was set up by hand.
        """
        self._is_told("events_api", body, unasked=unasked)
        ack = await self.deliver("events_api", body)
        for number, pause in enumerate(self.again_after, 1):
            if ack.ok:
                break
            await asyncio.sleep(pause)
            ack = await self.deliver("events_api", body, retry=number)
        return ack

    async def again(self) -> Ack:
        """What was delivered last, once more: the app's answer was lost."""
        return await self.deliver(*self.delivered[-1])

    async def slash(self, user: User, command: str, text: str, channel: str | None = None) -> str:
        """Return what only the person sees of the answer ('' if nothing)."""
        trigger = self.new_trigger(user)
        where = channel or user.dm
        hook = self.new_hook(user, where)
        body = payloads.slash(user, command, escaped(text), where, trigger, hook)
        self._is_told("slash_commands", body)
        ack = await self.deliver("slash_commands", body)
        if ack.body:
            self.problems += [f"answer to {command}: {wrong}" for wrong in payloads.reply_problems(ack.body)]
        said = words(ack.body.get("blocks", [])) or unescaped(ack.body.get("text", ""))
        if said:
            self.whispers.append((user.id, said))
        return said

    async def presses(self, user: User, message: Message, label: str) -> Ack:
        """The button with that label, on the message as it was when the test took hold of it."""
        element, block_id = message.button(label)
        hook = self.new_hook(user, message.channel, message)
        body = payloads.pressed(user, message, element, block_id, self.new_trigger(user), hook)
        return await self.deliver("interactive", body)

    async def opens_home(self, user: User) -> Ack:
        """The person looks at the app's Home tab."""
        page = self.homes.get(user.id)
        told: Body = {"type": "app_home_opened", "user": user.id, "channel": user.dm, "tab": "home"}
        told |= {"event_ts": self.next_ts(), **({"view": page.shown()} if page else {})}
        return await self.event(payloads.event(self._id("Ev"), told))

    async def presses_at_home(self, user: User, label: str) -> Ack:
        page = self.homes[user.id]
        pressed = page.message.button(label)
        body = payloads.pressed_at_home(user, page, *pressed, self.new_trigger(user))
        return await self.deliver("interactive", body)

    async def shortcut(self, user: User, callback: str) -> Ack:
        """From the menu of the app, wherever the person is."""
        body = payloads.shortcut(user, callback, self.new_trigger(user))
        self._is_told("interactive", body)
        return await self.deliver("interactive", body)

    async def shortcut_on(self, user: User, callback: str, channel: str, ts: str) -> Ack:
        """From the menu of a message that somebody has written."""
        hook, trigger = self.new_hook(user, channel), self.new_trigger(user)
        message = self.written[channel, ts]
        body = payloads.message_shortcut(user, callback, channel, message, trigger, hook)
        self._is_told("interactive", body)
        return await self.deliver("interactive", body)

    async def mentions(self, user: User, channel: str, text: str, **more: object) -> Ack:
        """The person speaks to the app in a channel."""
        ts = self.writes(user, channel, text)
        said = self.written[channel, ts]
        text = f"<@{BOT_USER}> {said['text']}"
        told = {**said, "type": "app_mention", "channel": channel, "text": text, "event_ts": ts, **more}
        return await self.event(payloads.event(self._id("Ev"), told))

    async def reacts(self, user: User, channel: str, ts: str, emoji: str) -> Ack:
        told: Body = {"type": "reaction_added", "user": user.id, "reaction": emoji, "event_ts": self.next_ts()}
        item = {"type": "message", "channel": channel, "ts": ts}
        told = {**told, "item": item, "item_user": self.written[channel, ts]["user"]}
        return await self.event(payloads.event(self._id("Ev"), told))

    async def links(self, user: User, channel: str, *urls: str, source: str = POSTED) -> Ack:
        """The person posts links, or is about to (COMPOSED), or as Slack told of it of old ("")."""
        ts = self.writes(user, channel, " ".join(urls))
        ours = [url for url in urls if self.grants.is_ours(urlsplit(url).hostname or "")]
        if not ours:
            return Ack(True, {})
        unfurl = f"{user.id}-{ts}"
        self.posted_links[unfurl] = channel, ts, [*urls]
        told = payloads.links_shared(user, channel, ts, ours, unfurl, source)
        return await self.event(payloads.event(self._id("Ev"), told))

    def writes(self, user: User, channel: str, text: str, **more: object) -> str:
        """Somebody writes in a channel, to others; return its ts. What they type is kept escaped."""
        ts = self.next_ts()
        said = {"type": "message", "user": user.id, "text": escaped(text), "ts": ts, "team": TEAM, **more}
        self.written[channel, ts] = said
        return ts

    async def submit(self, user: User, values: Mapping[str, str]) -> dict[str, str]:
        """Fill in the open modal, by the fields' labels or names, and press Save; return the errors by name.

        For a choice: its label or value. For a look-up: words, of which the first suggestion is taken.
        """
        view = self.views[user.id]
        for name, value in values.items():
            await self._fill(user, view, view.input(name), value)
        if missing := view.missing():
            return missing
        ack = await self.deliver("interactive", payloads.submitted(user, view, self.new_trigger(user)))
        return self._after_submit(user, view, ack) if ack.ok else {"": "Slack had trouble connecting"}

    async def suggestions(self, user: User, field: str, typed: str) -> list[tuple[str, str]]:
        """What a look-up offers, as (value, label)."""
        view = self.views[user.id]
        ack = await self.deliver("interactive", payloads.suggestion(user, view, view.input(field), typed))
        options = ack.body.get("options", [])
        self.problems += [f"suggestions: {wrong}" for wrong in option_problems(options)]
        return [(option["value"], option["text"]["text"]) for option in options]

    def channel(self, id: str, *people: User, with_app: bool = True) -> str:
        """A channel, and who is in it."""
        self.channels[id] = {person.id for person in people} | ({BOT_USER} if with_app else set())
        return id

    def messages(self, user: User, channel: str = "") -> list[Message]:
        """The app's messages that the person sees there, as they stand now, oldest first."""
        seen = (message for message in self.posted if message.only_for in ("", user.id))
        return [message for message in seen if message.channel == (channel or user.dm)]

    def view(self, user: User) -> View | None:
        """The modal that is open."""
        return self.views.get(user.id)

    async def opened(self, user: User) -> View:
        """The modal, once it is open."""
        await self.until(lambda: user.id in self.views)
        return self.views[user.id]

    def ephemerals(self, user: User) -> list[str]:
        """What only that person was shown, and is gone with the next reload."""
        return [text for who, text in self.whispers if who == user.id]

    def fail(self, method: str, how: int | str, times: int = 1, retry_after: int = 0, after: int = 0) -> Fault:
        """Of the next calls: a status, "drop", "lost", or a Slack error by name. "*": of any method."""
        return self.faults.add(Fault(method, how, times, retry_after, after))

    def clear(self) -> None:
        """No more bad days."""
        self.faults.clear()

    @property
    def lost(self) -> Mapping[str, int]:
        """By conversation: how many times the app was not told that its message was taken."""
        return self.faults.lost

    async def until(self, is_so: Callable[[], object], seconds: float = WAIT) -> None:
        """Wait until the app has called so that this is true."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: bool(is_so()))

    async def connected(self) -> None:
        """Wait until Socket Mode is there."""
        await self.until(lambda: any(not socket.closed for socket in self.sockets))

    async def disconnect(self) -> None:
        """Slack refreshes connections every few hours; the app opens another."""
        old, self.sockets = self.sockets, []
        for socket in old:
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def deliver(self, kind: str, body: Body, *, retry: int = 0) -> Ack:
        """Hand it to the app, and wait for its answer."""
        if self.workspace != TEAM:
            body = payloads.of_workspace(body, self.workspace)
        if self.workspaces:
            body = payloads.of_organisation(body, next(self.workspaces))
        self.delivered.append((kind, body))
        ack = await (self._call(kind, body, retry) if self._is_http else self._push(kind, body, retry))
        if not ack.ok and not self.again_after:
            self.problems.append(f"{kind}: no answer in time, or a refusal")
        return ack

    @property
    def is_connected(self) -> bool:
        """Whether the app can be reached just now, as far as Slack knows."""
        return self._is_http or any(not socket.closed for socket in self.sockets)

    @property
    def _is_http(self) -> bool:
        return bool(self.http_url or self.http_urls)

    async def sign_and_post(
        self, body: str, content_type: str, secret: str = "", age: float = 0, retry: int = 0
    ) -> aiohttp.ClientResponse:
        """A request as Slack signs it: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
        at = str(int(time.time() - age))
        signed = hmac.new((secret or self.signing_secret).encode(), f"v0:{at}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        to = random.choice(self.http_urls) if self.http_urls else self.http_url
        return await self._http.post(to, data=body.encode(), headers=headers)

    async def _call(self, kind: str, body: Body, retry: int) -> Ack:
        match kind:
            case "events_api":
                sent, how = json.dumps(body), "application/json"
            case "slash_commands":
                sent, how = urlencode(body), "application/x-www-form-urlencoded"
            case _:
                sent, how = urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded"
        try:
            async with asyncio.timeout(self.ack_within):
                answer = await self.sign_and_post(sent, how, retry=retry)
                text = await answer.text()
        except (TimeoutError, aiohttp.ClientError):
            return Ack(False, {})
        said = json.loads(text) if text.startswith("{") else {"text": text} if text else {}
        return Ack(answer.status == 200, said)

    async def _push(self, kind: str, body: Body, retry: int) -> Ack:
        open_ones = [socket for socket in self.sockets if not socket.closed]
        if not open_ones:
            return Ack(False, {})
        envelope, answer = self._id("En"), asyncio.get_running_loop().create_future()
        self._acks[envelope] = open_ones[-1], answer
        told = {"envelope_id": envelope, "type": kind, "payload": body, "accepts_response_payload": True}
        if retry:
            told |= {"retry_attempt": retry, "retry_reason": "timeout"}
        try:
            await open_ones[-1].send_json(told)
            said = await asyncio.wait_for(answer, self.ack_within)
        except (TimeoutError, OSError):
            return Ack(False, {})
        return Ack(said is not None, said or {})  # None: it has hung up

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        await self.tell_changed()
        try:
            async for frame in socket:
                self._acknowledged(json.loads(frame.data))
        finally:
            self._hung_up(socket)
        return socket

    def _acknowledged(self, said: Body) -> None:
        _socket, answer = self._acks.pop(said["envelope_id"], (None, None))
        if answer is None:
            self.problems.append("an answer to nothing, or a second one")
        elif not answer.done():
            answer.set_result(said.get("payload") or {})

    def _hung_up(self, socket: web.WebSocketResponse) -> None:
        if socket in self.sockets:
            self.sockets.remove(socket)
        for through, answer in self._acks.values():
            if through is socket and not answer.done():
                answer.set_result(None)

    async def _fill(self, user: User, view: View, block: Body, value: str) -> None:
        if block["element"]["type"] == "external_select" and value:
            offered = await self.suggestions(user, block["block_id"], value)
            assert offered, f"no suggestion for {value!r}"
            view.choose(block, *offered[0])
        else:
            view.fill(block, value)

    def _after_submit(self, user: User, view: View, ack: Ack) -> dict[str, str]:
        match ack.body.get("response_action"):
            case "errors":
                errors: dict[str, str] = ack.body["errors"]
                unknown = set(errors) - {block["block_id"] for block in view.inputs()}
                self.problems += [f"an error for {name!r}, which is no field" for name in sorted(unknown)]
                if not errors:
                    self.problems.append("errors without any")
                return errors
            case "update":
                self.show_view(user.id, ack.body["view"], view.id)
            case _:
                del self.views[user.id]
        return {}

    def _is_told(self, kind: str, body: Body, *, unasked: bool = False) -> None:
        """A test must not play what Slack would never tell an app of this manifest."""
        if unasked is self.grants.hears_of(kind, body):
            self.problems.append(
                f"{kind}: the manifest says otherwise of {body.get('event', body).get('type')}"
            )

    def _id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):06}"


__all__ = ["BOT_ID", "BOT_USER", "TEAM", "Ack", "FakeSlack", "Message", "User", "View", "cut"]
