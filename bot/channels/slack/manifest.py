"""The Slack app manifest, to paste at https://api.slack.com/apps; commands come from the registry."""

from typing import Any
from urllib.parse import urlsplit

from bot.channels.slack.events import LOG, LOG_MESSAGE
from handlers.chat import open_to
from storage.models import Role

EVENTS = "/slack/events"
INSTALLED = "/slack/installed"
HINT = 1000  # characters

# Each with the reason for it.
SCOPES = (
    "app_mentions:read",  # mentions of Rapport in channels
    "chat:write",  # answers and reminders
    "commands",  # /crm
    "files:write",  # lists as files
    "im:history",  # direct messages to the bot
    "im:write",  # the first message to somebody
    "links:read",  # links to clients and deals, if there is a public URL
    "links:write",  # previews below them
    "reactions:read",  # the emoji that saves a message
    "users:read",  # name, language and time zone of people who join
)

# https://docs.slack.dev/reference/events
HEARD = (
    "app_home_opened",  # redraw the home page
    "app_mention",  # @Rapport in a channel
    "app_uninstalled",  # forget the workspace
    "link_shared",  # a link to a client or a deal
    "message.im",  # direct messages to the bot
    "reaction_added",  # the emoji that saves a message
    "tokens_revoked",  # forget the workspace
)


# Without a public URL there are no links.
OF_LINKS = {"links:read", "links:write", "link_shared"}


def manifest(public_url: str | None) -> dict[str, Any]:
    """The manifest for HTTP at that URL, or for Socket Mode without one."""
    url = public_url.rstrip("/") + EVENTS if public_url else None
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": "Rapport", "description": "A CRM that lives in chat"},
        "features": {**_features(url), **_domains(public_url)},
        "oauth_config": {**_redirects(public_url), "scopes": {"bot": _wanted(SCOPES, public_url)}},
        "settings": _settings(url),
    }


def redirect(public_url: str) -> str:
    """Where Slack redirects the browser after the installation."""
    return public_url.rstrip("/") + INSTALLED


def _wanted(names: tuple[str, ...], public_url: str | None) -> list[str]:
    return [name for name in names if public_url or name not in OF_LINKS]


def _domains(public_url: str | None) -> dict[str, list[str]]:
    return {"unfurl_domains": [urlsplit(public_url).hostname or ""]} if public_url else {}


def _redirects(public_url: str | None) -> dict[str, list[str]]:
    return {"redirect_urls": [redirect(public_url)]} if public_url else {}


def _features(url: str | None) -> dict[str, Any]:
    crm = {"command": "/crm", "description": "Clients, deals, follow-ups", "usage_hint": _hint()}
    # Slack does not escape the text: @names and #channels in a note stay as typed.
    command = {**crm, "should_escape": False, **({"url": url} if url else {})}
    tabs = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}
    return {
        "app_home": tabs,
        "bot_user": {"display_name": "Rapport", "always_online": True},
        "shortcuts": [
            _shortcut("Log an interaction", "global", LOG, "A call, a meeting, an e-mail, a message or a note"),
            _shortcut("Log to a client", "message", LOG_MESSAGE, "Save this message to a client"),
        ],
        "slash_commands": [command],
    }


def _shortcut(name: str, kind: str, callback: str, about: str) -> dict[str, str]:
    return {"name": name, "type": kind, "callback_id": callback, "description": about}


def _settings(url: str | None) -> dict[str, Any]:
    asked = {"request_url": url, "message_menu_options_url": url} if url else {}
    heard = {"request_url": url} if url else {}
    return {
        "event_subscriptions": {**heard, "bot_events": _wanted(HEARD, url)},
        "interactivity": {"is_enabled": True, **asked},
        "org_deploy_enabled": True,  # no effect outside an organisation
        "socket_mode_enabled": url is None,
        "token_rotation_enabled": False,
    }


def _hint() -> str:
    return " | ".join(open_to(Role.REP))[:HINT]
