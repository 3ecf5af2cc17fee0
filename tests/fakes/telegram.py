"""The Bot API as a bot meets it: over HTTP, with Telegram's limits, confirming, refusals and bad days.

    async with FakeTelegram() as telegram:
        ann = telegram.user(11, "Ann", "ru")
        await telegram.says(ann, "/help")      # returns the update's id
        await telegram.confirms(update_id)     # waits until the bot has confirmed it
        message = telegram.messages(ann.id)[-1]
        await telegram.presses(ann, message, "Won")
        assert telegram.problems == []         # what the bot must not do

Give `telegram.base` and `telegram.token` to the bot. Written from https://core.telegram.org/bots/api.
"""

import asyncio
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, Self

from aiohttp import web

from tests.fakes.faults import Fault, Faults, Taken, cut
from tests.fakes.limits import RateLimits
from tests.fakes.telegram_content import (
    MOST_OF_A_CAPTION,
    MOST_UNITS,
    Button,
    Inline,
    Refused,
    inline,
    parsed,
    rows,
)
from tests.fakes.telegram_people import BOT, Answer, Message, User, chat_of, person, shown
from tests.fakes.telegram_webhook import Courier, Webhook

TOKEN = "4242:fake-token-of-nobody"
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
FIRST_UPDATE = 1000
WRITING = {"sendMessage", "editMessageText", "sendPhoto", "sendDocument", "sendVoice"}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
FILES = {"photo", "document", "voice", "audio", "video", "video_note"}
SHAPES: dict[str, dict[str, int]] = {
    "photo": {"width": 9, "height": 9},
    "voice": {"duration": 3},
    "audio": {"duration": 3},
    "video": {"duration": 3, "width": 9, "height": 9},
    "video_note": {"duration": 3, "length": 9},
}
MOST_OF_A_FILE = 20 * 1024 * 1024  # bytes
ATTACHED = "attach://"
WAIT = 40.0  # seconds a test waits before it fails

Params = dict[str, str]
Given = dict[str, str | web.FileField]


