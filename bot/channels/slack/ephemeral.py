"""What Slack says in passing: where the button is, or in the direct messages; and who is spoken to."""

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
        """A passing word, where the button is; if that is in no conversation, in the direct messages."""
        spot = ResponseUrl.read(response_urls.at(body.get("response_url"), How.BESIDE, self.dispatcher.clock()))
        if spot is None:
            await self.tell(place, text)
            return
        try:
            await self.api.respond(spot, render.notice(text))
        except SendError as error:
            log.info("a word was lost", channel=events.CHANNEL, error=str(error))

    async def tell(self, place: Place, text: str) -> None:
        """In the direct messages."""
        try:
            conversation = await self.api.conversation(place.space, place.user)
            await self.api.show(conversation, render.notice(text))
        except SendError as error:
            log.warning("a word was lost", channel=events.CHANNEL, error=str(error))

    async def worded(self, place: Place, text: str, **values: str) -> str:
        """In the rep's language, or the house's where the base is away."""
        rep = await self.rep(place)
        with speaking(rep.locale if rep else self.dispatcher.defaults.locale):
            return _(text).format(**values)

    async def rep(self, place: Place) -> Rep | None:
        """None: a stranger, or the base is away."""
        try:
            async with storage.reading(self.dispatcher.database) as db:
                return await accounts.find_by_account(db, place)
        except (SQLAlchemyError, OSError):
            return None
