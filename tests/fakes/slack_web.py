"""The Web API of the fake Slack: what it takes, what it refuses, and what it keeps."""

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.faults import Faults, Taken, cut
from tests.fakes.slack_blocks import message_problems, view_problems
from tests.fakes.slack_grants import Grants
from tests.fakes.slack_payloads import BOT_ID, BOT_USER, TEAM, Body, Message, Page, User, View
from tests.fakes.slack_uploads import Uploads

CLIENT_ID, CLIENT_SECRET = "11.22", "fake-client-secret-of-nobody"
TRIGGER_LIFE = 3.0  # seconds

# The arguments each method takes, those it must have with a "!".
METHODS = {
    "auth.test": "",
    "apps.connections.open": "",
    "users.info": "user! include_locale",
    "chat.getPermalink": "channel! message_ts!",
    "oauth.v2.access": "client_id! client_secret! code! redirect_uri",
    "conversations.open": "users! return_im prevent_creation",
    "chat.postMessage": "channel! text! blocks unfurl_links unfurl_media",
    "chat.update": "channel! ts! text! blocks",
    "chat.postEphemeral": "channel! user! text! blocks thread_ts",
    "chat.unfurl": "unfurls! channel ts unfurl_id source",
    "files.getUploadURLExternal": "filename! length!",
    "files.completeUploadExternal": "files! channel_id blocks initial_comment",
    "reactions.get": "channel! timestamp! full",
    "views.open": "trigger_id! view!",
    "views.publish": "user_id! view! hash",
}


class Refused(Exception):
    """Slack's own word for it."""


