"""Modals: open a form, and look up clients while typing."""

from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import SendError
from bot.channels.slack import events, modal
from bot.channels.slack.client import Api
from bot.channels.slack.ephemeral import Saying
from bot.channels.slack.events import Body
from bot.channels.slack.payloads.unescape import unescape
from bot.inbound.dispatch import Dispatcher
from handlers.chat import Form
from handlers.chat.events import Incoming
from handlers.forms.fields import Person, choice, chosen_client
from handlers.i18n import N_, speaking
from storage.clients import clients
from storage.search import client_search
from storage.team import accounts

log = structlog.get_logger()

SUGGESTIONS = 20
NO_FORM = N_("Slack was too slow to open the form. Please try again.")


class Forms:
    def __init__(self, api: Api, dispatcher: Dispatcher, saying: Saying) -> None:
        self.api = api
        self.dispatcher = dispatcher
        self.saying = saying

    async def open(self, trigger: str, form: Form, event: Incoming) -> None:
        """Open a form in a modal. `trigger` expires after three seconds."""
        try:
            await self.api.open(trigger, await self.view(form, event))
        except (SendError, SQLAlchemyError) as error:
            log.warning(
                "form was not opened",
                channel=events.CHANNEL,
                form=form.name,
                error=str(error).partition("\n")[0],
            )
            await self.saying.tell(event.place, await self.saying.worded(event.place, NO_FORM))

    async def view(self, form: Form, event: Incoming) -> dict[str, Any]:
        asked = [field.name for field in form.fields if isinstance(field, Person)]
        given = {name: chosen_client(form.values.get(name, "")) for name in asked}
        async with storage.reading(self.dispatcher.database) as db:
            rep = await accounts.find_by_account(db, event.place)
            found = {name: rep and each and await clients.get(db, rep, each) for name, each in given.items()}
        with speaking(rep.locale if rep else self.dispatcher.defaults.locale):
            return modal.view(form, {name: client.name for name, client in found.items() if client}, event)

    async def look_up(self, body: Body) -> list[dict[str, Any]]:
        """Options for a client field while typing: clients that the person may see."""
        async with storage.reading(self.dispatcher.database) as db:
            rep = await accounts.find_by_account(db, events.place(body))
            words = unescape(body.get("value") or "")
            found = (await client_search.find(db, rep, words, limit=SUGGESTIONS))[0] if rep and words else ()
        labels = {choice(each.id): " · ".join(filter(None, (each.name, each.company))) for each in found}
        return [modal.option(value, label) for value, label in labels.items()]
