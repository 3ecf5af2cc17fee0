"""Filter Slack's payloads: those not for us, or incomplete, are confirmed and ignored."""

from bot.channels.slack import modal
from bot.channels.slack.events import DIRECT, SHORTCUTS, Body


def is_for_us(body: Body) -> bool:
    """Whether we handle this payload: not other people's messages, nor other apps' shortcuts and modals.

    Payloads without an event ID are ignored, too: a redelivery could not be recognised.
    """
    match body:
        case {"type": "event_callback", "event": event, "event_id": str(key)}:
            return bool(key) and _is_heard(event)
        case {"command": str(), "trigger_id": str(key), "user_id": str(user)}:
            return bool(key and user)
        case {
            "type": "block_actions",
            "actions": [_, *_],
            "trigger_id": str(key),
            "user": {"id": str(user)},
        }:
            return bool(key and user)
        case {
            "type": "shortcut" | "message_action",
            "callback_id": name,
            "trigger_id": str(key),
            "user": {"id": str(user)},
        }:
            return bool(key and user) and name in SHORTCUTS
        case {
            "type": "view_submission" | "block_suggestion",
            "view": {"callback_id": modal.CALLBACK, "id": str(key), "hash": str()},
            "user": {"id": str(user)},
        }:
            return bool(key and user)
        case _:
            return False


def _is_heard(event: Body) -> bool:
    match event:
        case {"type": "message", "channel_type": "im"}:
            return True
        case {"type": "app_mention", "channel": str(channel), "user": str(user)}:
            return bool(user) and not channel.startswith(DIRECT)
        case {
            "type": "reaction_added",
            "item": {"type": "message", "channel": str(channel)},
            "user": str(user),
        }:
            return bool(user) and not channel.startswith(DIRECT)
        case {"type": "app_uninstalled" | "tokens_revoked"}:
            return True
        case {"type": "app_home_opened", "tab": "home", "user": str(user)} | {
            "type": "link_shared",
            "links": [_, *_],
            "user": str(user),
        }:
            return bool(user)
        case _:
            return False
