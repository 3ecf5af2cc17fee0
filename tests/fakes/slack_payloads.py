"""Who and what there is in Slack, and how Slack tells of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.slack_blocks import message_problems, words

ORGANISATION = "E1"
TEAM, APP, BOT_ID, BOT_USER = "T1", "A1", "B1", "UBOT"
POSTED, COMPOSED = "conversations_history", "composer"  # where Slack has seen a link

Body = dict[str, Any]


@dataclass(frozen=True)
class User:
    id: str
    name: str
    locale: str
    tz: str
    more: Body = field(default_factory=dict, compare=False)  # of what users.info tells
    team: str = TEAM

    @property
    def dm(self) -> str:
        """The channel of the direct messages with the app."""
        return f"D{self.id}"


@dataclass(frozen=True)
class Ack:
    """How the app answered Slack."""

    ok: bool
    body: Body


@dataclass(frozen=True)
class Message:
    ts: str
    channel: str
    fallback: str
    blocks: Sequence[Body]
    edits: int = 0
    only_for: str = ""  # the one who sees it
    thread: str = ""
    below: str = ""  # the link in somebody's message that it is shown below

    @property
    def text(self) -> str:
        """What a person reads, without the buttons."""
        return words(self.blocks)

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """(label, value), in order."""
        return [(_label(each), _value(each)) for each, _block in self._elements()]

    def button(self, label: str) -> tuple[Body, str]:
        for element, block_id in self._elements():
            if _label(element) == label:
                return element, block_id
        raise AssertionError(f"no button {label!r}, but {[label for label, _value in self.buttons]}")

    def _elements(self) -> list[tuple[Body, str]]:
        """The buttons, and the entries of menus as they are pressed."""
        rows = [block for block in self.blocks if block["type"] == "actions"]
        shown = [(each, row.get("block_id", "b")) for row in rows for each in row["elements"]]
        return [(pressed, block_id) for each, block_id in shown for pressed in _pressable(each)]


def _pressable(element: Body) -> list[Body]:
    if element["type"] != "overflow":
        return [element]
    named = {"type": "overflow", "action_id": element["action_id"]}
    return [{**named, "selected_option": option} for option in element["options"]]


def _label(element: Body) -> str:
    return str(element.get("selected_option", element)["text"]["text"])


def _value(element: Body) -> str:
    return str(element.get("selected_option", element).get("value", ""))


@dataclass(frozen=True)
class Page:
    """What a person sees on the app's Home tab."""

    id: str
    hash: str
    body: Body

    @property
    def message(self) -> Message:
        """To be read, and pressed, like a message."""
        return Message(self.id, "", "", self.body["blocks"])

    def shown(self) -> Body:
        return {**self.body, "id": self.id, "hash": self.hash, "team_id": TEAM, "app_id": APP, "bot_id": BOT_ID}


@dataclass
class View:
    """An open modal, and what is filled in so far."""

    id: str
    hash: str
    body: Body
    state: dict[str, dict[str, Body]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for block in self.inputs():
            element = block["element"]
            if element["type"] == "plain_text_input":
                given = {"value": element.get("initial_value")}
            else:
                given = {"selected_option": element.get("initial_option")}
            self.state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **given}}

    @property
    def title(self) -> str:
        return str(self.body["title"]["text"])

    @property
    def text(self) -> str:
        """Everything one reads: the title, the labels, what is filled in."""
        return "\n".join([self.title, words(self.body["blocks"]), *map(self.value, self.inputs())])

    def inputs(self) -> list[Body]:
        return [block for block in self.body["blocks"] if block["type"] == "input"]

    def labels(self) -> list[str]:
        return [block["label"]["text"] for block in self.inputs()]

    def input(self, name: str) -> Body:
        """By its label or its name."""
        for block in self.inputs():
            if name in (block["label"]["text"], block["block_id"]):
                return block
        raise AssertionError(f"no field {name!r}, but {self.labels()}")

    def value(self, block: Body) -> str:
        given = self.state[block["block_id"]][block["element"]["action_id"]]
        chosen = given.get("selected_option")
        return chosen["text"]["text"] if chosen else given.get("value") or ""

    def fill(self, block: Body, value: str) -> None:
        given = self.state[block["block_id"]][block["element"]["action_id"]]
        if block["element"]["type"] == "plain_text_input":
            given["value"] = value or None
            return
        fits = [
            option
            for option in block["element"]["options"]
            if value in (option["value"], option["text"]["text"])
        ]
        assert fits or not value, f"no option {value!r}"
        given["selected_option"] = fits[0] if fits else None

    def choose(self, block: Body, value: str, label: str) -> None:
        given = self.state[block["block_id"]][block["element"]["action_id"]]
        given["selected_option"] = {"text": {"type": "plain_text", "text": label}, "value": value}

    def missing(self) -> dict[str, str]:
        """What Slack itself insists on, before it tells the app."""
        needed = [block for block in self.inputs() if not block.get("optional")]
        text = "Please complete this required field."
        return {block["block_id"]: text for block in needed if not self.value(block)}

    def shown(self) -> Body:
        return {
            **self.body,
            "id": self.id,
            "hash": self.hash,
            "team_id": TEAM,
            "state": {"values": self.state},
            "app_id": APP,
            "bot_id": BOT_ID,
            "root_view_id": self.id,
            "app_installed_team_id": TEAM,
            "previous_view_id": None,
        }


def direct_message(event_id: str, user: User, text: str, ts: str, **more: Any) -> Body:
    said = {"type": "message", "channel": user.dm, "channel_type": "im", "user": user.id, "text": text}
    return event(event_id, {**said, "ts": ts, "event_ts": ts, "team": TEAM, **more})