class FakeTelegram:
    token = TOKEN

    def __init__(self) -> None:
        self.base = ""
        self.problems: list[str] = []  # what the real one refuses, or what nobody should do
        self.calls: list[tuple[str, Params]] = []  # method, parameters
        self.taken: list[Taken] = []  # messages, and what was put in their place
        self.limits: RateLimits | None = None  # let them be, unless told otherwise
        self.answers: list[Answer] = []
        self.offered: list[Inline] = []  # for the last inline query
        self.inline_params: Params = {}  # and the rest of that answer
        self.commands: dict[str, list[tuple[str, str]]] = {}  # by language code; "" for all others
        self.chat_commands: dict[int, list[tuple[str, str]]] = {}  # by chat, instead of those
        self.files: dict[str, bytes] = {}  # by their ids
        self.uploaded: dict[str, str] = {}  # of them, those the bot has sent, with their names
        self.stuck: set[str] = set()  # of them, those that nobody hears of who asks
        self.waiting: set[str] = set()  # and those that somebody asks for right now
        self.generous = False  # hands out kinds of updates, too, which the bot has not asked for
        self.confirmed = 0  # the highest update that will not come again
        self._file_names: dict[str, str] = {}
        self._users: dict[int, User] = {}
        self._messages: dict[int, dict[int, Message]] = {}
        self._updates: list[dict[str, Any]] = []
        self._faults = Faults()
        self.courier = Courier(self._faults, self._brought)
        self._queries: set[str] = set()
        self._lost: set[str] = set()  # queries whose answer the bot does not know to have arrived
        self._last_update, self.last_message = FIRST_UPDATE, 0
        self._polls = 0
        self._changed = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path}", self._give)
        app.router.add_route("*", "/{nothing:.*}", _not_found)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.courier.stop()
        await self._runner.cleanup()

    # People

    def user(self, id: int, first_name: str, language_code: str | None = None) -> User:
        return self._users.setdefault(id, User(id, first_name, language_code))

    def group(self, id: int, title: str, topics: Collection[int] = ()) -> User:
        """A group with the bot in it; its id is negative."""
        made = User(id, title, started=True, topics=frozenset(topics))
        return self._users.setdefault(id, made)

    async def says(self, user: User, text: str, group: User | None = None, **more: Any) -> int:
        """In private, or in that group; return the update's id. `more` goes into the message: caption, …"""
        user.started = user.started or group is None
        self.last_message += 1
        chat = chat_of(group or user)
        message = {"message_id": self.last_message, "date": 1, "chat": chat, "from": person(user)}
        return await self.happens(message={**message, **({"text": text} if text else {}), **more})

    async def edits(self, user: User, number: int, text: str, group: User | None = None, **more: Any) -> int:
        """Change what was written; return the update's id."""
        chat = chat_of(group or user)
        message = {"message_id": number, "date": 1, "edit_date": 2, "chat": chat, "from": person(user)}
        return await self.happens(edited_message={**message, "text": text, **more})

    async def asks(self, user: User, words: str, offset: str = "") -> int:
        """Type the bot's name and these words, in any chat; return the update's id."""
        self.offered, self.inline_params = [], {}
        query = f"inline-{self._last_update + 1}"
        self._queries.add(query)
        told = {"id": query, "from": person(user), "query": words, "offset": offset, "chat_type": "group"}
        return await self.happens(inline_query=told)

    async def sends_file(self, user: User, name: str, data: bytes, kind: str = "document", **more: Any) -> int:
        """As a document, a photo, a voice note, …; return the update's id."""
        file_id = f"file{len(self.files)}"
        self.files[file_id] = data
        told = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data), **SHAPES.get(kind, {})}
        if kind in ("document", "audio", "video"):
            told |= {"file_name": name}
        small = {**told, "file_id": "thumb", "file_unique_id": "thumb"}
        more[kind] = [small, told] if kind == "photo" else told
        return await self.says(user, "", **more)

    async def presses(self, user: User, message: Message, label: str) -> str:
        """Return the query's id. Raises KeyError if the message has no such button."""
        data = dict(message.buttons)[label]
        query = f"query-{self._last_update + 1}"
        on = shown(message, self._users[message.chat])
        press = {"id": query, "from": person(user), "message": on, "chat_instance": "1", "data": data}
        await self.happens(callback_query=press)
        return query

    async def reacts(self, user: User, message: Message, *signs: str, was: Collection[str] = ()) -> int:
        """Have these signs below the message, instead of those that were there."""
        old, new = ([{"type": "emoji", "emoji": sign} for sign in some] for some in (was, signs))
        change = {"chat": chat_of(self._users[message.chat]), "message_id": message.id, "user": person(user)}
        return await self.happens(
            message_reaction={**change, "date": 1, "old_reaction": old, "new_reaction": new}
        )

    async def blocks(self, user: User) -> int:
        user.blocked = True
        was, now = ({"user": BOT, "status": status, "until_date": 0} for status in ("member", "kicked"))
        change = {"chat": chat_of(user), "from": person(user), "date": 1}
        return await self.happens(my_chat_member={**change, "old_chat_member": was, "new_chat_member": now})

    async def happens(self, **update: Any) -> int:
        """Anything else: one update of any kind, as Telegram would send it."""
        self._last_update += 1
        if query := update.get("callback_query"):
            self._queries.add(query["id"])
        self._updates.append({"update_id": self._last_update, **update})
        await self._tell()
        return self._last_update

    # What has become of it

    def messages(self, chat: int) -> list[Message]:
        return list(self._messages.get(chat, {}).values())

    def delete(self, message: Message) -> None:
        del self._messages[message.chat][message.id]

    async def confirms(self, update_id: int) -> None:
        await self.until(lambda: self.confirmed >= update_id)

    async def settled(self) -> None:
        """All that the bot has asked for is confirmed."""
        await self.until(lambda: not self._updates)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until it is true; looked at after each call. Raises TimeoutError."""
        async with asyncio.timeout(WAIT), self._changed:
            await self._changed.wait_for(true)

    @property
    def unconfirmed(self) -> Sequence[int]:
        """The updates that may come again."""
        return [update["update_id"] for update in self._updates if update["update_id"] > self.confirmed]

    @property
    def handled(self) -> int:
        """How many updates have been confirmed."""
        return self._last_update - FIRST_UPDATE - len(self.unconfirmed)

    @property
    def lost(self) -> Mapping[str, int]:
        """By chat: how many times the bot was not told that its message was taken."""
        return self._faults.lost

    def fail(
        self, method: str, how: int | str, times: int = 1, *, retry_after: int = 0, after: int = 0
    ) -> Fault:
        """Let the next calls fail, `after` that many more: see `Fault`. To end it, set its `times` to 0."""
        return self._faults.add(Fault(method, how, times, retry_after, after))

    def clear(self) -> None:
        """No more bad days."""
        self._faults.clear()

    # The server

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        params = self._received(await _params(request))
        try:
            result = await self._call(request, method, params)
        except Refused as refused:
            said = {"ok": False, "error_code": refused.status, "description": refused.description}
            return web.json_response({**said, "parameters": refused.parameters}, status=refused.status)
        finally:
            await self._tell()
        return web.json_response({"ok": True, "result": result})

    def _received(self, given: Given) -> Params:
        """With the IDs of files in their place: what is uploaded is kept."""
        params: Params = {}
        for name, value in given.items():
            if isinstance(value, str):
                params[name] = value
            else:
                params[name] = f"upload{len(self.files)}"
                self.files[params[name]] = value.file.read()
                self._file_names[params[name]] = value.filename
        # aiogram names the part of a form that has the file: "attach://…"
        return {
            n: params.get(v.removeprefix(ATTACHED), v) if v.startswith(ATTACHED) else v
            for n, v in params.items()
        }

    async def _call(self, request: web.Request, method: str, params: Params) -> Any:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        fault = self._faults.next(method)
        if fault and fault.how == "lost":
            self._lost.add(params.get("callback_query_id", ""))
            self._faults.lost[params.get("chat_id", "")] += 1
        elif fault and fault.how == "drop":
            cut(request)
        elif fault:
            more = {"retry_after": fault.retry_after} if fault.retry_after else {}
            raise Refused(int(fault.how), "Something is wrong", **more)
        self.calls.append((method, params))
        result = await self._do(method, params)
        if fault:
            cut(request)
        return result

    async def _do(self, method: str, params: Params) -> Any:
        if method == "getUpdates":
            return await self._get_updates(params)
        if method == "getFile" and params["file_id"] in self.stuck:
            await self._hang(params["file_id"])
        do: dict[str, Callable[[Params], Any]] = {
            "getMe": lambda _params: BOT,
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "answerCallbackQuery": self._answer,
            "getFile": self._get_file,
            "answerInlineQuery": self._answer_inline,
            **{f"send{kind.title().replace('_', '')}": partial(self._send_file, kind) for kind in FILES},
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
        }
        if method not in do:
            raise self._problem(404, f"Not Found: method {method}")
        if method in WRITING:
            self._limit(params["chat_id"])
        return do[method](params)

    def _limit(self, chat: str) -> None:
        if self.limits and (wait := self.limits.refuse(chat)):
            raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    async def _hang(self, file_id: str) -> None:
        self.waiting.add(file_id)
        await self._tell()
        try:
            await asyncio.Event().wait()
        finally:
            self.waiting.discard(file_id)

    async def _get_updates(self, params: Params) -> list[dict[str, Any]]:
        """One at a time: a second one ends the first. What is not confirmed by the offset comes again."""
        if self.courier.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine, offset = self._polls, int(params.get("offset") or 0)
        self.confirmed = max(self.confirmed, offset - 1)
        kinds = set[str]() if self.generous else set(json.loads(params.get("allowed_updates") or "[]"))
        self._waiting(kinds)
        await self._tell()
        if wait := float(params.get("timeout") or 0):
            await self._wait(wait, lambda: bool(self._waiting(kinds)) or self._polls != mine)
        if self._polls != mine:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self._waiting(kinds)[: int(params.get("limit") or 100)]

    def _waiting(self, kinds: set[str]) -> list[dict[str, Any]]:
        """What is not confirmed. Kinds the bot has not asked for are not kept for it."""
        self._updates = [
            update
            for update in self._updates
            if update["update_id"] > self.confirmed and (not kinds or update.keys() & kinds)
        ]
        return self._updates

    async def _brought(self, update: dict[str, Any]) -> None:
        """The bot has answered well."""
        self._updates.remove(update)
        left = [other["update_id"] for other in self._updates]
        self.confirmed = max(self.confirmed, min(left, default=self._last_update + 1) - 1)
        await self._tell()

    def _send(self, params: Params) -> dict[str, Any]:
        user = self._reachable(params)
        html, text, keyboard = self._content(params)
        self.last_message += 1
        topic = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if topic and topic not in user.topics:
            raise self._problem(400, "Bad Request: message thread not found")
        message = Message(self.last_message, user.id, html, text, keyboard, topic=topic)
        self._messages.setdefault(user.id, {})[message.id] = message
        self._take(message)
        return shown(message, user)

    def _send_file(self, kind: str, params: Params) -> dict[str, Any]:
        user = self._reachable(params)
        if params[kind] not in self.files:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        said = params.get("caption") or f"[{kind} {params[kind]}]"
        html, text, keyboard = self._content({**params, "text": said}, MOST_OF_A_CAPTION)
        self.last_message += 1
        message = Message(self.last_message, user.id, html, text, keyboard)
        self._messages.setdefault(user.id, {})[message.id] = message
        if name := self._file_names.get(params[kind]):
            self.uploaded[params[kind]] = name
        file = {"file_id": params[kind], "file_unique_id": params[kind], **SHAPES.get(kind, {})}
        return {**shown(message, user), kind: [file] if kind == "photo" else file}

    def _edit(self, params: Params) -> dict[str, Any]:
        user = self._reachable(params)
        message = self._messages.get(user.id, {}).get(int(params["message_id"]))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        html, text, keyboard = self._content(params)
        if (html, keyboard) == (message.html, message.rows):
            self._take(message, again=True)
            raise Refused(400, NOT_MODIFIED)
        message.html, message.text, message.rows = html, text, keyboard
        message.edits += 1
        self._take(message, again=True)
        return shown(message, user)

    def _take(self, message: Message, *, again: bool = False) -> None:
        on = str(message.id) if again else None
        data = tuple(data for _label, data in message.buttons)
        self.taken.append(Taken(str(message.chat), message.text, data, on))

    def _answer(self, params: Params) -> bool:
        query, text = params["callback_query_id"], params.get("text", "")
        if query not in self._queries:
            raise self._problem(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if len(text) > 200:
            raise self._problem(400, "Bad Request: MESSAGE_TOO_LONG")
        if any(answer.query == query for answer in self.answers) and query not in self._lost:
            self.problems.append(f"{query} was answered twice")
        self.answers.append(Answer(query, text, params.get("show_alert") == "true"))
        return True

    def _answer_inline(self, params: Params) -> bool:
        if params["inline_query_id"] not in self._queries:
            raise Refused(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if params.get("cache_time") != "0" or params.get("is_personal") != "true":
            self.problems.append("others may be shown it, or the same person later")
        try:
            self.offered = inline(params)
        except Refused as refused:
            self.problems.append(refused.description)
            raise
        self.inline_params = params
        return True

    def _get_file(self, params: Params) -> dict[str, Any]:
        data = self.files.get(params["file_id"])
        if data is None:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(data) > MOST_OF_A_FILE:
            raise Refused(400, "Bad Request: file is too big")
        told = {"file_id": params["file_id"], "file_unique_id": params["file_id"], "file_size": len(data)}
        return {**told, "file_path": params["file_id"]}

    async def _give(self, request: web.Request) -> web.Response:
        fault, data = self._faults.next("file"), self.files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or data is None:
            return web.Response(status=404)
        return web.Response(status=int(fault.how)) if fault else web.Response(body=data)

    def _set_commands(self, params: Params) -> bool:
        commands = [(one["command"], one["description"]) for one in json.loads(params["commands"])]
        for command, about in commands:
            if not COMMAND.fullmatch(command) or not 1 <= len(about) <= 256:
                raise self._problem(400, f"Bad Request: BOT_COMMAND_INVALID {command}")
        if len(commands) > 100:
            raise self._problem(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        if chat := _scope(params):
            self.chat_commands[chat] = commands
        else:
            self.commands[params.get("language_code", "")] = commands
        return True

    def _delete_commands(self, params: Params) -> bool:
        self.chat_commands.pop(_scope(params) or 0, None)
        return True

    def _set_webhook(self, params: Params) -> bool:
        self.courier.webhook = Webhook.of(params)
        return self._drop(params)

    def _delete_webhook(self, params: Params) -> bool:
        self.courier.webhook = None
        return self._drop(params)

    def _drop(self, params: Params) -> bool:
        if params.get("drop_pending_updates") == "true":
            self.problems.append("what people had written was dropped")
        return True

    def _reachable(self, params: Params) -> User:
        user = self._users.get(int(params["chat_id"]))
        if user is None:
            raise self._problem(400, "Bad Request: chat not found")
        if not user.started:
            raise self._problem(403, "Forbidden: bot can't initiate conversation with a user")
        if user.moved_to:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, said, migrate_to_chat_id=user.moved_to)
        if user.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return user

    def _content(self, params: Params, most: int = MOST_UNITS) -> tuple[str, str, list[list[Button]]]:
        html = params.get("text", "")
        try:
            text = parsed(html, most) if params.get("parse_mode") == "HTML" else html.strip()
            keyboard = rows(params.get("reply_markup", ""))
        except Refused as refused:
            self.problems.append(refused.description)
            raise
        if any(ord(letter) < 32 and letter != "\n" for letter in text):
            self.problems.append(f"control characters in {text!r}")
        return html, text, keyboard

    def _problem(self, status: int, description: str) -> Refused:
        self.problems.append(description)
        return Refused(status, description)

    async def _tell(self) -> None:
        if self.courier.webhook:
            self.courier.go(self._waiting(set(self.courier.webhook.kinds)))
        async with self._changed:
            self._changed.notify_all()

    async def _wait(self, seconds: float, true: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(true)
        except TimeoutError:
            return


async def _params(request: web.Request) -> Given:
    """From a form or from JSON: https://core.telegram.org/bots/api#making-requests."""
    if request.content_type == "application/json":
        given = await request.json()
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return {
        name: value if isinstance(value, web.FileField) else str(value)
        for name, value in (await request.post()).items()
    }


async def _not_found(_request: web.Request) -> web.Response:
    return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)


def _scope(params: Params) -> int | None:
    """The chat that commands are for; None: all."""
    scope = json.loads(params.get("scope", "null")) or {}
    return int(scope["chat_id"]) if scope.get("type") == "chat" else None
