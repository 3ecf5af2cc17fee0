"""What Slack tells, as the rest of Rapport knows it. A person's chat is the person: every answer is private."""

import re
from collections.abc import Mapping
from typing import Any

from bot.channel import Incoming
from bot.slack import modal
from handlers.chat import COMMANDS
from storage.accounts import Place

CHANNEL = "slack"
# Said by a person just now: no edits, no joins, no bots.
SPOKEN = (None, "file_share")
LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
SCHEMES = ("mailto:", "tel:")

Body = Mapping[str, Any]


def message(body: Body) -> Incoming | None:
    """A direct message; None for every other event."""
    event = body["event"]
    spoken = event.get("type") == "message" and event.get("channel_type") == "im" and not event.get("bot_id")
    text = typed(event.get("text") or "").strip()
    if not spoken or event.get("subtype") not in SPOKEN or not event.get("user") or not text:
        return None
    raw = {name: value for name, value in body.items() if name != "token"}
    return Incoming(_place(body, event["user"]), body["event_id"], text, raw=raw)


def command(body: Body) -> Incoming:
    """`/crm call Acme: …`; words that are no command are a search."""
    text = typed(body.get("text") or "").strip()
    word = text.lstrip("/").partition(" ")[0].casefold()
    said = f"/{text.lstrip('/')}" if word in COMMANDS else text
    return Incoming(_place(body, body["user_id"]), body["trigger_id"], said or "/help")


def press(body: Body) -> Incoming | None:
    """A button; None for anything else that can be touched."""
    action = body["actions"][0]
    if action.get("type") != "button" or not action.get("value"):
        return None
    shown = body.get("message") or {}
    on = shown.get("ts") or body.get("container", {}).get("message_ts")
    place = _place(body, body["user"]["id"])
    return Incoming(place, body["trigger_id"], pressed=action["value"], message=on)


def submission(body: Body) -> Incoming:
    """A form that was filled in.

    Its key is the modal's, not the trigger's: where our answer got lost, Slack leaves the modal open, and
    Save is pressed again.
    """
    shown = body["view"]
    place, key = _place(body, body["user"]["id"]), f"{shown['id']}:{shown['hash']}"
    return Incoming(place, key, submission=modal.submission(shown))


def place(body: Body) -> Place:
    """Whose fingers are on the keys."""
    return _place(body, body["user"]["id"])


def typed(text: str) -> str:
    """As it was typed, before Slack escaped it and made links of it."""
    plain = LINK.sub(_label, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _label(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2)
    sign = {"@": "@", "#": "#", "!": "@"}.get(target[:1], "")
    if label:
        return sign + label.removeprefix(sign)
    if target.startswith("!"):
        return sign + target[1:]
    for scheme in SCHEMES:
        target = target.removeprefix(scheme)
    return target


def _place(body: Body, user: str) -> Place:
    return Place(CHANNEL, _space(body), user, user)


def _space(body: Body) -> str:
    """The workspace, or the organisation where an app is installed for all of it."""
    team, organisation = _id(body.get("team")), _id(body.get("enterprise"))
    return team or body.get("team_id") or organisation or body.get("enterprise_id") or ""


def _id(thing: Any) -> str:
    return str(thing.get("id") or "") if isinstance(thing, dict) else ""
