"""Ephemeral and direct messages outside delivery, in the person's language."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import SendError
from bot.channels.slack import events, render
from bot.channels.slack.client import Api
from bot.channels.slack.events import Body
from bot.channels.slack.payloads import response_urls
from bot.channels.slack.payloads.response_urls import How, ResponseUrl
from bot.inbound.dispatch import Dispatcher
from handlers.i18n import _, speaking
from storage.models import Place, Rep
from storage.team import accounts

log = structlog.get_logger()


class Saying:
    def __init__(self, api: Api, dispatcher: Dispatcher) -> None:
        self.api = api
        self.dispatcher = dispatcher

    async def whisper(self, body: Body, place: Place, text: str) -> None:
        """Send an ephemeral notice next to the button; outside conversations, as a direct message."""
        spot = ResponseUrl.read(
            response_urls.response_url_at(body.get("response_url"), How.BESIDE, self.dispatcher.clock())
        )
        if spot is None:
            await self.tell(place, text)
            return
        try:
            await self.api.respond(spot, render.notice(text))
        except SendError as error:
            log.info("notice was not sent", channel=events.CHANNEL, error=str(error))

    async def tell(self, place: Place, text: str) -> None:
        """Send a direct message."""
        try:
            conversation = await self.api.conversation(place.space, place.user)
            await self.api.show(conversation, render.notice(text))
        except SendError as error:
            log.warning("notice was not sent", channel=events.CHANNEL, error=str(error))

    async def worded(self, place: Place, text: str, **values: str) -> str:
        """The text in the rep's language, or in the default language if the database cannot be reached."""
        rep = await self.rep(place)
        with speaking(rep.locale if rep else self.dispatcher.defaults.locale):
            return _(text).format(**values)

    async def rep(self, place: Place) -> Rep | None:
        """The rep; None for a stranger or during an outage."""
        try:
            async with storage.reading(self.dispatcher.database) as db:
                return await accounts.find_by_account(db, place)
        except (SQLAlchemyError, OSError):
            return None