class WebApi:
    bot_token = ""
    app_token = ""

    def __init__(self) -> None:
        self.problems: list[str] = []  # what the real one refuses, or what nobody should do
        self.calls: list[tuple[str, Body]] = []  # method, arguments
        self.posted: list[Message] = []
        self.taken: list[Taken] = []  # messages, and what was put in their place
        self.whispers: list[tuple[str, str]] = []  # user id, text
        self.views: dict[str, View] = {}  # by user id
        self.written: dict[tuple[str, str], Body] = {}  # by channel and ts: what people say to each other
        self.homes: dict[str, Page] = {}  # by user id
        self.posted_links: dict[str, tuple[str, str, list[str]]] = {}  # by unfurl_id: channel, ts, the links
        self.unfolded: list[Message] = []  # what is shown below links, as it stands now
        self.users: dict[str, User] = {}
        self.channels: dict[str, set[str]] = {}  # who is in them
        self.faults = Faults()
        self.uploads = Uploads()
        self.root = ""
        self.installed: set[str] = set()  # more workspaces
        self._team = TEAM  # whose token was used last
        self.grants = Grants()
        self.changed = asyncio.Condition()
        self.socket_url = ""
        self._triggers: dict[str, tuple[str, float]] = {}  # whose, and when they were made
        self._used: set[str] = set()
        self._lost: set[str] = set()  # triggers whose use the app cannot know of
        self._count = itertools.count(1)

    def new_trigger(self, user: User) -> str:
        trigger = f"{next(self._count)}.1.trigger"
        self._triggers[trigger] = user.id, asyncio.get_running_loop().time()
        return trigger

    def next_ts(self) -> str:
        return f"1700000000.{next(self._count):06}"

    def show_view(self, user: str, body: Body, view_id: str | None = None) -> View:
        wrong = view_problems(body)
        self.problems += [f"view: {each}" for each in wrong]
        if wrong:
            raise Refused("invalid_arguments")
        number = next(self._count)
        self.views[user] = View(view_id or f"V{number}", f"{number}.hash", body)
        return self.views[user]

    async def tell_changed(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        fault = self.faults.next(method)
        if fault and fault.how == "drop":
            cut(request)
        if fault and isinstance(fault.how, int):
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            answer = {"ok": False, "error": "ratelimited"} if fault.how == 429 else None
            text = json.dumps(answer) if answer else "<html>an error</html>"
            kind = "application/json" if answer else "text/html"
            return web.Response(status=fault.how, text=text, content_type=kind, headers=headers)
        if fault and fault.how != "lost":
            return web.json_response({"ok": False, "error": fault.how})
        said = self._called(method, arguments, request.headers.get("Authorization", ""))
        await self.tell_changed()
        if fault:
            self._lost.add(arguments.get("trigger_id", ""))
            self.faults.lost[arguments.get("channel", "")] += 1
            cut(request)
        return web.json_response(said)

    def _called(self, method: str, arguments: Body, authorization: str) -> Body:
        self.calls.append((method, arguments))
        try:
            self._check(method, arguments, authorization)
            return {"ok": True, **self._answers()[method](arguments)}
        except Refused as refused:
            return {"ok": False, "error": str(refused)}

    def _check(self, method: str, arguments: Body, authorization: str) -> None:
        if method not in METHODS:
            self.problems.append(f"{method}: no such method")
            raise Refused("unknown_method")
        self._known_as(method, authorization.removeprefix("Bearer "))
        if scope := self.grants.missing(method):
            self.problems.append(f"{method}: without the scope {scope}")
            raise Refused("missing_scope")
        known = METHODS[method].split()
        wrong = [f"unknown {name}" for name in arguments if name not in {key.rstrip("!") for key in known}]
        wrong += [f"without {key[:-1]}" for key in known if key.endswith("!") and not arguments.get(key[:-1])]
        if wrong:
            self.problems += [f"{method}: {each}" for each in wrong]
            raise Refused("invalid_arguments")

    def _known_as(self, method: str, token: str) -> None:
        """Whose token it is: the app's, or that of a workspace."""
        if method == "oauth.v2.access":
            return
        if method == "apps.connections.open":
            if token != self.app_token:
                raise Refused("invalid_auth")
            return
        tokens = {self.bot_token: TEAM, **{f"{self.bot_token}-{team}": team for team in self.installed}}
        if token not in tokens:
            raise Refused("invalid_auth")
        self._team = tokens[token]

    def _install(self, given: Body) -> Body:
        """Somebody has let the app into their workspace: the code says which."""
        if (given["client_id"], given["client_secret"]) != (CLIENT_ID, CLIENT_SECRET):
            raise Refused("bad_client_secret")
        if not given["code"].startswith("T"):
            raise Refused("invalid_code")
        team = given["code"]
        self.installed.add(team)
        bot = {"access_token": f"{self.bot_token}-{team}", "token_type": "bot", "bot_user_id": BOT_USER}
        whose = {"team": {"id": team, "name": "West"}, "enterprise": None, "is_enterprise_install": False}
        return {**bot, **whose, "scope": ",".join(self.grants.scopes), "authed_user": {"id": "U1"}}

    def _answers(self) -> dict[str, Callable[[Body], Body]]:
        return {
            "auth.test": lambda _given: {
                "team_id": TEAM,
                "user_id": BOT_USER,
                "bot_id": BOT_ID,
                "team": "Company",
            },
            "apps.connections.open": lambda _given: {"url": self.socket_url},
            "users.info": self._user_info,
            "chat.getPermalink": self._permalink,
            "oauth.v2.access": self._install,
            "conversations.open": lambda given: {"channel": {"id": self._known(given["users"]).dm}},
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "chat.unfurl": self._unfurl,
            "files.getUploadURLExternal": self._begin_upload,
            "files.completeUploadExternal": self._share_files,
            "reactions.get": self._reactions,
            "views.open": self._open,
            "views.publish": self._publish,
        }

    def _user_info(self, given: Body) -> Body:
        user = self._known(given["user"])
        told: Body = {"id": user.id, "name": user.name.lower(), "real_name": user.name, "tz": user.tz}
        whole = {"team_id": user.team, "deleted": False, "is_bot": False}
        whole |= {"is_restricted": False, "is_ultra_restricted": False}
        return {
            "user": {**told, **whole, **user.more, "profile": {"real_name": user.name}, "locale": user.locale}
        }

    def _permalink(self, given: Body) -> Body:
        channel, ts = given["channel"], given["message_ts"]
        if (channel, ts) not in self.written:
            raise Refused("message_not_found" if channel in self.channels else "channel_not_found")
        return {"channel": channel, "permalink": permalink(channel, ts)}

    def _post(self, given: Body) -> Body:
        self._checked("chat.postMessage", given)
        self._in_conversation(given["channel"])
        message = Message(self.next_ts(), given["channel"], given["text"], with_ids(given.get("blocks", [])))
        self.posted.append(message)
        self._take(message)
        return {"channel": message.channel, "ts": message.ts}

    def _update(self, given: Body) -> Body:
        self._checked("chat.update", given)
        for place, old in enumerate(self.posted):
            if (old.ts, old.channel) == (given["ts"], given["channel"]):
                blocks = with_ids(given.get("blocks", []))
                self.posted[place] = Message(old.ts, old.channel, given["text"], blocks, old.edits + 1)
                self._take(self.posted[place], again=True)
                return {"channel": old.channel, "ts": old.ts}
        raise Refused("message_not_found")

    def _take(self, message: Message, *, again: bool = False) -> None:
        values = tuple(value for _label, value in message.buttons)
        self.taken.append(Taken(message.channel, message.text, values, message.ts if again else None))

    def _whisper(self, given: Body) -> Body:
        self._checked("chat.postEphemeral", given)
        user, channel = self._known(given["user"]), given["channel"]
        self._in_conversation(channel)
        if user.id not in self.channels.get(channel, {user.id}):
            raise Refused("user_not_in_channel")
        blocks = with_ids(given.get("blocks", []))
        message = Message(
            self.next_ts(), channel, given["text"], blocks, 0, user.id, given.get("thread_ts", "")
        )
        self.posted.append(message)
        return {"message_ts": message.ts}

    def _begin_upload(self, given: Body) -> Body:
        file_id = self.uploads.begin(given)
        return {"upload_url": f"{self.root}/upload/{file_id}", "file_id": file_id}

    def _share_files(self, given: Body) -> Body:
        """A message with the files: its ts is not told."""
        self._checked("files.completeUploadExternal", {"text": "files", **given})
        channel, ids = given["channel_id"], [file["id"] for file in given["files"]]
        self._in_conversation(channel)
        if not all(map(self.uploads.is_there, ids)):
            raise Refused("file_not_found")
        for file_id in ids:
            self.uploads.files[file_id].channels += (channel,)
        text = ", ".join(file["title"] for file in given["files"])
        self.posted.append(Message(self.next_ts(), channel, text, with_ids(given["blocks"])))
        return {"files": given["files"]}

    def _reactions(self, given: Body) -> Body:
        channel, ts = given["channel"], given["timestamp"]
        self._in_conversation(channel)
        if (channel, ts) not in self.written:
            raise Refused("message_not_found")
        return {"type": "message", "channel": channel, "message": self.written[channel, ts]}

    def _unfurl(self, given: Body) -> Body:
        """Below links, which stand in a message or are about to."""
        channel, ts, links = self._links_of(given)
        if wrong := [url for url in given["unfurls"] if url not in links]:
            self.problems.append(f"chat.unfurl: {wrong} is not in the message")
            raise Refused("cannot_unfurl_url")
        for url, shown in given["unfurls"].items():
            self._checked("chat.unfurl", {"text": "a link", **shown})
            if set(shown) != {"blocks"} or not shown["blocks"]:
                self.problems.append(f"chat.unfurl: {sorted(shown)} of {url}")
            blocks = with_ids(shown["blocks"])
            self.unfolded = [m for m in self.unfolded if (m.ts, m.below) != (ts, url)]
            self.unfolded.append(Message(ts, channel, "", blocks, below=url))
        return {}

    def _links_of(self, given: Body) -> tuple[str, str, list[str]]:
        named = {name for name in ("channel", "ts", "unfurl_id", "source") if given.get(name)}
        if named == {"unfurl_id", "source"}:
            if given["unfurl_id"] not in self.posted_links:
                raise Refused("invalid_unfurl_id")
            return self.posted_links[given["unfurl_id"]]
        if named != {"channel", "ts"}:
            self.problems.append(f"chat.unfurl: by {sorted(named)}")
            raise Refused("missing_ts" if "channel" in named else "missing_channel")
        for channel, ts, links in self.posted_links.values():
            if (channel, ts) == (given["channel"], given["ts"]):
                return channel, ts, links
        raise Refused("cannot_find_message")

    def _open(self, given: Body) -> Body:
        trigger = given["trigger_id"]
        if wrong := self._wrong_with(trigger):
            if trigger not in self._lost:
                self.problems.append(f"views.open: {wrong}")
            raise Refused(wrong)
        view = self.show_view(self._triggers[trigger][0], given["view"])
        self._used.add(trigger)
        return {"view": view.shown()}

    def _publish(self, given: Body) -> Body:
        user, body = self._known(given["user_id"]), given["view"]
        if not self.grants.has_home:
            raise Refused("not_enabled")
        if wrong := view_problems(body, "home"):
            self.problems += [f"views.publish: {each}" for each in wrong]
            raise Refused("invalid_arguments")
        number, was = next(self._count), self.homes.get(user.id)
        blocks = with_ids(body["blocks"])
        self.homes[user.id] = Page(
            was.id if was else f"V{number}", f"{number}.hash", {**body, "blocks": blocks}
        )
        return {"view": self.homes[user.id].shown()}

    def _wrong_with(self, trigger: str) -> str:
        if trigger not in self._triggers:
            return "invalid_trigger_id"
        if trigger in self._used:
            return "exchanged_trigger_id"
        late = asyncio.get_running_loop().time() - self._triggers[trigger][1] > TRIGGER_LIFE
        return "expired_trigger_id" if late else ""

    def _checked(self, method: str, given: Body) -> None:
        wrong = message_problems(given["text"], given.get("blocks", []))
        self.problems += [f"{method}: {each}" for each in wrong]
        if wrong and any("not escaped" not in each for each in wrong):
            raise Refused("invalid_blocks")

    def _in_conversation(self, channel: str) -> None:
        """Whether the app may write there."""
        if channel in self.channels and BOT_USER not in self.channels[channel]:
            raise Refused("not_in_channel")
        mine = {user.dm for user in self.users.values() if user.team == self._team}
        if channel not in self.channels and channel not in mine:
            raise Refused("channel_not_found")

    def _known(self, user: Any) -> User:
        if user not in self.users or self.users[user].team != self._team:
            raise Refused("user_not_found")
        return self.users[user]


def permalink(channel: str, ts: str) -> str:
    return f"https://company.slack.example/archives/{channel}/p{ts.replace('.', '')}"


def with_ids(blocks: list[Body]) -> list[Body]:
    return [{"block_id": f"b{place}", **block} for place, block in enumerate(blocks)]


async def _arguments(request: web.Request) -> Body:
    given: Body = dict(request.query)
    if request.content_type == "application/json":
        return {**given, **await request.json()}
    return {**given, **await request.post()}
