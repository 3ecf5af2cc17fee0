"""Skip redraws that change nothing: a button pressed three times quickly edits the message once."""

import time
from collections import OrderedDict

from bot.channel import Channel
from handlers.chat import Card

REDRAW_INTERVAL = 5.0  # seconds: after this a redraw is sent in any case
MAX_REMEMBERED = 1000  # messages

Message = tuple[str, str, str, str]  # channel, space, chat, id


class Redraws:
    def __init__(self) -> None:
        self._shown: OrderedDict[Message, tuple[Card, float]] = OrderedDict()

    async def send(self, channel: Channel, space: str, chat: str, card: Card, replaces: str | None) -> str:
        """Like `channel.send`, unless the message already shows this card. Raises SendError."""
        here = (channel.name, space, chat)
        if replaces and self._shows((*here, replaces), card):
            return replaces
        sent = await channel.send(space, chat, card, replaces)
        self._note((*here, sent), card)
        return sent

    def _shows(self, message: Message, card: Card) -> bool:
        shown, at = self._shown.get(message, (None, 0.0))
        return shown == card and time.monotonic() - at < REDRAW_INTERVAL

    def _note(self, message: Message, card: Card) -> None:
        self._shown.pop(message, None)
        self._shown[message] = (card, time.monotonic())
        if len(self._shown) > MAX_REMEMBERED:
            self._shown.popitem(last=False)
