"""Convert Slack payloads to events. A person's chat is the person: every answer is private."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.channels.slack import modal
from bot.channels.slack.payloads import attachments, response_urls
from bot.channels.slack.payloads.response_urls import How
from bot.channels.slack.payloads.slash_command import as_command, without_crm
from bot.channels.slack.payloads.unescape import links, unescape, unescape_command, without_formatting
from bot.inbound.in_flight import Update
from handlers.chat.command_text import command_text
from handlers.chat.events import (
    ButtonPress,
    FormSubmission,
    HomeOpened,
    Incoming,
    SharedChat,
    TextMessage,
    UnsupportedMessage,
)
from handlers.text import storable
from storage.models import Place

CHANNEL = "slack"
# Message subtypes that a person has just written: no edits, no joins, no bots.
SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
MAX_TS_DIGITS = 18  # digits
# The app's shortcuts, and the button each stands for.
LOG, LOG_MESSAGE = "log", "log_message"
SHORTCUTS = {LOG: "log.any", LOG_MESSAGE: "log.message"}
KEEP = "log.quote"  # the button that the emoji stands for
UNFOLD = "share.links"  # the button that links to us stand for
PRESSED = ("button", "overflow")  # what is pressed to do something
DIRECT = "D"  # prefix of direct message IDs

Body = Mapping[str, Any]


def event(body: Body, emoji: str, now: datetime) -> Incoming | None:
    """The event for a message to us, our emoji or a link to us; None for anything else."""
    told = body["event"]
    match told["type"]:
        case "message":
            return _message(body, told)
        case "app_mention":
            return _mention(body, told, now)
        case "link_shared":
            return _links(body, told, now)
        case _:
            return _reaction(body, told) if told.get("reaction") == emoji else None


def _message(body: Body, event: Body) -> Incoming | None:
    """A direct message; None if nobody has just typed it."""
    if event.get("subtype") not in SPOKEN or event.get("bot_id") or not event.get("user"):
        return None
    text = without_crm(command_text(without_formatting(unescape(event.get("text") or "").strip())))
    author, shared = attachments.forwarded_message(event)
    files = attachments.files(event)
    who: dict[str, Any] = {
        "place": _place(body, event["user"]),
        "key": body["event_id"],
        "order": _order(event.get("ts")),
        "raw": _raw(body),
    }
    if not (text or shared or files):
        return UnsupportedMessage(**who)
    return TextMessage(
        **who,
        text=text or shared,
        is_forwarded=bool(shared),
        author=author,
        files=files,
        links=() if shared else (*links(event), *attachments.links_forwarded(event)),
    )


def _mention(body: Body, event: Body, now: datetime) -> Incoming | None:
    """`@Rapport find acme`, answered in the same thread, visible only to the author; edits are ignored."""
    if event.get("bot_id") or event.get("edited"):
        return None
    files, text = (
        attachments.files(event),
        without_formatting(unescape(_without_us(body, event.get("text") or ""))),
    )
    text = as_command(text) if text.strip() or not files else ""
    user, channel = event["user"], event["channel"]
    return TextMessage(
        place=_place(body, user),
        key=body["event_id"],
        text=text,
        files=files,
        links=links(event),
        answers_at=response_urls.ephemeral_at(channel, user, event.get("thread_ts"), now),
        room=SharedChat(channel),
        order=_order(event.get("ts")),
        raw=_raw(body),
    )


def _reaction(body: Body, event: Body) -> ButtonPress:
    """A message to save: the client is asked for in the direct messages."""
    return ButtonPress(place=_place(body, event["user"]), key=body["event_id"], data=KEEP, raw=_raw(body))


def _links(body: Body, event: Body, now: datetime) -> ButtonPress:
    """Links to us that somebody posts or is composing: the answer is shown below them only."""
    urls, at = "\n".join(link["url"] for link in event["links"]), response_urls.unfurl_at(event, now)
    who = _place(body, event["user"])
    return ButtonPress(place=who, key=body["event_id"], data=UNFOLD, handed=urls, answers_at=at, raw=_raw(body))


def _without_us(body: Body, text: str) -> str:
    """The text without mentions of us."""
    for who in (body.get("authorizations") or [{}])[0].get("user_id"), *(body.get("authed_users") or ()):
        text = re.sub(rf"<@{re.escape(who)}(\|[^>]*)?>", " ", text) if who else text
    return text.strip(" ,:\n")


def _raw(body: Body) -> dict[str, Any]:
    return {name: storable(value) for name, value in body.items() if name != "token"}


def update(body: Body) -> Update:
    """An event as received, of any type. Slack redelivers it only three times."""
    return Update(_place(body, _author(body["event"])), body["event_id"], _raw(body), comes_again=False)


def _author(event: Body) -> str:
    user = event.get("user")
    return user if isinstance(user, str) else _id(user)


def space(body: Body) -> str:
    """The workspace, or the organisation."""
    return _space(body)


def is_uninstall(body: Body) -> bool:
    """Whether the app was uninstalled there."""
    event = body["event"]
    gone = event["type"] == "tokens_revoked" and bool((event.get("tokens") or {}).get("bot"))
    return gone or bool(event["type"] == "app_uninstalled")


def opens_home(body: Body) -> bool:
    return bool(body["event"]["type"] == "app_home_opened")


def home(body: Body) -> tuple[Incoming, bool]:
    """Who opened the home page, and whether it is blank."""
    event = body["event"]
    return HomeOpened(place=_place(body, event["user"]), key=body["event_id"]), not event.get("view")


def command(body: Body, now: datetime) -> TextMessage:
    """`/crm call Acme: …`; text that is no command is a search. Answered where it was typed."""
    return TextMessage(
        place=_place(body, body["user_id"]),
        key=body["trigger_id"],
        text=as_command(unescape_command(body.get("text") or "")),
        links=links(body),
        answers_at=_response_url(body, How.BESIDE, now),
        room=_shared_chat(body, str(body.get("channel_id") or ""), now),
    )


def press(body: Body, now: datetime) -> ButtonPress | None:
    """A button press; None for other interactive elements.

    Outside direct messages only the presser sees the answer: an ephemeral message is redrawn, a public one
    stays.
    """
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}  # of a menu
    data = action.get("value") if action.get("type") == "button" else chosen.get("value")
    if action.get("type") not in PRESSED or not data:
        return None
    shown = body.get("message") or {}
    on = shown.get("ts") or body.get("container", {}).get("message_ts")
    place = _place(body, body["user"]["id"])
    order = _order(action.get("action_ts"))
    event = ButtonPress(place=place, key=body["trigger_id"], data=data, message_id=on, order=order)
    where = body.get("container", {})
    channel, unseen = _id(body.get("channel")), bool(where.get("is_ephemeral"))
    if not channel or (channel.startswith(DIRECT) and not unseen and not where.get("is_app_unfurl")):
        return event
    how = How.INSTEAD if unseen else How.BESIDE
    return replace(
        event,
        message_id=_response_url(body, how, now),
        answers_at=_response_url(body, How.BESIDE, now),
        room=_shared_chat(body, channel, now),
    )


def shortcut(body: Body, handed: str, now: datetime) -> ButtonPress:
    """A form opened from Slack's menus. `handed`: the message it was opened on."""
    place = _place(body, body["user"]["id"])
    data = SHORTCUTS[body["callback_id"]]
    event = ButtonPress(place=place, key=body["trigger_id"], data=data, handed=handed)
    channel = _id(body.get("channel"))
    if not channel or channel.startswith(DIRECT):
        return event
    return replace(
        event, answers_at=_response_url(body, How.BESIDE, now), room=_shared_chat(body, channel, now)
    )