def event(event_id: str, told: Body) -> Body:
    return {
        "token": "verification",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": told,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
    }


def links_shared(user: User, channel: str, ts: str, urls: list[str], unfurl: str, source: str) -> Body:
    """https://docs.slack.dev/reference/events/link_shared"""
    links = [{"url": url, "domain": urlsplit(url).hostname} for url in urls]
    told = {"type": "link_shared", "user": user.id, "is_bot_user_member": False, "links": links, "event_ts": ts}
    where = {"channel": "COMPOSER", "message_ts": unfurl} if source == COMPOSED else {}
    which = {"unfurl_id": unfurl, "source": source} if source else {}
    return {**told, "channel": channel, "message_ts": ts, **where, **which}


def slash(user: User, command: str, text: str, channel: str, trigger: str, hook: str) -> Body:
    return {
        "token": "verification",
        "team_id": TEAM,
        "team_domain": "company",
        "channel_id": channel,
        "channel_name": _name_of(channel),
        "user_id": user.id,
        "user_name": user.name.lower(),
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": hook,
        "trigger_id": trigger,
    }


def pressed(user: User, message: Message, element: Body, block_id: str, trigger: str, hook: str) -> Body:
    if message.below:
        return _pressed_below(user, message, element, block_id, trigger, hook)
    unseen = bool(message.only_for)
    shown = {"type": "message", "ts": message.ts, "user": BOT_USER, "blocks": message.blocks}
    where = {"message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": unseen}
    return {
        **_interaction("block_actions", user, trigger),
        "container": {"type": "message", **where},
        "channel": {"id": message.channel, "name": _name_of(message.channel)},
        **({} if unseen else {"message": shown}),
        "state": {"values": {}},
        "response_url": hook,
        "actions": [{**element, "block_id": block_id, "action_ts": message.ts}],
    }


def _pressed_below(user: User, message: Message, element: Body, block_id: str, trigger: str, hook: str) -> Body:
    """Below a link: it is in somebody's message, which is not told."""
    where = {"message_ts": message.ts, "channel_id": message.channel, "attachment_id": 1, "is_ephemeral": False}
    unfurl = {"is_app_unfurl": True, "app_unfurl_url": message.below}
    return {
        **_interaction("block_actions", user, trigger),
        "container": {"type": "message_attachment", **where, **unfurl},
        "app_unfurl": {"id": 1, "blocks": message.blocks, "app_unfurl_url": message.below, **unfurl},
        "channel": {"id": message.channel, "name": _name_of(message.channel)},
        "state": {"values": {}},
        "response_url": hook,
        "actions": [{**element, "block_id": block_id, "action_ts": message.ts}],
    }


def pressed_at_home(user: User, page: Page, element: Body, block_id: str, trigger: str) -> Body:
    return {
        **_interaction("block_actions", user, trigger),
        "container": {"type": "view", "view_id": page.id},
        "view": page.shown(),
        "actions": [{**element, "block_id": block_id, "action_ts": "1700000000.000001"}],
    }


def shortcut(user: User, callback: str, trigger: str) -> Body:
    body = _interaction("shortcut", user, trigger)
    return {**body, "callback_id": callback, "action_ts": "1700000000.000001"}


def message_shortcut(user: User, callback: str, channel: str, message: Body, trigger: str, hook: str) -> Body:
    return {
        **_interaction("message_action", user, trigger),
        "callback_id": callback,
        "channel": {"id": channel, "name": _name_of(channel)},
        "message": message,
        "message_ts": message["ts"],
        "action_ts": "1700000000.000001",
        "response_url": hook,
    }


def submitted(user: User, view: View, trigger: str) -> Body:
    return {**_interaction("view_submission", user, trigger), "view": view.shown(), "response_urls": []}


def suggestion(user: User, view: View, block: Body, typed: str) -> Body:
    return {
        **_interaction("block_suggestion", user, ""),
        "container": {"type": "view", "view_id": view.id},
        "action_id": block["element"]["action_id"],
        "block_id": block["block_id"],
        "value": typed,
        "view": view.shown(),
    }


def of_workspace(body: Body, team: str) -> Body:
    """The same as told in another workspace."""
    told: Body = json.loads(json.dumps(body).replace(json.dumps(TEAM), json.dumps(team)))
    return told


def of_organisation(body: Body, workspace: str) -> Body:
    """The same as told to an app that is installed for a whole organisation.

    https://docs.slack.dev/enterprise/developing-for-enterprise-orgs
    """
    if "command" in body:
        more = {"enterprise_id": ORGANISATION, "enterprise_name": "Org", "is_enterprise_install": "true"}
        return {**body, **more, "team_id": workspace}
    if "event" in body:
        who = {"enterprise_id": ORGANISATION, "team_id": None, "user_id": BOT_USER, "is_bot": True}
        told = {**body, "authorizations": [{**who, "is_enterprise_install": True}]}
        return {**told, "enterprise_id": ORGANISATION, "team_id": workspace}
    return {
        **body,
        "team": None,
        "enterprise": {"id": ORGANISATION, "name": "Org"},
        "is_enterprise_install": True,
    }


def reply_problems(body: Mapping[str, Any]) -> list[str]:
    """Of what a command is answered with at once."""
    return message_problems(body.get("text", ""), body.get("blocks", []))


def _name_of(channel: str) -> str:
    return "directmessage" if channel.startswith("D") else "sales"


def _interaction(kind: str, user: User, trigger: str) -> Body:
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name.lower(), "name": user.name.lower(), "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification",
        "trigger_id": trigger,
        "team": {"id": TEAM, "domain": "company"},
        "enterprise": None,
        "is_enterprise_install": False,
    }
