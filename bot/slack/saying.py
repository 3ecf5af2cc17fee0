"""What Slack says in passing: where the button is, or in the direct messages; and who is spoken to."""

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import SendError
from bot.pipeline import Pipeline
from bot.slack import render, spots, told
from bot.slack.api import Api
from bot.slack.spots import How, Spot
from bot.slack.told import Body
from handlers.i18n import _, speaking
from storage import accounts
from storage.accounts import Place
from storage.models import Rep

log = structlog.get_logger()


class Saying:
    def __init__(self, api: Api, pipeline: Pipeline) -> None:
        self.api = api
        self.pipeline = pipeline

    async def whisper(self, body: Body, place: Place, text: str) -> None:
        """A passing word, where the button is; if that is in no conversation, in the direct messages."""
        spot = Spot.read(spots.at(body.get("response_url"), How.BESIDE, self.pipeline.clock()))
        if spot is None:
            await self.tell(place, text)
            return
        try:
            await self.api.respond(spot, render.said(text))
        except SendError as error:
            log.info("a word was lost", channel=told.CHANNEL, error=str(error))

    async def tell(self, place: Place, text: str) -> None:
        """In the direct messages."""
        try:
            conversation = await self.api.conversation(place.space, place.user)
            await self.api.show(conversation, render.said(text))
        except SendError as error:
            log.warning("a word was lost", channel=told.CHANNEL, error=str(error))

    async def worded(self, place: Place, text: str, **values: str) -> str:
        """In the rep's language, or the house's where the base is away."""
        rep = await self.rep(place)
        with speaking(rep.locale if rep else self.pipeline.house.locale):
            return _(text).format(**values)

    async def rep(self, place: Place) -> Rep | None:
        """None: a stranger, or the base is away."""
        try:
            async with storage.reading(self.pipeline.database) as db:
                return await accounts.find_by_account(db, place)
        except (SQLAlchemyError, OSError):
            return None