def submission(body: Body) -> FormSubmission:
    """A submitted form.

    Its key is from the modal, not from the trigger: if our response gets lost, Slack leaves the modal open, and
    the person presses Save again.
    """
    shown = body["view"]
    place, key = _place(body, body["user"]["id"]), f"{shown['id']}:{shown['hash']}"
    answers_at, room = modal.origin(shown)
    return FormSubmission(
        place=place, key=key, submission=modal.submission(shown), answers_at=answers_at, room=room
    )


def place(body: Body) -> Place:
    """The person who acts."""
    return _place(body, body["user"]["id"])


def is_member(user: Body, team: str) -> bool:
    """Whether the user is a full member of that workspace or organisation: no guest, no bot, no outsider.

    https://docs.slack.dev/reference/objects/user-object
    """
    full = user.get("is_restricted") is False and user.get("is_ultra_restricted") is False
    others = any(user.get(flag) for flag in ("deleted", "is_bot", "is_stranger", "is_workflow_bot"))
    organisation = user.get("enterprise_user") or {}
    homes = (user.get("team_id"), organisation.get("enterprise_id"), *organisation.get("teams", ()))
    return bool(team) and full and not others and team in homes


def _response_url(body: Body, how: How, now: datetime) -> str | None:
    return response_urls.response_url_at(body.get("response_url"), how, now)


def _shared_chat(body: Body, channel: str, now: datetime) -> SharedChat | None:
    by = _id(body.get("user")) or str(body.get("user_id") or "")
    return (
        SharedChat(channel, response_urls.response_url_at(body.get("response_url"), How.FOR_ALL, now, by))
        if channel
        else None
    )


def _place(body: Body, user: str) -> Place:
    return Place(CHANNEL, _space(body), user, user)


def _space(body: Body) -> str:
    """The workspace, or the organisation if the app is installed for all of it: its people are the same in all
    workspaces, and some payloads name no workspace.
    """
    team = _id(body.get("team")) or body.get("team_id") or ""
    organisation = _id(body.get("enterprise")) or body.get("enterprise_id") or ""
    return organisation if organisation and (not team or _is_for_all(body)) else team


def _is_for_all(body: Body) -> bool:
    """https://docs.slack.dev/enterprise/developing-for-enterprise-orgs"""
    for_whom = (body.get("authorizations") or [{}])[0]
    return any(told.get("is_enterprise_install") in (True, "true") for told in (body, for_whom))


def _id(thing: Any) -> str:
    return str(thing.get("id") or "") if isinstance(thing, dict) else ""


def _order(ts: object) -> int:
    """Slack's timestamps are in microseconds, and unique within a conversation."""
    digits = str(ts or "").replace(".", "")
    return int(digits) if digits.isdecimal() and len(digits) <= MAX_TS_DIGITS else 0
