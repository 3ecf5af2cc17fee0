"""What people do in Slack, one listener a kind. Slack waits three seconds for each answer."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from enum import Enum, auto
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_bolt.async_app import AsyncAck
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot import home
from bot.channel import FieldErrors, Incoming, SendError
from bot.pipeline import Pipeline, Shown
from bot.slack import modal, render, spots, told
from bot.slack.api import Api
from bot.slack.spots import How, Spot
from bot.slack.told import Body
from handlers.chat import Form, Toast
from handlers.fields import Person, choice, chosen
from handlers.i18n import N_, _, speaking
from storage import accounts, clients, search
from storage.accounts import Place
from storage.models import Rep

log = structlog.get_logger()

PATIENCE = 1.5  # seconds until an answer to a look-up has left
PAUSES = (0.2, 0.6)  # seconds between tries of what Slack delivers only once
DEADLINE = 2.3  # seconds: then Slack hears something, in time for its three
NEWCOMER = 1.0  # seconds to learn their name
WHERE = 0.5  # seconds to learn which conversation is the one with us
SUGGESTIONS = 20


class Trouble(Enum):
    LOST = auto()  # nothing was changed
    LATE = auto()  # it goes on, and its answer comes by itself


Result = Shown | Trouble

COMMAND = {
    Trouble.LOST: N_("Not saved, nothing was changed. You wrote: {words}"),
    Trouble.LATE: N_("This takes longer than usual. The answer comes by itself."),
}
PRESS = {Trouble.LOST: N_("Not saved, nothing was changed. Please press once more."), Trouble.LATE: ""}
SUBMISSION = {
    Trouble.LOST: N_("Not saved, nothing was changed. Please press Save once more."),
    Trouble.LATE: N_("This takes longer than usual. Please press Save once more in a moment."),
}
NO_FORM = N_("Slack was too slow to open the form. Please try once more.")


class Listeners:
    def __init__(self, api: Api, pipeline: Pipeline) -> None:
        self.api = api
        self.pipeline = pipeline
        self.team = ""  # the workspace's id, once we are connected
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def settle(self) -> None:
        """Wait until what goes on after an answer to Slack is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def on_event(self, body: Body) -> None:
        """What a person writes. Slack sends it again unless this returns, but only three times.

        So a failure that counts is ours to try again: we have kept the event. While the base is away only
        Slack has it.
        """
        if told.opens_home(body):
            await self._show_home(body)
            return
        event = told.message(body)
        if event is None:
            return
        try:
            await self._hear(event)
        except Exception as error:
            if await self._count(event, error) is None:
                raise

    async def again(self, body: Body) -> bool:
        """What was kept, once more. Whether it is finished with; False: it has failed again."""
        event = told.message(body)
        try:
            if event:
                await self._hear(event)
        except Exception as error:
            assert event
            return bool(await self._count(event, error))
        return True

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        event = told.command(body, self.pipeline.clock())
        if await self._is_here(body, event.place):
            event = replace(event, answers_at=None, room=None)
        shown = await self._answer(event)
        if isinstance(shown, Trouble):
            typed = f"{body['command']} {told.commanded(body.get('text', ''))}"
            text = await self._say(event.place, COMMAND[shown], words=typed)
            await ack(**render.said(text))
        elif isinstance(shown, Form):
            self._start(self._open(body["trigger_id"], shown, event))
            await ack()
        else:
            await ack()

    async def on_press(self, ack: AsyncAck, body: Body) -> None:
        event = told.press(body, self.pipeline.clock())
        if event is None:
            await ack()
            return
        shown = await self._answer(event)
        await ack()
        if isinstance(shown, Form):
            self._start(self._open(body["trigger_id"], shown, event))
        elif isinstance(shown, Toast):
            self._start(self._whisper(body, event.place, shown.text))
        elif isinstance(shown, Trouble) and PRESS[shown]:
            self._start(self._whisper(body, event.place, await self._say(event.place, PRESS[shown])))

    async def on_submission(self, ack: AsyncAck, body: Body) -> None:
        event = told.submission(body)
        shown = await self._answer(event)
        if isinstance(shown, Trouble):
            shown = FieldErrors({"": await self._say(event.place, SUBMISSION[shown])})
        if isinstance(shown, FieldErrors):
            await ack(response_action="errors", errors=modal.errors(body["view"], shown.errors))
        elif isinstance(shown, Form):
            await ack(response_action="update", view=await self._view(shown, event))
        else:
            await ack()

    async def on_lookup(self, ack: AsyncAck, body: Body) -> None:
        """Clients for a field that asks for one, as they are typed."""
        async with storage.reading(self.pipeline.database) as db:
            rep = await accounts.find_by_account(db, told.place(body))
            words = told.typed(body.get("value") or "")
            found = (await search.find(db, rep, words, limit=SUGGESTIONS))[0] if rep and words else ()
        labels = {choice(each.id): " · ".join(filter(None, (each.name, each.company))) for each in found}
        await ack(options=[modal.option(value, label) for value, label in labels.items()])

    async def _show_home(self, body: Body) -> None:
        event, is_blank = told.home(body)
        await home.opened(self.pipeline, replace(event, introduce=self._introduced), is_blank=is_blank)

    async def _hear(self, event: Incoming) -> None:
        began = asyncio.get_running_loop().time()
        # No form can be opened from a message: its questions come one at a time.
        await self._handle(await self._introduced(event), began, modals=False)

    async def _handle(self, event: Incoming, began: float, *, modals: bool) -> Shown:
        """One thing at a time for each person, in the order they did them."""
        async with self._turns.setdefault(event.place, asyncio.Lock()):
            waited = asyncio.get_running_loop().time() - began
            event = replace(event, introduce=self._introduced)
            return await self.pipeline.handle(event, modals=modals, patience=max(0.0, PATIENCE - waited))

    async def _count(self, event: Incoming, error: Exception) -> bool | None:
        """Whether it has failed so often that it is set aside. None: the base is away, and nothing counts."""
        kind, key = type(error).__name__, event.key
        try:
            aside = await self.pipeline.set_aside(event.place, key, event.raw, kind, comes_again=False)
        except (SQLAlchemyError, OSError):
            return None
        what = "update set aside" if aside else "update failed"
        log.error(what, channel=told.CHANNEL, key=key, error=kind, exc_info=error)
        return aside

    async def _answer(self, event: Incoming) -> Result:
        """Of what Slack delivers only once."""
        work: asyncio.Task[Result] = self._start(self._insist(event))
        done, _waiting = await asyncio.wait({work}, timeout=DEADLINE)
        if done:
            return work.result()
        self._start(self._answer_late(work, event))
        return Trouble.LATE

    async def _insist(self, event: Incoming) -> Result:
        began = asyncio.get_running_loop().time()
        for pause in (*PAUSES, None):
            try:
                return await self._handle(event, began, modals=True)
            except Exception as error:  # whatever it was, nothing was committed
                log.warning("try failed", channel=told.CHANNEL, key=event.key, error=type(error).__name__)
            if pause:
                await asyncio.sleep(pause)
        return Trouble.LOST

    async def _answer_late(self, work: asyncio.Task[Result], event: Incoming) -> None:
        """What a modal or its caller does not wait for any more is said in the direct messages."""
        shown = await work
        if isinstance(shown, Form):
            await self._tell(event.place, await self._say(event.place, NO_FORM))
        elif isinstance(shown, Toast):
            await self._tell(event.place, shown.text)
        elif shown is Trouble.LOST and event.submission is None:  # what was filled in is still on the screen
            texts = COMMAND if event.text else PRESS
            await self._tell(event.place, await self._say(event.place, texts[shown], words=event.text))

    async def _is_here(self, body: Body, place: Place) -> bool:
        """Whether it was typed in the direct messages with us, or there is no telling."""
        if body.get("channel_name") != "directmessage":
            return False
        try:
            async with asyncio.timeout(WHERE):
                return bool(body.get("channel_id") == await self.api.conversation(place.space, place.user))
        except (SendError, TimeoutError):
            return True

    async def _introduced(self, event: Incoming) -> Incoming:
        """With the name, language and time zone of who comes in."""
        try:
            async with asyncio.timeout(NEWCOMER):
                user = (await self.api.get("users.info", user=event.place.user, include_locale="true"))["user"]
        except (SendError, TimeoutError):
            return event
        name = user.get("profile", {}).get("real_name") or user.get("real_name") or user.get("name", "")
        is_member = told.is_member(user, self.team)
        return replace(
            event, name=name, locale=user.get("locale"), timezone=user.get("tz"), is_member=is_member
        )

    async def _open(self, trigger: str, form: Form, event: Incoming) -> None:
        place = event.place
        try:
            await self.api.open(trigger, await self._view(form, event))
        except (SendError, SQLAlchemyError) as error:
            log.warning("no form", channel=told.CHANNEL, form=form.name, error=str(error).partition("\n")[0])
            await self._tell(place, await self._say(place, NO_FORM))

    async def _view(self, form: Form, event: Incoming) -> dict[str, Any]:
        asked = [field.name for field in form.fields if isinstance(field, Person)]
        given = {name: chosen(form.values.get(name, "")) for name in asked}
        async with storage.reading(self.pipeline.database) as db:
            rep = await accounts.find_by_account(db, event.place)
            found = {name: rep and each and await clients.get(db, rep, each) for name, each in given.items()}
        with speaking(rep.locale if rep else self.pipeline.house.locale):
            return modal.view(form, {name: client.name for name, client in found.items() if client}, event)

    async def _whisper(self, body: Body, place: Place, text: str) -> None:
        """A passing word, where the button is; if that is in no conversation, in the direct messages."""
        spot = Spot.read(spots.at(body.get("response_url"), How.BESIDE, self.pipeline.clock()))
        if spot is None:
            await self._tell(place, text)
            return
        try:
            await self.api.respond(spot, render.said(text))
        except SendError as error:
            log.info("a word was lost", channel=told.CHANNEL, error=str(error))

    async def _tell(self, place: Place, text: str) -> None:
        try:
            conversation = await self.api.conversation(place.space, place.user)
            await self.api.show(conversation, render.said(text))
        except SendError as error:
            log.warning("a word was lost", channel=told.CHANNEL, error=str(error))

    async def _say(self, place: Place, text: str, **values: str) -> str:
        """In the rep's language, or the house's where the base is away."""
        rep = await self._rep(place)
        with speaking(rep.locale if rep else self.pipeline.house.locale):
            return _(text).format(**values)

    async def _rep(self, place: Place) -> Rep | None:
        try:
            async with storage.reading(self.pipeline.database) as db:
                return await accounts.find_by_account(db, place)
        except (SQLAlchemyError, OSError):
            return None

    def _start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("broke off", channel=told.CHANNEL, error=type(error).__name__, exc_info=error)
