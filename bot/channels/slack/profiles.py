"""A person's profile in Slack: name, language, time zone, and the direct message channel with us."""

import asyncio
from dataclasses import replace

from bot.channel import SendError
from bot.channels.slack import events
from bot.channels.slack.client import Api
from bot.channels.slack.events import Body
from handlers.chat.events import Incoming
from storage.models import Place

PROFILE_TIMEOUT = 1.0  # seconds for users.info
CONVERSATION_TIMEOUT = 0.5  # seconds for finding the direct message channel


async def with_profile(api: Api, event: Incoming) -> Incoming:
    """The event with the person's name, language and time zone."""
    try:
        async with asyncio.timeout(PROFILE_TIMEOUT):
            user = (await api.get("users.info", user=event.place.user, include_locale="true"))["user"]
    except (SendError, TimeoutError):
        return event
    name = user.get("profile", {}).get("real_name") or user.get("real_name") or user.get("name", "")
    is_member = events.is_member(user, event.place.space)
    return replace(event, name=name, locale=user.get("locale"), timezone=user.get("tz"), is_member=is_member)


async def is_direct(api: Api, body: Body, place: Place) -> bool:
    """Whether the command was typed in the direct messages with us; True if unknown."""
    if body.get("channel_name") != "directmessage":
        return False
    try:
        async with asyncio.timeout(CONVERSATION_TIMEOUT):
            return bool(body.get("channel_id") == await api.conversation(place.space, place.user))
    except (SendError, TimeoutError):
        return True
