"""What an app is allowed, and what it hears of, by its manifest; none of it is there by itself.

The scopes are those of https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/events.
"""

from collections.abc import Mapping
from typing import Any

from bot.channels.slack.manifest import manifest

# The scope that a method needs; "": none, or none of the bot's.
METHODS = {
    "auth.test": "",
    "apps.connections.open": "",  # the app token has its own
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "oauth.v2.access": "",
    "reactions.get": "reactions:read",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
}
EVENTS = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "app_mention": "app_mentions:read",
    "link_shared": "links:read",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "tokens_revoked": "",
}
COMMANDS = "commands"  # for slash commands and shortcuts


class Grants:
    """Everything that our own manifest asks for, where there is such an address or none."""

    def __init__(self, public_url: str | None = None) -> None:
        told = manifest(public_url)
        features, settings = told["features"], told["settings"]
        self.scopes = set(told["oauth_config"]["scopes"]["bot"])
        self.events = set(settings["event_subscriptions"]["bot_events"])
        self.commands = {command["command"] for command in features["slash_commands"]}
        self.shortcuts = {shortcut["callback_id"] for shortcut in features["shortcuts"]}
        self.domains = features.get("unfurl_domains", [])
        self.has_home = features["app_home"]["home_tab_enabled"]
        self.is_interactive = settings["interactivity"]["is_enabled"]

    def missing(self, method: str) -> str:
        """The scope that is not there, or nothing."""
        needed = METHODS[method]
        return needed if needed not in {"", *self.scopes} else ""

    def is_ours(self, domain: str) -> bool:
        """Whether links to it, or to a part of it, concern the app."""
        return any(domain == ours or domain.endswith(f".{ours}") for ours in self.domains)

    def hears_of(self, kind: str, body: Mapping[str, Any]) -> bool:
        """Whether Slack would tell the app."""
        if kind == "slash_commands":
            return body["command"] in self.commands and COMMANDS in self.scopes
        if kind == "events_api":
            name = event_name(body)
            return name in self.events and EVENTS.get(name, "unknown") in {"", *self.scopes}
        is_shortcut = body["type"] in ("shortcut", "message_action")
        return self.is_interactive and (not is_shortcut or body["callback_id"] in self.shortcuts)


def event_name(body: Mapping[str, Any]) -> str:
    """As it is subscribed to."""
    event = body["event"]
    return f"message.{event.get('channel_type')}" if event["type"] == "message" else str(event["type"])
