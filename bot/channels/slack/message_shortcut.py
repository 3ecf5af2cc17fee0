"""Quote a Slack message to save it: author, text and link.

Slack is called before the transaction, so that no transaction waits for it.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.channel import SendError
from bot.channels.slack.client import Api
from bot.channels.slack.events import Body
from bot.channels.slack.payloads.unescape import text_with_links

LOOKUP_TIMEOUT = 0.6  # seconds: a form must open within three


class Quotes:
    def __init__(self, api: Api) -> None:
        self.api = api

    async def of_message(self, body: Body) -> str:
        """The message a shortcut was used on. What Slack does not return in time is left out."""
        return await self.quoted(body["channel"]["id"], body["message"])

    async def of_reaction(self, item: Body) -> str:
        """The message that got the emoji. Raises SendError."""
        found = await self.api.get("reactions.get", channel=item["channel"], timestamp=item["ts"], full="true")
        return await self.quoted(item["channel"], {"ts": item["ts"], **found["message"]})

    async def quoted(self, channel: str, message: Mapping[str, Any]) -> str:
        author, link = await asyncio.gather(self._author(message), self._link(channel, message["ts"]))
        said = text_with_links(message)
        return "\n".join(filter(None, (f"{author}: {said}" if author else said, link)))

    async def _author(self, message: Mapping[str, Any]) -> str:
        if not message.get("user"):
            return str(message.get("username") or (message.get("bot_profile") or {}).get("name") or "")
        user = (await self._fetch("users.info", user=message["user"])).get("user") or {}
        return str((user.get("profile") or {}).get("real_name") or user.get("real_name") or "")

    async def _link(self, channel: str, ts: str) -> str:
        found = await self._fetch("chat.getPermalink", channel=channel, message_ts=ts)
        return str(found.get("permalink") or "")

    async def _fetch(self, method: str, **arguments: str) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(LOOKUP_TIMEOUT):
                return await self.api.get(method, **arguments)
        except (SendError, TimeoutError):
            return {}
